import type { Book, Order, Outcome, Refund } from './book.ts'
import type { Parsed } from './requests.ts'
import { parseJson, parseOrderRequest, parseRefundRequest } from './requests.ts'
import { statementCsv } from './statement.ts'

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly merchantId: string
  readonly body: Buffer
}

export interface ApiAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** What the request was about, so that faults can single it out. */
  readonly orderId: string | null
}

export interface ApiOptions {
  readonly book: Book
  readonly timeZone: string
  readonly payUrl: (order: Order) => string
  readonly onRefund: (refund: Refund) => void
}

/** What the channel does for an authenticated merchant. */
export function handleApi(request: ApiRequest, options: ApiOptions): ApiAnswer {
  const { book } = options
  const { merchantId } = request
  const [version, resource = '', id = '', action = ''] = request.path.slice(1).split('/')
  const route = `${request.method} ${resource}${id === '' ? '' : '/:id'}${action && `/${action}`}`
  if (version !== 'v1') return problem(404, 'no-such-path', null)
  switch (route) {
    case 'GET ping':
      return json(200, { merchantId }, null)
    case 'POST orders':
      return withBody(request, parseOrderRequest, (order) =>
        orderAnswer(book.createOrder({ merchantId, ...order }), order.orderId, options),
      )
    case 'GET orders/:id':
      return orderAnswer(book.queryOrder(merchantId, id), id, options)
    case 'POST orders/:id/close':
      return orderAnswer(book.closeOrder(merchantId, id), id, options)
    case 'POST refunds':
      return withBody(request, parseRefundRequest, (refund) => {
        const outcome = book.createRefund({ merchantId, ...refund })
        if (outcome.ok) options.onRefund(outcome.value)
        return refundAnswer(outcome, refund.orderId)
      })
    case 'GET refunds/:id': {
      const outcome = book.queryRefund(merchantId, id)
      return refundAnswer(outcome, outcome.ok ? outcome.value.orderId : null)
    }
    case 'GET statements/:id':
      return statementAnswer(merchantId, id, options)
    default:
      return problem(404, 'no-such-path', null)
  }
}

function withBody<T>(
  request: ApiRequest,
  parse: (fields: Readonly<Record<string, unknown>>) => Parsed<T>,
  act: (value: T) => ApiAnswer,
): ApiAnswer {
  const fields = parseJson(request.body)
  if (fields === undefined) return problem(400, 'not-json', null)
  const parsed = parse(fields)
  return parsed.ok ? act(parsed.value) : problem(400, 'malformed', null, parsed.message)
}

function orderAnswer(outcome: Outcome<Order>, orderId: string, options: ApiOptions): ApiAnswer {
  if (!outcome.ok) return problem(outcome.status, outcome.code, orderId)
  const order = outcome.value
  const body = {
    merchantId: order.merchantId,
    orderId: order.orderId,
    state: order.state,
    amountMinor: order.amountMinor,
    currency: order.currency,
    payUrl: order.state === 'pending' ? options.payUrl(order) : null,
    reference: order.reference ?? null,
    capturedAt: order.capturedAt === undefined ? null : new Date(order.capturedAt).toISOString(),
  }
  return json(200, body, orderId)
}

function refundAnswer(outcome: Outcome<Refund>, orderId: string | null): ApiAnswer {
  if (!outcome.ok) return problem(outcome.status, outcome.code, orderId)
  const { merchantId, refundId, state, amountMinor, currency, reference = null } = outcome.value
  const body = { merchantId, refundId, state, amountMinor, currency, reference }
  return json(200, { ...body, orderId: outcome.value.orderId }, orderId)
}

function statementAnswer(merchantId: string, day: string, options: ApiOptions): ApiAnswer {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    return problem(400, 'malformed', null, 'the day must be YYYY-MM-DD')
  const body = statementCsv({
    orders: options.book.orders(),
    refunds: options.book.refunds(),
    merchantId,
    day,
    timeZone: options.timeZone,
  })
  return { status: 200, contentType: 'text/csv; charset=utf-8', body, orderId: null }
}

export function problem(
  status: number,
  code: string,
  orderId: string | null,
  detail?: string,
): ApiAnswer {
  return json(status, { code, ...(detail === undefined ? {} : { detail }) }, orderId)
}

function json(status: number, body: unknown, orderId: string | null): ApiAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body), orderId }
}
