import { FIRST_POLL_MS } from '../../domain/payments/poll.ts'
import { decideRefund, judgeRefund, type Refund } from '../../domain/payments/refund.ts'
import { defined } from '../../kernel/assert.ts'
import { fingerprint } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Micros, toMinor } from '../../kernel/money.ts'
import type { Transaction } from '../ledger/ports.ts'
import { askRefund } from './ask.ts'
import type { Audited, LockedRefund, PaymentBooks, PaymentOptions } from './ports.ts'
import { bookRefund, carryOutRefund, settleRefund } from './refund-settle.ts'
import { approvalRule } from './settle.ts'

export interface RefundRequest {
  /** Of the order; kept for ever. */
  readonly idempotencyKey: string
  readonly orderId: Id
  readonly amountMicros: Micros
  readonly reason: string
  /** User id. */
  readonly requestedBy: string
  readonly audited?: Audited<Refund>
}

/**
 * Holds the money, so that it cannot be spent meanwhile. Up to the site's limit the refund is
 * approved at once; above it waits for a second person.
 * @throws `not-found`, `amount-not-payable`, `order-not-captured`, `refund-exceeds-capture`,
 *   `insufficient-funds`, `account-closed`, `unsupported`, `idempotency-key-reused`
 */
export async function requestRefund(
  options: PaymentOptions,
  request: RefundRequest,
): Promise<Refund> {
  const { idempotencyKey, orderId, amountMicros, reason, requestedBy } = request
  const bodyHash = fingerprint({ orderId, amountMicros, reason, requestedBy })
  const at = options.clock.now()
  const refund = await options.store.transact(async (books) => {
    const locked = await books.lockOrder({ id: request.orderId })
    if (locked === null) throw busbarError('not-found', { detail: 'No such order.' })
    const known = await books.findRefundByKey({ orderId: request.orderId, idempotencyKey })
    if (known !== null) {
      if (known.bodyHash !== bodyHash) throw busbarError('idempotency-key-reused')
      return known.refund
    }
    const { order } = locked
    const account = defined(await books.account(order), 'the account of an order')
    if (account.state === 'closed') throw busbarError('account-closed')
    const connection = await options.connections.get(order)
    if (!connection?.capabilities.refunds) throw busbarError('unsupported')
    const { approvalAboveMicros } = await approvalRule(options, books, order)
    const judged = judgeRefund({
      ...request,
      captured: order.credited === true,
      capturedMicros: order.amountMicros,
      reservedMicros: order.refundReservedMicros,
      currency: order.currency,
      approvalAboveMicros,
    })
    if (!judged.ok) throw busbarError(judged.code)
    const state = judged.value
    const sendsItself = state === 'approved' && !connection.capabilities.staffOnly
    const stored = await books.insertRefund({
      reference: options.newReference(),
      orderId: order.id,
      amountMicros: request.amountMicros,
      currency: order.currency,
      source: 'purse',
      state,
      reason: request.reason,
      requestedBy: request.requestedBy,
      idempotencyKey,
      bodyHash,
      nextPollAt: sendsItself ? options.wallClock.now() : null,
    })
    const refundReservedMicros = order.refundReservedMicros + request.amountMicros
    await books.saveOrder({ order: { ...order, refundReservedMicros } })
    await hold(options, { books, at, locked: { refund: stored.refund, order } })
    await request.audited?.(stored.refund, books.transaction)
    return stored.refund
  })
  await options.trace?.('refund-stored')
  return refund
}

/** Credit that was lent, as an overdraft is, is never paid out: the balance must bear it. */
async function hold(
  options: PaymentOptions,
  step: { readonly books: PaymentBooks; readonly at: number; readonly locked: LockedRefund },
): Promise<void> {
  const { books, at } = step
  const { refund, order } = step.locked
  const debitId = await books.ledgerAccount({ ...order, kind: 'cash', code: '' })
  const creditId = await books.ledgerAccount({ ...order, kind: 'refund-pending', code: '' })
  if ((await books.lockBalance({ ledgerAccountId: debitId })) < refund.amountMicros)
    throw busbarError('insufficient-funds')
  await bookRefund(options, { books, refund, at, debitId, creditId, what: 'hold' })
}

/**
 * A second person's word on a refund above the limit, in the caller's transaction.
 * @throws `not-found`, `own-approval`, `refund-not-waiting`
 */
export async function decideOnRefund(
  options: PaymentOptions,
  books: PaymentBooks,
  request: {
    readonly refundId: Id
    readonly verdict: 'approved' | 'rejected'
    /** User id. */
    readonly by: string
    readonly audited?: Audited<Refund>
  },
): Promise<Refund> {
  const at = options.clock.now()
  const locked = await books.lockRefund({ id: request.refundId })
  if (locked === null) throw busbarError('not-found', { detail: 'No such refund.' })
  const decided = decideRefund(locked.refund, request)
  if (!decided.ok) throw busbarError(decided.code)
  const { next, effects } = decided.value
  const connection = await options.connections.get(locked.order)
  const sendsItself = next.state === 'approved' && !connection?.capabilities.staffOnly
  const nextPollAt = sendsItself ? options.wallClock.now() : null
  await books.saveRefund({ refund: next, nextPollAt })
  for (const effect of effects)
    await carryOutRefund(options, { books, locked: { ...locked, refund: next }, effect, at })
  await request.audited?.(next, books.transaction)
  return next
}

export interface RefundCommand {
  readonly refundId: Id
  /** Called in the transaction that marks it as sent, before the channel is asked, and once more in the one that settles it. */
  readonly audited?: Audited<Refund> | undefined
  /** Called in that first transaction, too: takes the command's key, or refuses it. */
  readonly keyed?: ((transaction: Transaction) => Promise<unknown>) | undefined
}

/**
 * Sends an approved refund; one that was sent already is asked for again, by the same reference.
 * At a channel for staff only, the cashier gives this command while paying the money out.
 * @throws `not-found`, `refund-not-waiting`
 */
export async function sendRefund(
  options: PaymentOptions,
  { refundId, audited, keyed }: RefundCommand,
): Promise<Refund> {
  const { refund, order } = await options.store.transact(async (books) => {
    await keyed?.(books.transaction)
    const marked = await markSent(options, books, refundId)
    await audited?.(marked.refund, books.transaction)
    return marked
  })
  if (refund.state !== 'sent') return refund
  await options.trace?.('refund-sent')
  const connection = await options.connections.get(order)
  if (connection === null) throw busbarError('not-found', { detail: 'No such way to pay.' })
  const status = await askRefund(options, refund.reference, () =>
    connection.provider.refund({
      refundId: refund.reference,
      orderId: order.reference,
      amountMinor: toMinor(refund.amountMicros, refund.currency),
      currency: refund.currency,
      reason: refund.reason,
    }),
  )
  await options.trace?.('channel-refunded')
  const which = { id: refundId }
  const settled = await settleRefund(options, { which, status, source: 'refund', audited })
  await options.trace?.('refund-settled')
  return settled ?? refund
}

async function markSent(
  options: PaymentOptions,
  books: PaymentBooks,
  refundId: Id,
): Promise<LockedRefund> {
  const locked = await books.lockRefund({ id: refundId })
  if (locked === null) throw busbarError('not-found', { detail: 'No such refund.' })
  const { refund } = locked
  if (refund.state === 'awaiting-approval' || refund.state === 'rejected')
    throw busbarError('refund-not-waiting')
  if (refund.state !== 'approved') return locked
  const sent: Refund = { ...refund, state: 'sent' }
  await books.saveRefund({ refund: sent, nextPollAt: options.wallClock.now() + FIRST_POLL_MS })
  return { ...locked, refund: sent }
}
