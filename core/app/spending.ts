import type { Log } from '../contracts/plugin.ts'
import type { AuditLog } from '../flow/audit/ports.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import { judgeSpending, type SpendingOptions } from '../flow/spending/judge.ts'
import type { SpendingNotices } from '../flow/spending/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { type Clock, SECOND_MS } from '../kernel/instant.ts'
import { createSpendingStore } from '../persistence/spending-store.ts'
import type { SqlPool } from '../persistence/sql.ts'
import type { Action } from '../services/define.ts'
import { spendingActions } from '../services/spending.ts'
import { type Loop, startLoop } from './loops.ts'

/** Between two looks, by the wall clock; a look without new charges is one short query. */
const PAUSE_MS = 5 * SECOND_MS

export interface Spending {
  readonly actions: readonly Action[]
  /** Judges what was booked since the last look; its own loop does it too. */
  look(): Promise<{ readonly judged: number }>
  start(): void
  /** Ends after the look under way. */
  stop(): Promise<void>
}

/** Spending limits, wired: set by the API, judged after charges have been committed. */
export function createSpending(options: {
  readonly contract: JsonObject
  readonly pool: SqlPool
  readonly registry: RegistryStore
  readonly audit: AuditLog
  readonly notices: SpendingNotices
  /** Domain time. */
  readonly clock: Clock
  readonly log: Log
}): Spending {
  const { pool, notices, clock, log } = options
  const spending: SpendingOptions = { store: createSpendingStore({ pool }), notices, clock, log }
  const look = () => judgeSpending(spending)
  let loop: Loop | null = null
  return {
    actions: spendingActions({ ...options, store: spending.store }),
    look,
    start() {
      loop ??= startLoop({ name: 'Judging spending limits', pauseMs: PAUSE_MS, work: look, log })
    },
    async stop() {
      await loop?.stop()
    },
  }
}
