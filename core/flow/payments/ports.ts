import type {
  CreatedPayment,
  PaymentCapabilities,
  PaymentProvider,
} from '../../contracts/payment-provider.ts'
import type { LocalizedText, Log } from '../../contracts/plugin.ts'
import type { PaymentOrder } from '../../domain/payments/order.ts'
import type { Refund } from '../../domain/payments/refund.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock, Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type { LedgerStore, Transaction } from '../ledger/ports.ts'

export type PayerAction = CreatedPayment['payerAction']

export interface StoredOrder extends PaymentOrder {
  /** The first order for the same money, where the payer has turned to another channel. */
  readonly alternativeToId: Id | null
  readonly description: string
  readonly payerAction: PayerAction
  /** Whether captured money went to the account; null before the capture. */
  readonly credited: boolean | null
  /** Sum of its refunds that have not failed or been rejected. */
  readonly refundReservedMicros: Micros
  readonly requestedBy: string
  /** Wall-clock time, as is the next. */
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

type OrderDraft = Pick<
  StoredOrder,
  | 'reference'
  | 'siteId'
  | 'accountId'
  | 'connectionId'
  | 'alternativeToId'
  | 'amountMicros'
  | 'currency'
  | 'merchantId'
  | 'description'
  | 'requestedBy'
  | 'expiresAt'
> & {
  readonly idempotencyKey: string
  readonly bodyHash: string
  /** Wall-clock time at which the channel is asked about it. */
  readonly nextPollAt: Instant
}

type RefundDraft = Pick<
  Refund,
  'reference' | 'orderId' | 'amountMicros' | 'currency' | 'source' | 'reason' | 'requestedBy'
> & {
  readonly state: 'awaiting-approval' | 'approved'
  readonly idempotencyKey: string
  readonly bodyHash: string
  /** Null: it is sent by hand. */
  readonly nextPollAt: Instant | null
}

export type EventSource = 'create' | 'callback' | 'query' | 'close' | 'refund'

interface RepairDraft {
  readonly siteId: Id
  readonly kind: string
  readonly subject: string
  readonly ownerRole: 'accountant' | 'cashier' | 'manager'
  readonly severity: 'warning' | 'critical'
  readonly detail: JsonObject
}

/** By our id, or by what the channel at a connection calls it. */
export type Which = { readonly id: Id } | { readonly connectionId: Id; readonly reference: string }

export interface LockedOrder {
  readonly order: StoredOrder
  /** Whether another order for the same money has been credited. */
  readonly alternativeCredited: boolean
}

export interface LockedRefund {
  readonly refund: Refund
  readonly order: StoredOrder
}

export interface PayingAccount {
  readonly siteId: Id
  readonly tenantId: Id
  readonly currency: string
  readonly state: 'open' | 'closing' | 'closed'
}

/** Payments, as one transaction sees them. */
export interface PaymentBooks {
  readonly transaction: Transaction
  /** The account as it is until the transaction ends. */
  account(which: { readonly accountId: Id }): Promise<PayingAccount | null>
  findOrderByKey(which: { readonly siteId: Id; readonly idempotencyKey: string }): Promise<{
    readonly order: StoredOrder
    readonly bodyHash: string
  } | null>
  /** Stores an order, or finds the one that the site's key has stored before. */
  insertOrder(draft: OrderDraft): Promise<{
    readonly order: StoredOrder
    readonly bodyHash: string
  }>
  /** Locks the order, and all orders for the same money, before its state is read. */
  lockOrder(which: Which): Promise<LockedOrder | null>
  /** @param change.nextPollAt null: the channel is not asked any more; undefined: as it was */
  saveOrder(change: {
    readonly order: StoredOrder
    readonly nextPollAt?: Instant | null
  }): Promise<void>
  /** What the order's receipt tells: the account's cash right after it was credited. */
  keepBalanceAfter(request: {
    readonly order: StoredOrder
    readonly balanceMicros: Micros
  }): Promise<void>
  /** Has open orders for the same money looked at soon. */
  hurryAlternatives(request: { readonly order: StoredOrder; readonly at: Instant }): Promise<void>
  /** Stores a refund, or finds the one that the order's key has stored before. */
  insertRefund(draft: RefundDraft): Promise<{
    readonly refund: Refund
    readonly bodyHash: string
  }>
  findRefundByKey(which: { readonly orderId: Id; readonly idempotencyKey: string }): Promise<{
    readonly refund: Refund
    readonly bodyHash: string
  } | null>
  /** Locks the refund's order, then the refund. */
  lockRefund(which: Which): Promise<LockedRefund | null>
  saveRefund(change: {
    readonly refund: Refund
    readonly nextPollAt?: Instant | null
  }): Promise<void>
  addEvent(event: {
    readonly orderId: Id
    readonly refundId?: Id
    readonly source: EventSource
    readonly status: JsonObject
  }): Promise<void>
  /** Finds a ledger account, or opens it. Purses have an accountId, accounts of the house none. */
  ledgerAccount(which: {
    readonly siteId: Id
    readonly accountId: Id | null
    readonly kind: 'cash' | 'refund-pending' | 'clearing' | 'suspense'
    readonly code: string
    readonly currency: string
  }): Promise<Id>
  /** The site's own limit above which refunds need a second person; null: it has none. */
  refundLimit(which: { readonly siteId: Id }): Promise<Micros | null>
  /** The account's cash as this transaction sees it. */
  cashBalance(which: { readonly accountId: Id }): Promise<Micros>
  /** A purse's balance, which nobody else changes until the transaction ends. */
  lockBalance(which: { readonly ledgerAccountId: Id }): Promise<Micros>
  openRepair(item: RepairDraft): Promise<void>
  /**
   * What it is time to ask the channel about; each is put off by its next delay, so that no two
   * workers ask at once and none is forgotten when one dies.
   */
  claimDueOrders(request: ClaimRequest): Promise<readonly Claimed<LockedOrder>[]>
  claimDueRefunds(request: ClaimRequest): Promise<readonly Claimed<LockedRefund>[]>
}

export interface PaymentStore {
  /** One transaction; run again whole on serialization failures and deadlocks, so work has no other effects. */
  transact<T>(work: (books: PaymentBooks) => Promise<T>): Promise<T>
}

export interface ClaimRequest {
  /** Wall-clock time. */
  readonly now: Instant
  readonly limit: number
  /** By how often it has been asked about; the last one repeats. */
  readonly delaysMs: readonly number[]
  /** Connections that are left out, as they are being asked. */
  readonly busyConnectionIds: readonly Id[]
}

/** What is due, and when it is again unless something comes of it. */
type Claimed<Due> = Due & { readonly nextPollAt: Instant }

/** A configured payment channel of a site. */
export interface PaymentConnection {
  readonly connectionId: Id
  readonly siteId: Id
  /** The merchant that every payment must name; null where the channel knows none. */
  readonly merchantId: string | null
  readonly capabilities: PaymentCapabilities
  /** Where the channel sends its callbacks. */
  readonly callbackUrl: string
  readonly provider: PaymentProvider
}

export interface PaymentConnections {
  /**
   * Null where there is no such connection, or it is not enabled. Asked inside of transactions: it
   * must not wait for a database connection that those may hold.
   */
  get(which: { readonly connectionId: Id }): Promise<PaymentConnection | null>
}

/** A way to pay that can be chosen now. */
export interface PaymentChannel {
  readonly connectionId: Id
  readonly siteId: Id
  readonly name: string
  /** By language tag; English is always there. */
  readonly title: LocalizedText
  readonly staffOnly: boolean
}

export interface PaymentChannels {
  list(): Promise<{ readonly items: readonly PaymentChannel[] }>
}

interface PaymentRules {
  /** Refunds above it need a second person, where the site lays down nothing else. */
  readonly approvalAboveMicros: Micros
  /** How long an order can be paid. */
  readonly orderLifetimeMs: number
}

interface MoneyMoved {
  readonly siteId: Id
  readonly tenantId: Id
  readonly accountId: Id
  readonly orderId: Id
  readonly amountMicros: Micros
  /** The account's cash afterwards. */
  readonly balanceMicros: Micros
  readonly currency: string
  /** Domain time. */
  readonly at: Instant
}

/** No money is expected for an order any more. */
export interface OrderOver extends Omit<MoneyMoved, 'balanceMicros'> {
  readonly kind: 'payment-closed' | 'payment-failed'
}

/** What others may want to act on; told in the transaction that makes it so. */
export type PaymentFact =
  | (MoneyMoved & { readonly kind: 'payment-credited' })
  | (MoneyMoved & { readonly kind: 'refund-paid'; readonly refundId: Id })
  | OrderOver

/** Writes a command to the audit log, in the transaction of what it did. */
export type Audited<T> = (done: T, transaction: Transaction) => Promise<void>

/** Between any two of these the process may die. */
export type PaymentStep =
  | 'order-stored'
  | 'channel-created'
  | 'answer-stored'
  | 'callback-parsed'
  | 'callback-stored'
  | 'channel-asked'
  | 'channel-closed'
  | 'refund-stored'
  | 'refund-sent'
  | 'channel-refunded'
  | 'refund-settled'

export interface PaymentOptions {
  readonly store: PaymentStore
  readonly ledger: LedgerStore
  readonly connections: PaymentConnections
  rules(which: { readonly siteId: Id }): Promise<PaymentRules>
  /** Domain time: dates the postings. */
  readonly clock: Clock
  /** Expiry and polling go by it. */
  readonly wallClock: Clock
  /** 8 to 32 letters and digits that nobody can guess. */
  newReference(): string
  announce(fact: PaymentFact, transaction: Transaction): Promise<void>
  /** Settles what an account owes beside energy; called after each credit, in its transaction. */
  settleReceivables(credited: {
    readonly accountId: Id
    readonly at: Instant
    readonly cause: string
    readonly transaction: Transaction
  }): Promise<unknown>
  readonly log: Log
  /** Lets fault tests stop the world at every step. */
  trace?(step: PaymentStep): void | Promise<void>
}
