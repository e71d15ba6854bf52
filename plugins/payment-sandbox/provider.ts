import type {
  ConnectionTest,
  CreatedPayment,
  CreatePayment,
  JsonObject,
  Log,
  PaymentProvider,
  PaymentProviderContribution,
  PaymentStatus,
  RefundStatus,
} from '@busbar/core/contracts'
import { busbarError, formatInstant } from '@busbar/core/contracts'
import { parseCallback } from './callback.ts'
import type { Call, ChannelAnswer } from './client.ts'
import { createClient } from './client.ts'
import { readConnection } from './connection.ts'
import { decodePayment, decodeRefund, parseObject } from './decode.ts'
import { parseStatement } from './statement.ts'

export const sandbox: PaymentProviderContribution = {
  type: 'sandbox',
  create({ connection: json, log, signal }): PaymentProvider {
    const connection = readConnection(json)
    const call = createClient(connection, signal)
    return {
      createPayment: (request) => createPayment(request, call, log),
      queryPayment: ({ orderId }) => askPayment(orderId, 'GET', `/v1/orders/${enc(orderId)}`),
      closePayment: ({ orderId }) =>
        askPayment(orderId, 'POST', `/v1/orders/${enc(orderId)}/close`),
      refund: (request) => refund(request, call, log),
      async queryRefund({ refundId }) {
        const answer = await call({ method: 'GET', path: `/v1/refunds/${enc(refundId)}` })
        return readRefund(refundId, answer, log)
      },
      async parseCallback(raw) {
        const result = parseCallback(raw, connection)
        if (!result.verified) log.warn('A callback was refused', { reason: result.reason })
        return result
      },
      fetchStatement: ({ day }) => fetchStatement(day, call),
    }

    async function askPayment(orderId: string, method: 'GET' | 'POST', path: string) {
      return readPayment(orderId, await call({ method, path }), log)
    }
  },
  test,
}

async function createPayment(
  request: CreatePayment,
  call: Call,
  log: Log,
): Promise<CreatedPayment> {
  const { orderId, amountMinor, currency, description, callbackUrl } = request
  const answer = await call({
    method: 'POST',
    path: '/v1/orders',
    body: {
      orderId,
      amountMinor: amountMinor.toString(),
      currency,
      description,
      expiresAt: formatInstant(request.expiresAt),
      callbackUrl,
    },
  })
  const payment = readPayment(orderId, answer, log)
  const none = { ...payment, payerAction: { kind: 'none' } } as const
  if (payment.state !== 'pending' || answer.kind !== 'answer') return none
  const url = parseObject(answer.body)?.payUrl
  if (typeof url !== 'string' || !URL.canParse(url))
    return { ...none, state: 'unknown', detail: 'The channel gave no link for the payer.' }
  return { ...payment, payerAction: { kind: 'redirect', url } }
}

/** @throws `idempotency-key-reused`, `channel-refused` where the channel says no for good. */
function readPayment(orderId: string, answer: ChannelAnswer, log: Log): PaymentStatus {
  if (answer.kind === 'no-answer') return unknownPayment(orderId, answer.detail, log)
  if (answer.status === 200) {
    const payment = decodePayment(parseObject(answer.body))
    if (payment?.orderId === orderId) return payment
    return unknownPayment(orderId, 'the answer makes no sense', log)
  }
  const code = problemCode(answer)
  if (code === 'order-not-found')
    return { orderId, state: 'failed', detail: 'The channel does not know this order.' }
  throwRefusal(answer, code)
  return unknownPayment(orderId, `HTTP ${answer.status}`, log)
}

async function refund(
  request: Parameters<PaymentProvider['refund']>[0],
  call: Call,
  log: Log,
): Promise<RefundStatus> {
  const { refundId, orderId, amountMinor, currency, reason } = request
  const body = { refundId, orderId, amountMinor: amountMinor.toString(), currency, reason }
  return readRefund(refundId, await call({ method: 'POST', path: '/v1/refunds', body }), log)
}

/** What is refused for good moved no money: the refund has failed. */
const REFUND_REFUSALS: Readonly<Record<string, string>> = {
  'refund-exceeds-capture': 'It would give back more than was captured.',
  'order-not-captured': 'The order was never paid.',
  'order-not-found': 'The channel does not know the order.',
  'currency-differs': 'The order was paid in another currency.',
}

function readRefund(refundId: string, answer: ChannelAnswer, log: Log): RefundStatus {
  if (answer.kind === 'no-answer') return unknownRefund(refundId, answer.detail, log)
  if (answer.status === 200) {
    const status = decodeRefund(parseObject(answer.body))
    if (status?.refundId === refundId) return status
    return unknownRefund(refundId, 'the answer makes no sense', log)
  }
  const code = problemCode(answer)
  // The request may still be under way: only asking for the refund again settles it.
  if (code === 'refund-not-found')
    return unknownRefund(refundId, 'the channel does not know this refund', log)
  const refusal = REFUND_REFUSALS[code]
  if (refusal !== undefined) return { refundId, state: 'failed', detail: refusal }
  throwRefusal(answer, code)
  return unknownRefund(refundId, `HTTP ${answer.status}`, log)
}

async function fetchStatement(day: string, call: Call) {
  const answer = await call({ method: 'GET', path: `/v1/statements/${enc(day)}` })
  if (answer.kind === 'no-answer')
    throw busbarError('channel-unavailable', { detail: `No statement: ${answer.detail}.` })
  if (answer.status === 200) return { rows: parseStatement(answer.body) }
  throwRefusal(answer, problemCode(answer))
  throw busbarError('channel-unavailable', { detail: `No statement: HTTP ${answer.status}.` })
}

async function test(request: {
  readonly connection: JsonObject
  readonly timeoutMs: number
}): Promise<ConnectionTest> {
  const connection = { ...readConnection(request.connection), timeoutMs: request.timeoutMs }
  const call = createClient(connection, new AbortController().signal)
  const answer = await call({ method: 'GET', path: '/v1/ping' })
  if (answer.kind === 'no-answer') return { ok: false, detail: `No connection: ${answer.detail}.` }
  return answer.status === 200
    ? { ok: true, detail: `Connected as merchant ${connection.merchantId}.` }
    : { ok: false, detail: `The channel answered HTTP ${answer.status}.` }
}

type Answer = Extract<ChannelAnswer, { kind: 'answer' }>

function problemCode({ body }: Answer): string {
  const code = parseObject(body)?.code
  return typeof code === 'string' ? code : ''
}

/** Requests that no repetition would mend are a defect of the caller or the configuration. */
function throwRefusal({ status }: Answer, code: string): void {
  if (code === 'order-conflict' || code === 'refund-conflict')
    throw busbarError('idempotency-key-reused', {
      detail: 'The channel knows this id with another amount, currency or text.',
    })
  if (status >= 400 && status < 500)
    throw busbarError('channel-refused', { detail: `The channel answered ${status} ${code}.` })
}

function unknownPayment(orderId: string, detail: string, log: Log): PaymentStatus {
  log.warn('The state of a payment is unknown', { orderId, detail })
  return { orderId, state: 'unknown', detail }
}

function unknownRefund(refundId: string, detail: string, log: Log): RefundStatus {
  log.warn('The state of a refund is unknown', { refundId, detail })
  return { refundId, state: 'unknown', detail }
}

const enc = encodeURIComponent
