import type { Order, Refund } from './book.ts'

const HEADER = ['kind', 'order_id', 'refund_id', 'reference', 'amount_minor', 'currency', 'at']

/**
 * The bill of one calendar day as CSV (RFC 4180, UTF-8, CRLF): what was captured and what was
 * refunded on it. Amounts are in minor units.
 */
export function statementCsv(request: {
  readonly orders: readonly Order[]
  readonly refunds: readonly Refund[]
  readonly merchantId: string
  readonly day: string
  readonly timeZone: string
}): string {
  const { merchantId, day } = request
  const dayOf = calendarDay(request.timeZone)
  const onDay = (at: number | undefined): at is number => at !== undefined && dayOf(at) === day
  const payments = request.orders.flatMap((order) =>
    order.merchantId === merchantId && order.state === 'captured' && onDay(order.capturedAt)
      ? [{ ...order, kind: 'payment', refundId: '', at: order.capturedAt }]
      : [],
  )
  const refunds = request.refunds.flatMap((refund) =>
    refund.merchantId === merchantId && refund.state === 'refunded' && onDay(refund.settledAt)
      ? [{ ...refund, kind: 'refund', at: refund.settledAt }]
      : [],
  )
  const rows = [...payments, ...refunds]
    .sort((a, b) => a.at - b.at)
    .map((row) => [
      row.kind,
      row.orderId,
      row.refundId,
      row.reference ?? '',
      row.amountMinor,
      row.currency,
      new Date(row.at).toISOString(),
    ])
  return [HEADER, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** The calendar day (YYYY-MM-DD) of an instant in a zone. */
function calendarDay(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return (at) => format.format(at)
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
