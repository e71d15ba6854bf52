import type { Json, JsonObject } from '../kernel/canonical.ts'
import { pointerToken } from './bounded-json.ts'
import { SECRET_MASK } from './redact.ts'
import { isObject, refTarget, type SchemaObject, subschemas } from './schema-rules.ts'

/** A place in data: property names, and `any` for every item of an array or every other property. */
type Step = string | typeof any
const any = Symbol('any')

/**
 * Where a schema's secrets (`writeOnly: true`) lie in the data that it describes, as JSON pointers;
 * a token `*` stands for every item or every property that is not named.
 */
export function secretPointers(schema: JsonObject): readonly string[] {
  const texts = secretPaths(schema).map((path) =>
    path.map((step) => (step === any ? '/*' : pointerToken(step))).join(''),
  )
  return [...new Set(texts)].sort()
}

function secretPaths(schema: JsonObject): readonly (readonly Step[])[] {
  const found: (readonly Step[])[] = []
  const visit = (node: unknown, path: readonly Step[]): void => {
    if (!isObject(node)) return
    if (node.writeOnly === true) {
      found.push(path)
      return
    }
    const target = refTarget(schema, node.$ref)
    if (target) visit(target.schema, path)
    for (const below of subschemas(node)) {
      if (below.keyword === '$defs' || below.keyword === 'propertyNames') continue
      visit(below.schema, [...path, ...stepsInto(below.keyword, below.key)])
    }
  }
  visit(schema satisfies SchemaObject, [])
  return found
}

function stepsInto(keyword: string, key: string | number | undefined): readonly Step[] {
  switch (keyword) {
    case 'properties':
      return [String(key)]
    case 'patternProperties':
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'items':
    case 'prefixItems':
    case 'unevaluatedItems':
    case 'contains':
      return [any]
    default:
      return []
  }
}

/**
 * A copy of the data with each secret replaced.
 * @param replace gets the secret and its JSON pointer; `undefined` leaves the property out.
 */
export function mapSecrets(request: {
  readonly schema: JsonObject
  readonly value: JsonObject
  readonly replace: (secret: Json, pointer: string) => Json | undefined
}): JsonObject {
  const paths = secretPaths(request.schema)
  const visit = (
    node: Json,
    open: readonly (readonly Step[])[],
    pointer: string,
  ): Json | undefined => {
    if (open.some((path) => path.length === 0)) return request.replace(node, pointer)
    if (open.length === 0 || node === null || typeof node !== 'object') return node
    const below = (key: string, item: Json): Json | undefined =>
      visit(
        item,
        open.filter(([step]) => step === any || step === key).map((path) => path.slice(1)),
        `${pointer}${pointerToken(key)}`,
      )
    if (Array.isArray(node))
      return node.map((item: Json, index) => below(String(index), item) ?? null)
    return Object.fromEntries(
      Object.entries(node).flatMap(([key, item]) => {
        const replaced = below(key, item)
        return replaced === undefined ? [] : [[key, replaced]]
      }),
    )
  }
  const mapped = visit(request.value, paths, '')
  return mapped !== null && typeof mapped === 'object' && !Array.isArray(mapped)
    ? (mapped as JsonObject)
    : {}
}

/** The data as people may see it: {@link SECRET_MASK} in place of each secret. */
export function maskSecrets(request: {
  readonly schema: JsonObject
  readonly value: JsonObject
}): JsonObject {
  return mapSecrets({ ...request, replace: () => SECRET_MASK })
}

/**
 * A form's answer with the stored secrets back in place wherever the form left the mask. A mask
 * with no secret behind it is left out, so that validation says that the secret is missing.
 */
export function unmaskSecrets(request: {
  readonly schema: JsonObject
  readonly value: JsonObject
  readonly stored: JsonObject
}): JsonObject {
  const kept = new Map<string, Json>()
  mapSecrets({
    schema: request.schema,
    value: request.stored,
    replace: (secret, pointer) => {
      kept.set(pointer, secret)
      return secret
    },
  })
  return mapSecrets({
    schema: request.schema,
    value: request.value,
    replace: (secret, pointer) => (secret === SECRET_MASK ? kept.get(pointer) : secret),
  })
}

/** Every text in the data's secrets, for keeping them out of logs and errors. */
export function secretTexts(request: {
  readonly schema: JsonObject
  readonly value: JsonObject
}): readonly string[] {
  const texts: string[] = []
  const collect = (node: Json): void => {
    if (typeof node === 'string') texts.push(node)
    else if (node !== null && typeof node === 'object')
      for (const item of Object.values(node)) collect(item)
  }
  mapSecrets({
    ...request,
    replace: (secret) => {
      collect(secret)
      return secret
    },
  })
  return texts
}
