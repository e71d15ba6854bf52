import { surchargeTaken } from '../../core/domain/ledger/receivables.ts'
import { settleReceivables } from '../../core/flow/ledger/receivables.ts'
import type { IdAllocator } from '../../core/persistence/ids.ts'
import { createLedgerStore } from '../../core/persistence/ledger-store.ts'
import { createReceivableStore } from '../../core/persistence/receivable-store.ts'
import type { SqlPool } from '../../core/persistence/sql.ts'
import type { Owing } from '../../core/persistence/stream-surcharge.ts'

/** Deals with what is owed beside energy as the core does. */
export function owingOn(means: { readonly pool: SqlPool; readonly ids: IdAllocator }): Owing {
  const receivables = { ledger: createLedgerStore(means), store: createReceivableStore(means) }
  return {
    taken: surchargeTaken,
    settle: (credited) => settleReceivables(receivables, credited),
  }
}
