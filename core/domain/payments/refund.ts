import type { RefundStatus } from '../../contracts/payment-provider.ts'
import { assert } from '../../kernel/assert.ts'
import type { ErrorCode } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import { fromMinor, isPayable, type Micros } from '../../kernel/money.ts'

/**
 * - `awaiting-approval`: above the limit; a second person decides
 * - `approved`: to be sent
 * - `sent`: stored before the channel is asked; it may or may not have heard
 * - `refunded`, `failed`, `rejected`: final
 */
type RefundState = 'awaiting-approval' | 'approved' | 'sent' | 'refunded' | 'failed' | 'rejected'

/** Money on its way back to where it came from. */
export interface Refund {
  readonly id: Id
  /** What the channel knows the refund by. */
  readonly reference: string
  readonly orderId: Id
  /** Micros of the currency unit; a whole number of minor units. */
  readonly amountMicros: Micros
  readonly currency: string
  /** Held from the account's cash, or surplus money that never reached an account. */
  readonly source: 'purse' | 'suspense'
  readonly state: RefundState
  readonly unknownSince: Instant | null
  readonly reason: string
  /** User id of who asked; null where a rule did. */
  readonly requestedBy: string | null
  readonly decidedBy: string | null
  readonly channelReference: string | null
}

/** What becomes of the money held: paid out, or free again. */
export type RefundEffect =
  | { readonly kind: 'post' }
  | { readonly kind: 'void' }
  | {
      readonly kind: 'repair'
      readonly item: 'refund-amount-differs' | 'refund-contradicts' | 'refund-failed'
      readonly detail: Readonly<Record<string, string>>
    }

export interface RefundDecision {
  readonly next: Refund
  readonly effects: readonly RefundEffect[]
}

/** A refusal is a value: its code says why. */
export type Allowed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode }

const NOTHING: readonly RefundEffect[] = Object.freeze([])

/** Whether an amount may be asked back, and what happens to the request next. */
export function judgeRefund(request: {
  readonly captured: boolean
  readonly capturedMicros: Micros
  /** Sum of the order's refunds that have not failed or been rejected. */
  readonly reservedMicros: Micros
  readonly amountMicros: Micros
  readonly currency: string
  /** Refunds above it need a second person. */
  readonly approvalAboveMicros: Micros
}): Allowed<'awaiting-approval' | 'approved'> {
  const { amountMicros, capturedMicros, reservedMicros } = request
  if (amountMicros <= 0n || !isPayable(amountMicros, request.currency))
    return { ok: false, code: 'amount-not-payable' }
  if (!request.captured) return { ok: false, code: 'order-not-captured' }
  if (reservedMicros + amountMicros > capturedMicros)
    return { ok: false, code: 'refund-exceeds-capture' }
  const large = amountMicros > request.approvalAboveMicros
  return { ok: true, value: large ? 'awaiting-approval' : 'approved' }
}

/** A second person's word: nobody decides on what they asked for. */
export function decideRefund(
  refund: Refund,
  { verdict, by }: { readonly verdict: 'approved' | 'rejected'; readonly by: string },
): Allowed<RefundDecision> {
  if (refund.requestedBy === by) return { ok: false, code: 'own-approval' }
  if (refund.state !== 'awaiting-approval') return { ok: false, code: 'refund-not-waiting' }
  const next: Refund = { ...refund, state: verdict, decidedBy: by }
  const effects: readonly RefundEffect[] = verdict === 'rejected' ? [{ kind: 'void' }] : NOTHING
  return { ok: true, value: { next, effects } }
}

/**
 * What the channel's word on a refund that was sent changes: the first final word counts. One that
 * contradicts it later is for a person.
 */
export function applyRefundStatus(request: {
  readonly refund: Refund
  readonly status: RefundStatus
  /** Domain time. */
  readonly at: Instant
}): RefundDecision {
  const { refund, status, at } = request
  assert(status.refundId === refund.reference, 'a status is applied to its own refund')
  if (refund.state !== 'sent') return { next: refund, effects: contradiction(refund, status) }
  switch (status.state) {
    case 'pending':
      return { next: { ...refund, unknownSince: null }, effects: NOTHING }
    case 'unknown':
      return { next: doubt(refund, at), effects: NOTHING }
    case 'failed': {
      const next: Refund = { ...refund, state: 'failed', unknownSince: null }
      const detail = { stated: status.detail ?? '' }
      return {
        next,
        effects: [{ kind: 'void' }, { kind: 'repair', item: 'refund-failed', detail }],
      }
    }
    case 'refunded':
      return paidOut(refund, status, at)
  }
}

function paidOut(refund: Refund, status: RefundStatus, at: Instant): RefundDecision {
  const { amountMinor } = status
  const stated = amountMinor === undefined ? null : fromMinor(amountMinor, refund.currency)
  if (stated !== refund.amountMicros) {
    const detail = { expected: String(refund.amountMicros), stated: String(stated ?? '') }
    const item = 'refund-amount-differs'
    return { next: doubt(refund, at), effects: [{ kind: 'repair', item, detail }] }
  }
  const channelReference = status.channelReference ?? null
  const next: Refund = { ...refund, state: 'refunded', unknownSince: null, channelReference }
  return { next, effects: [{ kind: 'post' }] }
}

/** Final words that do not fit what the books say; anything else that comes late is old news. */
function contradiction(refund: Refund, status: RefundStatus): readonly RefundEffect[] {
  const final = status.state === 'refunded' || status.state === 'failed'
  if (!final || status.state === refund.state) return NOTHING
  const detail = { expected: refund.state, stated: status.state }
  return [{ kind: 'repair', item: 'refund-contradicts', detail }]
}

function doubt(refund: Refund, at: Instant): Refund {
  return refund.unknownSince === null ? { ...refund, unknownSince: at } : refund
}
