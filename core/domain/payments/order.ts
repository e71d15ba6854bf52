import type { PaymentStatus } from '../../contracts/payment-provider.ts'
import { assert } from '../../kernel/assert.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import { fromMinor, type Micros } from '../../kernel/money.ts'

/**
 * - `created`: stored; the channel has not answered yet
 * - `pending`: the channel waits for the payer
 * - `captured`: the money is there
 * - `closed`, `failed`: no money is expected; should some come all the same, it is captured
 */
type OrderState = 'created' | 'pending' | 'captured' | 'closed' | 'failed'

/** A top-up that somebody means to pay through one channel. */
export interface PaymentOrder {
  readonly id: Id
  /** What the channel knows the order by; never reused, not even after a restore. */
  readonly reference: string
  readonly siteId: Id
  readonly accountId: Id
  readonly connectionId: Id
  /** Micros of the currency unit; a whole number of minor units. */
  readonly amountMicros: Micros
  readonly currency: string
  /** Who must be paid; null where the channel knows no merchants. */
  readonly merchantId: string | null
  readonly state: OrderState
  /** Since when the channel owes an answer: a doubt beside the state, resolved by asking. */
  readonly unknownSince: Instant | null
  /** The channel's own id of the payment; set by the capture. */
  readonly channelReference: string | null
  /** Domain time of the capture. */
  readonly capturedAt: Instant | null
}

/** Whether captured money may go to the account, and if not, why it goes back. */
export type Creditable = 'yes' | 'paid-twice' | 'account-closed'

type PaymentRepairKind =
  | 'payment-amount-differs'
  | 'payment-currency-differs'
  | 'payment-merchant-differs'
  | 'payment-captured-again'

export type PaymentEffect =
  | { readonly kind: 'credit'; readonly amountMicros: Micros }
  /** The money is there but not for the account: it goes back the way it came. */
  | {
      readonly kind: 'hand-back'
      readonly amountMicros: Micros
      readonly because: Exclude<Creditable, 'yes'>
    }
  | {
      readonly kind: 'repair'
      readonly item: PaymentRepairKind
      readonly detail: Readonly<Record<string, string>>
    }

export interface PaymentDecision {
  readonly next: PaymentOrder
  readonly effects: readonly PaymentEffect[]
}

const NOTHING: readonly PaymentEffect[] = Object.freeze([])

/**
 * What the channel's word on an order changes. States only move towards `captured`, so statuses may
 * come in any order and any number: the money is taken into the books exactly once.
 */
export function applyPaymentStatus(request: {
  readonly order: PaymentOrder
  readonly status: PaymentStatus
  /** Domain time. */
  readonly at: Instant
  readonly creditable: Creditable
}): PaymentDecision {
  const { order, status, at } = request
  assert(status.orderId === order.reference, 'a status is applied to its own order')
  switch (status.state) {
    case 'captured':
      return capture(request)
    case 'unknown':
      return { next: isOpen(order) ? doubt(order, at) : order, effects: NOTHING }
    case 'pending':
    case 'closed':
    case 'failed':
      if (!isOpen(order)) return { next: order, effects: NOTHING }
      return { next: { ...order, state: status.state, unknownSince: null }, effects: NOTHING }
  }
}

/** Whether money is still expected. */
export function isOpen(order: Pick<PaymentOrder, 'state'>): boolean {
  return order.state === 'created' || order.state === 'pending'
}

function capture({
  order,
  status,
  at,
  creditable,
}: Parameters<typeof applyPaymentStatus>[0]): PaymentDecision {
  const difference = differenceOf(order, status)
  if (difference !== null)
    return { next: isOpen(order) ? doubt(order, at) : order, effects: [difference] }
  if (order.state === 'captured') return { next: order, effects: capturedAgain(order, status) }
  const next: PaymentOrder = {
    ...order,
    state: 'captured',
    unknownSince: null,
    channelReference: status.channelReference ?? null,
    capturedAt: at,
  }
  const { amountMicros } = order
  const effect: PaymentEffect =
    creditable === 'yes'
      ? { kind: 'credit', amountMicros }
      : { kind: 'hand-back', amountMicros, because: creditable }
  return { next, effects: [effect] }
}

/** Amount, currency and merchant are the order's own, or somebody must look. */
function differenceOf(order: PaymentOrder, status: PaymentStatus): PaymentEffect | null {
  const repair = (item: PaymentRepairKind, expected: string, stated: string): PaymentEffect => ({
    kind: 'repair',
    item,
    detail: { expected, stated, channelReference: status.channelReference ?? '' },
  })
  if (status.currency !== order.currency)
    return repair('payment-currency-differs', order.currency, status.currency ?? '')
  const stated =
    status.amountMinor === undefined ? null : fromMinor(status.amountMinor, order.currency)
  if (stated !== order.amountMicros)
    return repair('payment-amount-differs', String(order.amountMicros), String(stated ?? ''))
  if (order.merchantId !== null && status.merchantId !== order.merchantId)
    return repair('payment-merchant-differs', order.merchantId, status.merchantId ?? '')
  return null
}

/** The same payment told again is nothing new; another payment of the same order is. */
function capturedAgain(order: PaymentOrder, status: PaymentStatus): readonly PaymentEffect[] {
  const stated = status.channelReference ?? null
  if (stated === null || stated === order.channelReference) return NOTHING
  const detail = { expected: order.channelReference ?? '', stated }
  return [{ kind: 'repair', item: 'payment-captured-again', detail }]
}

function doubt(order: PaymentOrder, at: Instant): PaymentOrder {
  return order.unknownSince === null ? { ...order, unknownSince: at } : order
}
