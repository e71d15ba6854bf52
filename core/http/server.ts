import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { busbarError } from '../kernel/error.ts'
import type { RequestHandler } from './gateway.ts'
import { setSecurityHeaders } from './headers.ts'
import { problemOf } from './problem.ts'

export interface HttpServerOptions {
  readonly handler: RequestHandler
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly https: boolean
  /** The whole request has to arrive within. */
  readonly requestTimeoutMs?: number
  readonly maxConnections?: number
}

export interface HttpServer {
  readonly host: string
  readonly port: number
  /** Requests under way. */
  active(): number
  /**
   * Takes no more requests and waits for those under way; what still runs after `timeoutMs` is cut off. Streams of
   * live events are under way until their hub is stopped: stop it first, or they use up the time.
   */
  drain(options: { readonly timeoutMs: number }): Promise<{ readonly cut: number }>
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const REQUEST_TIMEOUT_MS = 30_000
const MAX_CONNECTIONS = 2_000

/** Listens; every request is tracked until its answer is sent. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const active = new Set<ServerResponse>()
  let draining = false
  const server = createServer(
    {
      requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      headersTimeout: 10_000,
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      active.add(response)
      response.once('close', () => active.delete(response))
      setSecurityHeaders(response, options)
      const refusal = refusalOf(request, draining)
      if (refusal !== null) return refuse(response, refusal)
      prepare(request)
      options.handler(request, response)
    },
  )
  server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  return {
    host: options.host,
    port,
    active: () => active.size,
    async drain({ timeoutMs }) {
      draining = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A connection kept alive would otherwise wait for requests that are refused anyway.
      for (const response of active)
        if (!response.headersSent) response.setHeader('Connection', 'close')
      const idle = setInterval(() => server.closeIdleConnections(), 100)
      const cut = await Promise.race([closed.then(() => 0), after(timeoutMs, () => active.size)])
      clearInterval(idle)
      server.closeAllConnections()
      await closed
      return { cut }
    },
  }
}

function refusalOf({ method = '' }: IncomingMessage, draining: boolean) {
  if (draining) return busbarError('overloaded', { detail: 'This instance is stopping.' })
  // The library below would run the action that an OPTIONS request asks about.
  return METHODS.includes(method) ? null : busbarError('method-not-allowed')
}

function refuse(response: ServerResponse, refusal: unknown): void {
  const problem = problemOf(refusal, randomUUID())
  response.statusCode = problem.status
  response.setHeader('Connection', 'close')
  if (problem.status === 405) response.setHeader('Allow', METHODS.join(', '))
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8')
  response.end(JSON.stringify(problem))
}

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/

/** Headers that the library would trust as they come. */
function prepare(request: IncomingMessage): void {
  const { headers } = request
  const id = headers['x-request-id']
  headers['x-request-id'] = typeof id === 'string' && REQUEST_ID.test(id) ? id : randomUUID()
  delete headers['x-correlation-id']
  // An answer to a change is never 304.
  if (request.method !== 'GET') delete headers['if-none-match']
}

function listen(server: Server, { host, port }: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function after<T>(delayMs: number, value: () => T): Promise<T> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(value()), delayMs).unref()
  })
}
