import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import type { RequestHandler } from './gateway.ts'
import { APP_POLICY } from './headers.ts'

/** What the API answers; a page is never looked for there. */
const OPERATIONS = /^\/(?:api|health|metrics)(?:\/|$)/
const PORTAL = /^\/portal(?:\/|$)/

/**
 * Serves the user interface beside the API: the files that the build made, known by name since the start, and for
 * every other address that a browser opens as a page the application's own page, which finds its way from there.
 * @param folder what the build made; where there is none, everything is the API's
 */
export function withPages({
  folder,
  next,
}: {
  readonly folder: string
  readonly next: RequestHandler
}): RequestHandler {
  if (!existsSync(join(folder, 'index.html'))) return next
  const files = sirv(folder, { etag: true, gzip: true, brotli: true })
  const serve: Serve = (request, response, otherwise) => {
    const undress = dress(response, pathOf(request))
    files(request, response, () => {
      undress()
      otherwise()
    })
  }
  return (request, response) => {
    const path = pathOf(request)
    if (!isRead(request) || OPERATIONS.test(path)) next(request, response)
    else serve(request, response, () => servePage({ request, response, path, serve, next }))
  }
}

type Serve = (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => void

/**
 * Gives an answer the headers of a page before it is known to be one: an answer that nothing has changed updates the
 * headers that the browser has kept, and must not bring the API's. Returns what takes them off again.
 */
function dress(response: ServerResponse, path: string): () => void {
  // The names of the build's files change with what is in them.
  const lasting = path.startsWith('/assets/')
  const headers = {
    'Content-Security-Policy': APP_POLICY,
    'Cache-Control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  const before = Object.keys(headers).map((name) => [name, response.getHeader(name)] as const)
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  return () => {
    for (const [name, value] of before)
      if (value === undefined) response.removeHeader(name)
      else response.setHeader(name, value)
  }
}

function servePage({
  request,
  response,
  path,
  serve,
  next,
}: {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
  readonly serve: Serve
  readonly next: RequestHandler
}): void {
  if (!(request.headers.accept ?? '').includes('text/html')) {
    next(request, response)
    return
  }
  const asked = request.url
  request.url = PORTAL.test(path) ? '/portal/' : '/'
  serve(request, response, () => {
    request.url = asked
    next(request, response)
  })
}

const isRead = ({ method = '' }: IncomingMessage) => method === 'GET' || method === 'HEAD'

const pathOf = ({ url = '/' }: IncomingMessage) => url.split('?', 1)[0] ?? '/'
