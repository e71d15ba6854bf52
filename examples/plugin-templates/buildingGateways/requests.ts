import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type BuildingGatewayOptions,
  errorCode,
  errorMessage,
  type GatewayEvent,
  type GatewayPoint,
  type GatewayScalar,
  type GatewayValue,
  type GatewayWriteResult,
} from '@busbar/core/contracts'

const LONGEST_BODY = 4_096
/** Requests whose answers are remembered, by their ids. */
const REMEMBERED = 1_000

/** What is served: the latest of each point, and the alarms that stand. */
export interface Served {
  readonly points: Map<string, { readonly point: GatewayPoint; readonly value: GatewayValue }>
  readonly alarms: Map<string, GatewayEvent>
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

/** What the server answers: `GET /points`, `GET /alarms`, `GET` and `PUT /points/{id}`, `GET /history/{id}`. */
export function createRequests(
  options: BuildingGatewayOptions & { readonly served: Served },
): (request: IncomingMessage, response: ServerResponse) => void {
  const { connection, building, served, log, trace } = options
  const token = digest(String(connection.token))
  const done = new Map<string, Promise<GatewayWriteResult>>()

  /** A request that comes again, under the id that its sender gave it, acts once. */
  function writeOnce(pointId: string, value: GatewayScalar, id: string | undefined) {
    const write = () =>
      building.write({ pointId, value, actor: 'web', ...(id && { requestId: id }) })
    if (id === undefined) return write()
    const known = done.get(id)
    if (known !== undefined) return known
    const result = write()
    done.set(id, result)
    // What failed may be tried again.
    result.catch(() => done.delete(id))
    const [oldest] = done.keys()
    if (done.size > REMEMBERED && oldest !== undefined) done.delete(oldest)
    return result
  }

  async function put(request: IncomingMessage, pointId: string): Promise<Answer> {
    if (served.points.get(pointId)?.point.writable !== true) return { status: 405, body: null }
    const value = await readValue(request)
    if (value === undefined) return { status: 400, body: null }
    const id = request.headers['x-request-id']
    const body = await writeOnce(pointId, value, typeof id === 'string' ? id : undefined)
    return { status: body.outcome === 'refused' || body.outcome === 'invalid' ? 403 : 200, body }
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { authorization = '' } = request.headers
    if (!timingSafeEqual(digest(authorization.replace(/^Bearer /, '')), token))
      return { status: 401, body: null }
    const url = new URL(request.url ?? '/', 'http://gateway')
    const [, what, ...rest] = url.pathname.split('/')
    const id = decodeURIComponent(rest.join('/'))
    if (request.method === 'PUT' && what === 'points') return put(request, id)
    if (request.method !== 'GET') return { status: 405, body: null }
    if (what === 'alarms') return { status: 200, body: [...served.alarms.values()] }
    if (what === 'history') {
      const from = Number(url.searchParams.get('from'))
      const to = Number(url.searchParams.get('to'))
      const limit = Number(url.searchParams.get('limit') ?? 1_000)
      return { status: 200, body: await building.history({ pointId: id, from, to, limit }) }
    }
    const body = id === '' ? [...served.points.values()] : served.points.get(id)
    return what === 'points' && body ? { status: 200, body } : { status: 404, body: null }
  }

  return (request, response) => {
    const peer = request.socket.remoteAddress ?? ''
    // Not its headers: the token is in them.
    if (trace?.isOn)
      trace.add({ direction: 'in', peer, summary: `${request.method} ${request.url}` })
    answer(request)
      .catch((thrown: unknown): Answer => {
        log.warn('A request could not be answered', { reason: errorMessage(thrown) })
        return { status: errorCode(thrown) === 'unsupported' ? 404 : 400, body: null }
      })
      .then(({ status, body }) => {
        if (trace?.isOn)
          trace.add({
            ...{ direction: 'out', peer, summary: `${status} ${request.url}` },
            detail: JSON.stringify(body),
          })
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      })
      .catch(() => response.destroy())
  }
}

/** Of equal length, so that comparing takes the same time whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The `value` of a small JSON body; undefined for anything else. */
async function readValue(request: IncomingMessage): Promise<GatewayScalar | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > LONGEST_BODY) return undefined
    chunks.push(chunk)
  }
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  const value: unknown = typeof body === 'object' && body !== null && Reflect.get(body, 'value')
  const known = value === null || typeof value === 'boolean' || typeof value === 'string'
  return known ? value : undefined
}
