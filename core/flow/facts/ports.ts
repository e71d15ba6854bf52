import type { JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Something that happened, for whoever listens. */
export interface FactDraft {
  /** Null: the instance's business. */
  readonly siteId: Id | null
  /** Whose business it is; null: the site's, and no tenant hears of it but what is announced to all of them. */
  readonly tenantId: Id | null
  /** What listeners choose by, such as `supply`, `payment`, `notice`, `charge`. */
  readonly topic: string
  /** What happened, such as `supply-cut`. */
  readonly type: string
  readonly data: JsonObject
}

export interface Fact extends FactDraft {
  /** Where it stands in the order that readers see: send it back to go on after it. */
  readonly cursor: string
  readonly at: Instant
}

/** Appends facts in the transaction of what they tell of: told if and only if that commits. */
export interface FactLog {
  append(facts: readonly FactDraft[], transaction: Transaction): Promise<void>
}

export interface FactReader {
  /** Before everything that is still to come. */
  head(): Promise<{ readonly cursor: string }>
  /** Facts of finished transactions after the cursor, none of which a later call will precede. */
  after(request: { readonly cursor: string; readonly limit: number }): Promise<{
    readonly facts: readonly Fact[]
  }>
  /** Calls back whenever something may have been appended, until stopped. */
  listen(onAppended: () => void): Promise<{ stop(): Promise<void> }>
}

/** The latest of a meter: told while it is fresh, never kept. */
export interface LiveReading {
  readonly siteId: Id
  /** Who pays for it; null: nobody, and no tenant hears of it. */
  readonly tenantId: Id | null
  readonly meterId: Id
  readonly data: JsonObject
}
