import type { Transaction } from '../flow/ledger/ports.ts'
import type { PaymentBooks, PaymentStore } from '../flow/payments/ports.ts'
import type { Id } from '../kernel/id.ts'
import { createPaymentBooks } from './payment-books.ts'
import { clientOf, inTransaction, type SqlPool, withRetry } from './sql.ts'

/** Payments on PostgreSQL. */
export function createPaymentStore({ pool }: { readonly pool: SqlPool }): PaymentStore {
  return {
    transact: <T>(work: (books: PaymentBooks) => Promise<T>) =>
      withRetry(() => inTransaction(pool, (transaction) => work(createPaymentBooks(transaction)))),
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
