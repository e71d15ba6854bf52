import type { QueryResultRow } from 'pg'
import type { AccountFacts, AccountStore } from '../flow/standing/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { instants } from './columns.ts'
import type { SqlClient } from './sql.ts'

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

const ACCOUNT = `
SELECT a.code, a.currency, a.overdraft_micros AS overdraft, a.emergency_credit_micros AS emergency,
  a.low_balance_micros AS low, a.very_low_balance_micros AS "veryLow",
  (SELECT ${ms('min(from_at)')} FROM service_agreement WHERE account_id = a.id) AS "paysSince"
FROM account a WHERE a.id = $1`

const PURSES = `
SELECT kind, fund, balance_micros AS balance FROM ledger_account WHERE account_id = $1 ORDER BY kind, fund`

const LAST_TOP_UP = `
SELECT o.id::text AS "orderId", o.amount_micros AS amount, ${ms('o.captured_at')} AS at, c.type AS channel
FROM payment_order o JOIN connection c ON c.id = o.connection_id
WHERE o.account_id = $1 AND o.credited ORDER BY o.captured_at DESC, o.id DESC LIMIT 1`

const SUPPLY = `
SELECT s.id::text AS "supplyPointId", p.id::text AS "meteringPointId", p.name, p.utility, s.desired, s.verified, s.state,
  ${ms('s.state_since')} AS "stateSince"
FROM supply_point s JOIN metering_point p ON p.id = s.metering_point_id
WHERE EXISTS (SELECT FROM service_agreement a WHERE a.metering_point_id = p.id AND a.account_id = $1
  AND a.from_at <= to_timestamp($2::float8 / 1000) AND (a.to_at IS NULL OR a.to_at > to_timestamp($2::float8 / 1000)))
ORDER BY p.code`

const EPISODE = `
SELECT id::text, ${ms('began_at')} AS "beganAt", ${ms('recovered_at')} AS "recoveredAt",
  ${ms('deadline_at')} AS "deadlineAt", ${ms('cut_at')} AS "cutAt", approval
FROM debt_episode WHERE account_id = $1 AND ended_at IS NULL`

const FEES = `
SELECT width_bucket(at, $2::timestamptz[]) AS stretch, sum(amount_micros)::text AS amount
FROM fee WHERE account_id = $1 GROUP BY 1`

interface AccountRow extends QueryResultRow {
  readonly code: string
  readonly currency: string
  readonly overdraft: string
  readonly emergency: string
  readonly low: string
  readonly veryLow: string
  readonly paysSince: Instant | null
}
type Supply = AccountFacts['supply'][number] & QueryResultRow
type Episode = NonNullable<AccountFacts['debtEpisode']> & QueryResultRow
interface TopUpRow extends QueryResultRow {
  readonly orderId: Id
  readonly amount: string
  readonly at: Instant
  readonly channel: string
}
interface PurseRow extends QueryResultRow {
  readonly kind: string
  readonly fund: string
  readonly balance: string
}

/** How an account stands, on PostgreSQL. */
export function createAccountStore({ client }: { readonly client: SqlClient }): AccountStore {
  return {
    async facts({ accountId, now }) {
      const one = [accountId]
      const { rows } = await client.query<AccountRow>({ text: ACCOUNT, values: one })
      const [row] = rows
      if (row === undefined) throw busbarError('not-found')
      const purses = await client.query<PurseRow>({ text: PURSES, values: one })
      const topUps = await client.query<TopUpRow>({ text: LAST_TOP_UP, values: one })
      const supply = await client.query<Supply>({ text: SUPPLY, values: [accountId, now] })
      const episodes = await client.query<Episode>({ text: EPISODE, values: one })
      const { code, currency, paysSince } = row
      return {
        ...{ code, currency, paysSince },
        overdraftMicros: BigInt(row.overdraft),
        emergencyCreditMicros: BigInt(row.emergency),
        lowBalanceMicros: BigInt(row.low),
        veryLowBalanceMicros: BigInt(row.veryLow),
        purses: purses.rows.map(({ kind, fund, balance }) => ({
          ...{ kind, fund },
          balanceMicros: BigInt(balance),
        })),
        lastTopUp: topUpOf(topUps.rows[0]),
        supply: supply.rows,
        debtEpisode: episodes.rows[0] ?? null,
      }
    },
    async fees({ accountId, bounds }) {
      const { rows } = await client.query<{ stretch: number; amount: string }>({
        text: FEES,
        values: [accountId, instants(bounds, (bound) => bound)],
      })
      const amounts = new Map(rows.map(({ stretch, amount }) => [stretch, BigInt(amount)]))
      return bounds.slice(1).map((_, index) => amounts.get(index + 1) ?? 0n)
    },
  }
}

function topUpOf(row: TopUpRow | undefined): AccountFacts['lastTopUp'] {
  if (row === undefined) return null
  const { orderId, amount, at, channel } = row
  return { orderId, amountMicros: BigInt(amount), at, channel }
}
