import type { Order } from './book.ts'

const STATE_TEXT: Readonly<Record<Order['state'], string>> = {
  pending: 'Waiting for your payment',
  captured: 'Paid',
  closed: 'Closed: this order can no longer be paid',
  failed: 'Declined',
}

/** The payer's page: a plain form, no script. */
export function payerPage(order: Order): string {
  const form =
    order.state === 'pending'
      ? `<form method="post">
  <button name="action" value="pay">Pay</button>
  <button name="action" value="decline">Decline</button>
</form>`
      : ''
  return page(
    'Sandbox payment',
    `<h1>${escapeHtml(order.description)}</h1>
<p><strong>${escapeHtml(formatAmount(order))}</strong></p>
<p>Order ${escapeHtml(order.orderId)} of merchant ${escapeHtml(order.merchantId)}</p>
<p role="status">${STATE_TEXT[order.state]}</p>
${form}
<p><small>A test channel: no real money moves.</small></p>`,
  )
}

export function messagePage(message: string): string {
  return page('Sandbox payment', `<p role="status">${escapeHtml(message)}</p>`)
}

/** Shows an amount to a person, with the digits that the runtime knows for the currency. */
function formatAmount({ amountMinor, currency }: Order): string {
  if (currency === '') return ''
  const options = { style: 'currency', currency, currencyDisplay: 'code' } as const
  const format = new Intl.NumberFormat('en', options)
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(`${amountMinor}E-${digits}` as Intl.StringNumericLiteral)
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title></head>
<body>
${body}
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
