import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Json, JsonObject } from '../kernel/canonical.ts'

const DOCUMENT = fileURLToPath(new URL('../generated/openapi.json', import.meta.url))

/** The one contract, as generated from schemas/. */
export function loadContract(): JsonObject {
  return JSON.parse(readFileSync(DOCUMENT, 'utf8'))
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: JsonObject
}

/** One operation, as far as the gateway has to know it. */
export interface Route {
  /** The action that serves it. */
  readonly operationId: string
  readonly method: string
  /** As in the contract, with `{id}`. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** What body it takes; `raw` bodies are handed on unread, with all headers and the whole query. */
  readonly body:
    | { readonly kind: 'json'; readonly schema: JsonObject }
    | { readonly kind: 'none' }
    | { readonly kind: 'raw' /** Null: as much as any body. */; readonly limitBytes: number | null }
  readonly status: number
  /** Schema of the answer where it is JSON. */
  readonly answer: JsonObject | null
  /** Whether it is answered as a table too, where `Accept` asks for it. */
  readonly csv: boolean
  /** Whether the answer carries an ETag of its version. */
  readonly etag: boolean
  /** Whether somebody has to be signed in. */
  readonly guarded: boolean
  /**
   * `attempts`: it can be used to guess secrets. `codes`: it writes to people. `calls`: anybody can call it, as often as
   * they like.
   */
  readonly limited: 'attempts' | 'codes' | 'calls' | null
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** The allow-list: what is not here cannot be reached. */
export function readRoutes(contract: JsonObject): Route[] {
  return Object.entries(objectOf(contract.paths)).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = objectOf(objectOf(item)[method])
      if (operation.operationId === undefined) return []
      const shared = listOf(objectOf(item).parameters)
      return [readRoute({ contract, path, method, operation, shared })]
    }),
  )
}

function readRoute(place: {
  readonly contract: JsonObject
  readonly path: string
  readonly method: string
  readonly operation: JsonObject
  readonly shared: readonly Json[]
}): Route {
  const { contract, path, method, operation, shared } = place
  const responses = Object.entries(objectOf(operation.responses))
  const [status = '200', response] = responses.find(([code]) => code.startsWith('2')) ?? []
  const content = objectOf(objectOf(response).content)
  const answer = objectOf(content['application/json']).schema
  return Object.freeze({
    operationId: String(operation.operationId),
    method: method.toUpperCase(),
    path,
    parameters: [...shared, ...listOf(operation.parameters)].map((raw) =>
      readParameter(deref(contract, raw)),
    ),
    body: readBody(operation),
    status: Number(status),
    answer: answer === undefined ? null : objectOf(answer),
    csv: content['text/csv'] !== undefined,
    etag: objectOf(objectOf(response).headers).ETag !== undefined,
    guarded: listOf(operation.security).length > 0,
    limited: readLimit(operation['x-limited']),
  })
}

function readLimit(raw: unknown): Route['limited'] {
  if (raw === true) return 'attempts'
  return raw === 'calls' || raw === 'codes' ? raw : null
}

function readParameter(raw: JsonObject): Parameter {
  const place = raw.in === 'path' || raw.in === 'query' ? raw.in : 'header'
  return {
    name: String(raw.name),
    in: place,
    required: raw.required === true,
    schema: objectOf(raw.schema),
  }
}

function readBody(operation: JsonObject): Route['body'] {
  if (operation.requestBody === undefined) return { kind: 'none' }
  const content = objectOf(objectOf(operation.requestBody).content)
  const json = content['application/json']
  return json === undefined
    ? { kind: 'raw', limitBytes: limitOf(operation['x-body-limit']) }
    : { kind: 'json', schema: objectOf(objectOf(json).schema) }
}

const limitOf = (value: Json | undefined) => (typeof value === 'number' ? value : null)

function deref(contract: JsonObject, raw: Json): JsonObject {
  const value = objectOf(raw)
  if (typeof value.$ref !== 'string') return value
  const steps = value.$ref.split('/').slice(1)
  return objectOf(steps.reduce<Json | undefined>((at, key) => objectOf(at)[key], contract))
}

export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {}
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : []
}
