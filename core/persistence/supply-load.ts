import type { AccountFacts, DebtEpisode } from '../domain/supply/model.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import type { LockedAccount, LockedPoint } from '../flow/supply/ports.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { clientOf, type SqlClient } from './sql.ts'
import {
  type Attached,
  at,
  disputeOf,
  type LockOutRow,
  ms,
  type OrderRow,
  POINT_COLUMNS,
  type PointRow,
  type ProtectionRow,
  planOf,
  pointOf,
  profileOf,
  SITE_COLUMNS,
  type SiteRow,
  siteOf,
} from './supply-rows.ts'

interface AccountRow extends SiteRow {
  readonly overdraft_micros: string
  readonly emergency_credit_micros: string
  readonly low_balance_micros: string
  readonly very_low_balance_micros: string
  readonly low_since: Instant | null
  readonly very_low_since: Instant | null
}

interface PurseRow {
  readonly id: Id
  readonly balance_micros: string
  readonly version: string
}

/** Locks an account for its evaluation, always in this order: its row, its purse, its points. */
export async function lockAccount(
  tx: Transaction,
  { accountId, now }: { readonly accountId: Id; readonly now: Instant },
): Promise<LockedAccount | null> {
  const client = clientOf(tx)
  const { rows: accounts } = await client.query<AccountRow>({
    name: 'supply-lock-account',
    text: `SELECT ${SITE_COLUMNS}, a.overdraft_micros, a.emergency_credit_micros, a.low_balance_micros,
        a.very_low_balance_micros, ${ms('sa.low_since')} AS low_since, ${ms('sa.very_low_since')} AS very_low_since
      FROM supply_account sa JOIN account a ON a.id = sa.account_id JOIN site si ON si.id = a.site_id
        JOIN policy_profile pp ON pp.id = si.policy_profile_id
      WHERE sa.account_id = $1 AND a.state <> 'closed' FOR UPDATE OF sa`,
    values: [accountId],
  })
  const { rows: purses } = await client.query<PurseRow>({
    name: 'supply-lock-purse',
    text: `SELECT id, balance_micros, version FROM ledger_account
      WHERE account_id = $1 AND kind = 'cash' AND fund = 'general' AND code = '' FOR NO KEY UPDATE`,
    values: [accountId],
  })
  const [account] = accounts
  const [purse] = purses
  if (!account || !purse) return null
  const { rows: points } = await client.query<PointRow>({
    name: 'supply-lock-points',
    text: `${POINT_COLUMNS(at('$2'))} WHERE agreed.account_id = $1 ORDER BY s.id FOR NO KEY UPDATE OF s`,
    values: [accountId, now],
  })
  const attached = await loadAttached(client, {
    supplyPointIds: points.map(({ id }) => id),
    siteId: account.site_id,
  })
  return {
    siteId: account.site_id,
    profile: profileOf(account),
    site: siteOf(account),
    purseId: purse.id,
    account: { ...accountOf(accountId, account, purse), ...(await loadDebt(client, accountId)) },
    points: points.map((row) => pointOf(row, attached)),
  }
}

function accountOf(
  accountId: Id,
  row: AccountRow,
  purse: PurseRow,
): Omit<AccountFacts, 'episode' | 'disputes' | 'paymentPlans' | 'unknownPayments'> {
  return {
    accountId,
    balanceMicros: BigInt(purse.balance_micros),
    balanceVersion: purse.version,
    overdraftMicros: BigInt(row.overdraft_micros),
    emergencyCreditMicros: BigInt(row.emergency_credit_micros),
    lowMicros: BigInt(row.low_balance_micros),
    veryLowMicros: BigInt(row.very_low_balance_micros),
    lowSince: row.low_since,
    veryLowSince: row.very_low_since,
  }
}

interface EpisodeRow {
  readonly id: Id
  readonly began_at: Instant
  readonly recovered_at: Instant | null
  readonly cut_at: Instant | null
  readonly notice_id: Id | null
  readonly deadline_at: Instant | null
  readonly cut_noticed: boolean
  readonly approval: DebtEpisode['approval']
}

async function loadDebt(
  client: SqlClient,
  accountId: Id,
): Promise<Pick<AccountFacts, 'episode' | 'disputes' | 'paymentPlans'>> {
  const { rows: episodes } = await client.query<EpisodeRow>({
    name: 'supply-episode',
    text: `SELECT id, ${ms('began_at')} AS began_at, ${ms('recovered_at')} AS recovered_at, ${ms('cut_at')} AS cut_at,
        notice_id, ${ms('deadline_at')} AS deadline_at, cut_noticed, approval
      FROM debt_episode WHERE account_id = $1 AND ended_at IS NULL`,
    values: [accountId],
  })
  const { rows: disputes } = await client.query<{ id: Id; review_at: Instant }>({
    name: 'supply-disputes',
    text: `SELECT id, ${ms('review_at')} AS review_at FROM dispute
      WHERE account_id = $1 AND closed_at IS NULL ORDER BY id`,
    values: [accountId],
  })
  const { rows: plans } = await client.query<{ id: Id; next_due_at: Instant }>({
    name: 'supply-plans',
    text: `SELECT id, ${ms('next_due_at')} AS next_due_at FROM payment_plan
      WHERE account_id = $1 AND ended_at IS NULL ORDER BY id`,
    values: [accountId],
  })
  const [episode] = episodes
  return {
    episode: episode ? episodeOf(episode) : null,
    disputes: disputes.map(disputeOf),
    paymentPlans: plans.map(planOf),
  }
}

function episodeOf(row: EpisodeRow): DebtEpisode {
  const { id, notice_id: noticeId, deadline_at: deadlineAt } = row
  return {
    id,
    beganAt: row.began_at,
    recoveredAt: row.recovered_at,
    cutAt: row.cut_at,
    notice: noticeId === null || deadlineAt === null ? null : { noticeId, deadlineAt, reached: {} },
    cutNoticed: row.cut_noticed,
    approval: row.approval,
  }
}

async function loadAttached(
  client: SqlClient,
  { supplyPointIds, siteId }: { readonly supplyPointIds: readonly Id[]; readonly siteId: Id },
): Promise<Attached> {
  const lockOuts = await client.query<LockOutRow>({
    name: 'supply-lock-outs',
    text: `SELECT id, supply_point_id, set_by, reason, ${ms('set_at')} AS set_at FROM supply_lock_out
      WHERE supply_point_id = ANY ($1::bigint[]) AND released_at IS NULL`,
    values: [supplyPointIds],
  })
  const orders = await client.query<OrderRow>({
    name: 'supply-orders',
    text: `SELECT id, supply_point_id, authority, wish, ordered_by, reason, ${ms('from_at')} AS from_at,
        ${ms('until_at')} AS until_at
      FROM supply_order WHERE supply_point_id = ANY ($1::bigint[]) AND ended_at IS NULL ORDER BY id`,
    values: [supplyPointIds],
  })
  const protections = await client.query<ProtectionRow>({
    name: 'supply-protections',
    text: `SELECT id, supply_point_id, opt_outs::text[] AS opt_outs, kind, ${ms('from_at')} AS from_at,
        ${ms('to_at')} AS to_at, from_minute, to_minute, reason
      FROM supply_protection WHERE ended_at IS NULL AND site_id = $2
        AND (supply_point_id IS NULL OR supply_point_id = ANY ($1::bigint[])) ORDER BY id`,
    values: [supplyPointIds, siteId],
  })
  return { lockOuts: lockOuts.rows, orders: orders.rows, protections: protections.rows }
}

/** Locks a point that nobody pays for; null where somebody does. */
export const lockPoint = (
  tx: Transaction,
  request: { readonly supplyPointId: Id; readonly now: Instant },
): Promise<LockedPoint | null> => lockWhere(tx, request, 'agreed.id IS NULL')

/** Locks a point, whoever pays for it. */
export const lockAnyPoint = (
  tx: Transaction,
  request: { readonly supplyPointId: Id; readonly now: Instant },
): Promise<LockedPoint | null> => lockWhere(tx, request, 'true')

async function lockWhere(
  tx: Transaction,
  { supplyPointId, now }: { readonly supplyPointId: Id; readonly now: Instant },
  condition: 'agreed.id IS NULL' | 'true',
): Promise<LockedPoint | null> {
  const client = clientOf(tx)
  const { rows: points } = await client.query<PointRow>({
    name: condition === 'true' ? 'supply-lock-any-point' : 'supply-lock-point',
    text: `${POINT_COLUMNS(at('$2'))} WHERE s.id = $1 AND ${condition} FOR NO KEY UPDATE OF s`,
    values: [supplyPointId, now],
  })
  const { rows: sites } = await client.query<SiteRow>({
    name: 'supply-site',
    text: `SELECT ${SITE_COLUMNS} FROM supply_point s JOIN site si ON si.id = s.site_id
        JOIN policy_profile pp ON pp.id = si.policy_profile_id WHERE s.id = $1`,
    values: [supplyPointId],
  })
  const [row] = points
  const [site] = sites
  if (!row || !site) return null
  const attached = await loadAttached(client, {
    supplyPointIds: [supplyPointId],
    siteId: site.site_id,
  })
  return {
    siteId: site.site_id,
    profile: profileOf(site),
    site: siteOf(site),
    point: pointOf(row, attached),
  }
}
