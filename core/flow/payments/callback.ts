import type {
  CallbackReply,
  CallbackResult,
  RawCallback,
} from '../../contracts/payment-provider.ts'
import { busbarError, errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { PaymentConnection, PaymentOptions } from './ports.ts'
import { settleRefund } from './refund-settle.ts'
import { settleOrder } from './settle.ts'

/**
 * A channel calls: the provider verifies and reads it, the books take it in, and only then the
 * channel is told that we have it. What could not be kept is asked for again.
 * @throws `not-found` where the connection takes no callbacks
 */
export async function handleCallback(
  options: PaymentOptions,
  { connectionId, callback }: { readonly connectionId: Id; readonly callback: RawCallback },
): Promise<CallbackReply> {
  const connection = await options.connections.get({ connectionId })
  if (!connection?.capabilities.callbacks) throw busbarError('not-found')
  const result = await connection.provider.parseCallback(callback)
  await options.trace?.('callback-parsed')
  if (!result.verified) {
    options.log.warn('A callback was refused', { connectionId, reason: result.reason })
    return result.reply
  }
  try {
    const known = await keep(options, connection, result)
    if (!known) await reportStranger(options, connection, result)
  } catch (error) {
    options.log.error('A callback could not be kept', { connectionId, reason: errorMessage(error) })
    return result.retryReply
  }
  await options.trace?.('callback-stored')
  return result.reply
}

type Verified = Extract<CallbackResult, { verified: true }>

async function keep(
  options: PaymentOptions,
  { connectionId }: PaymentConnection,
  result: Verified,
): Promise<boolean> {
  if (result.subject === 'payment') {
    const { payment: status } = result
    const which = { connectionId, reference: status.orderId }
    return (await settleOrder(options, { which, status, source: 'callback' })) !== null
  }
  const { refund: status } = result
  const which = { connectionId, reference: status.refundId }
  return (await settleRefund(options, { which, status, source: 'callback' })) !== null
}

/** Money that nobody here has asked for is for a person, and so is money sent back like that. */
async function reportStranger(
  { store }: PaymentOptions,
  { siteId, connectionId }: PaymentConnection,
  result: Verified,
): Promise<void> {
  const reference = result.subject === 'payment' ? result.payment.orderId : result.refund.refundId
  await store.transact((books) =>
    books.openRepair({
      siteId,
      kind: `${result.subject}-unknown-here`,
      subject: `connection:${connectionId}:${reference}`,
      ownerRole: 'accountant',
      severity: 'critical',
      detail: { reference },
    }),
  )
}
