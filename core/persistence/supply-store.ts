import type { EpisodeChange, SupplyStore } from '../flow/supply/ports.ts'
import { canonicalJson } from '../kernel/canonical.ts'
import type { Id } from '../kernel/id.ts'
import { HOUR_MS, MINUTE_MS } from '../kernel/instant.ts'
import { closeRepair, openRepair } from './repair.ts'
import {
  clientOf,
  inTransaction,
  type SqlClient,
  type SqlPool,
  transactionOn,
  withRetry,
} from './sql.ts'
import { lockAccount, lockPoint } from './supply-load.ts'
import { agreedJoin, at } from './supply-rows.ts'

type Decisions = Parameters<SupplyStore['storeDecisions']>[1]

/** By the domain clock: when what a sweep took, and did not finish, is due again. */
const LEASE_MS = MINUTE_MS

/**
 * Everything is evaluated once an hour at least: what is put off further was put off by a clock that had leapt ahead,
 * and is due at once.
 */
const MOST_AHEAD_MS = 2 * HOUR_MS

/** What evaluations read and write, on PostgreSQL. */
export function createSupplyStore({ pool }: { readonly pool: SqlPool }): SupplyStore {
  return Object.freeze<SupplyStore>({
    inTransaction: (work) =>
      withRetry(() => inTransaction(pool, (tx) => work(transactionOn(clientOf(tx))))),

    async needingAttention({ limit }) {
      const { rows } = await pool.query<{ account_id: Id }>({
        name: 'supply-attention',
        text: `SELECT l.account_id FROM ledger_account l JOIN account a ON a.id = l.account_id
          WHERE l.needs_attention AND l.kind = 'cash' AND l.fund = 'general' AND l.code = ''
            AND a.state <> 'closed' LIMIT $1`,
        values: [limit],
      })
      return rows.map((row) => row.account_id)
    },

    async due({ now, limit }) {
      // Each is this caller's for a while: a failing one comes again, and keeps no other waiting.
      const lease = at('$1::float8 + $3::float8')
      const isDue = `next_evaluation_at <= ${at('$1')} OR next_evaluation_at > ${at('$1::float8 + $4::float8')}`
      const accounts = await pool.query<{ id: Id }>({
        name: 'supply-due-accounts',
        text: `UPDATE supply_account SET next_evaluation_at = ${lease} WHERE account_id IN (
            SELECT account_id FROM supply_account WHERE ${isDue}
            ORDER BY next_evaluation_at LIMIT $2 FOR UPDATE SKIP LOCKED)
          RETURNING account_id AS id`,
        values: [now, limit, LEASE_MS, MOST_AHEAD_MS],
      })
      const points = await pool.query<{ id: Id }>({
        name: 'supply-due-points',
        text: `UPDATE supply_point SET next_evaluation_at = ${lease} WHERE id IN (
            SELECT id FROM supply_point WHERE ${isDue}
            ORDER BY next_evaluation_at LIMIT $2 FOR UPDATE SKIP LOCKED)
          RETURNING id`,
        values: [now, limit, LEASE_MS, MOST_AHEAD_MS],
      })
      return {
        accountIds: accounts.rows.map(({ id }) => id),
        supplyPointIds: points.rows.map(({ id }) => id),
      }
    },

    lockAccount,
    lockPoint,

    async payerOf({ supplyPointId, now }) {
      const { rows } = await pool.query<{ account_id: Id | null }>({
        name: 'supply-payer',
        text: `SELECT agreed.account_id FROM supply_point s ${agreedJoin(at('$2'))} WHERE s.id = $1`,
        values: [supplyPointId, now],
      })
      const accountId = rows[0]?.account_id ?? null
      return accountId === null ? null : { accountId }
    },

    async openEpisode(tx, { accountId, at: began }) {
      const { rows } = await clientOf(tx).query<{ id: Id }>({
        name: 'supply-open-episode',
        text: `INSERT INTO debt_episode (account_id, began_at) VALUES ($1, ${at('$2')}) RETURNING id`,
        values: [accountId, began],
      })
      return { episodeId: String(rows[0]?.id) }
    },

    changeEpisode: (tx, { episodeId, change }) => changeEpisode(clientOf(tx), episodeId, change),

    async setWarning(tx, { accountId, warning, since }) {
      const column = warning === 'low-balance' ? 'low_since' : 'very_low_since'
      await clientOf(tx).query({
        text: `UPDATE supply_account SET ${column} = ${at('$2')} WHERE account_id = $1`,
        values: [accountId, since],
      })
    },

    storeDecisions: (tx, request) => storeDecisions(clientOf(tx), request),

    async finishAccount(tx, { accountId, purseId, bounds, now, nextEvaluationAt }) {
      const client = clientOf(tx)
      await client.query({
        name: 'supply-bounds',
        text: `UPDATE ledger_account SET alert_below_micros = $2, alert_above_micros = $3 WHERE id = $1`,
        values: [purseId, bounds.belowMicros, bounds.aboveMicros],
      })
      await client.query({
        name: 'supply-evaluated',
        text: `UPDATE supply_account SET evaluated_at = ${at('$2')}, next_evaluation_at = ${at('$3')}
          WHERE account_id = $1`,
        values: [accountId, now, nextEvaluationAt],
      })
    },

    openRepair: (tx, draft) => openRepair(clientOf(tx), draft),
    closeRepair: (tx, request) => closeRepair(clientOf(tx), request),
  })
}

async function changeEpisode(
  client: SqlClient,
  episodeId: Id,
  change: EpisodeChange,
): Promise<void> {
  const { recoveredAt, ended, notice, cutNoticed, approvalRequested } = change
  await client.query({
    name: 'supply-change-episode',
    text: `UPDATE debt_episode SET
        recovered_at = COALESCE(${at('$2')}, recovered_at),
        ended_at = COALESCE(${at('$3')}, ended_at), ended_by = COALESCE($4, ended_by),
        notice_id = COALESCE($5, notice_id), deadline_at = COALESCE(${at('$6')}, deadline_at),
        cut_noticed = cut_noticed OR $7, approval = CASE WHEN $8 THEN 'requested' ELSE approval END
      WHERE id = $1`,
    values: [
      episodeId,
      recoveredAt ?? null,
      ended?.at ?? null,
      ended?.by ?? null,
      notice?.noticeId ?? null,
      notice?.deadlineAt ?? null,
      cutNoticed ?? false,
      approvalRequested ?? false,
    ],
  })
}

async function storeDecisions(client: SqlClient, request: Decisions): Promise<void> {
  const { accountId, episodeId, decisions, nextEvaluationAt, wallNow } = request
  for (const { decision, changed } of decisions) {
    const text = canonicalJson(decision)
    await client.query({
      name: 'supply-decide',
      text: `UPDATE supply_point SET decision = $2::jsonb, next_evaluation_at = ${at('$4')},
          desired_since = CASE WHEN desired <> $3 THEN ${at('$5')} ELSE desired_since END,
          check_at = CASE WHEN desired <> $3 THEN ${at('$5')} ELSE check_at END,
          failures = CASE WHEN desired <> $3 THEN 0 ELSE failures END,
          wish_version = wish_version + CASE WHEN desired <> $3 THEN 1 ELSE 0 END,
          version = version + CASE WHEN desired <> $3 THEN 1 ELSE 0 END, desired = $3
        WHERE id = $1`,
      values: [decision.supplyPointId, text, decision.desired, nextEvaluationAt, wallNow],
    })
    if (!changed) continue
    await client.query({
      name: 'supply-void-intents',
      text: `UPDATE supply_intent i SET superseded_at = clock_timestamp() FROM supply_point s
        WHERE s.id = $1 AND i.point_id = s.relay_point_id AND i.sent_at IS NULL
          AND i.superseded_at IS NULL AND (i.action = 'cut') <> ($2 = 'off')`,
      values: [decision.supplyPointId, decision.desired],
    })
    await client.query({
      name: 'supply-log-decision',
      text: `INSERT INTO supply_decision (supply_point_id, account_id, episode_id, at, desired, rule, blocked_by, decision)
        VALUES ($1, $2, $3, ${at('$4')}, $5, $6, $7, $8::jsonb)`,
      values: [
        decision.supplyPointId,
        accountId,
        episodeId,
        decision.at,
        decision.desired,
        decision.because.rule,
        decision.blockedBy,
        text,
      ],
    })
  }
}
