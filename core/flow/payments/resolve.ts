import { POLL_DELAYS_MS } from '../../domain/payments/poll.ts'
import type { Refund } from '../../domain/payments/refund.ts'
import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { oneAtATime } from '../wakes/one-at-a-time.ts'
import { askPayment, askRefund } from './ask.ts'
import type { Audited, LockedOrder, LockedRefund, PaymentOptions, StoredOrder } from './ports.ts'
import { settleRefund } from './refund-settle.ts'
import { sendRefund } from './refunds.ts'
import { settleOrder } from './settle.ts'
import { closeAtChannel, createAtChannel } from './top-up.ts'

/** Asks channels about what is open or in doubt and due. */
export interface Inquirer {
  /** Asks about what is due, once, and waits for the answers. */
  runOnce(): Promise<void>
  /** Takes all that is due in hand; channels may still be asked when it resolves. */
  look(): Promise<void>
  /** Idempotent; resolves when the questions under way are over. */
  stop(): Promise<void>
}

type Due = ({ readonly kind: 'order' } & LockedOrder) | ({ readonly kind: 'refund' } & LockedRefund)

/**
 * The other road by which money is found, when callbacks are lost, answers did not come, or we died in
 * between. A channel is asked for one thing after the other, so that one that does not answer holds up
 * no other; one failure stops nothing.
 */
export function createInquirer(
  options: PaymentOptions,
  { limit }: { readonly limit: number },
): Inquirer {
  const flights = new Map<Id, Promise<void>>()
  let stopped = false
  const look = oneAtATime(async () => {
    while (!stopped) if (!(await step(goOn))) return
  })

  /** What became due meanwhile at a connection that was being asked has been left out. */
  function goOn(): void {
    if (!stopped) void look().catch(tellOf)
  }

  /** @param afterwards called when a channel has answered */
  async function step(afterwards: () => void): Promise<boolean> {
    const due = await claimDue(options, { limit, busyConnectionIds: [...flights.keys()] })
    for (const [connectionId, own] of Map.groupBy(due, ({ order }) => order.connectionId))
      flights.set(connectionId, ask(connectionId, own).then(afterwards))
    return due.length > 0
  }

  async function ask(connectionId: Id, own: readonly Due[]): Promise<void> {
    // What is left out is due again after its delay.
    for (const due of own) if (!stopped) await resolveOne(options, due)
    flights.delete(connectionId)
  }

  function tellOf(thrown: unknown): void {
    options.log.warn('Payment channels are not asked just now', { reason: errorMessage(thrown) })
  }

  return {
    async runOnce() {
      await step(() => undefined)
      await Promise.all(flights.values())
    },
    async look() {
      await look()
    },
    async stop() {
      stopped = true
      await look().catch(tellOf)
      await Promise.all(flights.values())
    },
  }
}

function claimDue(
  { store, wallClock }: PaymentOptions,
  which: { readonly limit: number; readonly busyConnectionIds: readonly Id[] },
): Promise<readonly Due[]> {
  const request = { ...which, now: wallClock.now(), delaysMs: POLL_DELAYS_MS }
  return store.transact(async (books) => {
    const orders = await books.claimDueOrders(request)
    const refunds = await books.claimDueRefunds(request)
    return [
      ...orders.map((due) => ({ ...due, kind: 'order' as const })),
      ...refunds.map((due) => ({ ...due, kind: 'refund' as const })),
    ]
  })
}

/** What failed is due again after its delay. */
async function resolveOne(options: PaymentOptions, due: Due): Promise<void> {
  const { id } = due.kind === 'order' ? due.order : due.refund
  try {
    await (due.kind === 'order' ? askAboutOrder(options, due) : resolveRefund(options, due))
  } catch (error) {
    options.log.error('A payment could not be resolved', { id, reason: errorMessage(error) })
  }
}

/**
 * Asks the channel about an order, and takes its word into the books.
 * @returns the order afterwards; null where its connection is not there
 */
export async function askAboutOrder(
  options: PaymentOptions,
  { order, alternativeCredited }: LockedOrder,
  by: { readonly audited?: Audited<StoredOrder> } = {},
): Promise<StoredOrder | null> {
  const connection = await options.connections.get(order)
  if (connection === null) return null
  // At a desk the stored command is the confirmation that the money was taken: carry it out.
  if (connection.capabilities.staffOnly && order.state === 'created')
    return createAtChannel(options, order, connection, by)
  const { reference } = order
  const status = await askPayment(options, reference, () =>
    connection.provider.queryPayment({ orderId: reference }),
  )
  await options.trace?.('channel-asked')
  const which = { id: order.id }
  const settled = await settleOrder(options, {
    which,
    status,
    source: 'query',
    audited: by.audited,
  })
  const unwanted = alternativeCredited || order.expiresAt <= options.wallClock.now()
  return settled?.state === 'pending' && settled.unknownSince === null && unwanted
    ? closeAtChannel(options, settled, by)
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
