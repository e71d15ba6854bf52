import type { CreatedPayment, JsonObject, RawCallback } from '../contracts/index.ts'

/**
 * What the next answer of the channel suffers from.
 * - `late`: it acts, and answers after the provider's time-out
 * - `lost`: it acts, and the connection breaks before the answer
 * - `not-received`: the connection breaks before it acts
 * - `server-error`: HTTP 5xx without having acted
 * - `garbage`: it acts, and the answer makes no sense
 * - `forged`: it acts, and the answer's signature is not the channel's
 */
export const CHANNEL_FAULTS = [
  'late',
  'lost',
  'not-received',
  'server-error',
  'garbage',
  'forged',
] as const

export type ChannelFault = (typeof CHANNEL_FAULTS)[number]

/**
 * How a genuine callback is changed.
 * - `signature`: signed by somebody else
 * - `other-merchant`, `wrong-amount`: the channel itself, with its own signature, names another
 *   merchant, or states another amount
 */
export type CallbackForgery = 'signature' | 'other-merchant' | 'wrong-amount'

/** The channel's own books, as a witness that is not the provider. */
export interface ChannelBooks {
  readonly payments: readonly { readonly orderId: string; readonly amountMinor: bigint }[]
  readonly refunds: readonly {
    readonly orderId: string
    readonly refundId: string
    readonly amountMinor: bigint
  }[]
}

/**
 * The channel's stateful simulator, in the hands of the suite; a plugin's author writes it. What a
 * channel has no notion of is left out, and the cases that need it are skipped with a reason.
 */
export interface PaymentChannel {
  /** Of the payments that the suite makes. */
  readonly currency: string
  /** Texts that must never be seen: keys, passwords. */
  readonly secrets: readonly string[]
  start(): Promise<void>
  /** Not reachable from here on; its state is there again after the next start. */
  stop(): Promise<void>
  /** Valid against the contribution's connection schema, for the channel as it runs now. */
  connection(): JsonObject
  /** A connection that the channel turns away, such as one with a wrong key. */
  refusedConnection?(): JsonObject
  /** What the payer does with what createPayment offered. Rejects where the channel refuses. */
  pay?(request: { readonly created: CreatedPayment }): Promise<void>
  books?(): Promise<ChannelBooks>
  /** Strikes the next answer to the provider. */
  fault?(request: { readonly kind: ChannelFault }): Promise<void>
  /** Takes back the faults that have not struck. */
  clearFaults?(): Promise<void>
  forge?(request: { readonly callback: RawCallback; readonly how: CallbackForgery }): RawCallback
}
