import type { QueryResultRow } from 'pg'
import type { ScopedRegister, UseScope, UseStore, VersionBand } from '../flow/use/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { idList, instants, integers } from './columns.ts'
import { SITE_VIEW, type SiteViewRow, siteViewOf } from './site-view.ts'
import type { SqlClient } from './sql.ts'

/** Start and end of bucket k between the bounds $4. */
const START = '($4::timestamptz[])[k]'
const END = '($4::timestamptz[])[k + 1]'
const COUNT = 'cardinality($4::timestamptz[]) - 1'

const bucketOf = (at: string) => `width_bucket(${at}, $4::timestamptz[])`
/** The instant before an end, which is left out. */
const lastOf = (end: string) => `${end} - interval '1 microsecond'`

const elapsed = (at: string, from: string) => `(extract(epoch FROM ${at} - ${from}) * 1000000)`

/** What a row's figure, spread evenly over its time, has come to at an instant: half away from zero. */
const until = (row: string, figure: string, at: string) => `(CASE
  WHEN ${at} >= ${row}.to_at THEN ${row}.${figure}::numeric WHEN ${at} <= ${row}.from_at THEN 0
  ELSE sign(${row}.${figure}) * div(
    2 * abs(${row}.${figure})::numeric * ${elapsed(at, `${row}.from_at`)} + ${elapsed(`${row}.to_at`, `${row}.from_at`)},
    2 * ${elapsed(`${row}.to_at`, `${row}.from_at`)}) END)`

/** Part of a row's figure that falls into bucket k. */
const part = (row: string, figure: string) =>
  `${until(row, figure, END)} - ${until(row, figure, START)}`

/**
 * Intervals of the registers that touch the range. Those that end in it are found by the index on ends; of those that
 * end after it only the one in force that begins in it counts, since what was reversed sums to nothing.
 */
const USED = `
scoped AS (
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS s (register_id, point_id, agreement_id)
), used AS MATERIALIZED (
  SELECT i.id, i.metering_point_id, i.agreement_id, i.from_at, i.to_at, i.quantity_micros, i.unrated,
    greatest(${bucketOf('i.from_at')}, 1) AS first, least(${bucketOf(lastOf('i.to_at'))}, ${COUNT}) AS last,
    ${bucketOf('i.from_at')} = ${bucketOf(lastOf('i.to_at'))} AS whole
  FROM scoped s CROSS JOIN LATERAL (
    SELECT * FROM usage_interval
    WHERE register_id = s.register_id AND to_at > $5::timestamptz AND to_at <= $6::timestamptz
    UNION ALL
    (SELECT * FROM usage_interval u
     WHERE register_id = s.register_id AND to_at > $6::timestamptz AND reverses_id IS NULL
       AND NOT EXISTS (SELECT FROM usage_interval r
         WHERE r.register_id = u.register_id AND r.to_at = u.to_at AND r.reverses_id = u.id)
     ORDER BY to_at LIMIT 1)
  ) i
  WHERE i.from_at < $6::timestamptz AND i.metering_point_id = s.point_id
    AND (s.agreement_id IS NULL OR i.agreement_id = s.agreement_id)
)`

/** Nearly every interval lies in one bucket: those are summed as they are, before anything else is looked up. */
const USE = `
WITH ${USED}, piece AS (
  SELECT first AS k, metering_point_id, unrated, sum(quantity_micros) AS quantity
  FROM used WHERE whole GROUP BY first, metering_point_id, unrated
  UNION ALL
  SELECT k, metering_point_id, unrated, sum(${part('u', 'quantity_micros')})
  FROM used u CROSS JOIN LATERAL generate_series(u.first, u.last) k WHERE NOT whole
  GROUP BY k, metering_point_id, unrated
)
SELECT k - 1 AS bucket, p.utility, p.unit, sum(quantity)::text AS quantity,
  coalesce(sum(quantity) FILTER (WHERE unrated IS NOT NULL), 0)::text AS unrated
FROM piece JOIN metering_point p ON p.id = metering_point_id
GROUP BY k, p.utility, p.unit ORDER BY k, p.utility, p.unit`

const OF_LINE = `u.metering_point_id, u.agreement_id, l.tariff_version_id, l.component, l.category, l.band`

/** Lines have times of their own within an interval that several buckets share. */
const CHARGED = `
WITH ${USED}, line AS (
  SELECT ${OF_LINE}, l.from_at, l.to_at, l.quantity_micros, l.amount_micros, l.estimated,
    greatest(${bucketOf('l.from_at')}, 1) AS first, least(${bucketOf(lastOf('l.to_at'))}, ${COUNT}) AS last
  FROM used u JOIN rated_line l ON l.interval_id = u.id WHERE NOT u.whole
), piece AS (
  SELECT u.first AS k, ${OF_LINE}, sum(l.quantity_micros) AS quantity, sum(l.amount_micros) AS amount,
    bool_or(l.estimated) AS estimated
  FROM used u JOIN rated_line l ON l.interval_id = u.id WHERE u.whole GROUP BY u.first, ${OF_LINE}
  UNION ALL
  SELECT k, metering_point_id, agreement_id, tariff_version_id, component, category, band,
    sum(${part('l', 'quantity_micros')}), sum(${part('l', 'amount_micros')}), bool_or(estimated)
  FROM line l CROSS JOIN LATERAL generate_series(l.first, l.last) k
  GROUP BY k, metering_point_id, agreement_id, tariff_version_id, component, category, band
)
SELECT k - 1 AS bucket, p.utility, p.unit, a.currency, c.tariff_version_id::text AS "versionId", c.component, c.category,
  c.band, sum(c.quantity)::text AS quantity, sum(c.amount)::text AS amount, bool_or(c.estimated) AS estimated
FROM piece c JOIN metering_point p ON p.id = c.metering_point_id
JOIN service_agreement g ON g.id = c.agreement_id JOIN account a ON a.id = g.account_id
GROUP BY k, p.utility, p.unit, a.currency, c.tariff_version_id, c.component, c.category, c.band
ORDER BY k, p.utility, p.unit, a.currency, c.band, c.tariff_version_id, c.component`

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
  p.interval_seconds AS "intervalSeconds"`
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

/** Use and charges by buckets of time, on PostgreSQL: by the indexes that are there. */
export function createUseStore({ client }: { readonly client: SqlClient }): UseStore {
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
    async use({ registers, bounds }) {
      const values = columnsOf(registers, bounds)
      const used = await client.query<UsedRow>({ text: USE, values })
      const charged = await client.query<ChargedRow>({ text: CHARGED, values })
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
