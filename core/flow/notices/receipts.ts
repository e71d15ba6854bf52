import type { DeliveryEvent, Log } from '../../contracts/index.ts'
import { applyReceipt, confirmDoorNotice, type Delivery } from '../../domain/notices/delivery.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock } from '../../kernel/instant.ts'
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
 * Tells the channels that a reader has opened a notice. The account must be the notice's own.
 * @throws `not-found` where it is not
 */
export async function openNotice(
  { noticeId, accountId }: { readonly noticeId: Id; readonly accountId: Id },
  options: ReceiptOptions,
): Promise<{ readonly kept: number }> {
  const deliveries = await options.store.deliveriesOf({ noticeId, accountId })
  if (deliveries.length === 0) throw busbarError('not-found')
  let kept = 0
  for (const { key: deliveryId, connectionId, state } of deliveries) {
    if (connectionId === null || state !== 'sent') continue
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
  { noticeId, confirmedBy }: { readonly noticeId: Id; readonly confirmedBy: string },
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
  })
}
