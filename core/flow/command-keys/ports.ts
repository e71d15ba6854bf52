import type { JsonObject } from '../../kernel/canonical.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Names a command once and for all: keys never expire. */
export interface CommandKey {
  /** Whose key it is: each actor has keys of their own. */
  readonly actor: string
  readonly key: string
}

/** What a command was, and what was answered to it. */
export interface KeptCommand {
  readonly bodyHash: string
  readonly answer: JsonObject
}

/** Commands that are done once, with their first answers. */
export interface CommandKeyStore {
  /** Whoever else comes with the same key waits from here until the transaction ends. */
  find(transaction: Transaction, key: CommandKey): Promise<KeptCommand | null>
  keep(transaction: Transaction, command: CommandKey & KeptCommand): Promise<void>
}
