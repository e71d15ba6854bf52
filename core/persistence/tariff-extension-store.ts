import type { CompiledTariff, TariffCalendar } from '../contracts/tariff-strategy.ts'
import type { EndingVersion, TariffExtensionStore } from '../flow/commissioning/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import type { Id } from '../kernel/id.ts'
import { closeRepair, openRepair } from './repair.ts'
import { clientOf, inTransaction, type SqlPool, withRetry } from './sql.ts'

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

const ENDING = `
SELECT v.id AS version_id, v.tariff_plan_id AS plan_id, p.site_id, p.strategy, s.time_zone, s.calendar, v.terms,
  ${MS('v.effective_at')} AS effective_at, ${MS('c.to_at')} AS compiled_to, ${MS('v.next_at')} AS until, c.data
FROM (SELECT id, tariff_plan_id, effective_at, terms,
    lead(effective_at) OVER (PARTITION BY tariff_plan_id ORDER BY effective_at) AS next_at FROM tariff_version) v
JOIN tariff_plan p ON p.id = v.tariff_plan_id JOIN site s ON s.id = p.site_id
CROSS JOIN LATERAL (SELECT to_at, data FROM tariff_compiled
  WHERE tariff_version_id = v.id ORDER BY to_at DESC LIMIT 1) c
WHERE c.to_at < least(v.next_at, to_timestamp($1::float8 / 1000))
ORDER BY c.to_at, v.id`

/** Locked in the order of ids. */
const RAISE = `
WITH touched AS (
  SELECT metering_point_id AS id FROM metering_point_state
  WHERE metering_point_id IN (SELECT metering_point_id FROM service_agreement WHERE tariff_plan_id = $1)
  ORDER BY metering_point_id FOR UPDATE
)
UPDATE metering_point_state s SET version = s.version + 1 FROM touched t WHERE s.metering_point_id = t.id`

interface EndingRow {
  readonly version_id: Id
  readonly plan_id: Id
  readonly site_id: Id
  readonly strategy: string
  readonly time_zone: string
  readonly calendar: Pick<TariffCalendar, 'holidays' | 'workedWeekendDays'>
  readonly terms: JsonObject
  readonly effective_at: number
  readonly compiled_to: number
  readonly until: number | null
  readonly data: CompiledTariff
}

/** Compiled tariffs and how far they reach, on PostgreSQL. */
export function createTariffExtensionStore({
  pool,
}: {
  readonly pool: SqlPool
}): TariffExtensionStore {
  return {
    transaction: (work) => withRetry(() => inTransaction(pool, work)),
    async endingBefore({ at }) {
      const { rows } = await pool.query<EndingRow>({ text: ENDING, values: [at] })
      return rows.map(endingOf)
    },
    async appendStretch({ versionId, stretch, transaction }) {
      const { rowCount } = await clientOf(transaction).query({
        text: `INSERT INTO tariff_compiled (tariff_version_id, from_at, to_at, data)
          VALUES ($1, to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000), $4)
          ON CONFLICT (tariff_version_id, from_at) DO NOTHING`,
        values: [versionId, stretch.from, stretch.to, stretch],
      })
      return { appended: rowCount === 1 }
    },
    async raiseStreams({ planId, transaction }) {
      await clientOf(transaction).query({ text: RAISE, values: [planId] })
    },
    async openRepair({ ending: { siteId, versionId }, severity, detail, transaction }) {
      const about = { ...REPAIR, subject: subjectOf(versionId) }
      await openRepair(clientOf(transaction), {
        ...about,
        ...{ siteId, ownerRole: 'manager', severity, detail },
      })
    },
    async closeRepair({ ending: { versionId }, transaction }) {
      await closeRepair(clientOf(transaction), { ...REPAIR, subject: subjectOf(versionId) })
    },
    async pointsOf({ planId }) {
      const { rows } = await pool.query<{ id: Id }>({
        text: `SELECT DISTINCT a.metering_point_id AS id FROM service_agreement a
          JOIN metering_point_state s ON s.metering_point_id = a.metering_point_id
          WHERE a.tariff_plan_id = $1 ORDER BY id`,
        values: [planId],
      })
      return rows.map(({ id }) => id)
    },
  }
}

const REPAIR = { kind: 'tariff-not-extended' } as const

const subjectOf = (versionId: Id) => `tariff-version:${versionId}`

function endingOf(row: EndingRow): EndingVersion {
  const { holidays, workedWeekendDays } = row.calendar
  return {
    versionId: row.version_id,
    planId: row.plan_id,
    siteId: row.site_id,
    strategy: row.strategy,
    calendar: { timeZone: row.time_zone, holidays, workedWeekendDays },
    terms: row.terms,
    effectiveAt: row.effective_at,
    compiledTo: row.compiled_to,
    until: row.until,
    last: row.data,
  }
}
