import type { ClaimRequest, PaymentBooks } from '../flow/payments/ports.ts'
import { defined } from '../kernel/assert.ts'
import {
  ALTERNATIVE_CREDITED,
  ORDER_COLUMNS,
  type OrderRow,
  orderOf,
  REFUND_COLUMNS,
  type RefundRow,
  refundOf,
} from './payment-rows.ts'
import type { SqlClient } from './sql.ts'

type Claims = Pick<PaymentBooks, 'claimDueOrders' | 'claimDueRefunds'>

/** The part of the payments' books that hands out what is due. */
export function paymentClaims(client: SqlClient): Claims {
  return {
    async claimDueOrders(request) {
      const { rows } = await client.query<OrderRow & Put & { alternative_credited: boolean }>({
        text: `${CLAIM_ORDERS} RETURNING ${ORDER_COLUMNS}, ${NEXT}, ${ALTERNATIVE_CREDITED}`,
        values: valuesOf(request),
      })
      return rows.map((row) => ({
        order: orderOf(row),
        alternativeCredited: row.alternative_credited,
        nextPollAt: row.next,
      }))
    },
    async claimDueRefunds(request) {
      const { rows } = await client.query<RefundRow & Put>({
        text: `${CLAIM_REFUNDS} RETURNING ${REFUND_COLUMNS}, ${NEXT}`,
        values: valuesOf(request),
      })
      if (rows.length === 0) return []
      const orders = await client.query<OrderRow>({
        text: `SELECT ${ORDER_COLUMNS} FROM payment_order o WHERE id = ANY ($1::bigint[])`,
        values: [rows.map((row) => row.order_id)],
      })
      return rows.map((row) => {
        const order = orders.rows.find(({ id }) => id === row.order_id)
        return {
          refund: refundOf(row),
          order: orderOf(defined(order, 'the order of a refund')),
          nextPollAt: row.next,
        }
      })
    },
  }
}

interface Put {
  readonly next: number
}

const NEXT = '(extract(epoch FROM next_poll_at) * 1000)::float8 AS next'

/** Puts off what is due; rows that another worker is claiming are left to it. */
const putOff = (table: 'payment_order' | 'refund', due: string) => `
WITH due AS (${due})
UPDATE ${table} o SET polls = polls + 1, next_poll_at = to_timestamp(
  ($1::float8 + ($3::float8[])[least(polls + 2, cardinality($3::float8[]))]) / 1000)
WHERE id IN (SELECT id FROM due)`

const CLAIM_ORDERS = putOff(
  'payment_order',
  `SELECT id FROM payment_order
   WHERE next_poll_at <= to_timestamp($1::float8 / 1000) AND connection_id <> ALL ($4::bigint[])
   ORDER BY next_poll_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
)

const CLAIM_REFUNDS = putOff(
  'refund',
  `SELECT r.id FROM refund r JOIN payment_order p ON p.id = r.order_id
   WHERE r.next_poll_at <= to_timestamp($1::float8 / 1000) AND p.connection_id <> ALL ($4::bigint[])
   ORDER BY r.next_poll_at LIMIT $2 FOR UPDATE OF r SKIP LOCKED`,
)

function valuesOf({ now, limit, delaysMs, busyConnectionIds }: ClaimRequest): unknown[] {
  return [now, limit, delaysMs, busyConnectionIds]
}
