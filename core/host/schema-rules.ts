import { RE2JS } from 're2js'
import type { FieldError } from '../kernel/error.ts'
import { findJsonFault, pointerToken } from './bounded-json.ts'
import { schemaLimits } from './limits.ts'

/*
 * A plugin's schema is data of somebody else. Before a validator is made from it, this walk admits
 * the keywords of JSON Schema 2020-12 that can neither loop nor reach out of the document, and
 * bounds what validating by it can cost.
 */

const ONE = ['additionalProperties', 'unevaluatedProperties', 'items', 'unevaluatedItems']
const ONE_CONDITIONAL = ['contains', 'propertyNames', 'not', 'if', 'then', 'else']
const MANY = ['prefixItems', 'allOf']
const MANY_CONDITIONAL = ['anyOf', 'oneOf']
const NAMED = ['properties', 'patternProperties', 'dependentSchemas', '$defs']
const ASSERTIONS = [
  ...['type', 'enum', 'const', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum'],
  ...['exclusiveMinimum', 'maxLength', 'minLength', 'pattern', 'format', 'maxItems', 'minItems'],
  ...['uniqueItems', 'maxContains', 'minContains', 'maxProperties', 'minProperties', 'required'],
  ...['dependentRequired', '$ref'],
]
const ANNOTATIONS = [
  ...['title', 'description', 'default', 'examples', 'writeOnly', 'readOnly', 'deprecated'],
  ...['$comment', 'contentEncoding', 'contentMediaType'],
]
const ROOT_ONLY = ['$schema', '$id']
const KNOWN: ReadonlySet<string> = new Set([
  ...[...ONE, ...ONE_CONDITIONAL, ...MANY, ...MANY_CONDITIONAL, ...NAMED],
  ...[...ASSERTIONS, ...ANNOTATIONS],
])
const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const LOCAL_REF = /^#\/\$defs\/([A-Za-z0-9_.-]{1,64})$/

export type SchemaObject = { readonly [keyword: string]: unknown }

export function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

interface Place {
  readonly pointer: string
  readonly root: boolean
}

/** The subschemas directly below a schema. */
export function* subschemas(
  schema: SchemaObject,
): Generator<{ keyword: string; key: string | number | undefined; schema: unknown }> {
  for (const keyword of [...ONE, ...ONE_CONDITIONAL])
    if (Object.hasOwn(schema, keyword)) yield { keyword, key: undefined, schema: schema[keyword] }
  for (const keyword of [...MANY, ...MANY_CONDITIONAL]) {
    const list = schema[keyword]
    if (Array.isArray(list))
      for (const [key, item] of list.entries()) yield { keyword, key, schema: item }
  }
  for (const keyword of NAMED) {
    const named = schema[keyword]
    if (isObject(named))
      for (const [key, item] of Object.entries(named)) yield { keyword, key, schema: item }
  }
}

/** The `$defs` entry that a `$ref` names, or undefined. */
export function refTarget(
  root: SchemaObject,
  ref: unknown,
): { name: string; schema: unknown } | undefined {
  const name = typeof ref === 'string' ? LOCAL_REF.exec(ref)?.[1] : undefined
  const defs = root.$defs
  return name !== undefined && isObject(defs) && Object.hasOwn(defs, name)
    ? { name, schema: defs[name] }
    : undefined
}

/** Everything that keeps a document from being used as a plugin's schema; empty when it may be. */
export function findSchemaFaults(document: unknown): readonly FieldError[] {
  const fault = findJsonFault(document, schemaLimits)
  if (fault) return [fault]
  if (!isObject(document) || document.type !== 'object')
    return [{ pointer: '/type', message: 'the outermost type must be "object"' }]
  if (document.additionalProperties !== false && document.unevaluatedProperties !== false)
    return [
      {
        pointer: '/additionalProperties',
        message: 'must be false, so that unknown fields are refused',
      },
    ]
  const faults: FieldError[] = []
  walk(document, { pointer: '', root: true }, document, faults)
  if (faults.length > 0) return faults.slice(0, 20)
  const cost = expandedSubschemas(document)
  return typeof cost === 'number' ? [] : [cost]
}

function walk(schema: unknown, place: Place, root: SchemaObject, faults: FieldError[]): void {
  if (typeof schema === 'boolean') return
  if (!isObject(schema)) {
    faults.push({ pointer: place.pointer, message: 'must be a schema: an object or a boolean' })
    return
  }
  for (const keyword of Object.keys(schema)) {
    const message = keywordFault(keyword, schema[keyword], place, root)
    if (message) faults.push({ pointer: `${place.pointer}${pointerToken(keyword)}`, message })
  }
  for (const below of subschemas(schema)) {
    const pointer = `${place.pointer}/${below.keyword}${below.key === undefined ? '' : pointerToken(below.key)}`
    if (below.keyword === 'patternProperties') {
      const message = patternFault(below.key)
      if (message) faults.push({ pointer, message })
    }
    walk(below.schema, { pointer, root: false }, root, faults)
  }
}

function keywordFault(
  keyword: string,
  value: unknown,
  place: Place,
  root: SchemaObject,
): string | undefined {
  if (keyword.startsWith('x-')) return undefined
  if (ROOT_ONLY.includes(keyword)) {
    if (!place.root) return 'is allowed on the outermost schema alone'
    return keyword === '$schema' && value !== DIALECT ? `must be "${DIALECT}"` : undefined
  }
  if (!KNOWN.has(keyword)) return 'this keyword is not one that plugins may use'
  if (keyword === '$ref' && !refTarget(root, value))
    return 'must be "#/$defs/<name>" and name what is there: a schema refers to nothing outside itself'
  if (keyword === 'pattern') return patternFault(value)
  if (keyword === '$defs' && !place.root) return 'is allowed on the outermost schema alone'
  return undefined
}

function patternFault(pattern: unknown): string | undefined {
  if (typeof pattern !== 'string') return 'must be a text'
  if (pattern.length > schemaLimits.patternLength)
    return `the pattern is longer than ${schemaLimits.patternLength} characters`
  try {
    compilePattern(pattern)
    return undefined
  } catch {
    return 'is no regular expression of the linear-time kind (RE2): no look-around, no back-references'
  }
}

/**
 * A plugin's pattern, run by RE2's algorithm: time linear in the text, whatever the pattern.
 * @throws where RE2 does not know the syntax
 */
export function compilePattern(pattern: string): {
  test(text: string): boolean
  toString(): string
} {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern))
  // ajv tells patterns apart by their text.
  return { test: (text) => compiled.test(text), toString: () => pattern }
}

/** Subschemas with every `$ref` written out, or what makes them endless. */
function expandedSubschemas(root: SchemaObject): number | FieldError {
  const costs = new Map<string, number>()
  const open = new Set<string>()
  let loop: string | undefined

  const costOf = (schema: unknown): number => {
    if (!isObject(schema)) return 1
    let cost = 1
    for (const below of subschemas(schema))
      if (below.keyword !== '$defs') cost += costOf(below.schema)
    const target = refTarget(root, schema.$ref)
    return target ? cost + costOfDef(target.name, target.schema) : cost
  }
  const costOfDef = (name: string, schema: unknown): number => {
    const known = costs.get(name)
    if (known !== undefined) return known
    if (open.has(name)) {
      loop = name
      return 0
    }
    open.add(name)
    const cost = costOf(schema)
    open.delete(name)
    costs.set(name, cost)
    return cost
  }

  const cost = costOf(root)
  if (loop !== undefined)
    return { pointer: `/$defs/${loop}`, message: 'refers to itself; recursion is not allowed' }
  if (cost > schemaLimits.expandedSubschemas)
    return {
      pointer: '/$defs',
      message: `has more than ${schemaLimits.expandedSubschemas} subschemas with its references written out`,
    }
  return cost
}

/**
 * The document as the validator gets it: without annotations of forms (`x-…`), without `$id`, and
 * without defaults that only might apply (under anyOf, oneOf, not, if, contains).
 */
export function validatorDocument(schema: unknown, conditional = false): unknown {
  if (!isObject(schema)) return schema
  const copy: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword.startsWith('x-') || keyword === '$id') continue
    if (keyword === 'default' && conditional) continue
    copy[keyword] = copyKeyword(keyword, value, conditional)
  }
  return copy
}

function copyKeyword(keyword: string, value: unknown, conditional: boolean): unknown {
  if (ONE.includes(keyword)) return validatorDocument(value, conditional)
  if (ONE_CONDITIONAL.includes(keyword)) return validatorDocument(value, true)
  if (MANY.includes(keyword) && Array.isArray(value))
    return value.map((item) => validatorDocument(item, conditional))
  if (MANY_CONDITIONAL.includes(keyword) && Array.isArray(value))
    return value.map((item) => validatorDocument(item, true))
  // A definition may be used under a condition: its defaults count as conditional too.
  if (NAMED.includes(keyword) && isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        validatorDocument(
          item,
          conditional || keyword === '$defs' || keyword === 'dependentSchemas',
        ),
      ]),
    )
  return value
}
