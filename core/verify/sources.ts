import type { ClientBase } from 'pg'
import type { Id } from '../kernel/id.ts'
import type { ReportBook } from './report.ts'

const CHECK = 'balances-from-sources'

/** Each cash purse once more, from the charges worked out anew and from what commands moved. */
export async function checkSources(
  client: ClientBase,
  charged: ReadonlyMap<Id, bigint>,
  book: ReportBook,
): Promise<void> {
  book.open({ id: CHECK, title: 'each purse holds its commands less its charges worked out anew' })
  for (let after: Id = '0'; ; ) {
    const { rows } = await client.query<{ id: Id; balance: string; moved: string }>(
      `SELECT a.id, a.balance_micros AS balance,
        COALESCE((SELECT sum(amount_micros) FROM posting WHERE credit_id = a.id AND reference_kind <> 'usage-interval'), 0)
        - COALESCE((SELECT sum(amount_micros) FROM posting WHERE debit_id = a.id AND reference_kind <> 'usage-interval'), 0)
        AS moved
      FROM ledger_account a WHERE a.account_id IS NOT NULL AND a.id > $1 ORDER BY a.id LIMIT 1000`,
      [after],
    )
    for (const { id, balance, moved } of rows) {
      book.examined(CHECK, 1)
      const due = BigInt(moved) - (charged.get(id) ?? 0n)
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
