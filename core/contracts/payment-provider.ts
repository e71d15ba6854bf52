import type { JsonObject } from '../kernel/canonical.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ContributionBase } from './extension-point.ts'
import { extensionPoint } from './extension-point.ts'
import type { ConnectionTest, Log } from './plugin.ts'

/**
 * What the channel says of a payment. `unknown` is an answer too: it timed out or made no sense,
 * and must be asked again; it is never read as failed.
 */
export type PaymentState = 'pending' | 'captured' | 'closed' | 'failed' | 'unknown'

export interface PaymentStatus {
  readonly orderId: string
  readonly state: PaymentState
  /** The channel's own id of the payment; there once captured. */
  readonly channelReference?: string
  /** What was captured, in minor units, as the channel states it. */
  readonly amountMinor?: bigint
  readonly currency?: string
  readonly merchantId?: string
  readonly at?: Instant
  readonly detail?: string
}

export type RefundState = 'pending' | 'refunded' | 'failed' | 'unknown'

export interface RefundStatus {
  readonly refundId: string
  readonly state: RefundState
  readonly channelReference?: string
  readonly amountMinor?: bigint
  readonly detail?: string
}

export interface CreatePayment {
  /** Our order id: the channel's idempotency key. */
  readonly orderId: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly description: string
  /** Wall-clock instant after which the channel must not take the money. */
  readonly expiresAt: Instant
  /** Where the channel sends its callbacks. */
  readonly callbackUrl: string
}

export interface CreatedPayment extends PaymentStatus {
  /** What the payer is shown: a link, a code, or nothing (cash). */
  readonly payerAction:
    | { readonly kind: 'redirect'; readonly url: string }
    | { readonly kind: 'code'; readonly content: string }
    | { readonly kind: 'none' }
}

export interface RawCallback {
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** The raw body, base64. */
  readonly bodyBase64: string
  readonly receivedAt: Instant
}

/** The exact answer that the channel expects. */
export interface CallbackReply {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

export type CallbackResult =
  | {
      readonly verified: true
      readonly subject: 'payment'
      readonly payment: PaymentStatus
      readonly reply: CallbackReply
      /** The answer where the core could not keep the callback: the channel must send it again. */
      readonly retryReply: CallbackReply
    }
  | {
      readonly verified: true
      readonly subject: 'refund'
      readonly refund: RefundStatus
      readonly reply: CallbackReply
      readonly retryReply: CallbackReply
    }
  | { readonly verified: false; readonly reason: string; readonly reply: CallbackReply }

/** One row of the channel's bill of a day. */
export interface StatementRow {
  readonly kind: 'payment' | 'refund'
  readonly orderId: string
  readonly refundId?: string
  readonly channelReference: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly at: Instant
}

/**
 * One merchant account at a channel. Where the channel has merchants, the connection's settings say
 * which in a property `merchantId`, which is no secret: the core then takes no payment into its books
 * that names another, so `captured` payments name theirs. Time-outs are answered with state `unknown`, not thrown. What
 * the capabilities do not promise throws `unsupported`; so may queries and closing at a channel for
 * staff only that keeps no books, such as a cash desk: there createPayment and refund, given again
 * with the same ids, answer as they did.
 */
export interface PaymentProvider {
  /**
   * The same order id with the same request gives the same payment, however often it comes.
   * @throws `idempotency-key-reused` where the channel knows the id with another request
   */
  createPayment(request: CreatePayment): Promise<CreatedPayment>
  queryPayment(request: { readonly orderId: string }): Promise<PaymentStatus>
  /** Closes an unpaid order; answers `captured` where the money was faster. */
  closePayment(request: { readonly orderId: string }): Promise<PaymentStatus>
  /** Returns money the way it came; the same refund id acts once. */
  refund(request: {
    readonly refundId: string
    readonly orderId: string
    readonly amountMinor: bigint
    readonly currency: string
    readonly reason: string
  }): Promise<RefundStatus>
  queryRefund(request: {
    readonly refundId: string
    readonly orderId: string
  }): Promise<RefundStatus>
  parseCallback(request: RawCallback): Promise<CallbackResult>
  /** @param request.day a calendar day of the channel, YYYY-MM-DD */
  fetchStatement(request: { readonly day: string }): Promise<{
    readonly rows: readonly StatementRow[]
  }>
}

/** What plugin.json says of a contribution. */
export interface PaymentCapabilities {
  readonly callbacks: boolean
  readonly refunds: boolean
  readonly statements: boolean
  readonly staffOnly: boolean
}

export interface PaymentProviderOptions {
  readonly connectionId: string
  /** Valid against the contribution's connection schema. */
  readonly connection: JsonObject
  readonly log: Log
  readonly signal: AbortSignal
}

export interface PaymentProviderContribution extends ContributionBase {
  create(options: PaymentProviderOptions): PaymentProvider
  test(request: {
    readonly connection: JsonObject
    readonly timeoutMs: number
  }): Promise<ConnectionTest>
}

export const paymentProviders = extensionPoint<PaymentProviderContribution>('paymentProviders')
