import type { Transaction } from '../flow/ledger/ports.ts'
import type { NoticeDraft, NoticeStore } from '../flow/notices/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import { createNoticeDeliveries } from './notices-deliveries.ts'
import { findRecipient } from './notices-recipient.ts'
import {
  DELIVERY_COLUMNS,
  type DeliveryRow,
  deliveryOf,
  NOTICE_COLUMNS,
  type NoticeRow,
  noticeOf,
  type RouteRow,
  routeOf,
} from './notices-rows.ts'
import { clientOf, inTransaction, type SqlPool, withRetry } from './sql.ts'

const INSERT = `
INSERT INTO notice (site_id, account_id, staff_role, kind, cause_key, urgency, language, subject, text,
  required_level, door_notice, deadline_at, created_at, plan_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
  to_timestamp($12::float8 / 1000), to_timestamp($13::float8 / 1000), to_timestamp($14::float8 / 1000))
ON CONFLICT (site_id, account_id, staff_role, cause_key) DO NOTHING
RETURNING id`

const OF_CAUSE = `
SELECT id FROM notice WHERE site_id = $1 AND account_id IS NOT DISTINCT FROM $2::bigint
  AND staff_role IS NOT DISTINCT FROM $3::text AND cause_key = $4`

const LOCK_DUE = `
SELECT ${NOTICE_COLUMNS} FROM notice n WHERE n.plan_at <= to_timestamp($1::float8 / 1000)
ORDER BY (n.urgency = 'high') DESC, n.plan_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`

const ROUTES = `
SELECT r.id, n.id AS notice_id, r.connection_id, r.address, r.rank
FROM notice n JOIN notice_route r ON r.site_id = n.site_id
  AND (r.account_id = n.account_id OR r.staff_role = n.staff_role)
JOIN connection c ON c.id = r.connection_id
WHERE n.id = ANY ($1::bigint[]) AND r.enabled AND c.enabled
ORDER BY n.id, r.rank, r.id`

const DELIVERIES = `
SELECT ${DELIVERY_COLUMNS} FROM notice_delivery d WHERE d.notice_id = ANY ($1::bigint[]) ORDER BY d.id`

const SET_OUTCOMES = `
UPDATE notice n SET state = o.state, delivered_at = to_timestamp(o.delivered_at / 1000),
  plan_at = to_timestamp(o.plan_at / 1000)
FROM unnest($1::bigint[], $2::text[], $3::float8[], $4::float8[]) AS o (id, state, delivered_at, plan_at)
WHERE n.id = o.id`

const OPEN_REPAIR = `
INSERT INTO repair_item (site_id, kind, subject, owner_role, severity, detail, opened_at, last_at)
VALUES ($1, 'door-notice', $2, 'manager', 'warning', $3,
  to_timestamp($4::float8 / 1000), to_timestamp($4::float8 / 1000))
ON CONFLICT (kind, subject) WHERE closed_at IS NULL
DO UPDATE SET occurrences = repair_item.occurrences + 1, last_at = excluded.last_at`

const CLOSE_REPAIR = `
UPDATE repair_item SET closed_at = to_timestamp($2::float8 / 1000), closed_by = $3, version = version + 1
WHERE kind = 'door-notice' AND subject = $1 AND closed_at IS NULL`

/** Notices on PostgreSQL. */
export function createNoticeStore({ pool }: { readonly pool: SqlPool }): NoticeStore {
  return {
    ...createNoticeDeliveries({ pool }),
    transaction: (work) => withRetry(() => inTransaction(pool, work)),
    findRecipient,
    insert,
    lockDue,
    async setOutcomes({ outcomes, transaction }) {
      await clientOf(transaction).query({
        text: SET_OUTCOMES,
        values: [
          outcomes.map(({ noticeId }) => noticeId),
          outcomes.map(({ state }) => state),
          outcomes.map(({ deliveredAt }) => deliveredAt),
          outcomes.map(({ planAt }) => planAt),
        ],
      })
    },
    async openDoorTask({ notice, now, transaction }) {
      const client = clientOf(transaction)
      const { rowCount } = await client.query({
        text: `INSERT INTO notice_delivery (notice_id, state) VALUES ($1, 'door') ON CONFLICT DO NOTHING`,
        values: [notice.noticeId],
      })
      if (rowCount === 0) return
      const { noticeId, accountId, causeKey, subject } = notice
      const detail = JSON.stringify({ noticeId, accountId, causeKey, subject })
      await client.query({
        text: OPEN_REPAIR,
        values: [notice.siteId, repairSubject(noticeId), detail, now],
      })
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
      const deliveries = await deliveriesByNotice([row.id], transaction)
      return { notice: noticeOf(row), deliveries: deliveries.map(deliveryOf) }
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
      ...[siteId, accountId, staffRole, draft.kind, causeKey, draft.urgency, draft.language],
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
  const client = clientOf(transaction)
  const { rows } = await client.query<NoticeRow>({ text: LOCK_DUE, values: [now, limit] })
  if (rows.length === 0) return []
  // Read after the lock: what changes a delivery also touches its notice.
  const ids = rows.map(({ id }) => id)
  const { rows: routes } = await client.query<RouteRow>({ text: ROUTES, values: [ids] })
  const routesOf = Map.groupBy(routes, (route) => route.notice_id)
  const deliveriesOf = Map.groupBy(
    await deliveriesByNotice(ids, transaction),
    (delivery) => delivery.notice_id,
  )
  return rows.map((row) => ({
    notice: noticeOf(row),
    routes: (routesOf.get(row.id) ?? []).map(routeOf),
    deliveries: (deliveriesOf.get(row.id) ?? []).map(deliveryOf),
  }))
}

async function deliveriesByNotice(
  noticeIds: readonly Id[],
  transaction: Transaction,
): Promise<readonly DeliveryRow[]> {
  const { rows } = await clientOf(transaction).query<DeliveryRow>({
    text: DELIVERIES,
    values: [noticeIds],
  })
  return rows
}
