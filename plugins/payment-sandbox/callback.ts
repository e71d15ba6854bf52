import type { CallbackReply, CallbackResult, RawCallback } from '@busbar/core/contracts'
import type { Connection } from './connection.ts'
import { decodePayment, decodeRefund, parseObject } from './decode.ts'
import { fromHeaders, verify } from './signature.ts'

const JSON_TYPE = 'application/json'
/** To the letter: on anything else the channel sends again. */
const RECEIVED: CallbackReply = { status: 200, contentType: JSON_TYPE, body: '{"received":true}' }
const SEND_AGAIN: CallbackReply = {
  status: 503,
  contentType: JSON_TYPE,
  body: '{"received":false}',
}
const REFUSED: CallbackReply = { status: 401, contentType: JSON_TYPE, body: '{"received":false}' }

/**
 * Checks signature, age and merchant, then reads what the channel says. A callback that comes again
 * reads the same: acting on it once is the core's part.
 */
export function parseCallback(raw: RawCallback, connection: Connection): CallbackResult {
  const headers = Object.fromEntries(
    Object.entries(raw.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const body = Buffer.from(raw.bodyBase64, 'base64')
  const { merchantId, secret } = connection
  const checked = verify(
    { purpose: 'callback', subject: '', merchantId, body },
    secret,
    fromHeaders(headers),
    { now: raw.receivedAt },
  )
  if (!checked.ok) return refused(checked.reason)
  const fields = parseObject(body.toString('utf8'))
  if (fields?.merchantId !== merchantId) return refused('it is for another merchant')
  if (fields.subject === 'payment') {
    const payment = decodePayment(fields)
    if (payment !== undefined)
      return {
        verified: true,
        subject: 'payment',
        payment,
        reply: RECEIVED,
        retryReply: SEND_AGAIN,
      }
  }
  if (fields.subject === 'refund') {
    const refund = decodeRefund(fields)
    if (refund !== undefined)
      return { verified: true, subject: 'refund', refund, reply: RECEIVED, retryReply: SEND_AGAIN }
  }
  return refused('it makes no sense')
}

function refused(reason: string): CallbackResult {
  return { verified: false, reason, reply: REFUSED }
}
