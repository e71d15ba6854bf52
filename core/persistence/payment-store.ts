import type { Transaction } from '../flow/ledger/ports.ts'
import type { ClaimRequest, PaymentBooks, PaymentStore } from '../flow/payments/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import { createPaymentBooks } from './payment-books.ts'
import {
  ALTERNATIVE_CREDITED,
  ORDER_COLUMNS,
  type OrderRow,
  orderOf,
  REFUND_COLUMNS,
  type RefundRow,
  refundOf,
} from './payment-rows.ts'
import { clientOf, inTransaction, type SqlPool, withRetry } from './sql.ts'

/** Payments on PostgreSQL. */
export function createPaymentStore({ pool }: { readonly pool: SqlPool }): PaymentStore {
  return {
    transact: <T>(work: (books: PaymentBooks) => Promise<T>) =>
      withRetry(() => inTransaction(pool, (transaction) => work(createPaymentBooks(transaction)))),
    async claimDueOrders(request) {
      const { rows } = await withRetry(() =>
        pool.query<OrderRow & { alternative_credited: boolean }>({
          text: `${claim('payment_order')} RETURNING ${ORDER_COLUMNS}, ${ALTERNATIVE_CREDITED}`,
          values: claimValues(request),
        }),
      )
      return rows.map((row) => ({
        order: orderOf(row),
        alternativeCredited: row.alternative_credited,
      }))
    },
    async claimDueRefunds(request) {
      const { rows } = await withRetry(() =>
        pool.query<RefundRow>({
          text: `${claim('refund')} RETURNING ${REFUND_COLUMNS}`,
          values: claimValues(request),
        }),
      )
      const orders = await pool.query<OrderRow>({
        text: `SELECT ${ORDER_COLUMNS} FROM payment_order o WHERE id = ANY ($1::bigint[])`,
        values: [rows.map((row) => row.order_id)],
      })
      return rows.map((row) => {
        const order = orders.rows.find(({ id }) => id === row.order_id)
        return { refund: refundOf(row), order: orderOf(defined(order, 'the order of a refund')) }
      })
    },
  }
}

/**
 * How many payments of an account a channel owes an answer about, as the transaction sees them: those
 * in doubt, and those that it has been asked for or is about to be.
 */
export async function countUnknownPayments(
  transaction: Transaction,
  { accountId }: { readonly accountId: Id },
): Promise<{ readonly count: number }> {
  const { rows } = await clientOf(transaction).query<{ count: number }>({
    text: `SELECT count(*)::integer AS count FROM payment_order
      WHERE account_id = $1 AND (unknown_since IS NOT NULL OR state = 'created')`,
    values: [accountId],
  })
  return { count: rows[0]?.count ?? 0 }
}

/** Rows that another worker is claiming are left to it. */
function claim(table: 'payment_order' | 'refund'): string {
  return `
    WITH due AS (
      SELECT id FROM ${table} WHERE next_poll_at <= to_timestamp($1::float8 / 1000)
      ORDER BY next_poll_at LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    UPDATE ${table} o SET polls = polls + 1, next_poll_at = to_timestamp(
      ($1::float8 + ($3::float8[])[least(polls + 2, cardinality($3::float8[]))]) / 1000)
    WHERE id IN (SELECT id FROM due)`
}

function claimValues({ now, limit, delaysMs }: ClaimRequest): unknown[] {
  return [now, limit, delaysMs]
}
