import { isRecord } from './config.ts'

const REFERENCE = /^[A-Za-z0-9_-]{1,64}$/
const AMOUNT = /^[1-9]\d{0,14}$/
const CURRENCY = /^[A-Z]{3}$/

export type Fields = Readonly<Record<string, unknown>>

/** A body or path that does not fit; the message names the field. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string }

export function parseJson(body: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Amounts are minor units as decimal digits, instants RFC 3339. */
export function parseOrderRequest(fields: Fields): Parsed<{
  readonly orderId: string
  readonly amountMinor: string
  readonly currency: string
  readonly description: string
  readonly expiresAt: number
  readonly callbackUrl: string
}> {
  const { orderId, amountMinor, currency, description, expiresAt, callbackUrl } = fields
  if (!fits(orderId, REFERENCE)) return wrong('orderId')
  if (!fits(amountMinor, AMOUNT)) return wrong('amountMinor')
  if (!fits(currency, CURRENCY)) return wrong('currency')
  if (typeof description !== 'string' || description.length > 200) return wrong('description')
  const expiry = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN
  if (Number.isNaN(expiry)) return wrong('expiresAt')
  if (typeof callbackUrl !== 'string' || !isLoopback(callbackUrl)) return wrong('callbackUrl')
  return {
    ok: true,
    value: { orderId, amountMinor, currency, description, expiresAt: expiry, callbackUrl },
  }
}

export function parseRefundRequest(fields: Fields): Parsed<{
  readonly refundId: string
  readonly orderId: string
  readonly amountMinor: string
  readonly currency: string
}> {
  const { refundId, orderId, amountMinor, currency } = fields
  if (!fits(refundId, REFERENCE)) return wrong('refundId')
  if (!fits(orderId, REFERENCE)) return wrong('orderId')
  if (!fits(amountMinor, AMOUNT)) return wrong('amountMinor')
  if (!fits(currency, CURRENCY)) return wrong('currency')
  return { ok: true, value: { refundId, orderId, amountMinor, currency } }
}

/** The test channel calls nobody outside of its own machine. */
function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  const loopback =
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
  return loopback && (protocol === 'http:' || protocol === 'https:')
}

function fits(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value)
}

const wrong = (field: string): { ok: false; message: string } => ({
  ok: false,
  message: `${field} is missing or malformed`,
})
