import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'

/** Moves an amount from one ledger account to another. */
export interface PostingDraft {
  readonly debitId: Id
  readonly creditId: Id
  /** Above zero. */
  readonly amountMicros: Micros
  readonly kind: string
  readonly referenceKind: string
  readonly referenceId: Id
  /** The posting that this one undoes. */
  readonly reversesId?: Id
}

/** Postings that are booked together or not at all, once per key. */
export interface LedgerCommand {
  /** Never expires: the same key and body give the first result again. */
  readonly key: string
  /** Fingerprint of the body. */
  readonly bodyHash: string
  /** Domain time of the postings. */
  readonly at: Instant
  readonly currency: string
  readonly postings: readonly PostingDraft[]
}

export interface LedgerResult {
  /** Whether the command had been carried out before. */
  readonly replayed: boolean
  readonly postingIds: readonly Id[]
}

/** A transaction that several stores can write in. Only persistence knows what it is. */
export interface Transaction {
  readonly kind: 'transaction'
}

export interface LedgerStore {
  /**
   * Books a command, alone or within a transaction.
   * @throws `idempotency-key-reused`, `insufficient-funds`, `ledger-account-unknown`,
   *   `currency-mismatch`; then nothing has changed
   */
  book(command: LedgerCommand, transaction?: Transaction): Promise<LedgerResult>
  /**
   * Runs work in one transaction: what is booked in it, and what else is written, stands or falls together. Tried again,
   * whole, on serialization failures.
   * @throws `database-unavailable`; then it is not known whether it stands
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
}

/** A tenant's purse of unearmarked money. */
export interface CashPurse {
  readonly purseId: Id
  readonly siteId: Id
  readonly currency: string
}

export interface PurseReader {
  /** Null where there is no such account. */
  cashOf(accountId: Id): Promise<CashPurse | null>
}

/** An account's purses of cash and of what it owes beside energy; nobody else moves them meanwhile. */
export interface LockedPurses {
  readonly siteId: Id
  readonly state: 'open' | 'closing' | 'closed'
  readonly currency: string
  readonly cashId: Id
  readonly cashMicros: Micros
  readonly receivableId: Id
  /** Minus what is owed. */
  readonly receivableMicros: Micros
}

/** A charge beside energy, as it was made. */
export interface StoredFee {
  readonly id: Id
  readonly siteId: Id
  readonly accountId: Id
  readonly kind: 'property' | 'parking' | 'other'
  readonly amountMicros: Micros
  readonly currency: string
  /** What credit above zero paid at once. */
  readonly takenMicros: Micros
  /** What stood as a receivable. */
  readonly owedMicros: Micros
  readonly reason: string
  readonly requestedBy: string
  /** Domain time. */
  readonly at: Instant
}

/** What accounts owe beside energy. */
export interface ReceivableStore {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Null where there is no such account. */
  lockPurses(request: {
    readonly accountId: Id
    readonly transaction: Transaction
  }): Promise<LockedPurses | null>
  insertFee(request: {
    readonly fee: Omit<StoredFee, 'id'>
    readonly transaction: Transaction
  }): Promise<StoredFee>
  /** The site's revenue of a kind of fee; opened with the first one. */
  revenueOf(request: { readonly fee: StoredFee; readonly transaction: Transaction }): Promise<Id>
}
