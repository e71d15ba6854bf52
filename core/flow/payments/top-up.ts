import { FIRST_POLL_MS } from '../../domain/payments/poll.ts'
import { fingerprint } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { isPayable, type Micros, toMinor } from '../../kernel/money.ts'
import { askPayment, askToCreate } from './ask.ts'
import type {
  Audited,
  PayingAccount,
  PaymentBooks,
  PaymentConnection,
  PaymentOptions,
  StoredOrder,
} from './ports.ts'
import { settleOrder } from './settle.ts'

export interface TopUpRequest {
  /** Of the site; kept for ever. */
  readonly idempotencyKey: string
  readonly accountId: Id
  readonly connectionId: Id
  readonly amountMicros: Micros
  readonly currency: string
  /** What the payer reads. */
  readonly description: string
  /** User id. */
  readonly requestedBy: string
  /** Whether staff asks, at the desk. */
  readonly byStaff: boolean
  /** An order for the same money at another channel, which the payer has turned away from. */
  readonly alternativeToId: Id | null
  readonly audited?: Audited<StoredOrder>
}

/**
 * Stores the intent with its key, then asks the channel, then stores the answer: three steps, any of
 * which may be the last before a crash. Repeating the call goes on where it stopped.
 * @throws `amount-not-payable`, `not-found`, `staff-only`, `account-closed`, `currency-mismatch`,
 *   `order-settled`, `idempotency-key-reused`
 */
export async function createTopUp(
  options: PaymentOptions,
  request: TopUpRequest,
): Promise<StoredOrder> {
  if (request.amountMicros <= 0n || !isPayable(request.amountMicros, request.currency))
    throw busbarError('amount-not-payable')
  const connection = await options.connections.get(request)
  const order = await storeIntent(options, request, connection)
  await options.trace?.('order-stored')
  const answered = order.state !== 'created' && order.unknownSince === null
  if (answered) return order
  if (connection === null) throw busbarError('not-found', { detail: 'No such way to pay.' })
  return createAtChannel(options, order, connection)
}

async function storeIntent(
  options: PaymentOptions,
  request: TopUpRequest,
  connection: PaymentConnection | null,
): Promise<StoredOrder> {
  const { idempotencyKey, accountId, connectionId, amountMicros, currency } = request
  const { alternativeToId, requestedBy } = request
  const bodyHash = fingerprint({
    ...{ accountId, connectionId, amountMicros, currency, alternativeToId, requestedBy },
  })
  return options.store.transact(async (books) => {
    const account = await books.account(request)
    if (account === null) throw busbarError('not-found', { detail: 'No such account.' })
    const { siteId } = account
    // Before anything is judged: a replay gets its first answer, whatever has changed since.
    const known = await books.findOrderByKey({ siteId, idempotencyKey })
    const stored =
      known ?? (await insertIntent(options, { books, request, connection, account, bodyHash }))
    if (stored.bodyHash !== bodyHash) throw busbarError('idempotency-key-reused')
    return stored.order
  })
}

async function insertIntent(
  options: PaymentOptions,
  context: {
    readonly books: PaymentBooks
    readonly request: TopUpRequest
    readonly connection: PaymentConnection | null
    readonly account: PayingAccount
    readonly bodyHash: string
  },
): Promise<{ readonly order: StoredOrder; readonly bodyHash: string }> {
  const { books, request, connection, account, bodyHash } = context
  const { siteId } = account
  if (connection?.siteId !== siteId)
    throw busbarError('not-found', { detail: 'No such way to pay.' })
  if (connection.capabilities.staffOnly && !request.byStaff) throw busbarError('staff-only')
  if (account.state !== 'open') throw busbarError('account-closed')
  if (account.currency !== request.currency) throw busbarError('currency-mismatch')
  const { orderLifetimeMs } = await options.rules({ siteId })
  const now = options.wallClock.now()
  const reference = options.newReference()
  const stored = await books.insertOrder({
    reference,
    siteId,
    accountId: request.accountId,
    connectionId: request.connectionId,
    alternativeToId: await rootOf(books, request),
    amountMicros: request.amountMicros,
    currency: request.currency,
    merchantId: connection.merchantId,
    description: request.description,
    requestedBy: request.requestedBy,
    expiresAt: now + orderLifetimeMs,
    idempotencyKey: request.idempotencyKey,
    bodyHash,
    nextPollAt: now + FIRST_POLL_MS,
  })
  // Another reference: the same command was faster, and has told of it.
  if (stored.order.reference === reference) await request.audited?.(stored.order, books.transaction)
  return stored
}

/** The first of the orders for the same money; it must be the same money, and not be there yet. */
async function rootOf(books: PaymentBooks, request: TopUpRequest): Promise<Id | null> {
  if (request.alternativeToId === null) return null
  const locked = await books.lockOrder({ id: request.alternativeToId })
  if (locked === null) throw busbarError('not-found', { detail: 'No such order to replace.' })
  const { order, alternativeCredited } = locked
  const same =
    order.accountId === request.accountId &&
    order.amountMicros === request.amountMicros &&
    order.currency === request.currency
  if (!same) throw busbarError('not-found', { detail: 'The order to replace is for other money.' })
  if (order.state === 'captured' || alternativeCredited) throw busbarError('order-settled')
  return order.alternativeToId ?? order.id
}

/** Asks the channel for the payment, again or for the first time: the reference makes it one. */
export async function createAtChannel(
  options: PaymentOptions,
  order: StoredOrder,
  { provider, callbackUrl }: PaymentConnection,
  by: { readonly audited?: Audited<StoredOrder> } = {},
): Promise<StoredOrder> {
  const { payerAction, ...status } = await askToCreate(options, order.reference, () =>
    provider.createPayment({
      orderId: order.reference,
      amountMinor: toMinor(order.amountMicros, order.currency),
      currency: order.currency,
      description: order.description,
      expiresAt: order.expiresAt,
      callbackUrl,
    }),
  )
  await options.trace?.('channel-created')
  const which = { id: order.id }
  const settled = await settleOrder(options, {
    which,
    status,
    source: 'create',
    payerAction,
    audited: by.audited,
  })
  await options.trace?.('answer-stored')
  return settled ?? order
}

/**
 * Closes an order that nobody wants to pay any more; where the money was faster it is credited.
 * @throws `not-found`
 */
export async function closeAtChannel(
  options: PaymentOptions,
  order: StoredOrder,
  by: { readonly audited?: Audited<StoredOrder> } = {},
): Promise<StoredOrder> {
  const connection = await options.connections.get(order)
  if (connection === null) throw busbarError('not-found', { detail: 'No such way to pay.' })
  const { reference } = order
  const status = await askPayment(options, reference, () =>
    connection.provider.closePayment({ orderId: reference }),
  )
  await options.trace?.('channel-closed')
  const which = { id: order.id }
  return (
    (await settleOrder(options, { which, status, source: 'close', audited: by.audited })) ?? order
  )
}
