import { randomBytes } from 'node:crypto'
import type { Journal } from './journal.ts'

export interface Order {
  readonly merchantId: string
  readonly orderId: string
  readonly state: 'pending' | 'captured' | 'closed' | 'failed'
  readonly amountMinor: string
  readonly currency: string
  readonly description: string
  /** UTC epoch milliseconds; no payment is taken from then on. */
  readonly expiresAt: number
  readonly callbackUrl: string
  /** The secret part of the payer's link. */
  readonly token: string
  readonly reference?: string
  readonly capturedAt?: number
}

export interface Refund {
  readonly merchantId: string
  readonly refundId: string
  readonly orderId: string
  readonly state: 'pending' | 'refunded' | 'failed'
  readonly amountMinor: string
  readonly currency: string
  readonly createdAt: number
  readonly reference?: string
  readonly settledAt?: number
}

type OrderRequest = Omit<Order, 'state' | 'token' | 'reference' | 'capturedAt'>
type RefundRequest = Omit<Refund, 'state' | 'createdAt' | 'reference' | 'settledAt'>

/** What the journal keeps; the books are nothing but its sum. */
export type BookEntry =
  | { readonly type: 'order'; readonly order: Order }
  | { readonly type: 'refund'; readonly refund: Refund }
  | { readonly type: 'told'; readonly callbackId: string }

/** A fact the merchant must be told. */
export type Callback =
  | { readonly id: string; readonly subject: 'payment'; readonly order: Order }
  | {
      readonly id: string
      readonly subject: 'refund'
      readonly refund: Refund
      readonly order: Order
    }

/** Refusals are values: the HTTP layer turns them into problem answers. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly code: string }

export type Book = ReturnType<typeof createBook>

/** The channel's books: orders and refunds by merchant, each change journalled before it is said. */
export function createBook({ now }: { readonly now: () => number }) {
  const orders = new Map<string, Order>()
  const refunds = new Map<string, Refund>()
  const told = new Set<string>()
  let journal: Journal<BookEntry> | undefined
  let sequence = 0

  function replay(entry: BookEntry): void {
    sequence += 1
    if (entry.type === 'order')
      orders.set(key(entry.order.merchantId, entry.order.orderId), entry.order)
    if (entry.type === 'refund')
      refunds.set(key(entry.refund.merchantId, entry.refund.refundId), entry.refund)
    if (entry.type === 'told') told.add(entry.callbackId)
  }

  function record(entry: BookEntry): void {
    if (journal === undefined) throw new Error('The books are closed.')
    journal.append(entry)
    replay(entry)
  }

  function putOrder(order: Order): Order {
    record({ type: 'order', order })
    return order
  }

  function putRefund(refund: Refund): Refund {
    record({ type: 'refund', refund })
    return refund
  }

  const reference = (prefix: string) => `${prefix}${String(sequence + 1).padStart(10, '0')}`

  /** The order as it is now: one past its time is closed. */
  function currentOrder(merchantId: string, orderId: string): Order | undefined {
    const order = orders.get(key(merchantId, orderId))
    if (order?.state === 'pending' && order.expiresAt <= now())
      return putOrder({ ...order, state: 'closed' })
    return order
  }

  const refundsOf = (order: Order) =>
    [...refunds.values()].filter(
      (refund) => refund.merchantId === order.merchantId && refund.orderId === order.orderId,
    )

  function createOrder(request: OrderRequest): Outcome<Order> {
    const known = currentOrder(request.merchantId, request.orderId)
    if (known === undefined) {
      const token = randomBytes(24).toString('base64url')
      return ok(putOrder({ ...request, state: 'pending', token }))
    }
    const closedUnseen = known.token === ''
    const same =
      known.amountMinor === request.amountMinor &&
      known.currency === request.currency &&
      known.description === request.description
    return same || closedUnseen ? ok(known) : refuse(409, 'order-conflict')
  }

  function queryOrder(merchantId: string, orderId: string): Outcome<Order> {
    const order = currentOrder(merchantId, orderId)
    return order ? ok(order) : refuse(404, 'order-not-found')
  }

  /** An order never seen is closed too, so that a request that arrives late opens nothing. */
  function closeOrder(merchantId: string, orderId: string): Outcome<Order> {
    const order = currentOrder(merchantId, orderId)
    if (order === undefined) return ok(putOrder(neverSeen(merchantId, orderId)))
    return ok(order.state === 'pending' ? putOrder({ ...order, state: 'closed' }) : order)
  }

  function settleOrder(token: string, action: 'pay' | 'decline'): Outcome<Order> {
    const found = orderByToken(token)
    if (found === undefined) return refuse(404, 'order-not-found')
    if (found.state !== 'pending') return refuse(409, `order-${found.state}`)
    if (action === 'decline') return ok(putOrder({ ...found, state: 'failed' }))
    const captured = { reference: reference('SBP'), capturedAt: now() }
    return ok(putOrder({ ...found, state: 'captured', ...captured }))
  }

  function orderByToken(token: string): Order | undefined {
    if (token === '') return undefined
    const found = [...orders.values()].find((order) => order.token === token)
    return found && currentOrder(found.merchantId, found.orderId)
  }

  function createRefund(request: RefundRequest): Outcome<Refund> {
    const known = refunds.get(key(request.merchantId, request.refundId))
    if (known !== undefined) {
      const same =
        known.orderId === request.orderId &&
        known.amountMinor === request.amountMinor &&
        known.currency === request.currency
      return same ? ok(known) : refuse(409, 'refund-conflict')
    }
    const order = currentOrder(request.merchantId, request.orderId)
    if (order === undefined) return refuse(404, 'order-not-found')
    if (order.state !== 'captured') return refuse(422, 'order-not-captured')
    if (order.currency !== request.currency) return refuse(422, 'currency-differs')
    const before = sum(refundsOf(order).filter((refund) => refund.state !== 'failed'))
    if (before + BigInt(request.amountMinor) > BigInt(order.amountMinor))
      return refuse(422, 'refund-exceeds-capture')
    return ok(putRefund({ ...request, state: 'pending', createdAt: now() }))
  }

  function queryRefund(merchantId: string, refundId: string): Outcome<Refund> {
    const refund = refunds.get(key(merchantId, refundId))
    return refund ? ok(refund) : refuse(404, 'refund-not-found')
  }

  function settleRefund(pending: Refund, state: 'refunded' | 'failed'): Refund {
    const refund = refunds.get(key(pending.merchantId, pending.refundId)) ?? pending
    if (refund.state !== 'pending') return refund
    return putRefund({ ...refund, state, reference: reference('SBR'), settledAt: now() })
  }

  /** What the merchants have not been told yet, or not acknowledged. */
  function untold(): readonly Callback[] {
    const ofOrders = [...orders.values()]
      .filter((order) => order.state === 'captured' || order.state === 'failed')
      .map((order) => orderCallback(order))
    const ofRefunds = [...refunds.values()].flatMap((refund) => {
      const order = orders.get(key(refund.merchantId, refund.orderId))
      return refund.state === 'pending' || order === undefined
        ? []
        : [refundCallback(refund, order)]
    })
    return [...ofOrders, ...ofRefunds].filter((callback) => !told.has(callback.id))
  }

  return {
    createOrder,
    queryOrder,
    closeOrder,
    settleOrder,
    orderByToken,
    createRefund,
    queryRefund,
    settleRefund,
    untold,
    replay,
    open: (opened: Journal<BookEntry>) => {
      journal = opened
    },
    markTold: (callbackId: string) => record({ type: 'told', callbackId }),
    orders: (): readonly Order[] => [...orders.values()],
    refunds: (): readonly Refund[] => [...refunds.values()],
    close: () => {
      journal?.close()
      journal = undefined
    },
  }
}

const key = (merchantId: string, id: string) => `${merchantId}/${id}`

function neverSeen(merchantId: string, orderId: string): Order {
  return {
    merchantId,
    orderId,
    state: 'closed',
    amountMinor: '0',
    currency: '',
    description: '',
    expiresAt: 0,
    callbackUrl: '',
    token: '',
  }
}

const orderCallback = (order: Order): Callback => ({
  id: `payment/${key(order.merchantId, order.orderId)}`,
  subject: 'payment',
  order,
})

const refundCallback = (refund: Refund, order: Order): Callback => ({
  id: `refund/${key(refund.merchantId, refund.refundId)}`,
  subject: 'refund',
  refund,
  order,
})

const sum = (refunds: readonly Refund[]) =>
  refunds.reduce((total, refund) => total + BigInt(refund.amountMinor), 0n)

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value })
const refuse = (status: number, code: string): Outcome<never> => ({ ok: false, status, code })
