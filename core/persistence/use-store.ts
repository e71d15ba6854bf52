import type { QueryResultRow } from 'pg'
import type { ScopedRegister, UseScope, UseStore, VersionBand } from '../flow/use/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { idList, instants, integers } from './columns.ts'
import { SITE_VIEW, type SiteViewRow, siteViewOf } from './site-view.ts'
import type { SqlClient } from './sql.ts'
import { USE_STATEMENTS } from './use-statements.ts'

const SITES: Readonly<Record<UseScope['kind'], string>> = {
  account: `${SITE_VIEW} JOIN account a ON a.site_id = s.id WHERE a.id = $1`,
  'metering-point': `${SITE_VIEW} JOIN metering_point p ON p.site_id = s.id WHERE p.id = $1`,
  site: `${SITE_VIEW} WHERE s.id = $1`,
}

/** What serves the points at any time of the range: $2, $3. */
const INSTALLED = `
JOIN installation n ON n.metering_point_id = p.id AND n.from_at < to_timestamp($3::float8 / 1000)
  AND (n.to_at IS NULL OR n.to_at > to_timestamp($2::float8 / 1000))
JOIN register r ON r.meter_id = n.meter_id`
const REGISTER = `r.id::text AS "registerId", p.id::text AS "meteringPointId", p.utility, p.unit,
  p.interval_seconds AS "intervalSeconds", (extract(epoch FROM (SELECT m.until_at FROM usage_summed_register m
    WHERE m.metering_point_id = p.id AND m.register_id = r.id)) * 1000)::float8 AS "summedUntil"`
/** Agreements that touch the range. */
const AGREED = `a.from_at < to_timestamp($3::float8 / 1000)
  AND (a.to_at IS NULL OR a.to_at > to_timestamp($2::float8 / 1000))`

const REGISTERS: Readonly<Record<UseScope['kind'], string>> = {
  account: `SELECT DISTINCT ${REGISTER}, a.id::text AS "agreementId"
    FROM service_agreement a JOIN metering_point p ON p.id = a.metering_point_id ${INSTALLED}
    WHERE a.account_id = $1 AND ${AGREED}`,
  'metering-point': `
    WITH seen AS (
      SELECT a.id FROM service_agreement a JOIN contract c ON c.id = a.contract_id
      WHERE a.metering_point_id = $1 AND c.tenant_id = ANY ($4::bigint[]) AND ${AGREED}
      UNION ALL SELECT NULL WHERE $4::bigint[] IS NULL
    )
    SELECT DISTINCT ${REGISTER}, seen.id::text AS "agreementId"
    FROM seen CROSS JOIN metering_point p ${INSTALLED} WHERE p.id = $1`,
  site: `SELECT DISTINCT ${REGISTER}, NULL AS "agreementId"
    FROM metering_point p ${INSTALLED} WHERE p.site_id = $1`,
}

const BANDS = `
WITH latest AS (
  SELECT DISTINCT ON (tariff_version_id) tariff_version_id, data -> 'bands' AS bands, data -> 'components' AS components
  FROM tariff_compiled WHERE tariff_version_id = ANY ($1::bigint[]) ORDER BY tariff_version_id, from_at DESC
)
SELECT tariff_version_id::text AS "versionId", b ->> 'id' AS band, b -> 'title' AS title, (
    SELECT c.value ->> 'id' FROM jsonb_array_elements(components) WITH ORDINALITY c
    WHERE c.value ->> 'kind' = 'usage' AND c.value -> 'ladders' ? (b ->> 'id') ORDER BY c.ordinality LIMIT 1
  ) AS counting
FROM latest CROSS JOIN jsonb_array_elements(bands) b ORDER BY tariff_version_id, b ->> 'id'`

/** Use and charges by buckets of time, on PostgreSQL: by sums, and by the indexes that are there. */
export function createUseStore({ client }: { readonly client: SqlClient }): UseStore {
  async function sum(
    statements: { readonly used: string; readonly charged: string },
    values: unknown[],
  ) {
    const used = await client.query<UsedRow>({ text: statements.used, values })
    const charged = await client.query<ChargedRow>({ text: statements.charged, values })
    return {
      uses: used.rows.map(({ quantity, unrated, ...row }) => ({
        ...row,
        quantityMicros: BigInt(quantity),
        unratedMicros: BigInt(unrated),
      })),
      charges: charged.rows.map(({ quantity, amount, ...row }) => ({
        ...row,
        quantityMicros: BigInt(quantity),
        amountMicros: BigInt(amount),
      })),
    }
  }
  return {
    async site(scope) {
      const values = [idOf(scope)]
      const { rows } = await client.query<SiteViewRow>({ text: SITES[scope.kind], values })
      const [row] = rows
      if (row === undefined) throw busbarError('not-found')
      return siteViewOf(row)
    },
    async registers({ scope, from, to }) {
      const values: unknown[] = [idOf(scope), from, to]
      if (scope.kind === 'metering-point')
        values.push(scope.tenantIds === null ? null : idList(scope.tenantIds))
      const { rows } = await client.query<ScopedRegister & QueryResultRow>({
        text: REGISTERS[scope.kind],
        values,
      })
      return rows
    },
    use: ({ registers, bounds }) => sum(USE_STATEMENTS.lines, columnsOf(registers, bounds)),
    sums({ scope, registers, bounds }) {
      const values = columnsOf(registers, bounds)
      return scope.kind === 'site'
        ? sum(USE_STATEMENTS.quarters, [...values, scope.siteId])
        : sum(USE_STATEMENTS.days, values)
    },
    async bands({ versionIds }) {
      const values = [idList(versionIds)]
      const { rows } = await client.query<VersionBand & QueryResultRow>({ text: BANDS, values })
      return rows
    },
  }
}

interface UsedRow extends QueryResultRow {
  readonly bucket: number
  readonly utility: string
  readonly unit: string
  readonly quantity: string
  readonly unrated: string
}

interface ChargedRow extends QueryResultRow {
  readonly bucket: number
  readonly utility: string
  readonly unit: string
  readonly currency: string
  readonly versionId: Id
  readonly component: string
  readonly category: string
  readonly band: string
  readonly quantity: string
  readonly amount: string
  readonly estimated: boolean
}

function idOf(scope: UseScope): Id {
  if (scope.kind === 'account') return scope.accountId
  return scope.kind === 'site' ? scope.siteId : scope.meteringPointId
}

function columnsOf(registers: readonly ScopedRegister[], bounds: readonly Instant[]): unknown[] {
  const at = (instant: Instant | undefined) => new Date(instant ?? 0).toISOString()
  return [
    integers(registers, ({ registerId }) => registerId),
    integers(registers, ({ meteringPointId }) => meteringPointId),
    integers(registers, ({ agreementId }) => agreementId),
    instants(bounds, (bound) => bound),
    at(bounds[0]),
    at(bounds.at(-1)),
  ]
}
