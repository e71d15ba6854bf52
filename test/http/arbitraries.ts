import fc from 'fast-check'
import { listOf, objectOf, type Route } from '../../core/http/contract.ts'
import type { Json, JsonObject } from '../../core/kernel/canonical.ts'

/** Values that no schema of ours expects, and some that many a parser trips over. */
const JUNK: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    '',
    '\0',
    '\ud800',
    '9'.repeat(40),
    '-1',
    '1e999',
    '__proto__',
    '2026-02-30T00:00:00Z',
    "'; DROP TABLE site; --",
    {},
    [],
    [[]],
  ),
  fc.double({ noNaN: true }) as fc.Arbitrary<Json>,
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
)

/** Values of a schema of the contract. */
function valuesOf(contract: JsonObject, schema: JsonObject, depth = 0): fc.Arbitrary<Json> {
  if (typeof schema.$ref === 'string') {
    const target = schema.$ref
      .split('/')
      .slice(1)
      .reduce<Json | undefined>((at, key) => objectOf(at)[key], contract)
    return valuesOf(contract, { ...objectOf(target), ...without(schema, '$ref') }, depth)
  }
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as Json[]))
  const types = Array.isArray(schema.type) ? schema.type.map(String) : [String(schema.type)]
  return fc.oneof(...types.map((type) => ofType(contract, { ...schema, type }, depth)))
}

function without(schema: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key))
}

function ofType(contract: JsonObject, schema: JsonObject, depth: number): fc.Arbitrary<Json> {
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: Number(schema.minimum ?? -9), max: Number(schema.maximum ?? 999) })
    case 'array':
      return fc.array(valuesOf(contract, objectOf(schema.items), depth + 1), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.max(3, Number(schema.minItems ?? 0)),
      })
    case 'object':
      return objectFor(contract, schema, depth)
    default:
      return textFor(schema)
  }
}

const ID = '^[1-9]\\d{0,17}$'
/** Small ids, so that many a request meets something that is there. */
const KNOWN_ID = fc.integer({ min: 1, max: 4 }).map(String)
const knownText = (pattern: string) => {
  const known = ['"1"', '"2"', 'A-1'].filter((text) => new RegExp(pattern).test(text))
  return known.length === 0 ? fc.stringMatching(new RegExp(pattern)) : fc.constantFrom(...known)
}

function textFor(schema: JsonObject): fc.Arbitrary<string> {
  if (schema.format === 'date-time')
    return fc.constantFrom(
      '2026-01-01T00:00:00Z',
      '1999-12-31T23:59:60Z',
      '2199-06-30t12:00:00.5+08:00',
    )
  if (schema.format === 'date') return fc.constantFrom('2026-10-01', '2024-02-29')
  if (schema.format === 'email') return fc.constantFrom('a@b.example', 'Ü@b.example')
  if (schema.pattern === ID) return fc.oneof(KNOWN_ID, fc.stringMatching(new RegExp(ID)))
  if (typeof schema.pattern === 'string')
    return fc.oneof(knownText(schema.pattern), fc.stringMatching(new RegExp(schema.pattern)))
  const maxLength = Math.min(Number(schema.maxLength ?? 20), 40)
  return fc.string({ unit: 'grapheme', minLength: Number(schema.minLength ?? 0), maxLength })
}

function objectFor(
  contract: JsonObject,
  schema: JsonObject,
  depth: number,
): fc.Arbitrary<JsonObject> {
  const properties = Object.entries(objectOf(schema.properties))
  if (properties.length === 0)
    return fc.dictionary(fc.string({ maxLength: 8 }), JUNK, { maxKeys: 3 })
  const required = listOf(schema.required).map(String)
  const model = Object.fromEntries(
    properties.map(([name, property]) => [name, valuesOf(contract, objectOf(property), depth + 1)]),
  )
  return fc.record(model, { requiredKeys: required })
}

/** One thing wrong somewhere: a field too many, too few, or of another kind. */
function spoilt(body: Json): fc.Arbitrary<Json> {
  const fields = Object.keys(objectOf(body))
  if (fields.length === 0) return JUNK
  return fc.oneof(
    JUNK,
    fc
      .tuple(fc.constantFrom(...fields), JUNK)
      .map(([field, junk]) => ({ ...objectOf(body), [field]: junk })),
    fc.constantFrom(...fields).map((field) => without(objectOf(body), field)),
    fc.tuple(fc.string(), JUNK).map(([field, junk]) => ({ ...objectOf(body), [field]: junk })),
  )
}

export interface RequestCase {
  readonly path: string
  readonly body: Json | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** Requests of an operation: some by its schemas, some not. */
export function requestsOf(contract: JsonObject, route: Route): fc.Arbitrary<RequestCase> {
  const of = (place: string) => route.parameters.filter((parameter) => parameter.in === place)
  const part = (place: string) =>
    fc.record(
      Object.fromEntries(
        of(place).map(({ name, schema }) => [
          name,
          fc.oneof({ weight: 4, arbitrary: valuesOf(contract, schema) }, JUNK),
        ]),
      ),
      {
        requiredKeys: of(place)
          .filter(({ required }) => required)
          .map(({ name }) => name),
      },
    )
  const schema = route.body.kind === 'json' ? route.body.schema : null
  const body =
    schema === null
      ? fc.constant(undefined)
      : valuesOf(contract, schema).chain((value) =>
          fc.oneof(fc.constant(value), fc.constant(value), spoilt(value)),
        )
  return fc
    .record({ path: part('path'), query: part('query'), header: part('header'), body })
    .map(({ path, query, header, body }) => ({
      path: `${filled(route.path, path)}?${new URLSearchParams(texts(query)).toString()}`,
      body,
      headers: Object.fromEntries(
        Object.entries(texts(header)).map(([name, value]) => [
          name,
          // What HTTP itself lets through.
          value.replaceAll(/[^\x21-\x7e]/g, '') || '"1"',
        ]),
      ),
    }))
}

function texts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
}

function filled(path: string, values: JsonObject): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent((texts(values)[name] ?? '').toWellFormed()),
  )
}
