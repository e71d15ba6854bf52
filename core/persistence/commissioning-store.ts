import type { TariffCalendar } from '../contracts/tariff-strategy.ts'
import type {
  CommissioningStore,
  InstallMeter,
  NewAgreement,
  RemoveMeter,
  SignedValue,
} from '../flow/commissioning/ports.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { integers } from './columns.ts'
import { clientOf, inTransaction, type SqlClient, type SqlPool, withRetry } from './sql.ts'

const AT = (parameter: string) => `to_timestamp(${parameter}::float8 / 1000)`

/** The building's set-up on PostgreSQL. */
export function createCommissioningStore({ pool }: { readonly pool: SqlPool }): CommissioningStore {
  return {
    transaction: (work) => withRetry(() => inTransaction(pool, work)),
    install,
    remove,
    addAgreement,

    async endAgreement({ agreementId, at }, transaction) {
      const { rows } = await clientOf(transaction).query<{ metering_point_id: Id }>({
        text: `UPDATE service_agreement SET to_at = ${AT('$2')}, version = version + 1
          WHERE id = $1 AND from_at < ${AT('$2')} AND (to_at IS NULL OR to_at > ${AT('$2')})
          RETURNING metering_point_id`,
        values: [agreementId, at],
      })
      return only(rows, `No agreement ${agreementId} is in force then.`).metering_point_id
    },

    async plan(planId) {
      const { rows } = await pool.query<{
        strategy: string
        time_zone: string
        calendar: Calendar
      }>({
        text: `SELECT p.strategy, s.time_zone, s.calendar FROM tariff_plan p JOIN site s ON s.id = p.site_id
          WHERE p.id = $1`,
        values: [planId],
      })
      const { strategy, time_zone: timeZone, calendar } = only(rows, `No tariff plan ${planId}.`)
      const { holidays, workedWeekendDays } = calendar
      return { id: planId, strategy, calendar: { timeZone, holidays, workedWeekendDays } }
    },

    async addTariffVersion({ tariffPlanId, effectiveAt, terms, compiled }, transaction) {
      const client = clientOf(transaction)
      const { rows } = await client.query<{ id: Id }>({
        text: `INSERT INTO tariff_version (tariff_plan_id, effective_at, terms) VALUES ($1, ${AT('$2')}, $3)
          ON CONFLICT (tariff_plan_id, effective_at) DO NOTHING RETURNING id`,
        values: [tariffPlanId, effectiveAt, terms],
      })
      const [version] = rows
      if (!version)
        throw busbarError('conflict', { detail: 'The plan has a version from that instant on.' })
      await client.query({
        text: `INSERT INTO tariff_compiled (tariff_version_id, from_at, to_at, data)
          VALUES ($1, ${AT('$2')}, ${AT('$3')}, $4)`,
        values: [version.id, compiled.from, compiled.to, compiled],
      })
      return version.id
    },

    async pointsOfPlan(planId, transaction) {
      const { rows } = await clientOf(transaction).query<{ id: Id }>({
        text: `SELECT DISTINCT metering_point_id AS id FROM service_agreement WHERE tariff_plan_id = $1
          ORDER BY metering_point_id`,
        values: [planId],
      })
      return rows.map((row) => row.id)
    },
  }
}

type Calendar = Pick<TariffCalendar, 'holidays' | 'workedWeekendDays'>

function only<Row>(rows: readonly Row[], detail: string): Row {
  const [row] = rows
  if (!row) throw busbarError('not-found', { detail })
  return row
}

async function install(request: InstallMeter, transaction: Transaction): Promise<Id> {
  const client = clientOf(transaction)
  const { meterId, meteringPointId, at, multiplierMicros, openings, signedBy } = request
  // The meter's and the point's rows are locked, so that two installations cannot cross.
  await client.query({ text: 'SELECT FROM meter WHERE id = $1 FOR UPDATE', values: [meterId] })
  await client.query({
    text: 'SELECT FROM metering_point WHERE id = $1 FOR UPDATE',
    values: [meteringPointId],
  })
  const { rows: taken } = await client.query({
    text: `SELECT FROM installation WHERE (meter_id = $1 OR metering_point_id = $2)
      AND (to_at IS NULL OR to_at > ${AT('$3')})`,
    values: [meterId, meteringPointId, at],
  })
  if (taken.length > 0)
    throw busbarError('conflict', {
      detail: 'The meter or the metering point has an installation then: end that one first.',
    })
  await requireAll(transaction, meterId, openings)
  const { rows } = await client.query<{ id: Id }>({
    text: `INSERT INTO installation (meter_id, metering_point_id, from_at, multiplier_micros)
      VALUES ($1, $2, ${AT('$3')}, $4) RETURNING id`,
    values: [meterId, meteringPointId, at, multiplierMicros.toString()],
  })
  const { id } = only(rows, 'The installation was not stored.')
  await client.query({
    text: `INSERT INTO installation_register (installation_id, register_id, opening_micros, signed_by)
      SELECT $1, o.id, o.value, $4 FROM unnest($2::bigint[], $3::bigint[]) AS o (id, value)`,
    values: [
      id,
      integers(openings, (opening) => opening.registerId),
      integers(openings, (opening) => opening.valueMicros),
      signedBy,
    ],
  })
  await ensureStream(client, meteringPointId)
  return id
}

/** Where a metering point's readings are judged and its charges go: made once, with the first need. */
async function ensureStream(client: SqlClient, meteringPointId: Id): Promise<void> {
  await client.query({
    text: 'INSERT INTO metering_point_state (metering_point_id) VALUES ($1) ON CONFLICT DO NOTHING',
    values: [meteringPointId],
  })
  await client.query({
    text: `INSERT INTO ledger_account (site_id, kind, code, currency)
      SELECT mp.site_id, 'revenue', mp.utility, s.currency
      FROM metering_point mp JOIN site s ON s.id = mp.site_id WHERE mp.id = $1 ON CONFLICT DO NOTHING`,
    values: [meteringPointId],
  })
}

async function remove(request: RemoveMeter, transaction: Transaction): Promise<Id> {
  const client = clientOf(transaction)
  const { installationId, at, closings, signedBy } = request
  const { rows } = await client.query<{ meter_id: Id; metering_point_id: Id }>({
    text: `UPDATE installation SET to_at = ${AT('$2')}, version = version + 1
      WHERE id = $1 AND from_at < ${AT('$2')} AND to_at IS NULL RETURNING meter_id, metering_point_id`,
    values: [installationId, at],
  })
  const ended = only(rows, `No installation ${installationId} is in force then.`)
  await requireAll(transaction, ended.meter_id, closings)
  await client.query({
    text: `UPDATE installation_register ir SET closing_micros = c.value, signed_by = $4
      FROM unnest($2::bigint[], $3::bigint[]) AS c (id, value)
      WHERE ir.installation_id = $1 AND ir.register_id = c.id`,
    values: [
      installationId,
      integers(closings, (closing) => closing.registerId),
      integers(closings, (closing) => closing.valueMicros),
      signedBy,
    ],
  })
  return ended.metering_point_id
}

async function requireAll(
  transaction: Transaction,
  meterId: Id,
  values: readonly SignedValue[],
): Promise<void> {
  const { rows } = await clientOf(transaction).query<{ id: Id; code: string }>({
    text: 'SELECT id, code FROM register WHERE meter_id = $1',
    values: [meterId],
  })
  const given = new Set(values.map((value) => value.registerId))
  const missing = rows.filter((row) => !given.has(row.id))
  if (rows.length === 0 || missing.length > 0 || given.size !== rows.length)
    throw busbarError('validation-failed', {
      detail: `Give the value of each register of the meter, once: ${rows.map((row) => row.code).join(', ')}.`,
    })
}

async function addAgreement(request: NewAgreement, transaction: Transaction): Promise<Id> {
  const client = clientOf(transaction)
  const { contractId, accountId, meteringPointId, tariffPlanId, from, to } = request
  await client.query({
    text: 'SELECT FROM metering_point WHERE id = $1 FOR UPDATE',
    values: [meteringPointId],
  })
  const { rows: taken } = await client.query({
    text: `SELECT FROM service_agreement WHERE metering_point_id = $1
      AND (to_at IS NULL OR to_at > ${AT('$2')})
      AND ($3::bigint IS NULL OR from_at < ${AT('$3')})`,
    values: [meteringPointId, from, to],
  })
  if (taken.length > 0)
    throw busbarError('conflict', { detail: 'Somebody pays for the metering point then already.' })
  const { rows } = await client.query<{ id: Id }>({
    text: `INSERT INTO service_agreement (contract_id, account_id, metering_point_id, tariff_plan_id, from_at, to_at)
      VALUES ($1, $2, $3, $4, ${AT('$5')}, ${AT('$6')}) RETURNING id`,
    values: [contractId, accountId, meteringPointId, tariffPlanId, from, to],
  })
  await ensureStream(client, meteringPointId)
  return only(rows, 'The agreement was not stored.').id
}
