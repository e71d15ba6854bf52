import type { DependentRule } from '../flow/registry/ports.ts'
import { assert } from '../kernel/assert.ts'
import type { Json, JsonObject } from '../kernel/canonical.ts'
import { isRole, type Role } from './roles.ts'

/** On which objects an operation may be called; see schemas/openapi.yaml. */
export type Scope =
  | { readonly kind: 'public' | 'self' | 'any' | 'instance' | 'list' }
  /** The object of this resource whose id stands at a place of the request, `/path/id` or `/body/siteId`. */
  | { readonly kind: 'subject'; readonly resource: string; readonly at: readonly string[] }

/** Where a body holds ids of other things: `['tenantId']`, or `['openings', '*', 'registerId']`. */
export interface Reference {
  readonly at: readonly string[]
  readonly resource: string
}

export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly roles: readonly Role[]
  readonly scope: Scope
  /** Which credentials it takes; none: everybody. */
  readonly credentials: readonly ('session' | 'apiKey')[]
  /** What its body refers to. */
  readonly references: readonly Reference[]
  /** What may not depend on the thing that it takes out of use; null: it takes none out of use. */
  readonly dependents: readonly DependentRule[] | null
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/**
 * All operations of the contract by their ids.
 * @throws Error for an operation that does not say who may call it on what: nothing is allowed by omission
 */
export function readOperations(contract: JsonObject): ReadonlyMap<string, Operation> {
  const operations = new Map<string, Operation>()
  const kept = keptIn(contract)
  for (const [path, item] of Object.entries(objectOf(contract.paths))) {
    for (const method of METHODS) {
      const raw = objectOf(item)[method]
      if (raw === undefined) continue
      const operation = readOperation({ contract, kept, method, path, raw: objectOf(raw) })
      assert(!operations.has(operation.id), `${operation.id} stands once in the contract`)
      operations.set(operation.id, operation)
    }
  }
  return operations
}

/** Resources that the registry keeps; others, such as users, are looked up by the services that they are named to. */
function keptIn(contract: JsonObject): ReadonlySet<string> {
  const named = Object.values(objectOf(contract.paths)).map((item) =>
    objectOf(objectOf(item)['x-resource']),
  )
  return new Set(
    named.filter(({ registry }) => registry !== undefined).map(({ service }) => String(service)),
  )
}

function readOperation(place: {
  readonly contract: JsonObject
  readonly kept: ReadonlySet<string>
  readonly method: string
  readonly path: string
  readonly raw: JsonObject
}): Operation {
  const { contract, method, path, raw } = place
  const body = objectOf(objectOf(objectOf(raw.requestBody).content)['application/json']).schema
  const id = String(raw.operationId)
  const credentials = listOf(raw.security).flatMap((entry) => Object.keys(objectOf(entry)))
  const roles = listOf(raw['x-roles']).map(String)
  const scope = readScope(id, raw['x-scope'])
  const open = scope.kind === 'public'
  const roleless = open || scope.kind === 'self'
  assert(open === (credentials.length === 0), `${id}: security and x-scope agree`)
  assert(roleless === (roles.length === 0), `${id}: x-roles says who may call it`)
  return Object.freeze({
    id,
    method,
    path,
    scope,
    roles: roles.map((role) => {
      assert(isRole(role), `${id}: ${role} is a role`)
      return role
    }),
    credentials: credentials.map((name) => {
      assert(name === 'session' || name === 'apiKey', `${id}: ${name} is a credential`)
      return name
    }),
    dependents:
      raw['x-dependents'] === undefined ? null : listOf(raw['x-dependents']).map(readDependent),
    references: (body === undefined ? [] : referencesIn(contract, objectOf(body))).filter(
      ({ resource }) => place.kept.has(resource),
    ),
  })
}

/** @throws Error for a rule that does not say of which resource, and by which field */
function readDependent(raw: unknown): DependentRule {
  const { resource, at, until, unless } = objectOf(raw)
  assert(typeof resource === 'string' && typeof at === 'string', 'x-dependents are declared')
  return Object.freeze({
    ...{ resource, at },
    ...(typeof until === 'string' ? { until } : {}),
    ...(unless === undefined
      ? {}
      : {
          unless: Object.fromEntries(
            Object.entries(objectOf(unless)).map(([field, values]) => [
              field,
              listOf(values) as readonly Json[],
            ]),
          ),
        }),
  })
}

/** Every place of a schema that is marked `x-ref`. */
function referencesIn(
  contract: JsonObject,
  schema: JsonObject,
  at: readonly string[] = [],
): Reference[] {
  const resource = schema['x-ref']
  if (typeof resource === 'string')
    return [{ at: schema.type === 'array' ? [...at, '*'] : at, resource }]
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return referencesIn(contract, componentOf(contract, name), at)
  }
  return [
    ...Object.entries(objectOf(schema.properties)).flatMap(([name, property]) =>
      referencesIn(contract, objectOf(property), [...at, name]),
    ),
    ...(schema.items === undefined
      ? []
      : referencesIn(contract, objectOf(schema.items), [...at, '*'])),
  ]
}

/** The schema of a component, or an empty one. */
export function componentOf(contract: JsonObject, name: string): JsonObject {
  return objectOf(objectOf(objectOf(contract.components).schemas)[name])
}

const SIMPLE = ['public', 'self', 'any', 'instance', 'list'] as const

function readScope(id: string, raw: unknown): Scope {
  const simple = SIMPLE.find((kind) => kind === raw)
  if (simple !== undefined) return { kind: simple }
  const { subject, at } = objectOf(raw)
  assert(typeof subject === 'string' && typeof at === 'string', `${id}: x-scope is declared`)
  return { kind: 'subject', resource: subject, at: at.split('/').slice(1) }
}

/** The object there, or an empty one. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
