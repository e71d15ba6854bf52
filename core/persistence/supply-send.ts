import type { DriveStore } from '../flow/supply/ports.ts'
import { clientOf, inTransaction, type SqlClient, type SqlPool, sqlState } from './sql.ts'
import { at } from './supply-rows.ts'

type Request = Parameters<DriveStore['markSent']>[0]

/** SQLSTATE of check_violation: how the intent's own trigger refuses. */
const REFUSED_BY_TRIGGER = '23514'

/**
 * The sending transaction. It holds the purse, so that a top-up either is seen here, and voids the
 * cut, or commits after the actuation, and reconnects. Whatever was heard, wished or sent since the
 * point was looked at voids it too, unless it is the same again: two visits never send one wish twice.
 */
export async function markSent(pool: SqlPool, request: Request): Promise<'sent' | 'void'> {
  try {
    return await inTransaction(pool, (tx) => send(clientOf(tx), request))
  } catch (thrown) {
    if (sqlState(thrown) === REFUSED_BY_TRIGGER) return 'void'
    throw thrown
  }
}

async function send(
  client: SqlClient,
  { point, signed: { intent }, now, wallNow }: Request,
): Promise<'sent' | 'void'> {
  const cut = intent.action === 'cut'
  if (cut && !(await isStillBelow(client, point.accountId, intent.balanceVersion))) return 'void'
  const { rows } = await client.query<{ rule: string | null; episode_id: string | null }>({
    name: 'supply-send-point',
    text: `SELECT decision #>> '{because,rule}' AS rule,
        (SELECT e.id FROM debt_episode e WHERE e.account_id = $4 AND e.ended_at IS NULL) AS episode_id
      FROM supply_point WHERE id = $1 AND version = $2 AND desired = $3 FOR NO KEY UPDATE`,
    values: [point.supplyPointId, point.version, cut ? 'off' : 'on', point.accountId],
  })
  const [wish] = rows
  if (!wish) return 'void'
  const marked = await client.query({
    name: 'supply-send-intent',
    text: `UPDATE supply_intent SET sent_at = ${at('$2')}
      WHERE id = $1 AND sent_at IS NULL AND superseded_at IS NULL AND expires_at > ${at('$2')}`,
    values: [intent.intentId, wallNow],
  })
  if (marked.rowCount !== 1) return 'void'
  const episodeId = cut && wish.rule === 'credit' ? wish.episode_id : null
  await client.query({
    name: 'supply-send-command',
    text: `WITH command AS (
        INSERT INTO supply_command (supply_point_id, intent_id, action, sent_at, expires_at)
        VALUES ($1, $2, $3, ${at('$4')}, ${at('$5')})
      ), episode AS (
        UPDATE debt_episode SET cut_at = COALESCE(cut_at, ${at('$6')}) WHERE id = $7
      )
      UPDATE supply_point SET failures = failures + 1, version = version + 1,
        cut_by_episode_id = COALESCE($7, cut_by_episode_id) WHERE id = $1`,
    values: [
      point.supplyPointId,
      intent.intentId,
      intent.action,
      wallNow,
      intent.expiresAt,
      now,
      episodeId,
    ],
  })
  return 'sent'
}

/** Whether nothing has raised the balance since that version: use that goes on speaks for the cut. */
async function isStillBelow(
  client: SqlClient,
  accountId: string | null,
  version: string,
): Promise<boolean> {
  if (accountId === null) return version === '0'
  const { rows } = await client.query<{ below: boolean }>({
    name: 'supply-send-purse',
    text: `SELECT version >= $2::bigint AND raised_version <= $2::bigint AS below FROM ledger_account
      WHERE account_id = $1 AND kind = 'cash' AND fund = 'general' AND code = '' FOR SHARE`,
    values: [accountId, version],
  })
  return rows[0]?.below === true
}
