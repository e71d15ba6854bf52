import { surchargeTaken } from '../../core/domain/ledger/receivables.ts'
import { prepareTariff } from '../../core/domain/rating/prepare.ts'
import { type ReceivableOptions, settleReceivables } from '../../core/flow/ledger/receivables.ts'
import type { StreamStore } from '../../core/flow/metering/ports.ts'
import type { Clock } from '../../core/kernel/instant.ts'
import type { IdAllocator } from '../../core/persistence/ids.ts'
import { createLedgerStore } from '../../core/persistence/ledger-store.ts'
import { createReceivableStore } from '../../core/persistence/receivable-store.ts'
import type { SqlPool } from '../../core/persistence/sql.ts'
import { createStreamStore } from '../../core/persistence/stream-store.ts'
import type { Owing } from '../../core/persistence/stream-surcharge.ts'

interface Means {
  readonly pool: SqlPool
  readonly ids: IdAllocator
}

export function receivablesOn(means: Means): ReceivableOptions {
  return { ledger: createLedgerStore(means), store: createReceivableStore(means) }
}

/** Deals with what is owed beside energy as the core does. */
export function owingOn(means: Means): Owing {
  const receivables = receivablesOn(means)
  return {
    taken: surchargeTaken,
    settle: (credited) => settleReceivables(receivables, credited),
  }
}

/** Streams as the core has them. */
export function streamsOn(means: Means & { readonly clock: Clock }): StreamStore {
  return createStreamStore({ ...means, prepare: prepareTariff, owing: owingOn(means) })
}
