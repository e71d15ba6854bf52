import { isOpen } from '../../domain/payments/order.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { LockedOrder, PaymentOptions, StoredOrder } from './ports.ts'
import { askAboutOrder } from './resolve.ts'
import { closeAtChannel } from './top-up.ts'

/**
 * Asks the channel now, instead of when it is due.
 * @returns the order as it is then
 * @throws `not-found`
 */
export async function refreshOrder(
  options: PaymentOptions,
  which: { readonly orderId: Id },
): Promise<StoredOrder> {
  const locked = await find(options, which)
  const { order } = locked
  if (!isOpen(order) || isUnderWay(order)) return order
  return (await askAboutOrder(options, locked)) ?? order
}

/**
 * Closes an order that nobody wants to pay any more, at the channel first.
 * @returns the order as it is then: credited, where the money was faster
 * @throws `not-found`, `unsupported` at a channel for staff only, where no order waits
 */
export async function closeOrder(
  options: PaymentOptions,
  which: { readonly orderId: Id },
): Promise<StoredOrder> {
  const { order } = await find(options, which)
  if (!isOpen(order) || isUnderWay(order)) return order
  const connection = await options.connections.get(order)
  if (connection?.capabilities.staffOnly) throw busbarError('unsupported')
  return closeAtChannel(options, order)
}

async function find(
  options: PaymentOptions,
  { orderId }: { readonly orderId: Id },
): Promise<LockedOrder> {
  const locked = await options.store.transact((books) => books.lockOrder({ id: orderId }))
  if (locked === null) throw busbarError('not-found', { detail: 'No such order.' })
  return locked
}

/** The channel is being asked for it: to ask about it now might be faster, and find nothing. */
function isUnderWay({ state, unknownSince }: StoredOrder): boolean {
  return state === 'created' && unknownSince === null
}
