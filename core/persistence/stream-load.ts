import type { CompiledTariff } from '../contracts/tariff-strategy.ts'
import type { Agreement, InstalledRegister } from '../domain/metering/model.ts'
import type { PreparedTariff } from '../domain/rating/prepare.ts'
import type { Payer, StreamPosition, TariffStretch } from '../flow/metering/ports.ts'
import type { Id } from '../kernel/id.ts'
import { idList } from './columns.ts'
import type { SqlClient } from './sql.ts'
import { decodeState } from './stream-codec.ts'

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`

/** One row a metering point, with its parts as JSON: one round trip however many are loaded. */
const LOAD = `
SELECT mp.id, mp.site_id, mp.utility, mp.max_rate_micros, st.version, st.state, rev.id AS revenue_id,
  (SELECT COALESCE(json_agg(json_build_object(
      'registerId', r.id::text, 'installationId', i.id::text, 'from', ${MS('i.from_at')}, 'to', ${MS('i.to_at')},
      'multiplier', i.multiplier_micros::text, 'digits', r.digits, 'band', r.band, 'direction', r.direction,
      'opening', ir.opening_micros::text, 'closing', ir.closing_micros::text) ORDER BY i.from_at), '[]')
    FROM installation i JOIN installation_register ir ON ir.installation_id = i.id
    JOIN register r ON r.id = ir.register_id WHERE i.metering_point_id = mp.id) AS installed,
  (SELECT COALESCE(json_agg(json_build_object(
      'id', sa.id::text, 'accountId', sa.account_id::text, 'planId', sa.tariff_plan_id::text,
      'from', ${MS('sa.from_at')}, 'to', ${MS('sa.to_at')}, 'purseId', purse.id::text,
      'receivableId', owed.id::text, 'currency', purse.currency) ORDER BY sa.from_at), '[]')
    FROM service_agreement sa JOIN ledger_account purse ON purse.account_id = sa.account_id
      AND purse.kind = 'cash' AND purse.fund = 'general'
    JOIN ledger_account owed ON owed.account_id = sa.account_id
      AND owed.kind = 'receivable' AND owed.fund = 'general'
    WHERE sa.metering_point_id = mp.id) AS agreements
FROM metering_point mp
JOIN metering_point_state st ON st.metering_point_id = mp.id
JOIN site ON site.id = mp.site_id
JOIN ledger_account rev ON rev.site_id = mp.site_id AND rev.account_id IS NULL AND rev.kind = 'revenue'
  AND rev.code = mp.utility AND rev.currency = site.currency AND rev.fund = 'general'
WHERE mp.id = ANY ($1::bigint[])`

interface StreamRow {
  id: Id
  site_id: Id
  utility: string
  max_rate_micros: string
  version: string
  state: string
  revenue_id: Id
  installed: InstalledJson[]
  agreements: (Agreement & Omit<Payer, 'accountId'>)[]
}

interface InstalledJson {
  registerId: Id
  installationId: Id
  from: number
  to: number | null
  multiplier: string
  digits: number
  band: string | null
  direction: 'import' | 'export'
  opening: string
  closing: string | null
}

export type StreamLoader = (
  client: SqlClient,
  pointIds: readonly Id[],
) => Promise<readonly StreamPosition[]>

/** Loads streams; compiled tariffs are parsed once and kept, since they never change. */
export function createStreamLoader(
  prepare: (compiled: CompiledTariff) => PreparedTariff,
): StreamLoader {
  const prepared = new Map<string, PreparedTariff>()
  return async (client, pointIds) => {
    const { rows } = await client.query<StreamRow>({
      name: 'stream-load',
      text: LOAD,
      values: [idList(pointIds)],
    })
    const planIds = [...new Set(rows.flatMap((row) => row.agreements.map((item) => item.planId)))]
    const tariffs = await loadTariffs(client, planIds, { known: prepared, prepare })
    return rows.map((row) => positionOf(row, tariffs))
  }
}

function positionOf(
  row: StreamRow,
  tariffs: ReadonlyMap<Id, readonly TariffStretch[]>,
): StreamPosition {
  const payers = new Map<Id, Payer>()
  for (const { accountId, purseId, receivableId, currency } of row.agreements)
    payers.set(accountId, { accountId, purseId, receivableId, currency })
  const stream = {
    point: {
      id: row.id,
      siteId: row.site_id,
      utility: row.utility,
      maxRateMicros: BigInt(row.max_rate_micros),
      installed: row.installed.map((one) => installedOf(one, row.installed)),
      agreements: row.agreements.map(({ id, accountId, planId, from, to }) => ({
        id,
        accountId,
        planId,
        from,
        to,
      })),
    },
    tariffs,
    payers,
    revenueId: row.revenue_id,
  }
  return { stream, version: BigInt(row.version), state: decodeState(row.state) }
}

function installedOf(json: InstalledJson, all: readonly InstalledJson[]): InstalledRegister {
  const { registerId, installationId, from, to, digits, band, direction } = json
  return {
    registerId,
    installationId,
    from,
    to,
    digits,
    band,
    isControl:
      direction === 'export' ||
      (band === null && all.some((one) => one.installationId === installationId && isBand(one))),
    multiplierMicros: BigInt(json.multiplier),
    openingMicros: BigInt(json.opening),
    closingMicros: json.closing === null ? null : BigInt(json.closing),
  }
}

const isBand = ({ band, direction }: InstalledJson) => band !== null && direction === 'import'

interface TariffRow {
  plan_id: Id
  version_id: Id
  effective_at: string
  from_at: string | null
  to_at: string | null
  data: CompiledTariff | null
}

/** Parsed tariffs by version and start. */
interface Tariffs {
  readonly known: Map<string, PreparedTariff>
  readonly prepare: (compiled: CompiledTariff) => PreparedTariff
}

/** Everything but the compiled data, which is fetched only where it is not known yet. */
const TARIFFS = `
SELECT v.tariff_plan_id AS plan_id, v.id AS version_id, ${MS('v.effective_at')} AS effective_at,
  ${MS('c.from_at')} AS from_at, ${MS('c.to_at')} AS to_at,
  CASE WHEN v.id || '/' || ${MS('c.from_at')} = ANY ($2::text[]) THEN NULL ELSE c.data END AS data
FROM (SELECT id, tariff_plan_id, effective_at,
    lead(effective_at) OVER (PARTITION BY tariff_plan_id ORDER BY effective_at) AS next_at
  FROM tariff_version WHERE tariff_plan_id = ANY ($1::bigint[])) v
LEFT JOIN tariff_compiled c ON c.tariff_version_id = v.id
  -- A further stretch that was compiled before the next version came.
  AND (v.next_at IS NULL OR c.from_at < v.next_at)
ORDER BY v.tariff_plan_id, v.effective_at, c.from_at`

async function loadTariffs(
  client: SqlClient,
  planIds: readonly Id[],
  tariffs: Tariffs,
): Promise<ReadonlyMap<Id, readonly TariffStretch[]>> {
  const byPlan = new Map<Id, TariffStretch[]>()
  if (planIds.length === 0) return byPlan
  const { rows } = await client.query<TariffRow>({
    name: 'stream-tariffs',
    text: TARIFFS,
    values: [idList(planIds), [...tariffs.known.keys()]],
  })
  rows.forEach((row, index) => {
    const stretches = byPlan.get(row.plan_id) ?? []
    byPlan.set(row.plan_id, stretches)
    const tariff = preparedOf(row, tariffs)
    const { version_id: versionId } = row
    if (!tariff || row.from_at === null || row.to_at === null) {
      stretches.push({ effectiveFrom: Number(row.effective_at), versionId, tariff: null })
      return
    }
    const effectiveFrom = Math.max(Number(row.from_at), Number(row.effective_at))
    stretches.push({ effectiveFrom, versionId, tariff })
    const next = rows[index + 1]
    const nextFrom =
      next?.plan_id === row.plan_id
        ? Math.max(Number(next.effective_at), Number(next.from_at ?? next.effective_at))
        : Number.POSITIVE_INFINITY
    // Beyond what was compiled nothing is known: use there is kept unrated.
    if (nextFrom > Number(row.to_at))
      stretches.push({ effectiveFrom: Number(row.to_at), versionId, tariff: null })
  })
  return byPlan
}

function preparedOf(row: TariffRow, { known, prepare }: Tariffs): PreparedTariff | null {
  if (row.from_at === null) return null
  const key = `${row.version_id}/${row.from_at}`
  if (row.data && !known.has(key)) known.set(key, prepare(row.data))
  return known.get(key) ?? null
}
