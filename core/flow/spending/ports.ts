import type { SpendingPeriod, SpendingPeriodKind } from '../../domain/accounts/spending.ts'
import type { NoticeFacts } from '../../domain/notices/kinds.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type { Transaction } from '../ledger/ports.ts'

/** A limit with what it is judged by. */
export interface StoredLimit {
  readonly id: Id
  readonly accountId: Id
  readonly period: SpendingPeriodKind
  readonly amountMicros: Micros
  readonly enabled: boolean
  /** Domain time of its last change. */
  readonly since: Instant
  readonly timeZone: string
  /** Sum of the versions of the purses that charges move: what was booked up to it is judged. */
  readonly purseVersion: string
}

export interface SpendingStore {
  inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Limits of accounts that were booked on since they were judged. */
  due(request: { readonly after: Id | null; readonly limit: number }): Promise<readonly Id[]>
  /** Locks a limit; null where somebody else judges it, or it is gone. */
  lock(transaction: Transaction, request: { readonly limitId: Id }): Promise<StoredLimit | null>
  /** The limits of an account, and its currency. */
  limitsOf(request: { readonly accountId: Id }): Promise<readonly StoredLimit[]>
  /** Charges of use in each period, in their order. Reads no more than the index of intervals. */
  spent(request: {
    readonly accountId: Id
    readonly periods: readonly SpendingPeriod[]
    readonly transaction?: Transaction
  }): Promise<readonly Micros[]>
  keepJudged(
    transaction: Transaction,
    request: { readonly limitId: Id; readonly purseVersion: string },
  ): Promise<void>
}

export interface SpendingNotices {
  queue(
    transaction: Transaction,
    request: { readonly accountId: Id; readonly notice: NoticeFacts },
  ): Promise<unknown>
}
