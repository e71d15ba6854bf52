import type { NoticeStore } from '../flow/notices/ports.ts'
import { defined } from '../kernel/assert.ts'
import {
  DELIVERY_COLUMNS,
  type DeliveryRow,
  deliveryOf,
  NOTICE_COLUMNS,
  type NoticeRow,
  noticeOf,
} from './notices-rows.ts'
import { clientOf, type SqlPool } from './sql.ts'

/** Urgent ones first; what another worker has locked is its own. */
const CLAIM = `
WITH due AS (
  SELECT d.id FROM notice_delivery d JOIN notice n ON n.id = d.notice_id
  WHERE d.attempt_at <= to_timestamp($1::float8 / 1000) AND d.connection_id <> ALL ($2::bigint[])
  ORDER BY (n.urgency = 'high') DESC, d.attempt_at LIMIT $3
  FOR NO KEY UPDATE OF d SKIP LOCKED
)
UPDATE notice_delivery d SET attempts = d.attempts + 1, attempt_at = to_timestamp($4::float8 / 1000)
FROM due WHERE d.id = due.id
RETURNING ${DELIVERY_COLUMNS}`

const ADD = `
INSERT INTO notice_delivery (notice_id, route_id, connection_id, address, state, attempt_at)
SELECT $1, r.id, r.connection, r.address::jsonb, 'queued', to_timestamp($5::float8 / 1000)
FROM unnest($2::bigint[], $3::bigint[], $4::text[]) AS r (id, connection, address)
ON CONFLICT DO NOTHING`

const SAVE = `
WITH change AS (
  SELECT * FROM unnest($1::bigint[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::float8[],
    $7::text[], $8::text[], $9::text[])
    AS c (id, state, attempt_at, accepted_at, delivered_at, read_at, reference, detail, confirmed_by)
), saved AS (
  UPDATE notice_delivery d SET state = c.state, attempt_at = to_timestamp(c.attempt_at / 1000),
    accepted_at = to_timestamp(c.accepted_at / 1000), delivered_at = to_timestamp(c.delivered_at / 1000),
    read_at = to_timestamp(c.read_at / 1000), reference = c.reference, detail = c.detail,
    confirmed_by = c.confirmed_by
  FROM change c WHERE d.id = c.id RETURNING d.notice_id, d.read_at
), touched AS (
  SELECT id, read_at FROM notice WHERE id IN (SELECT notice_id FROM saved) ORDER BY id FOR NO KEY UPDATE
)
UPDATE notice n SET plan_at = to_timestamp($10::float8 / 1000),
  read_at = COALESCE(t.read_at, (SELECT min(s.read_at) FROM saved s WHERE s.notice_id = t.id))
FROM touched t WHERE n.id = t.id
RETURNING ${NOTICE_COLUMNS}, t.read_at IS NULL AND n.read_at IS NOT NULL AS is_read_now`

type Deliveries = Pick<
  NoticeStore,
  'claim' | 'addDeliveries' | 'lockDeliveries' | 'saveDeliveries' | 'deliveriesOf'
>

/** The part of the notices' store that concerns deliveries. */
export function createNoticeDeliveries({ pool }: { readonly pool: SqlPool }): Deliveries {
  return {
    async claim({ wallNow, leaseUntil, limit, busyConnectionIds, transaction }) {
      const client = clientOf(transaction)
      const { rows } = await client.query<DeliveryRow>({
        text: CLAIM,
        values: [wallNow, busyConnectionIds, limit, leaseUntil],
      })
      if (rows.length === 0) return []
      const { rows: notices } = await client.query<NoticeRow>({
        text: `SELECT ${NOTICE_COLUMNS} FROM notice n WHERE n.id = ANY ($1::bigint[])`,
        values: [rows.map((row) => row.notice_id)],
      })
      const byId = new Map(notices.map((row) => [row.id, noticeOf(row)]))
      return rows.map((row) => ({
        delivery: deliveryOf(row),
        notice: defined(byId.get(row.notice_id), 'the notice of a delivery'),
      }))
    },
    async addDeliveries({ noticeId, routes, attemptAt, transaction }) {
      await clientOf(transaction).query({
        text: ADD,
        values: [
          noticeId,
          routes.map(({ routeId }) => routeId),
          routes.map(({ connectionId }) => connectionId),
          routes.map(({ address }) => JSON.stringify(address)),
          attemptAt,
        ],
      })
    },
    async lockDeliveries({ keys, transaction }) {
      const { rows } = await clientOf(transaction).query<DeliveryRow>({
        // A key that is no UUID is nobody's: it is compared as text.
        text: `SELECT ${DELIVERY_COLUMNS} FROM notice_delivery d
          WHERE d.key = ANY (SELECT k::uuid FROM unnest($1::text[]) AS k WHERE pg_input_is_valid(k, 'uuid'))
          ORDER BY d.id FOR NO KEY UPDATE`,
        values: [keys],
      })
      return rows.map(deliveryOf)
    },
    async saveDeliveries({ deliveries, now, transaction }) {
      if (deliveries.length === 0) return { read: [] }
      const { rows } = await clientOf(transaction).query<NoticeRow & { is_read_now: boolean }>({
        text: SAVE,
        values: [
          deliveries.map(({ deliveryId }) => deliveryId),
          deliveries.map(({ state }) => state),
          deliveries.map(({ attemptAt }) => attemptAt),
          deliveries.map(({ reached }) => reached.accepted ?? null),
          deliveries.map(({ reached }) => reached.delivered ?? null),
          deliveries.map(({ reached }) => reached.read ?? null),
          deliveries.map(({ reference }) => reference),
          deliveries.map(({ detail }) => detail),
          deliveries.map(({ confirmedBy }) => confirmedBy),
          now,
        ],
      })
      return { read: rows.filter((row) => row.is_read_now).map(noticeOf) }
    },
    async deliveriesOf({ noticeId, transaction }) {
      const client = transaction === undefined ? pool : clientOf(transaction)
      const { rows } = await client.query<DeliveryRow>({
        text: `SELECT ${DELIVERY_COLUMNS} FROM notice_delivery d WHERE d.notice_id = $1 ORDER BY d.id`,
        values: [noticeId],
      })
      return rows.map(deliveryOf)
    },
  }
}
