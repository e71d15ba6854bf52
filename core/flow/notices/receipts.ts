import type { DeliveryEvent, Log } from '../../contracts/index.ts'
import { applyReceipt, confirmDoorNotice, type Delivery } from '../../domain/notices/delivery.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { NoticeChannels, NoticeStore } from './ports.ts'

export interface ReceiptOptions {
  readonly store: NoticeStore
  readonly channels: Pick<NoticeChannels, 'receipts'>
  /** The domain clock. */
  readonly clock: Clock
  readonly log: Log
}

/**
 * Has a channel read an event and keeps what it tells. A channel tells of its own connection's
 * deliveries alone; the instant is when we learn of it, since grace periods start by it.
 */
export async function handleDeliveryEvent(
  { connectionId, event }: { readonly connectionId: Id; readonly event: DeliveryEvent },
  { store, channels, clock, log }: ReceiptOptions,
): Promise<{ readonly kept: number }> {
  const { receipts } = await channels.receipts({ connectionId, event })
  if (receipts.length === 0) return { kept: 0 }
  return store.transaction(async (transaction) => {
    const now = clock.now()
    const keys = [...new Set(receipts.map(({ deliveryId }) => deliveryId))]
    const locked = await store.lockDeliveries({ keys, transaction })
    const own = locked.filter((delivery) => delivery.connectionId === connectionId)
    if (own.length < keys.length)
      log.warn('A channel told of deliveries that are not its own.', {
        connectionId,
        count: keys.length - own.length,
      })
    const deliveries = own.map((delivery) => {
      const told = receipts.filter(({ deliveryId }) => deliveryId === delivery.key)
      const after = told.reduce<Delivery>(
        (known, receipt) => applyReceipt(known, { ...receipt, at: now }),
        delivery,
      )
      return { ...delivery, ...after }
    })
    await store.saveDeliveries({ deliveries, now, transaction })
    return { kept: deliveries.length }
  })
}

/**
 * Tells the channels that a user has opened a notice. Only what was sent to that very user counts:
 * nobody reads a notice for another.
 */
export async function openNotice(
  { noticeId, userId }: { readonly noticeId: Id; readonly userId: string },
  options: ReceiptOptions,
): Promise<{ readonly kept: number }> {
  const deliveries = await options.store.deliveriesOf({ noticeId })
  let kept = 0
  for (const { key: deliveryId, connectionId, address, state, reached } of deliveries) {
    if (connectionId === null || state !== 'sent' || address?.userId !== userId) continue
    if (reached.read !== undefined) continue
    const event = { kind: 'opened', deliveryId, at: options.clock.now() } as const
    kept += (await handleDeliveryEvent({ connectionId, event }, options)).kept
  }
  return { kept }
}

/**
 * Staff confirm that they brought a notice to the door; confirming twice changes nothing.
 * @throws `not-found` where no such task was opened
 */
export async function confirmDoor(
  {
    noticeId,
    confirmedBy,
    audited,
  }: {
    readonly noticeId: Id
    readonly confirmedBy: string
    /** Told in the transaction of the confirmation. */
    readonly audited?: (transaction: Transaction) => Promise<void>
  },
  { store, clock }: Pick<ReceiptOptions, 'store' | 'clock'>,
): Promise<void> {
  const door = (await store.deliveriesOf({ noticeId })).find(({ routeId }) => routeId === null)
  if (door === undefined) throw busbarError('not-found', { detail: 'There is no door notice.' })
  await store.transaction(async (transaction) => {
    const now = clock.now()
    const [delivery] = await store.lockDeliveries({ keys: [door.key], transaction })
    if (delivery?.state !== 'door') return
    const confirmed = { ...delivery, ...confirmDoorNotice(delivery, now), confirmedBy }
    await store.saveDeliveries({ deliveries: [confirmed], now, transaction })
    await store.closeDoorTask({ noticeId, closedBy: confirmedBy, now, transaction })
    await audited?.(transaction)
  })
}
