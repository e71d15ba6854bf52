import type { SpendingStore, StoredLimit } from '../flow/spending/ports.ts'
import type { Id } from '../kernel/id.ts'
import { refusalOf } from './database-errors.ts'
import { instantOfPg } from './orm.ts'
import { clientOf, inTransaction, type SqlClient, type SqlPool, withRetry } from './sql.ts'

/** The purses that charges of use move. Their versions only grow. */
const PURSES = `(SELECT sum(version)::bigint FROM ledger_account
  WHERE account_id = l.account_id AND kind IN ('cash', 'receivable'))`

const DUE = `
SELECT l.id::text FROM spending_limit l
WHERE l.enabled AND ($1::bigint IS NULL OR l.id > $1) AND l.judged_version IS DISTINCT FROM ${PURSES}
ORDER BY l.id LIMIT $2`

const LIMIT = `
SELECT l.id::text, l.account_id::text, l.period, l.amount_micros::text, l.enabled, s.time_zone,
  to_char(l.since_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS since_at, ${PURSES}::text AS purse_version
FROM spending_limit l JOIN account a ON a.id = l.account_id JOIN site s ON s.id = a.site_id`

const SPENT = `
WITH period AS (
  SELECT ordinal, to_timestamp(from_ms / 1000) AS from_at, to_timestamp(to_ms / 1000) AS to_at
  FROM unnest($2::float8[], $3::float8[]) WITH ORDINALITY AS p (from_ms, to_ms, ordinal)
), stream AS (
  SELECT DISTINCT a.id AS agreement_id, r.id AS register_id
  FROM service_agreement a
  JOIN installation n ON n.metering_point_id = a.metering_point_id
  JOIN register r ON r.meter_id = n.meter_id
  WHERE a.account_id = $1
)
SELECT period.ordinal, COALESCE(sum(charge.amount), 0)::text AS spent
FROM period LEFT JOIN stream ON true
LEFT JOIN LATERAL (
  SELECT sum(line.amount_micros) AS amount
  FROM usage_interval i JOIN rated_line line ON line.interval_id = i.id
  WHERE i.register_id = stream.register_id AND i.agreement_id = stream.agreement_id
    AND i.to_at > period.from_at AND i.to_at <= period.to_at
) charge ON true
GROUP BY period.ordinal ORDER BY period.ordinal`

interface LimitRow {
  readonly id: Id
  readonly account_id: Id
  readonly period: StoredLimit['period']
  readonly amount_micros: string
  readonly enabled: boolean
  readonly since_at: string
  readonly time_zone: string
  readonly purse_version: string | null
}

/** Spending limits on PostgreSQL. */
export function createSpendingStore({ pool }: { readonly pool: SqlPool }): SpendingStore {
  return {
    inTransaction: (work) => withRetry(() => inTransaction(pool, work)),
    async due({ after, limit }) {
      const { rows } = await pool.query<{ id: Id }>({
        name: 'spending-due',
        text: DUE,
        values: [after, limit],
      })
      return rows.map(({ id }) => id)
    },
    async lock(transaction, { limitId }) {
      const { rows } = await clientOf(transaction).query<LimitRow>({
        name: 'spending-lock',
        text: `${LIMIT} WHERE l.id = $1 AND l.enabled FOR UPDATE OF l SKIP LOCKED`,
        values: [limitId],
      })
      return rows[0] === undefined ? null : limitOf(rows[0])
    },
    async limitsOf({ accountId }) {
      const { rows } = await pool
        .query<LimitRow>({
          name: 'spending-limits',
          text: `${LIMIT} WHERE l.account_id = $1 ORDER BY l.period`,
          values: [accountId],
        })
        .catch(refusalOf)
      return rows.map(limitOf)
    },
    async spent({ accountId, periods, transaction }) {
      if (periods.length === 0) return []
      const client: SqlClient = transaction === undefined ? pool : clientOf(transaction)
      const { rows } = await client
        .query<{ spent: string }>({
          name: 'spending-spent',
          text: SPENT,
          values: [accountId, periods.map(({ from }) => from), periods.map(({ to }) => to)],
        })
        .catch(refusalOf)
      return rows.map(({ spent }) => BigInt(spent))
    },
    async keepJudged(transaction, { limitId, purseVersion }) {
      await clientOf(transaction).query({
        name: 'spending-judged',
        text: 'UPDATE spending_limit SET judged_version = $2 WHERE id = $1',
        values: [limitId, purseVersion],
      })
    },
  }
}

function limitOf(row: LimitRow): StoredLimit {
  return Object.freeze({
    id: row.id,
    accountId: row.account_id,
    period: row.period,
    amountMicros: BigInt(row.amount_micros),
    enabled: row.enabled,
    since: instantOfPg(row.since_at),
    timeZone: row.time_zone,
    purseVersion: row.purse_version ?? '0',
  })
}
