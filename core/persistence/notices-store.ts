import type { Transaction } from '../flow/ledger/ports.ts'
import type { NoticeDraft, NoticeStore, StoredNotice } from '../flow/notices/ports.ts'
import type { RepairDraft } from '../flow/supply/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import { createNoticeDeliveries } from './notices-deliveries.ts'
import { findRecipient } from './notices-recipient.ts'
import { noticeRoutes } from './notices-routes.ts'
import { NOTICE_COLUMNS, type NoticeRow, noticeOf } from './notices-rows.ts'
import { closeRepair, openRepair } from './repair.ts'
import { clientOf, inTransaction, type SqlPool, withRetry } from './sql.ts'

const INSERT = `
INSERT INTO notice (site_id, account_id, tenant_id, staff_role, kind, cause_key, urgency, language, subject, text,
  required_level, door_notice, deadline_at, created_at, plan_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
  to_timestamp($13::float8 / 1000), to_timestamp($14::float8 / 1000), to_timestamp($15::float8 / 1000))
ON CONFLICT (site_id, account_id, staff_role, cause_key) DO NOTHING
RETURNING id`

const OF_CAUSE = `
SELECT id FROM notice WHERE site_id = $1 AND account_id IS NOT DISTINCT FROM $2::bigint
  AND staff_role IS NOT DISTINCT FROM $3::text AND cause_key = $4`

const LOCK_DUE = `
SELECT ${NOTICE_COLUMNS} FROM notice n WHERE n.plan_at <= to_timestamp($1::float8 / 1000)
ORDER BY (n.urgency = 'high') DESC, n.plan_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`

const SET_OUTCOMES = `
UPDATE notice n SET state = o.state, delivered_at = to_timestamp(o.delivered_at / 1000),
  plan_at = to_timestamp(o.plan_at / 1000)
FROM unnest($1::bigint[], $2::text[], $3::float8[], $4::float8[]) AS o (id, state, delivered_at, plan_at)
WHERE n.id = o.id`

const CLOSE_REPAIR = `
UPDATE repair_item SET closed_at = to_timestamp($2::float8 / 1000), closed_by = $3, version = version + 1
WHERE kind = 'door-notice' AND subject = $1 AND closed_at IS NULL`

/** Notices on PostgreSQL. */
export function createNoticeStore({ pool }: { readonly pool: SqlPool }): NoticeStore {
  const deliveries = createNoticeDeliveries({ pool })
  const { deliveriesOf } = deliveries
  return {
    ...deliveries,
    ...noticeRoutes,
    transaction: (work) => withRetry(() => inTransaction(pool, work)),
    findRecipient,
    insert,
    lockDue,
    async setOutcomes({ outcomes, transaction }) {
      await clientOf(transaction).query({
        text: SET_OUTCOMES,
        values: [
          outcomes.map(({ notice }) => notice.noticeId),
          outcomes.map(({ state }) => state),
          outcomes.map(({ deliveredAt }) => deliveredAt),
          outcomes.map(({ planAt }) => planAt),
        ],
      })
    },
    async openDoorTask({ notice, transaction }) {
      const client = clientOf(transaction)
      const { rowCount } = await client.query({
        text: `INSERT INTO notice_delivery (notice_id, state) VALUES ($1, 'door') ON CONFLICT DO NOTHING`,
        values: [notice.noticeId],
      })
      if (rowCount === 0) return
      await openRepair(client, repairOf('door-notice', repairSubject(notice.noticeId), notice))
    },
    async openUnreachable({ notice, transaction }) {
      const repair = repairOf('notice-undeliverable', whoIsTold(notice), notice)
      await openRepair(clientOf(transaction), repair)
    },
    async closeUnreachable({ notice, transaction }) {
      const subject = whoIsTold(notice)
      await closeRepair(clientOf(transaction), { kind: 'notice-undeliverable', subject })
    },
    async closeDoorTask({ noticeId, closedBy, now, transaction }) {
      await clientOf(transaction).query({
        text: CLOSE_REPAIR,
        values: [repairSubject(noticeId), now, closedBy],
      })
    },
    async findByCause({ accountId, causeKey, transaction }) {
      const client = clientOf(transaction)
      const { rows } = await client.query<NoticeRow>({
        text: `SELECT ${NOTICE_COLUMNS} FROM notice n WHERE n.account_id = $1 AND n.cause_key = $2`,
        values: [accountId, causeKey],
      })
      const [row] = rows
      if (row === undefined) return null
      const found = await deliveriesOf({ noticeId: row.id, transaction })
      return { notice: noticeOf(row), deliveries: found }
    },
    async list({ accountId, limit, beforeId }) {
      const { rows } = await pool.query<NoticeRow>({
        text: `SELECT ${NOTICE_COLUMNS} FROM notice n
          WHERE n.account_id = $1 AND ($2::bigint IS NULL OR n.id < $2) ORDER BY n.id DESC LIMIT $3`,
        values: [accountId, beforeId ?? null, limit],
      })
      return rows.map(noticeOf)
    },
  }
}

function repairSubject(noticeId: Id): string {
  return `notice:${noticeId}`
}

/** One open item for each account or role, however many notices do not reach it. */
function whoIsTold({ siteId, accountId, staffRole }: StoredNotice): string {
  return accountId === null ? `site:${siteId}/role:${staffRole}` : `account:${accountId}`
}

function repairOf(
  kind: 'door-notice' | 'notice-undeliverable',
  about: string,
  { siteId, noticeId, accountId, causeKey, subject }: StoredNotice,
): RepairDraft {
  const detail = { noticeId, accountId, causeKey, subject }
  return { siteId, kind, subject: about, ownerRole: 'manager', severity: 'warning', detail }
}

async function insert({
  draft,
  transaction,
}: {
  readonly draft: NoticeDraft
  readonly transaction: Transaction
}): Promise<{ readonly noticeId: Id; readonly created: boolean }> {
  const client = clientOf(transaction)
  const { siteId, accountId, staffRole, causeKey } = draft
  const { rows } = await client.query<{ id: Id }>({
    text: INSERT,
    values: [
      ...[
        siteId,
        accountId,
        draft.tenantId,
        staffRole,
        draft.kind,
        causeKey,
        draft.urgency,
        draft.language,
      ],
      ...[draft.subject, draft.text, draft.requiredLevel, draft.doorNotice],
      ...[draft.deadlineAt, draft.createdAt, draft.planAt],
    ],
  })
  const [created] = rows
  if (created !== undefined) return { noticeId: created.id, created: true }
  const { rows: known } = await client.query<{ id: Id }>({
    text: OF_CAUSE,
    values: [siteId, accountId, staffRole, causeKey],
  })
  return { noticeId: defined(known[0], 'the notice of the cause').id, created: false }
}

const lockDue: NoticeStore['lockDue'] = async ({ now, limit, transaction }) => {
  const values = [now, limit]
  const { rows } = await clientOf(transaction).query<NoticeRow>({ text: LOCK_DUE, values })
  return rows.map(noticeOf)
}
