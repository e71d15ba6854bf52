import { POLL_DELAYS_MS } from '../../domain/payments/poll.ts'
import type { Refund } from '../../domain/payments/refund.ts'
import { errorMessage } from '../../kernel/error.ts'
import { askPayment, askRefund } from './ask.ts'
import type { LockedOrder, LockedRefund, PaymentOptions, StoredOrder } from './ports.ts'
import { settleRefund } from './refund-settle.ts'
import { sendRefund } from './refunds.ts'
import { settleOrder } from './settle.ts'
import { closeAtChannel, createAtChannel } from './top-up.ts'

export interface Resolved {
  readonly orders: number
  readonly refunds: number
}

/**
 * Asks the channels about what is open or in doubt and due: the other road by which money is found,
 * when callbacks are lost, answers did not come, or we died in between. One failure stops no other.
 */
export async function resolvePayments(
  options: PaymentOptions,
  { limit, signal }: { readonly limit: number; readonly signal?: AbortSignal },
): Promise<Resolved> {
  const now = options.wallClock.now()
  const orders = await options.store.claimDueOrders({ now, limit, delaysMs: POLL_DELAYS_MS })
  await perConnection(orders, async (due) => {
    // What is left out is due again after its delay.
    if (!signal?.aborted) await guarded(options, due.order.id, () => askAboutOrder(options, due))
  })
  const refunds = await options.store.claimDueRefunds({ now, limit, delaysMs: POLL_DELAYS_MS })
  await perConnection(refunds, async (due) => {
    if (!signal?.aborted) await guarded(options, due.refund.id, () => resolveRefund(options, due))
  })
  return { orders: orders.length, refunds: refunds.length }
}

/** One after the other at each channel, so that one that does not answer holds up no other. */
async function perConnection<Due extends { readonly order: StoredOrder }>(
  all: readonly Due[],
  work: (due: Due) => Promise<void>,
): Promise<void> {
  const byConnection = Map.groupBy(all, ({ order }) => order.connectionId)
  await Promise.all(
    [...byConnection.values()].map(async (own) => {
      for (const due of own) await work(due)
    }),
  )
}

/** What failed is due again after its delay. */
async function guarded(
  { log }: PaymentOptions,
  id: string,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.error('A payment could not be resolved', { id, reason: errorMessage(error) })
  }
}

/**
 * Asks the channel about an order, and takes its word into the books.
 * @returns the order afterwards; null where its connection is not there
 */
export async function askAboutOrder(
  options: PaymentOptions,
  { order, alternativeCredited }: LockedOrder,
): Promise<StoredOrder | null> {
  const connection = await options.connections.get(order)
  if (connection === null) return null
  // At a desk the stored command is the confirmation that the money was taken: carry it out.
  if (connection.capabilities.staffOnly && order.state === 'created')
    return createAtChannel(options, order, connection)
  const { reference } = order
  const status = await askPayment(options, reference, () =>
    connection.provider.queryPayment({ orderId: reference }),
  )
  await options.trace?.('channel-asked')
  const which = { id: order.id }
  const settled = await settleOrder(options, { which, status, source: 'query' })
  const unwanted = alternativeCredited || order.expiresAt <= options.wallClock.now()
  return settled?.state === 'pending' && settled.unknownSince === null && unwanted
    ? closeAtChannel(options, settled)
    : settled
}

/** A refund in doubt is asked for again: only that is sure to find or to make it, once. */
async function resolveRefund(
  options: PaymentOptions,
  { refund, order }: LockedRefund,
): Promise<Refund | null> {
  if (refund.state === 'approved' || refund.unknownSince !== null)
    return sendRefund(options, { refundId: refund.id })
  const connection = await options.connections.get(order)
  if (connection === null) return null
  if (connection.capabilities.staffOnly) return sendRefund(options, { refundId: refund.id })
  const status = await askRefund(options, refund.reference, () =>
    connection.provider.queryRefund({ refundId: refund.reference, orderId: order.reference }),
  )
  await options.trace?.('channel-asked')
  return settleRefund(options, { which: { id: refund.id }, status, source: 'query' })
}
