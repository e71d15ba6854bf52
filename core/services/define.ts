import type { Context, ServiceSchema } from 'moleculer'
import type { DenialLog } from '../flow/audit/denials.ts'
import type { AuditActor } from '../flow/audit/ports.ts'
import type { operations } from '../generated/api.ts'
import { assert } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError, type ErrorCode, errorCode } from '../kernel/error.ts'
import {
  type Access,
  authorize,
  type Caller,
  checkReferences,
  isOutOfReach,
  type PlaceOf,
} from './access.ts'
import { listOf, type Operation, objectOf } from './contract.ts'

export type OperationId = keyof operations

type Part<K extends OperationId, Name extends string> = operations[K]['parameters'] extends {
  readonly [N in Name]?: infer P
}
  ? NonNullable<P>
  : never
type Body<K extends OperationId> = operations[K] extends {
  requestBody: { content: { 'application/json': infer B } }
}
  ? B
  : undefined
type Success<K extends OperationId> = operations[K]['responses'] extends infer R
  ? R extends { 200: infer S }
    ? S
    : R extends { 201: infer S }
      ? S
      : undefined
  : never

/** What the contract says an operation is sent, validated. */
export interface Input<K extends OperationId> {
  readonly path: Part<K, 'path'>
  readonly query: Part<K, 'query'>
  readonly header: Part<K, 'header'>
  readonly body: Body<K>
}

/** What the contract says it answers. */
export type Output<K extends OperationId> =
  Success<K> extends { content: { 'application/json': infer B } } ? B : undefined

/** What a handler is told besides its input. */
export interface Call extends Access {
  readonly caller: Caller
  /** The caller, as the audit log names them. */
  readonly auditActor: AuditActor
  readonly operation: Operation
}

/** An answer that needs more than a body. */
export interface Reply {
  readonly body?: unknown
  readonly status?: number
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

/** An operation with what it does. */
export interface Action {
  readonly id: string
  /** What a call may take; left out, as long as any. */
  readonly timeoutMs?: number
  run(input: Input<OperationId>, call: Call): Promise<Reply>
}

/** Ties a handler to its operation; its types come from the contract. */
export function action<K extends OperationId>(
  id: K,
  handler: (input: Input<K>, call: Call) => Promise<Output<K>>,
): Action {
  // The gateway has validated the input against this operation's schemas.
  return {
    id,
    run: async (input, call) => ({ body: await handler(input as unknown as Input<K>, call) }),
  }
}

/** As {@link action}, for answers with headers or a status of their own. */
export function replying<K extends OperationId>(
  id: K,
  handler: (input: Input<K>, call: Call) => Promise<Reply>,
): Action {
  return { id, run: (input, call) => handler(input as unknown as Input<K>, call) }
}

/** What an operation is sent whose body the gateway hands on unread, with all headers and the whole query. */
export interface RawInput<K extends OperationId> {
  readonly path: Part<K, 'path'>
  readonly query: Readonly<Record<string, string>>
  readonly header: Readonly<Record<string, string>>
  /** Base64. */
  readonly body: string
}

/** As {@link replying}, for operations whose body is not JSON. */
export function raw<K extends OperationId>(
  id: K,
  handler: (input: RawInput<K>, call: Call) => Promise<Reply>,
): Action {
  return { id, run: (input, call) => handler(input as unknown as RawInput<K>, call) }
}

/** What code that serves many operations sees of their inputs. */
export interface UntypedInput {
  readonly path: { readonly id: string }
  readonly query: JsonObject
  readonly header: { readonly 'If-Match': string }
  readonly body: JsonObject
}
export type UntypedHandler = (input: UntypedInput, call: Call) => Promise<JsonObject>

/** As {@link action}, where one code serves many operations: their types are the schema's, not the compiler's. */
export function untyped(id: string, handler: UntypedHandler): Action {
  return {
    id,
    run: async (input, call) => ({ body: await handler(input as unknown as UntypedInput, call) }),
  }
}

/** As {@link untyped}, for answers with headers or a type of their own. */
export function untypedReply(
  id: string,
  handler: (input: UntypedInput, call: Call) => Promise<Reply>,
): Action {
  return { id, run: (input, call) => handler(input as unknown as UntypedInput, call) }
}

export interface ServiceDependencies {
  readonly operations: ReadonlyMap<string, Operation>
  readonly placeOf: PlaceOf
  readonly denials: DenialLog
}

interface Meta {
  caller?: Caller
  $statusCode?: number
  $responseType?: string
  $responseHeaders?: Readonly<Record<string, unknown>>
}

/**
 * Moleculer services of some actions, grouped by the first word of their ids. Each call is authorised here and nowhere
 * else; denials are audited.
 * @throws Error for an action that the contract does not have, or that is defined twice
 */
export function toServices(
  actions: readonly Action[],
  dependencies: ServiceDependencies,
): ServiceSchema[] {
  const services = new Map<string, ServiceSchema>()
  const seen = new Set<string>()
  for (const { id, run, timeoutMs } of actions) {
    const operation = dependencies.operations.get(id)
    assert(operation !== undefined, `${id} is an operation of the contract`)
    assert(!seen.has(id), `${id} is defined once`)
    seen.add(id)
    const [service = '', name = ''] = id.split('.')
    const schema = services.get(service) ?? { name: service, actions: {} }
    services.set(service, schema)
    Object.assign(objectOf(schema.actions), {
      [name]: {
        visibility: 'published',
        ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
        handler: (ctx: Context<unknown, Meta>) => serve(ctx, { operation, run }, dependencies),
      },
    })
  }
  return [...services.values()]
}

async function serve(
  ctx: Context<unknown, Meta>,
  { operation, run }: { readonly operation: Operation; readonly run: Action['run'] },
  { placeOf, denials }: ServiceDependencies,
): Promise<unknown> {
  const { caller } = ctx.meta
  // Only the gateway sets it: whoever calls from elsewhere is nobody.
  if (caller === undefined) throw busbarError('unauthenticated')
  const input = ctx.params as Input<OperationId>
  const auditActor = {
    userId: caller.actor?.userId ?? null,
    name: caller.actor?.name ?? null,
    ip: caller.ip,
  }
  try {
    const access = await authorize({ operation, caller, input, placeOf })
    await checkReferences({ operation, input, place: access.place, placeOf })
    const reply = await run(input, { ...access, caller, auditActor, operation })
    if (reply.status !== undefined) ctx.meta.$statusCode = reply.status
    if (reply.contentType !== undefined) ctx.meta.$responseType = reply.contentType
    if (reply.headers !== undefined) ctx.meta.$responseHeaders = reply.headers
    return reply.body
  } catch (thrown) {
    if (isDenial(thrown, caller)) {
      const subject = subjectOf(operation, input)
      const code = errorCode(thrown) ?? 'internal'
      await denials.record({ actor: auditActor, operation: operation.id, subject, code })
    }
    throw thrown
  }
}

/** Secrets that are wrong. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'sign-in-failed',
  'setup-refused',
  'second-factor-wrong',
  'password-wrong',
  'invitation-refused',
])

/** Strangers without credentials are answered and not logged: they could fill the log. */
function isDenial(thrown: unknown, caller: Caller): boolean {
  const code = errorCode(thrown)
  if (code !== undefined && REFUSALS.has(code)) return true
  if (code === 'life-safety' || isOutOfReach(thrown)) return true
  return caller.actor !== null && (code === 'forbidden' || code === 'unauthenticated')
}

function subjectOf({ scope, id }: Operation, input: unknown): string {
  if (scope.kind !== 'subject') return listOf(id.split('.'))[0] as string
  const value = scope.at.reduce<unknown>((at, key) => objectOf(at)[key], input)
  return `${scope.resource}:${String(value ?? '')}`
}
