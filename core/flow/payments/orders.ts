import { isOpen } from '../../domain/payments/order.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Audited, LockedOrder, PaymentOptions, StoredOrder } from './ports.ts'
import { askAboutOrder } from './resolve.ts'
import { closeAtChannel } from './top-up.ts'

export interface OrderCommand {
  readonly orderId: Id
  /**
   * Called in the transaction that takes the command, before any channel is asked, and once more in
   * the one that changes the order: whatever dies in between, it is known who asked for what.
   */
  readonly audited?: Audited<StoredOrder>
}

/**
 * Asks the channel now, instead of when it is due.
 * @returns the order as it is then
 * @throws `not-found`
 */
export async function refreshOrder(
  options: PaymentOptions,
  command: OrderCommand,
): Promise<StoredOrder> {
  const locked = await take(options, command)
  const { order } = locked
  if (!isOpen(order) || isUnderWay(order)) return order
  return (await askAboutOrder(options, locked, command)) ?? order
}

/**
 * Closes an order that nobody wants to pay any more, at the channel first.
 * @returns the order as it is then: credited, where the money was faster
 * @throws `not-found`, `unsupported` at a channel for staff only, where no order waits
 */
export async function closeOrder(
  options: PaymentOptions,
  command: OrderCommand,
): Promise<StoredOrder> {
  const { order } = await take(options, command)
  if (!isOpen(order) || isUnderWay(order)) return order
  const connection = await options.connections.get(order)
  if (connection?.capabilities.staffOnly) throw busbarError('unsupported')
  return closeAtChannel(options, order, command)
}

function take({ store }: PaymentOptions, { orderId, audited }: OrderCommand): Promise<LockedOrder> {
  return store.transact(async (books) => {
    const locked = await books.lockOrder({ id: orderId })
    if (locked === null) throw busbarError('not-found', { detail: 'No such order.' })
    await audited?.(locked.order, books.transaction)
    return locked
  })
}

/** The channel is being asked for it: to ask about it now might be faster, and find nothing. */
function isUnderWay({ state, unknownSince }: StoredOrder): boolean {
  return state === 'created' && unknownSince === null
}
