import type { ClientBase } from 'pg'
import type { Id } from '../kernel/id.ts'
import type { ReportBook } from './report.ts'

const CHECK = 'balances-from-sources'

/**
 * What of an account's charges its receivable purse owes instead of cash: added to the one, taken from
 * the other. How much that is, only the purses at the time could tell.
 */
const OWED = `CASE WHEN a.kind NOT IN ('cash', 'receivable') THEN 0 ELSE
  ((SELECT COALESCE(sum(p.amount_micros), 0) FROM ledger_account r JOIN posting p ON p.debit_id = r.id
      WHERE r.account_id = a.account_id AND r.kind = 'receivable' AND p.reference_kind = 'usage-interval')
  - (SELECT COALESCE(sum(p.amount_micros), 0) FROM ledger_account r JOIN posting p ON p.credit_id = r.id
      WHERE r.account_id = a.account_id AND r.kind = 'receivable' AND p.reference_kind = 'usage-interval'))
  * CASE a.kind WHEN 'cash' THEN 1 ELSE -1 END END`

/** Each cash purse once more, from the charges worked out anew and from what commands moved. */
export async function checkSources(
  client: ClientBase,
  charged: ReadonlyMap<Id, bigint>,
  book: ReportBook,
): Promise<void> {
  book.open({ id: CHECK, title: 'each purse holds its commands less its charges worked out anew' })
  for (let after: Id = '0'; ; ) {
    const { rows } = await client.query<{
      id: Id
      balance: string
      moved: string
      owed: string
    }>(
      `SELECT a.id, a.balance_micros AS balance,
        COALESCE((SELECT sum(amount_micros) FROM posting WHERE credit_id = a.id AND reference_kind <> 'usage-interval'), 0)
        - COALESCE((SELECT sum(amount_micros) FROM posting WHERE debit_id = a.id AND reference_kind <> 'usage-interval'), 0)
        AS moved,
        ${OWED} AS owed
      FROM ledger_account a WHERE a.account_id IS NOT NULL AND a.id > $1 ORDER BY a.id LIMIT 1000`,
      [after],
    )
    for (const { id, balance, moved, owed } of rows) {
      book.examined(CHECK, 1)
      const due = BigInt(moved) - (charged.get(id) ?? 0n) + BigInt(owed)
      if (due === BigInt(balance)) continue
      book.wrong({
        check: CHECK,
        subject: `ledger account ${id}`,
        message: `holds ${balance} micros; commands and raw readings come to ${due}`,
        look: `SELECT * FROM posting WHERE debit_id = ${id} OR credit_id = ${id} ORDER BY id`,
      })
    }
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
