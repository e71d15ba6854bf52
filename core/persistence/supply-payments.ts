import type { SupplyPayments } from '../flow/supply/ports.ts'
import { clientOf } from './sql.ts'

/** What payments tell supply control, read in its own transaction. */
export function createSupplyPayments(): SupplyPayments {
  return Object.freeze<SupplyPayments>({
    async unknown(tx, { accountId }) {
      const { rows } = await clientOf(tx).query<{ count: number }>({
        name: 'supply-unknown-payments',
        text: `SELECT count(*)::int AS count FROM payment_order
          WHERE account_id = $1 AND (unknown_since IS NOT NULL OR state = 'created')`,
        values: [accountId],
      })
      return { count: rows[0]?.count ?? 0 }
    },
  })
}
