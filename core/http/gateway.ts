import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context, Service, ServiceSchema } from 'moleculer'
import ApiGateway from 'moleculer-web'
import { assert } from '../kernel/assert.ts'
import type { Json, JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { prefersCsv } from './accept.ts'
import {
  type AttemptLimits,
  type Attempts,
  createAttempts,
  DEFAULT_CALL_LIMIT,
  DEFAULT_CODE_LIMITS,
} from './attempts.ts'
import { type ClientAddress, createClientAddress } from './client-address.ts'
import { objectOf, type Route, readRoutes } from './contract.ts'
import { refuseForeignOrigin } from './origin.ts'
import { type ProblemLog, sendProblem } from './problem-answer.ts'
import { createValidators, type RouteValidator } from './validators.ts'

export interface GatewayOptions {
  readonly contract: JsonObject
  readonly attempts: Attempts
  /** How often codes may be asked for. */
  readonly codeLimits?: AttemptLimits
  /** How often an address may call what is open to anybody, as channels' callbacks are. */
  readonly callLimit?: AttemptLimits['perAddress']
  readonly log: ProblemLog
  /** Origins of our own pages; null: whatever the Host header says. */
  readonly origins: readonly string[] | null
  /** From where a request comes; the connection's own address unless given. */
  readonly clientAddress?: ClientAddress
  /** Whether clients reach us over TLS. */
  readonly https: boolean
  /** Largest body in bytes. */
  readonly bodyLimitBytes?: number
  /** Checks answers against the contract too, which tests do. */
  readonly checkAnswers?: boolean
  /** Told of credentials that were sent and are nobody's, before the request is refused. */
  denied?(denial: { operationId: string; ip: string | null }): Promise<void>
  /** Told of each finished request. */
  observe?(request: { operationId: string; status: number; durationMs: number }): void
}

/** Bodies of the API are small; operations that take files have limits of their own. */
const BODY_LIMIT_BYTES = 256 * 1024

interface GatewayRequest extends IncomingMessage {
  body?: Json | Buffer
  originalUrl?: string
  $params?: unknown
  $ctx?: Context<unknown, Meta>
  $alias?: { readonly action: string }
}
interface Meta {
  caller?: { actor: unknown; ip: string | null; requestId: string }
  $statusCode?: number
  $location?: string
  $responseType?: string
  $responseHeaders?: Record<string, unknown>
}
interface Alias {
  readonly action: string
}
interface Params {
  readonly params?: Readonly<Record<string, string>>
}

/** Handles one request of Node's HTTP server. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

/**
 * The gateway's Moleculer service: the contract's operations as routes, and nothing else. It runs without a server of
 * its own; handlerOf gives what a server calls.
 */
export function createGateway(options: GatewayOptions): ServiceSchema {
  const routes = readRoutes(options.contract)
  const byId = new Map(routes.map((route) => [route.operationId, route]))
  const validatorOf = createValidators(options.contract)
  const perAddress = options.callLimit ?? DEFAULT_CALL_LIMIT
  const calls = createAttempts({ perAddress, perEmail: perAddress })
  const codes = createAttempts(options.codeLimits ?? DEFAULT_CODE_LIMITS)
  const limits = { attempts: options.attempts, codes, calls }
  const clientAddress = options.clientAddress ?? createClientAddress({ trusted: [] })
  const gate = { options, byId, validatorOf, limits, clientAddress }
  const failing = { log: options.log, routes }
  const limit = options.bodyLimitBytes ?? BODY_LIMIT_BYTES
  const rawRoutes = routes.filter(({ body }) => body.kind === 'raw')
  const rawLimits = new Set(rawRoutes.map(limitOf))
  const settings = {
    server: false,
    path: '',
    logRequest: null,
    logRequestParams: null,
    logResponse: null,
    logRouteRegistration: null,
    routes: [
      libraryRoute({
        ...gate,
        name: 'json',
        routes: routes.filter(({ body }) => body.kind !== 'raw'),
        bodyParsers: { json: { limit, strict: false, inflate: false, type: 'application/json' } },
      }),
      ...[...rawLimits].map((own) =>
        libraryRoute({
          ...gate,
          name: `raw-${own ?? ''}`,
          routes: rawRoutes.filter((route) => limitOf(route) === own),
          bodyParsers: { raw: { limit: own ?? limit, inflate: false, type: () => true } },
        }),
      ),
    ],
    onError: (request: GatewayRequest, response: ServerResponse, thrown: unknown) =>
      sendProblem(failing, { request, response, thrown }),
  }
  return {
    name: 'gateway',
    mixins: [ApiGateway as unknown as ServiceSchema],
    // The library's own actions would change or tell of the routes.
    actions: { listAliases: false, addRoute: false, removeRoute: false },
    settings: settings as ServiceSchema['settings'] & object,
    methods: {
      // The library's own would log what it does not know, stack and data, past our log.
      errorHandler(request: GatewayRequest, response: ServerResponse, thrown: unknown) {
        sendProblem(failing, { request, response, thrown })
      },
    },
  }
}

const limitOf = ({ body }: Route) => (body.kind === 'raw' ? body.limitBytes : null)

/** What a server calls for each request, of a started gateway. */
export function handlerOf(service: Service): RequestHandler {
  const { httpHandler } = service as Service & { httpHandler: RequestHandler }
  assert(typeof httpHandler === 'function', 'the service is a gateway')
  return httpHandler.bind(service)
}

interface Gate {
  readonly options: GatewayOptions
  readonly clientAddress: ClientAddress
  readonly limits: Readonly<Record<NonNullable<Route['limited']>, Attempts>>
  readonly byId: ReadonlyMap<string, Route>
  readonly validatorOf: (route: Route) => RouteValidator
}

function libraryRoute({
  name,
  routes,
  bodyParsers,
  ...gate
}: Gate & {
  readonly name: string
  readonly routes: readonly Route[]
  readonly bodyParsers: object
}) {
  const aliases = routes.map(({ method, path, operationId }) => [
    `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    operationId,
  ])
  return {
    name,
    path: '/',
    // Only what has an alias, and of that only what the contract names.
    mappingPolicy: 'restrict',
    whitelist: routes.map(({ operationId }) => operationId),
    aliases: Object.fromEntries(aliases),
    autoAliases: false,
    mergeParams: false,
    logging: false,
    etag: false,
    pathToRegexpOptions: { sensitive: true },
    bodyParsers,
    onBeforeCall: (
      ctx: Context<unknown, Meta>,
      _route: unknown,
      request: GatewayRequest,
      response: ServerResponse,
      alias: Alias,
    ) => admit(gate, { ctx, request, response, alias }),
    onAfterCall: (
      ctx: Context<unknown, Meta>,
      _route: unknown,
      request: GatewayRequest,
      response: ServerResponse,
      data: Json,
    ) => answer(gate, { ctx, request, response, data }),
  }
}

interface Arrival {
  readonly ctx: Context<unknown, Meta>
  readonly request: GatewayRequest
  readonly response: ServerResponse
  readonly alias: Alias
}

/** Everything between a request's arrival and its action: origin, limits, who calls, validation. */
async function admit(gate: Gate, { ctx, request, response, alias }: Arrival): Promise<void> {
  const { options, validatorOf } = gate
  const route = routeOf(gate, alias.action)
  const startedAt = performance.now()
  response.once('close', () =>
    options.observe?.({
      operationId: route.operationId,
      status: response.statusCode,
      durationMs: performance.now() - startedAt,
    }),
  )
  refuseForeignOrigin(request, options)
  const ip = gate.clientAddress(request)
  const { cookie, 'x-api-key': key } = request.headers
  const apiKey = typeof key === 'string' ? key : null
  const actor =
    cookie === undefined && apiKey === null
      ? null
      : await ctx.call('identity.authenticate', { cookie: cookie ?? null, apiKey })
  if (route.guarded && actor === null) {
    if (cookie !== undefined || apiKey !== null)
      await options.denied?.({ operationId: route.operationId, ip })
    throw busbarError('unauthenticated')
  }
  const input = validatorOf(route).request({
    path: objectOf((request.$params as Params | undefined)?.params) as Readonly<
      Record<string, string>
    >,
    query: queryOf(route, request),
    headers: request.headers,
    body: bodyOf(route, request),
  })
  if (route.limited !== null) {
    await gate.limits[route.limited].count({
      address: ip ?? '',
      email: emailOf(input.body, actor),
      retryAfter: (seconds) => response.setHeader('Retry-After', seconds),
    })
  }
  request.$params = route.body.kind === 'raw' ? { ...input, header: plainHeaders(request) } : input
  ctx.meta.caller = { actor, ip, requestId: ctx.requestID ?? randomUUID() }
}

/** Whose attempts they are: of the address that is named, else of who is signed in. */
function emailOf(body: unknown, actor: unknown): string | null {
  const email = objectOf(body).email ?? objectOf(actor).email
  return typeof email === 'string' ? email : null
}

function routeOf({ byId }: Gate, operationId: string): Route {
  const route = byId.get(operationId)
  assert(route !== undefined, `${operationId} is in the contract`)
  return route
}

/** The query; where there is a table to be had, with what the header says of it. */
function queryOf({ csv }: Route, request: GatewayRequest): URLSearchParams {
  const { originalUrl = '', headers } = request
  const at = originalUrl.indexOf('?')
  const query = new URLSearchParams(at < 0 ? '' : originalUrl.slice(at + 1))
  if (csv && !query.has('format') && prefersCsv(headers.accept)) query.set('format', 'csv')
  return query
}

/** @throws `media-type-unsupported`, `validation-failed` for a body where none is taken */
function bodyOf({ body }: Route, request: GatewayRequest): Json | undefined {
  const sent =
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0
  if (body.kind === 'raw')
    return Buffer.isBuffer(request.body) ? request.body.toString('base64') : ''
  if (body.kind === 'none') {
    if (!sent) return undefined
    const errors = [{ pointer: '', message: 'This operation takes no body.' }]
    throw busbarError('validation-failed', { errors })
  }
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw busbarError('media-type-unsupported')
  return sent ? (request.body as Json) : null
}

function plainHeaders({ headers }: GatewayRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
}

interface Departure {
  readonly ctx: Context<unknown, Meta>
  readonly request: GatewayRequest
  readonly response: ServerResponse
  readonly data: Json
}

/** Status, ETag and Location as the contract says them. */
async function answer(gate: Gate, { ctx, request, response, data }: Departure): Promise<unknown> {
  const { options, validatorOf } = gate
  const route = routeOf(gate, request.$alias?.action ?? '')
  ctx.meta.$statusCode ??= route.status
  const { version, id } = objectOf(data)
  if (route.etag) response.setHeader('ETag', `"${String(version)}"`)
  if (route.status === 201 && typeof id === 'string')
    ctx.meta.$location = `${(request.originalUrl ?? '').split('?')[0]}/${id}`
  const asJson = ctx.meta.$responseType === undefined || route.answer === null
  if (options.checkAnswers === true && asJson && ctx.meta.$statusCode === route.status) {
    const errors = validatorOf(route).answer(data)
    if (errors.length > 0) throw new Error(`${route.operationId} answers ${JSON.stringify(errors)}`)
  }
  // Half of signing in forgives nothing.
  if (route.limited === 'attempts' && ctx.meta.$statusCode === route.status) {
    const { body } = objectOf(request.$params)
    await options.attempts.forgive({ email: emailOf(body, ctx.meta.caller?.actor) })
  }
  return data ?? null
}
