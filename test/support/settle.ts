import { settleReceivables } from '../../core/flow/ledger/receivables.ts'
import type { IdAllocator } from '../../core/persistence/ids.ts'
import { createLedgerStore } from '../../core/persistence/ledger-store.ts'
import { createReceivableStore } from '../../core/persistence/receivable-store.ts'
import type { SqlPool } from '../../core/persistence/sql.ts'

/** Settles receivables as the core does. */
export function settlerOn(means: { readonly pool: SqlPool; readonly ids: IdAllocator }) {
  const receivables = { ledger: createLedgerStore(means), store: createReceivableStore(means) }
  return (credited: Parameters<typeof settleReceivables>[1]) =>
    settleReceivables(receivables, credited)
}
