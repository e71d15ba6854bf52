import { Ajv2020 } from 'ajv/dist/2020.js'
import type { BuildingView, JsonObject, KeptTexts } from '../../contracts/index.ts'
import type { PointId } from '../points.ts'
import type { ClockSample } from './followed-clock.ts'

/*
 * What core and plugin process say to each other. The child believes the core. The core believes
 * nothing: every header, and every body that is not a plugin's own data, is judged by the schemas
 * below; what is handed over as readings is judged by event-shapes.ts.
 */

export interface Clocks {
  readonly domain: ClockSample
  readonly wall: ClockSample
}

/** The first thing that is said to a child. */
export interface StartBody {
  readonly id: string
  readonly entry: string
  readonly contributions: readonly { readonly point: PointId; readonly type: string }[]
  readonly config: JsonObject
  /** Whether the core keeps texts of the plugin's own. */
  readonly keeps: boolean
  readonly importMs: number
  readonly registerMs: number
}

/** Headers from the core; those with an id are answered. */
export type CoreHeader =
  | { readonly kind: 'start'; readonly id: number; readonly clocks: Clocks }
  | {
      readonly kind: 'call'
      readonly id: number
      readonly clocks: Clocks
      readonly point: PointId
      readonly type: string
      readonly method: string
      /** Which connection's instance; absent for methods of the contribution itself. */
      readonly instance?: number
    }
  | {
      readonly kind: 'open'
      readonly id: number
      readonly clocks: Clocks
      readonly point: PointId
      readonly type: string
      readonly instance: number
      /** Whether somebody looks at its trace. */
      readonly traced: boolean
    }
  | { readonly kind: 'trace'; readonly instance: number; readonly isOn: boolean }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'dispose'; readonly instance: number }
  | { readonly kind: 'kept'; readonly id: number }
  /** The answer to a question of the child's. */
  | { readonly kind: 'told'; readonly id: number }
  | { readonly kind: 'rejected'; readonly id: number }
  | { readonly kind: 'ping'; readonly clocks: Clocks }
  | { readonly kind: 'end' }

/** What a gateway may ask of the building. */
export type ViewMethod = Exclude<keyof BuildingView, 'health'>
/** What a plugin may ask of the texts that it keeps. */
export type TextMethod = keyof KeptTexts

/** What an instance hands over of itself. */
export type HandedEvent = 'snapshots' | 'malformed' | 'trace'

/** Headers from a child. */
export type ChildHeader =
  | { readonly kind: 'answer'; readonly id: number }
  | { readonly kind: 'failure'; readonly id: number }
  | {
      readonly kind: 'emit'
      readonly id: number
      readonly instance: number
      readonly event: HandedEvent
    }
  | {
      readonly kind: 'ask'
      readonly id: number
      readonly instance: number
      readonly method: ViewMethod
    }
  | { readonly kind: 'text'; readonly id: number; readonly method: TextMethod }
  | { readonly kind: 'health'; readonly instance: number }
  | {
      readonly kind: 'log'
      readonly level: 'debug' | 'info' | 'warn' | 'error'
      readonly connectionId: string | null
    }
  | { readonly kind: 'pong' }

/** Body of `failure` and `rejected`: an error of the catalogue. */
export interface FailureBody {
  readonly code: string
  readonly detail: string
  readonly errors: readonly { readonly pointer: string; readonly message: string }[]
}

export interface LogBody {
  readonly message: string
  readonly data?: JsonObject
}

export interface PongBody {
  readonly residentBytes: number
}

const number = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }
const object = (properties: object, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
})
const text = (maxLength: number) => ({ type: 'string', maxLength })
const kind = (name: string) => ({ const: name })

const headers = {
  answer: object({ kind: kind('answer'), id: number }),
  failure: object({ kind: kind('failure'), id: number }),
  emit: object({
    ...{ kind: kind('emit'), id: number, instance: number },
    event: { enum: ['snapshots', 'malformed', 'trace'] satisfies HandedEvent[] },
  }),
  ask: object({
    ...{ kind: kind('ask'), id: number, instance: number },
    method: { enum: ['snapshot', 'changes', 'history', 'write'] satisfies ViewMethod[] },
  }),
  text: object({
    ...{ kind: kind('text'), id: number },
    method: { enum: ['get', 'set'] satisfies TextMethod[] },
  }),
  health: object({ kind: kind('health'), instance: number }),
  log: object({
    kind: kind('log'),
    level: { enum: ['debug', 'info', 'warn', 'error'] },
    connectionId: { type: ['string', 'null'], maxLength: 200 },
  }),
  pong: object({ kind: kind('pong') }),
}

const bodies = {
  failure: object({
    code: text(64),
    detail: text(1_000),
    errors: {
      type: 'array',
      maxItems: 20,
      items: object({ pointer: text(200), message: text(200) }),
    },
  }),
  log: object({ message: text(2_000), data: { type: 'object' } }, ['data']),
  pong: object({
    residentBytes: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  }),
}

const ajv = new Ajv2020({ strict: true, strictTypes: false, logger: false, validateSchema: false })
const headerJudges = {
  answer: ajv.compile<ChildHeader>(headers.answer),
  failure: ajv.compile<ChildHeader>(headers.failure),
  emit: ajv.compile<ChildHeader>(headers.emit),
  ask: ajv.compile<ChildHeader>(headers.ask),
  text: ajv.compile<ChildHeader>(headers.text),
  health: ajv.compile<ChildHeader>(headers.health),
  log: ajv.compile<ChildHeader>(headers.log),
  pong: ajv.compile<ChildHeader>(headers.pong),
}
const failure = ajv.compile<FailureBody>(bodies.failure)
const log = ajv.compile<LogBody>(bodies.log)
const pong = ajv.compile<PongBody>(bodies.pong)

/** A child's header; undefined: it is none. */
export function asChildHeader(header: unknown): ChildHeader | undefined {
  const named: unknown =
    typeof header === 'object' && header !== null ? Reflect.get(header, 'kind') : undefined
  if (typeof named !== 'string' || !Object.hasOwn(headerJudges, named)) return undefined
  const judge = headerJudges[named as keyof typeof headerJudges]
  return judge(header) ? header : undefined
}

/** Bodies of the protocol's own; undefined: it is none. */
export const asBody = Object.freeze({
  failure: (body: unknown) => (failure(body) ? body : undefined),
  log: (body: unknown) => (log(body) ? body : undefined),
  pong: (body: unknown) => (pong(body) ? body : undefined),
})
