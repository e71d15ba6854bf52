import type { Transaction } from '../flow/ledger/ports.ts'
import type {
  Outcome,
  Refusal,
  SupplyCommandStore,
  Touched,
} from '../flow/supply-commands/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { closeRepair } from './repair.ts'
import {
  clientOf,
  inTransaction,
  type SqlClient,
  type SqlPool,
  sqlState,
  withRetry,
} from './sql.ts'
import { at } from './supply-rows.ts'

const UNIQUE = '23505'
const FOREIGN_KEY = '23503'

const NONE: Touched = Object.freeze({ supplyPointIds: [], accountIds: [] })

function refused(reason: Refusal): { readonly outcome: 'refused'; readonly reason: Refusal } {
  return { outcome: 'refused', reason }
}

/** Commands of supply on PostgreSQL. */
export function createSupplyCommandStore({ pool }: { readonly pool: SqlPool }): SupplyCommandStore {
  function command<T>(
    given: Transaction | undefined,
    work: (client: SqlClient) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const done =
      given === undefined
        ? withRetry(() => inTransaction(pool, (tx) => work(clientOf(tx))))
        : work(clientOf(given))
    return done.catch((thrown: unknown) => {
      if (sqlState(thrown) === UNIQUE) return refused('already')
      if (sqlState(thrown) === FOREIGN_KEY) return refused('unknown')
      throw thrown
    })
  }

  /** Ends something that is open, with the task that stood for it, and has what it concerns evaluated. */
  function end(
    given: Transaction | undefined,
    query: { readonly text: string; readonly values: unknown[] },
    concerns: 'supply_point_id' | 'account_id',
    task?: { readonly kind: string; readonly subject: string },
  ): Promise<Outcome<object>> {
    return command(given, async (client) => {
      const { rows } = await client.query<Record<string, Id>>(query)
      const id = rows[0]?.[concerns]
      if (id === undefined) return refused('unknown')
      if (task !== undefined) await closeRepair(client, task)
      return { outcome: 'done', touched: await touch(client, concerns, [id]) }
    })
  }

  return Object.freeze<SupplyCommandStore>({
    giveOrder: (request, given) =>
      command(given, async (client) => {
        const { supplyPointId, authority, wish, by, reason, until } = request
        if (await isLifeSafety(client, supplyPointId)) return refused('life-safety')
        const orderId = await insert(client, {
          text: `INSERT INTO supply_order (supply_point_id, authority, wish, ordered_by, reason, from_at, until_at)
            VALUES ($1, $2, $3, $4, $5, ${at('$6')}, ${at('$7')}) RETURNING id`,
          values: [supplyPointId, authority, wish, by, reason, request.at, until],
        })
        const touched = await touch(client, 'supply_point_id', [supplyPointId])
        return { outcome: 'done', orderId, touched }
      }),

    endOrder: (request, given) =>
      end(
        given,
        {
          text: `UPDATE supply_order SET ended_at = ${at('$2')}, ended_by = $3, version = version + 1
          WHERE id = $1 AND ended_at IS NULL RETURNING supply_point_id`,
          values: [request.orderId, request.at, request.by],
        },
        'supply_point_id',
      ),

    lockOut: (request, given) =>
      command(given, async (client) => {
        const { supplyPointId, by, reason } = request
        if (await isLifeSafety(client, supplyPointId)) return refused('life-safety')
        const lockOutId = await insert(client, {
          text: `INSERT INTO supply_lock_out (supply_point_id, set_by, reason, set_at)
            VALUES ($1, $2, $3, ${at('$4')}) RETURNING id`,
          values: [supplyPointId, by, reason, request.at],
        })
        const touched = await touch(client, 'supply_point_id', [supplyPointId])
        return { outcome: 'done', lockOutId, touched }
      }),

    releaseLockOut: (request, given) => command(given, (client) => releaseLockOut(client, request)),

    protect: (request, given) =>
      command(given, async (client) => {
        const { siteId, supplyPointId, kind, from, to, hours, reason, by, optOuts } = request
        const protectionId = await insert(client, {
          text: `INSERT INTO supply_protection (site_id, supply_point_id, kind, from_at, to_at, from_minute,
              to_minute, reason, set_by, opt_outs)
            VALUES ($1, $2, $3, ${at('$4')}, ${at('$5')}, $6, $7, $8, $9, $10) RETURNING id`,
          values: [
            siteId,
            supplyPointId,
            kind,
            from,
            to,
            hours?.fromMinute ?? null,
            hours?.toMinute ?? null,
            reason,
            by,
            optOuts,
          ],
        })
        const touched = await touchProtected(client, { siteId, supplyPointId })
        return { outcome: 'done', protectionId, touched }
      }),

    endProtection: (request, given) =>
      command(given, async (client) => {
        const { rows } = await client.query<{ site_id: Id; supply_point_id: Id | null }>({
          text: `UPDATE supply_protection SET ended_at = ${at('$2')}, ended_by = $3
            WHERE id = $1 AND ended_at IS NULL RETURNING site_id, supply_point_id`,
          values: [request.protectionId, request.at, request.by],
        })
        const [row] = rows
        if (!row) return refused('unknown')
        const { site_id: siteId, supply_point_id: supplyPointId } = row
        return {
          outcome: 'done',
          touched: await touchProtected(client, { siteId, supplyPointId }),
        }
      }),

    openDispute: (request, given) =>
      command(given, async (client) => {
        const { accountId, by, reason, reviewAt } = request
        const disputeId = await insert(client, {
          text: `INSERT INTO dispute (account_id, reason, opened_by, opened_at, review_at)
            VALUES ($1, $2, $3, ${at('$4')}, ${at('$5')}) RETURNING id`,
          values: [accountId, reason, by, request.at, reviewAt],
        })
        return {
          outcome: 'done',
          disputeId,
          touched: await touch(client, 'account_id', [accountId]),
        }
      }),

    closeDispute: (request, given) =>
      end(
        given,
        {
          text: `UPDATE dispute SET closed_at = ${at('$2')}, closed_by = $3, outcome = $4, version = version + 1
          WHERE id = $1 AND closed_at IS NULL RETURNING account_id`,
          values: [request.disputeId, request.at, request.by, request.result],
        },
        'account_id',
        { kind: 'supply-dispute-review', subject: `dispute:${request.disputeId}` },
      ),

    agreePaymentPlan: (request, given) =>
      command(given, async (client) => {
        const { accountId, by, nextDueAt } = request
        const paymentPlanId = await insert(client, {
          text: `INSERT INTO payment_plan (account_id, agreed_by, agreed_at, next_due_at)
            VALUES ($1, $2, ${at('$3')}, ${at('$4')}) RETURNING id`,
          values: [accountId, by, request.at, nextDueAt],
        })
        const touched = await touch(client, 'account_id', [accountId])
        return { outcome: 'done', paymentPlanId, touched }
      }),

    keepPaymentPlan: (request, given) =>
      end(
        given,
        {
          text: `UPDATE payment_plan SET next_due_at = ${at('$2')}, version = version + 1
          WHERE id = $1 AND ended_at IS NULL RETURNING account_id`,
          values: [request.paymentPlanId, request.nextDueAt],
        },
        'account_id',
      ),

    endPaymentPlan: (request, given) =>
      end(
        given,
        {
          text: `UPDATE payment_plan SET ended_at = ${at('$2')}, ended_by = $3, version = version + 1
          WHERE id = $1 AND ended_at IS NULL RETURNING account_id`,
          values: [request.paymentPlanId, request.at, request.by],
        },
        'account_id',
      ),

    settleApproval: (request, given) =>
      end(
        given,
        {
          text: `UPDATE debt_episode SET approval = $2, approval_by = $3, approval_at = ${at('$4')}
          WHERE id = $1 AND ended_at IS NULL RETURNING account_id`,
          values: [
            request.episodeId,
            request.approved ? 'approved' : 'refused',
            request.by,
            request.at,
          ],
        },
        'account_id',
        { kind: 'supply-approval', subject: `debt-episode:${request.episodeId}` },
      ),

    hold: (request, given) =>
      command(given, async (client) => {
        const holdId = await insert(client, {
          text: 'INSERT INTO guard_hold (site_id, set_by, reason) VALUES ($1, $2, $3) RETURNING id',
          values: [request.siteId, request.by, request.reason],
        })
        return { outcome: 'done', holdId, touched: NONE }
      }),

    releaseHold: (request, given) =>
      command(given, async (client) => {
        const { rowCount } = await client.query({
          text: `UPDATE guard_hold SET released_at = clock_timestamp(), released_by = $2, version = version + 1
            WHERE id = $1 AND released_at IS NULL`,
          values: [request.holdId, request.by],
        })
        return rowCount === 1 ? { outcome: 'done', touched: NONE } : refused('unknown')
      }),

    releaseQuarantine: (request, given) =>
      command(given, (client) => releaseQuarantine(client, request)),
  })
}

async function releaseLockOut(
  client: SqlClient,
  request: Parameters<SupplyCommandStore['releaseLockOut']>[0],
): Promise<Outcome<{ readonly released: boolean }>> {
  const { rows } = await client.query<{
    supply_point_id: Id
    set_by: string
    release_1_by: string | null
  }>({
    text: `SELECT supply_point_id, set_by, release_1_by FROM supply_lock_out
      WHERE id = $1 AND released_at IS NULL FOR UPDATE`,
    values: [request.lockOutId],
  })
  const [row] = rows
  if (!row) return refused('unknown')
  const bySetter = row.set_by === request.by
  if (!bySetter && row.release_1_by === request.by) return refused('second-person-needed')
  const released = bySetter || row.release_1_by !== null
  await client.query({
    text: `UPDATE supply_lock_out SET release_1_by = $2, release_2_by = $3,
        released_at = CASE WHEN $4 THEN ${at('$5')} END WHERE id = $1`,
    values: [
      request.lockOutId,
      bySetter ? request.by : (row.release_1_by ?? request.by),
      bySetter || row.release_1_by === null ? null : request.by,
      released,
      request.at,
    ],
  })
  const touched = await touch(client, 'supply_point_id', [row.supply_point_id])
  return { outcome: 'done', released, touched }
}

async function releaseQuarantine(
  client: SqlClient,
  { quarantineId, by }: Parameters<SupplyCommandStore['releaseQuarantine']>[0],
): Promise<Outcome<{ readonly released: boolean }>> {
  const { rows } = await client.query<{ people: string[]; point_id: Id }>({
    text: `SELECT q.point_id, ARRAY(SELECT person FROM guard_release r WHERE r.quarantine_id = q.id) AS people
      FROM guard_quarantine q WHERE q.id = $1 AND q.closed_at IS NULL`,
    values: [quarantineId],
  })
  const [row] = rows
  if (!row) return refused('unknown')
  if (row.people.includes(by)) return refused('second-person-needed')
  if (row.people.length >= 2) return refused('already')
  await client.query({
    text: 'INSERT INTO guard_release (quarantine_id, ordinal, person) VALUES ($1, $2, $3)',
    values: [quarantineId, row.people.length + 1, by],
  })
  const released = row.people.length === 1
  if (released)
    await client.query({
      text: 'UPDATE supply_point SET check_at = now() WHERE relay_point_id = $1',
      values: [row.point_id],
    })
  return { outcome: 'done', released, touched: NONE }
}

async function isLifeSafety(client: SqlClient, supplyPointId: Id): Promise<boolean> {
  const { rows } = await client.query<{ life_safety: boolean }>({
    text: 'SELECT p.life_safety FROM supply_point s JOIN point p ON p.id = s.relay_point_id WHERE s.id = $1',
    values: [supplyPointId],
  })
  return rows[0]?.life_safety ?? false
}

async function insert(
  client: SqlClient,
  query: { readonly text: string; readonly values: unknown[] },
): Promise<Id> {
  const { rows } = await client.query<{ id: Id }>(query)
  const [row] = rows
  if (!row) throw busbarError('internal', { detail: 'An insert gave no id.' })
  return row.id
}

/** Has points or accounts evaluated by the next sweep, whatever becomes of this process. */
async function touch(
  client: SqlClient,
  concerns: 'supply_point_id' | 'account_id',
  ids: readonly Id[],
): Promise<Touched> {
  const text =
    concerns === 'account_id'
      ? `UPDATE supply_account SET next_evaluation_at = '-infinity' WHERE account_id = ANY ($1::bigint[])`
      : `UPDATE supply_point SET next_evaluation_at = '-infinity' WHERE id = ANY ($1::bigint[])`
  await client.query({ text, values: [ids] })
  return concerns === 'account_id'
    ? { accountIds: ids, supplyPointIds: [] }
    : { accountIds: [], supplyPointIds: ids }
}

async function touchProtected(
  client: SqlClient,
  { siteId, supplyPointId }: { readonly siteId: Id; readonly supplyPointId: Id | null },
): Promise<Touched> {
  if (supplyPointId !== null) return touch(client, 'supply_point_id', [supplyPointId])
  const { rows } = await client.query<{ id: Id }>({
    text: 'SELECT id FROM supply_point WHERE site_id = $1 ORDER BY id',
    values: [siteId],
  })
  return touch(
    client,
    'supply_point_id',
    rows.map(({ id }) => id),
  )
}
