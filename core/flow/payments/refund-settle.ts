import type { RefundStatus } from '../../contracts/payment-provider.ts'
import { applyRefundStatus, type Refund, type RefundEffect } from '../../domain/payments/refund.ts'
import { fingerprint } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type {
  Audited,
  EventSource,
  LockedRefund,
  PaymentBooks,
  PaymentOptions,
  Which,
} from './ports.ts'
import { announceMoney, clearingOf, plain } from './settle.ts'

/**
 * Takes a channel's word on a refund into the books, in one transaction.
 * @returns the refund afterwards; null where it is not ours
 */
export async function settleRefund(
  options: PaymentOptions,
  request: {
    readonly which: Which
    readonly status: RefundStatus
    readonly source: EventSource
    /** Whose command it was, told when the refund has changed. */
    readonly audited?: Audited<Refund> | undefined
  },
): Promise<Refund | null> {
  const { status, source } = request
  const at = options.clock.now()
  return options.store.transact(async (books) => {
    const locked = await books.lockRefund(request.which)
    if (locked === null) return null
    const { refund } = locked
    const { next, effects } = applyRefundStatus({ refund, status, at })
    const changed = next.state !== refund.state || next.unknownSince !== refund.unknownSince
    if (changed || effects.length > 0 || source === 'callback') {
      const ids = { orderId: refund.orderId, refundId: refund.id }
      await books.addEvent({ ...ids, source, status: plain(status) })
    }
    const final = next.state !== 'sent' && next.state !== 'approved'
    if (changed) await books.saveRefund({ refund: next, ...(final ? { nextPollAt: null } : {}) })
    for (const effect of effects)
      await carryOutRefund(options, { books, locked: { ...locked, refund: next }, effect, at })
    if (changed) await request.audited?.(next, books.transaction)
    return next
  })
}

/** Moves the money that a refund holds, or calls for a person. */
export async function carryOutRefund(
  options: PaymentOptions,
  step: {
    readonly books: PaymentBooks
    readonly locked: LockedRefund
    readonly effect: RefundEffect
    readonly at: Instant
  },
): Promise<void> {
  const { books, locked, effect, at } = step
  const { refund, order } = locked
  switch (effect.kind) {
    case 'post': {
      const debitId = await heldIn(books, locked)
      const creditId = await clearingOf(books, order)
      await bookRefund(options, { books, refund, at, debitId, creditId, what: 'post' })
      await announceMoney(options, { books, order, at }, { kind: 'refund-paid', refund })
      return
    }
    case 'void': {
      const refundReservedMicros = order.refundReservedMicros - refund.amountMicros
      await books.saveOrder({ order: { ...order, refundReservedMicros } })
      // Surplus money stays in suspense until somebody decides anew.
      if (refund.source === 'suspense') return
      const debitId = await heldIn(books, locked)
      const creditId = await books.ledgerAccount({ ...order, kind: 'cash', code: '' })
      await bookRefund(options, { books, refund, at, debitId, creditId, what: 'void' })
      await options.settleReceivables({
        ...{ accountId: order.accountId, at, transaction: books.transaction },
        cause: `refund-void:${refund.id}`,
      })
      return
    }
    case 'repair':
      return books.openRepair({
        siteId: order.siteId,
        kind: effect.item,
        subject: `refund:${refund.id}`,
        ownerRole: 'accountant',
        severity: 'critical',
        detail: effect.detail,
      })
  }
}

/** Where the money of a refund waits. */
function heldIn(books: PaymentBooks, { refund, order }: LockedRefund): Promise<Id> {
  return refund.source === 'purse'
    ? books.ledgerAccount({ ...order, kind: 'refund-pending', code: '' })
    : books.ledgerAccount({ ...order, accountId: null, kind: 'suspense', code: '' })
}

/** One of the three movements of a refund, once each by its key. */
export async function bookRefund(
  { ledger }: PaymentOptions,
  move: {
    readonly books: PaymentBooks
    readonly refund: Refund
    readonly at: Instant
    readonly debitId: Id
    readonly creditId: Id
    readonly what: 'hold' | 'post' | 'void'
  },
): Promise<void> {
  const { refund, debitId, creditId, what, at } = move
  const { amountMicros, currency } = refund
  const reference = { referenceKind: 'refund', referenceId: refund.id }
  await ledger.book(
    {
      key: `refund-${what}:${refund.id}`,
      bodyHash: fingerprint({ debitId, creditId, amountMicros, currency }),
      at,
      currency,
      postings: [{ debitId, creditId, amountMicros, kind: `refund-${what}`, ...reference }],
    },
    move.books.transaction,
  )
}
