import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Mailbox, Message } from './mailbox.ts'

interface Page {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/**
 * Answers GET /messages?to=, GET /messages/:id and a plain list at /. E-mails are shown as text:
 * nothing of what somebody sent runs in the reader's browser.
 */
export function answer(mailbox: Mailbox, request: IncomingMessage, response: ServerResponse): void {
  const { status, contentType, body } = pageOf(mailbox, request)
  response
    .writeHead(status, {
      'content-type': `${contentType}; charset=utf-8`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    })
    .end(body)
}

function pageOf(mailbox: Mailbox, request: IncomingMessage): Page {
  const url = URL.parse(request.url ?? '/', 'http://sink')
  const path = url?.pathname ?? ''
  if (request.method !== 'GET') return json(405, { error: 'Only GET is answered here.' })
  if (path === '/') return { status: 200, contentType: 'text/html', body: listPage(mailbox.list()) }
  if (path === '/messages')
    return json(200, { messages: mailbox.list({ to: url?.searchParams.get('to') ?? undefined }) })
  const id = /^\/messages\/(\d{1,15})$/.exec(path)?.[1]
  const message = id === undefined ? null : mailbox.get(Number(id))
  return message === null ? json(404, { error: 'There is no such message.' }) : json(200, message)
}

function json(status: number, body: unknown): Page {
  return { status, contentType: 'application/json', body: JSON.stringify(body) }
}

function listPage(messages: readonly Message[]): string {
  const rows = messages.map(
    ({ id, receivedAt, to, subject, text }) => `
<details><summary><time>${escapeHtml(receivedAt)}</time> <b>${escapeHtml(to.join(', '))}</b>
${escapeHtml(subject)} <a href="/messages/${id}">JSON</a></summary><pre>${escapeHtml(text)}</pre></details>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>E-mails</title>
<style>body{font:15px/1.5 sans-serif;margin:2em;max-width:60em}pre{white-space:pre-wrap}</style></head>
<body><h1>E-mails (${messages.length})</h1>${rows.join('')}</body></html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
