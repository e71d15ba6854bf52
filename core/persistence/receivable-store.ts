import type { LockedPurses, ReceivableStore } from '../flow/ledger/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import { clientOf, inTransaction, type SqlPool, withRetry } from './sql.ts'

interface PurseRow {
  readonly id: Id
  readonly kind: 'cash' | 'receivable'
  readonly balance_micros: string
  readonly currency: string
  readonly site_id: Id
  readonly state: LockedPurses['state']
}

/** In the order of ids, as every command locks purses. */
const LOCK = `
SELECT l.id, l.kind, l.balance_micros, l.currency, l.site_id, a.state
FROM ledger_account l JOIN account a ON a.id = l.account_id
WHERE l.account_id = $1 AND l.kind IN ('cash', 'receivable') AND l.code = '' AND l.fund = 'general'
ORDER BY l.id FOR NO KEY UPDATE OF l FOR SHARE OF a`

const INSERT = `
INSERT INTO fee (site_id, account_id, kind, amount_micros, currency, taken_micros, owed_micros, reason, requested_by, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10::float8 / 1000)) RETURNING id`

const OPEN_REVENUE = `
INSERT INTO ledger_account (site_id, kind, code, currency) VALUES ($1, 'revenue', $2, $3) ON CONFLICT DO NOTHING`

const REVENUE = `
SELECT id FROM ledger_account WHERE site_id = $1 AND account_id IS NULL AND kind = 'revenue' AND code = $2
  AND currency = $3 AND fund = 'general'`

/** Fees and what is owed of them, on PostgreSQL. */
export function createReceivableStore({ pool }: { readonly pool: SqlPool }): ReceivableStore {
  return {
    transaction: (work) => withRetry(() => inTransaction(pool, work)),
    async lockPurses({ accountId, transaction }) {
      const { rows } = await clientOf(transaction).query<PurseRow>({
        name: 'receivable-lock',
        text: LOCK,
        values: [accountId],
      })
      const cash = rows.find(({ kind }) => kind === 'cash')
      const receivable = rows.find(({ kind }) => kind === 'receivable')
      if (cash === undefined || receivable === undefined) return null
      return {
        siteId: cash.site_id,
        state: cash.state,
        currency: cash.currency,
        cashId: cash.id,
        cashMicros: BigInt(cash.balance_micros),
        receivableId: receivable.id,
        receivableMicros: BigInt(receivable.balance_micros),
      }
    },
    async insertFee({ fee, transaction }) {
      const { rows } = await clientOf(transaction).query<{ id: Id }>({
        text: INSERT,
        values: [
          ...[fee.siteId, fee.accountId, fee.kind, fee.amountMicros, fee.currency],
          ...[fee.takenMicros, fee.owedMicros, fee.reason, fee.requestedBy, fee.at],
        ],
      })
      return { ...fee, id: defined(rows[0], 'the fee').id }
    },
    async revenueOf({ fee: { siteId, kind, currency }, transaction }) {
      const client = clientOf(transaction)
      const values = [siteId, `fee-${kind}`, currency]
      const found = await client.query<{ id: Id }>({ text: REVENUE, values })
      if (found.rows[0] !== undefined) return found.rows[0].id
      await client.query({ text: OPEN_REVENUE, values })
      const opened = await client.query<{ id: Id }>({ text: REVENUE, values })
      return defined(opened.rows[0], 'the revenue of fees').id
    },
  }
}
