import type { PaymentStatus, RefundStatus } from '@busbar/core/contracts'

type Fields = Readonly<Record<string, unknown>>

const PAYMENT_STATES = ['pending', 'captured', 'closed', 'failed'] as const
const REFUND_STATES = ['pending', 'refunded', 'failed'] as const

/** The object in a JSON text, or undefined. */
export function parseObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined
  } catch {
    return undefined
  }
}

/** A payment as the channel states it; undefined where it makes no sense. */
export function decodePayment(fields: Fields | undefined): PaymentStatus | undefined {
  if (fields === undefined) return undefined
  const { orderId, currency, merchantId, reference } = fields
  const state = PAYMENT_STATES.find((one) => one === fields.state)
  const amountMinor = decodeAmount(fields.amountMinor)
  if (
    typeof orderId !== 'string' ||
    typeof currency !== 'string' ||
    typeof merchantId !== 'string' ||
    state === undefined ||
    amountMinor === undefined
  )
    return undefined
  if (state !== 'captured') return { orderId, state, merchantId }
  const at = decodeInstant(fields.capturedAt)
  if (typeof reference !== 'string' || at === undefined) return undefined
  return { orderId, state, merchantId, amountMinor, currency, channelReference: reference, at }
}

/** A refund as the channel states it; undefined where it makes no sense. */
export function decodeRefund(fields: Fields | undefined): RefundStatus | undefined {
  if (fields === undefined) return undefined
  const { refundId, reference } = fields
  const state = REFUND_STATES.find((one) => one === fields.state)
  const amountMinor = decodeAmount(fields.amountMinor)
  if (typeof refundId !== 'string' || state === undefined || amountMinor === undefined)
    return undefined
  return {
    refundId,
    state,
    amountMinor,
    ...(typeof reference === 'string' ? { channelReference: reference } : {}),
  }
}

export function decodeAmount(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? BigInt(value) : undefined
}

/** Callbacks carry epoch milliseconds, answers RFC 3339. */
function decodeInstant(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
