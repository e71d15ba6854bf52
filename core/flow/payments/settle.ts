import type { PaymentStatus } from '../../contracts/payment-provider.ts'
import {
  applyPaymentStatus,
  type Creditable,
  isOpen,
  type PaymentEffect,
  type PaymentOrder,
} from '../../domain/payments/order.ts'
import { POLL_DELAYS_MS } from '../../domain/payments/poll.ts'
import { judgeRefund, type Refund } from '../../domain/payments/refund.ts'
import { defined } from '../../kernel/assert.ts'
import { fingerprint, type JsonObject } from '../../kernel/canonical.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type {
  Audited,
  EventSource,
  LockedOrder,
  PayerAction,
  PaymentBooks,
  PaymentOptions,
  StoredOrder,
  Which,
} from './ports.ts'

/**
 * Takes a channel's word on an order into the books: one transaction that locks the order before it
 * reads its state, and credits in the same breath.
 * @returns the order afterwards; null where it is not ours
 */
export async function settleOrder(
  options: PaymentOptions,
  request: {
    readonly which: Which
    readonly status: PaymentStatus
    readonly source: EventSource
    readonly payerAction?: PayerAction
    /** Whose command it was, told when the order has changed. */
    readonly audited?: Audited<StoredOrder> | undefined
  },
): Promise<StoredOrder | null> {
  const { status, source } = request
  const at = options.clock.now()
  return options.store.transact(async (books) => {
    const locked = await books.lockOrder(request.which)
    if (locked === null) return null
    const { order } = locked
    const creditable = await creditableOf(books, locked)
    const { next, effects } = applyPaymentStatus({ order, status, at, creditable })
    const saved = afterwards(order, next, effects, request.payerAction)
    const changed = saved.state !== order.state || saved.unknownSince !== order.unknownSince
    if (changed || effects.length > 0 || source === 'callback')
      await books.addEvent({ orderId: order.id, source, status: plain(status) })
    if (changed || request.payerAction !== undefined) {
      const soon = options.wallClock.now() + POLL_DELAYS_MS[0]
      const asked = source === 'create' ? { nextPollAt: soon } : {}
      await books.saveOrder({ order: saved, ...(isOpen(saved) ? asked : { nextPollAt: null }) })
    }
    await announceEnd(options, { books, order: saved, at }, order.state)
    let after = saved
    for (const effect of effects)
      after = await carryOut(options, { books, order: after, effect, at })
    if (changed) await request.audited?.(after, books.transaction)
    return after
  })
}

async function creditableOf(
  books: PaymentBooks,
  { order, alternativeCredited }: LockedOrder,
): Promise<Creditable> {
  if (alternativeCredited) return 'paid-twice'
  const account = defined(await books.account(order), 'the account of an order')
  return account.state === 'closed' ? 'account-closed' : 'yes'
}

function afterwards(
  order: StoredOrder,
  next: PaymentOrder,
  effects: readonly PaymentEffect[],
  payerAction: PayerAction = order.payerAction,
): StoredOrder {
  const taken = effects.find(({ kind }) => kind !== 'repair')
  return {
    ...order,
    ...next,
    payerAction: isOpen(next) ? payerAction : { kind: 'none' },
    credited: taken === undefined ? order.credited : taken.kind === 'credit',
  }
}

interface Step {
  readonly books: PaymentBooks
  readonly order: StoredOrder
  readonly effect: PaymentEffect
  readonly at: Instant
}

async function carryOut(options: PaymentOptions, step: Step): Promise<StoredOrder> {
  const { books, order, effect } = step
  switch (effect.kind) {
    case 'credit': {
      await bookCapture(options, step, 'cash')
      await options.settleReceivables({
        ...{ accountId: order.accountId, at: step.at, transaction: books.transaction },
        cause: `capture:${order.id}`,
      })
      await books.hurryAlternatives({ order, at: options.wallClock.now() })
      const { balanceMicros } = await announceMoney(options, step, { kind: 'payment-credited' })
      await books.keepBalanceAfter({ order, balanceMicros })
      return order
    }
    case 'hand-back':
      await bookCapture(options, step, 'suspense')
      return handBack(options, { ...step, because: effect.because })
    case 'repair': {
      const { siteId } = order
      const subject = `payment-order:${order.id}`
      const common = { siteId, subject, ownerRole: 'accountant', severity: 'critical' } as const
      await books.openRepair({ ...common, kind: effect.item, detail: effect.detail })
      return order
    }
  }
}

/** Tells of money that moved, with the balance that it led to. */
export async function announceMoney(
  { announce }: PaymentOptions,
  step: Pick<Step, 'books' | 'order' | 'at'>,
  what:
    | { readonly kind: 'payment-credited' }
    | { readonly kind: 'refund-paid'; readonly refund: Pick<Refund, 'id' | 'amountMicros'> },
): Promise<{ readonly balanceMicros: Micros }> {
  const { books, order, at } = step
  const { id: orderId, siteId, accountId, amountMicros, currency } = order
  const { tenantId } = defined(await books.account(order), 'the account of an order')
  const balanceMicros = await books.cashBalance(order)
  const ids = { siteId, tenantId, accountId, orderId }
  const moved = { ...ids, amountMicros, balanceMicros, currency, at }
  if (what.kind === 'payment-credited') {
    await announce({ ...moved, kind: 'payment-credited' }, books.transaction)
  } else {
    const { id: refundId, amountMicros: refundedMicros } = what.refund
    const refund = { ...moved, amountMicros: refundedMicros, refundId }
    await announce({ ...refund, kind: 'refund-paid' }, books.transaction)
  }
  return { balanceMicros }
}

/** Tells of an order that came to an end without money. */
async function announceEnd(
  { announce }: PaymentOptions,
  { books, order, at }: Pick<Step, 'books' | 'order' | 'at'>,
  before: StoredOrder['state'],
): Promise<void> {
  const { id: orderId, siteId, accountId, amountMicros, currency, state } = order
  if (state === before || (state !== 'closed' && state !== 'failed')) return
  const { tenantId } = defined(await books.account(order), 'the account of an order')
  const over = { siteId, tenantId, accountId, orderId, amountMicros, currency, at }
  await announce({ ...over, kind: `payment-${state}` }, books.transaction)
}

/** Books captured money once, by the order's own key: to the account, or to suspense. */
async function bookCapture(
  { ledger }: PaymentOptions,
  { books, order, at }: Step,
  kind: 'cash' | 'suspense',
): Promise<void> {
  const { siteId, currency, amountMicros } = order
  const accountId = kind === 'cash' ? order.accountId : null
  const debitId = await clearingOf(books, order)
  const creditId = await books.ledgerAccount({ siteId, accountId, kind, code: '', currency })
  const body = { debitId, creditId, amountMicros, currency }
  const reference = { referenceKind: 'payment-order', referenceId: order.id }
  await ledger.book(
    {
      key: `capture:${order.id}`,
      bodyHash: fingerprint(body),
      at,
      currency,
      postings: [{ debitId, creditId, amountMicros, kind: 'top-up', ...reference }],
    },
    books.transaction,
  )
}

/** What the channel owes us, by connection. */
export function clearingOf(books: PaymentBooks, order: StoredOrder): Promise<string> {
  const { siteId, currency, connectionId: code } = order
  return books.ledgerAccount({ siteId, accountId: null, kind: 'clearing', code, currency })
}

/** The amount above which a refund needs a second person: the site's, or else the instance's. */
export async function approvalRule(
  { rules }: PaymentOptions,
  books: PaymentBooks,
  { siteId }: Pick<StoredOrder, 'siteId'>,
): Promise<{ readonly approvalAboveMicros: Micros }> {
  const approvalAboveMicros =
    (await books.refundLimit({ siteId })) ?? (await rules({ siteId })).approvalAboveMicros
  return { approvalAboveMicros }
}

/** Surplus money goes back by the same rules as any refund. */
async function handBack(
  options: PaymentOptions,
  { books, order, because }: Step & { readonly because: 'paid-twice' | 'account-closed' },
): Promise<StoredOrder> {
  const { amountMicros, currency } = order
  const { approvalAboveMicros } = await approvalRule(options, books, order)
  const judged = judgeRefund({
    captured: true,
    capturedMicros: amountMicros,
    reservedMicros: order.refundReservedMicros,
    amountMicros,
    currency,
    approvalAboveMicros,
  })
  const connection = await options.connections.get(order)
  if (!judged.ok || !connection?.capabilities.refunds) {
    const { siteId } = order
    const subject = `payment-order:${order.id}`
    const common = { siteId, subject, ownerRole: 'accountant', severity: 'critical' } as const
    await books.openRepair({ ...common, kind: 'payment-surplus', detail: { because } })
    return order
  }
  const byHand = connection.capabilities.staffOnly
  const state = judged.value
  await books.insertRefund({
    reference: options.newReference(),
    orderId: order.id,
    amountMicros,
    currency,
    source: 'suspense',
    state,
    reason: because,
    requestedBy: null,
    idempotencyKey: 'hand-back',
    bodyHash: fingerprint({ amountMicros, because }),
    nextPollAt: state === 'approved' && !byHand ? options.wallClock.now() : null,
  })
  const reserved = { ...order, refundReservedMicros: amountMicros }
  await books.saveOrder({ order: reserved })
  return reserved
}

/** A channel's word as plain JSON, as the provider understood it. */
export function plain(status: object): JsonObject {
  return JSON.parse(
    JSON.stringify(status, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  ) as JsonObject
}
