import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromHeaders, sign, toHeaders } from '../signature.ts'
import { handleAdmin } from './admin.ts'
import type { ApiAnswer } from './api.ts'
import { handleApi, problem } from './api.ts'
import { createAuthenticator } from './authenticate.ts'
import type { Book, BookEntry, Refund } from './book.ts'
import { createBook } from './book.ts'
import type { Callbacks } from './callbacks.ts'
import { createCallbacks } from './callbacks.ts'
import type { ChannelConfig } from './config.ts'
import type { Faults } from './faults.ts'
import { ANSWER_FAULTS, createFaults } from './faults.ts'
import { openJournal } from './journal.ts'
import { messagePage, payerPage } from './page.ts'

const MAX_BODY_BYTES = 65_536
const TEXT = 'text/html; charset=utf-8'

export interface Channel {
  readonly url: string
  close(): Promise<void>
}

interface Parts {
  readonly config: ChannelConfig
  readonly book: Book
  readonly faults: Faults
  readonly callbacks: Callbacks
  readonly authenticate: ReturnType<typeof createAuthenticator>
  readonly now: () => number
  readonly settleLater: (refund: Refund) => void
  readonly url: () => string
}

/** Starts the channel on 127.0.0.1, with the books that its journal holds. */
export async function startChannel(
  config: ChannelConfig,
  { now = Date.now }: { readonly now?: () => number } = {},
): Promise<Channel> {
  const book = createBook({ now })
  book.open(openJournal<BookEntry>(config.journalPath, book.replay))
  const faults = createFaults()
  const secretOf = (id: string) => config.merchants.find((one) => one.merchantId === id)?.secret
  const { retryDelaysMs } = config
  const callbacks = createCallbacks({ book, faults, secretOf, now, retryDelaysMs })
  const refunds = createSettlement({ book, faults, callbacks, delayMs: config.refundDelayMs })
  const server = createServer()
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const authenticate = createAuthenticator({ secretOf, now })
  const settleLater = refunds.settleLater
  const parts = { config, book, faults, callbacks, authenticate, now, settleLater, url }
  server.on('request', (request, response) => {
    handle(request, response, parts).catch(() => response.destroy())
  })
  server.listen(config.port, '127.0.0.1')
  await once(server, 'listening')
  for (const refund of book.refunds()) refunds.settleLater(refund)
  callbacks.pump()
  return { url: url(), close: () => closeAll(server, { book, callbacks, refunds }) }
}

async function closeAll(
  server: Server,
  parts: { book: Book; callbacks: Callbacks; refunds: { stop: () => void } },
): Promise<void> {
  parts.callbacks.stop()
  parts.refunds.stop()
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
  parts.book.close()
}

/** Refunds become final a while after they were asked for, also across a restart. */
function createSettlement(options: {
  book: Book
  faults: Faults
  callbacks: Callbacks
  delayMs: number
}) {
  const timers = new Map<string, NodeJS.Timeout>()

  function settle(refund: Refund): void {
    timers.delete(refund.refundId)
    const fails = options.faults.take(['refund-fails'], refund.orderId) !== undefined
    options.book.settleRefund(refund, fails ? 'failed' : 'refunded')
    options.callbacks.pump()
  }

  return {
    settleLater(refund: Refund): void {
      if (refund.state !== 'pending' || timers.has(refund.refundId)) return
      timers.set(
        refund.refundId,
        setTimeout(() => settle(refund), options.delayMs),
      )
    },
    stop(): void {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  parts: Parts,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://channel')
  if (parts.faults.isDown() && !pathname.startsWith('/admin/')) return void request.socket.destroy()
  const body = await readBody(request)
  if (body === undefined) return send(response, problem(413, 'too-large', null), {})
  if (pathname.startsWith('/pay/')) return servePayer(request, response, { pathname, body, parts })
  if (pathname.startsWith('/admin/')) {
    const authorization = request.headers.authorization ?? ''
    const method = request.method ?? ''
    return send(response, handleAdmin({ method, pathname, authorization, body, ...parts }), {})
  }
  await serveMerchant(request, response, { pathname, body, parts })
}

interface Received {
  readonly pathname: string
  readonly body: Buffer
  readonly parts: Parts
}

async function serveMerchant(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, body, parts }: Received,
): Promise<void> {
  const method = request.method ?? ''
  const claim = fromHeaders(request.headers)
  const caller = parts.authenticate(claim, { subject: `${method} ${pathname}`, body })
  if (!caller.ok) return send(response, problem(401, 'signature-refused', null, caller.reason), {})
  const { merchantId, secret } = caller
  const orderId = orderOf(pathname, body)
  const fault = parts.faults.take(ANSWER_FAULTS, orderId)
  if (fault?.kind === 'drop-request') return void request.socket.destroy()
  if (fault?.kind === 'http-500') return send(response, problem(500, 'fault', null), {})
  const { book, settleLater: onRefund } = parts
  const { timeZone } = parts.config
  const payUrl = ({ token }: { token: string }) => `${parts.url()}/pay/${token}`
  const answer = handleApi(
    { method, path: pathname, merchantId, body },
    { book, timeZone, payUrl, onRefund },
  )
  if (fault?.kind === 'drop-answer') return void request.socket.destroy()
  if (fault?.kind === 'delay-answer') await delay(fault.delayMs)
  const spoilt = fault?.kind === 'garbage-answer' ? { ...answer, body: '<<<not json' } : answer
  const subject = `${claim.nonce} ${spoilt.status}`
  const key = fault?.kind === 'forged-answer' ? `${secret}-forged` : secret
  const content = { purpose: 'answer', subject, merchantId, body: spoilt.body } as const
  send(response, spoilt, toHeaders(merchantId, sign(content, key, { now: parts.now() })))
}

async function servePayer(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, body, parts }: Received,
): Promise<void> {
  const token = pathname.slice('/pay/'.length)
  if (request.method === 'POST') {
    const action = new URLSearchParams(body.toString('utf8')).get('action')
    if (action !== 'pay' && action !== 'decline')
      return sendPage(response, 400, messagePage('Choose to pay or to decline.'))
    const outcome = parts.book.settleOrder(token, action)
    parts.callbacks.pump()
    if (outcome.ok || outcome.status === 409)
      return void response.writeHead(303, { location: pathname }).end()
  }
  const order = parts.book.orderByToken(token)
  if (order === undefined) return sendPage(response, 404, messagePage('There is no such payment.'))
  sendPage(response, 200, payerPage(order))
}

function sendPage(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, {
      'content-type': TEXT,
      'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .end(body)
}

function send(
  response: ServerResponse,
  answer: ApiAnswer,
  headers: Readonly<Record<string, string>>,
): void {
  response
    .writeHead(answer.status, { 'content-type': answer.contentType, ...headers })
    .end(answer.body)
}

/** The order that a request is about, where it says so. */
function orderOf(pathname: string, body: Buffer): string | null {
  const fromPath = /^\/v1\/orders\/([^/]+)/.exec(pathname)?.[1]
  if (fromPath !== undefined) return fromPath
  return /"orderId":"([A-Za-z0-9_-]{1,64})"/.exec(body.toString('utf8'))?.[1] ?? null
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function delay(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs).unref()
  })
}
