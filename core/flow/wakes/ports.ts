import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'

/** An instant at which a worker has to look at its rows, and the clock that it goes by. */
export interface WakeAt {
  readonly by: 'wall' | 'domain'
  readonly at: Instant
}

/**
 * Wakes a worker. What is to be done, and what came of it, stands in the worker's own rows: a wake-up
 * says when to look at them, nothing more, so that one too many does no harm.
 */
export interface WakePort {
  /** The worker looks once each instant has come, if and only if the transaction commits. */
  send(request: {
    readonly wakes: readonly WakeAt[]
    readonly transaction: Transaction
  }): Promise<void>
}
