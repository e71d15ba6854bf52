import type {
  CreatedPayment,
  PaymentStatus,
  RefundStatus,
} from '../../contracts/payment-provider.ts'
import { errorCode, errorMessage } from '../../kernel/error.ts'
import type { PaymentOptions } from './ports.ts'

/** A provider's answer about a payment; what it throws, or says of another order, is `unknown`. */
export async function askPayment<Status extends PaymentStatus>(
  { log }: Pick<PaymentOptions, 'log'>,
  reference: string,
  ask: () => Promise<Status>,
): Promise<Status | PaymentStatus> {
  try {
    const status = await ask()
    if (status.orderId === reference) return status
    log.error('A provider answered for another order', { reference, answered: status.orderId })
    return { orderId: reference, state: 'unknown', detail: 'The answer was for another order.' }
  } catch (error) {
    log.warn('A provider threw', { reference, reason: errorMessage(error) })
    return { orderId: reference, state: 'unknown', detail: errorMessage(error) }
  }
}

/** As {@link askPayment}, but a channel that refuses the order for good has made it fail. */
export async function askToCreate(
  options: Pick<PaymentOptions, 'log'>,
  reference: string,
  ask: () => Promise<CreatedPayment>,
): Promise<CreatedPayment> {
  const status = await askPayment(options, reference, () =>
    ask().catch((error: unknown): CreatedPayment => {
      if (errorCode(error) !== 'channel-refused') throw error
      const detail = errorMessage(error)
      return { orderId: reference, state: 'failed', detail, payerAction: { kind: 'none' } }
    }),
  )
  return { payerAction: { kind: 'none' }, ...status }
}

export async function askRefund(
  { log }: Pick<PaymentOptions, 'log'>,
  reference: string,
  ask: () => Promise<RefundStatus>,
): Promise<RefundStatus> {
  try {
    const status = await ask()
    if (status.refundId === reference) return status
    log.error('A provider answered for another refund', { reference, answered: status.refundId })
    return { refundId: reference, state: 'unknown', detail: 'The answer was for another refund.' }
  } catch (error) {
    log.warn('A provider threw', { reference, reason: errorMessage(error) })
    return { refundId: reference, state: 'unknown', detail: errorMessage(error) }
  }
}
