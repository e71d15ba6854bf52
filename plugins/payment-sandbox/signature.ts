import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** How far a signature's time may lie from the receiver's, either way. */
export const SIGNATURE_WINDOW_MS = 300_000

/** What is signed: the purpose keeps an answer from being passed off as a callback. */
export interface SignedContent {
  readonly purpose: 'request' | 'answer' | 'callback'
  /** Of a request `POST /v1/orders`; of an answer the request's nonce and the status; else empty. */
  readonly subject: string
  readonly merchantId: string
  readonly body: Uint8Array | string
}

export interface Signature {
  /** UTC epoch milliseconds in decimal digits. */
  readonly timestamp: string
  readonly nonce: string
  /** HMAC-SHA256, lower-case hex. */
  readonly mac: string
}

/** HMAC-SHA256 (RFC 2104) over the lines that README.md lists under "Wire format". */
export function sign(
  content: SignedContent,
  secret: string,
  { now, nonce = randomBytes(16).toString('hex') }: { now: number; nonce?: string },
): Signature {
  const timestamp = String(now)
  return { timestamp, nonce, mac: mac(content, secret, timestamp, nonce) }
}

export type Verification = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** Checks a signature and its age; the reason never tells what the right one would have been. */
export function verify(
  content: SignedContent,
  secret: string,
  signature: Signature,
  { now }: { now: number },
): Verification {
  if (!/^\d{1,15}$/.test(signature.timestamp)) return refuse('its timestamp is malformed')
  if (!/^[0-9a-f]{32}$/.test(signature.nonce)) return refuse('its nonce is malformed')
  if (!/^[0-9a-f]{64}$/.test(signature.mac)) return refuse('its signature is malformed')
  const expected = mac(content, secret, signature.timestamp, signature.nonce)
  if (!timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(signature.mac, 'hex')))
    return refuse('its signature is wrong')
  if (Math.abs(now - Number(signature.timestamp)) > SIGNATURE_WINDOW_MS)
    return refuse('it is too old, or from the future')
  return { ok: true }
}

export const HEADERS = Object.freeze({
  merchant: 'sandbox-merchant',
  timestamp: 'sandbox-timestamp',
  nonce: 'sandbox-nonce',
  mac: 'sandbox-signature',
})

export function toHeaders(merchantId: string, signature: Signature): Record<string, string> {
  return {
    [HEADERS.merchant]: merchantId,
    [HEADERS.timestamp]: signature.timestamp,
    [HEADERS.nonce]: signature.nonce,
    [HEADERS.mac]: signature.mac,
  }
}

/** Reads a signature out of lower-case header names; what is missing reads as empty. */
export function fromHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Signature & { readonly merchantId: string } {
  const one = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    merchantId: one(HEADERS.merchant),
    timestamp: one(HEADERS.timestamp),
    nonce: one(HEADERS.nonce),
    mac: one(HEADERS.mac),
  }
}

function mac(content: SignedContent, secret: string, timestamp: string, nonce: string): string {
  const digest = createHash('sha256').update(content.body).digest('hex')
  const lines = [content.purpose, content.subject, content.merchantId, timestamp, nonce, digest]
  return createHmac('sha256', secret).update(lines.join('\n')).digest('hex')
}

function refuse(reason: string): Verification {
  return { ok: false, reason }
}
