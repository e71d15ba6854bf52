import { deepCompareStrict, type OutputUnit } from '@cfworker/json-schema'
import type { ErrorObject } from './ajv.ts'
import { at, fromPointer, toPointer } from './pointer.ts'

/** What the interpreter found, as ajv would have put it. */

interface Found {
  readonly units: readonly OutputUnit[]
  readonly schema: unknown
  readonly value: unknown
}
interface Place {
  readonly keyword: string
  readonly instancePath: string
  readonly schemaPath: string
  readonly parentSchema: Record<string, unknown>
  readonly data: unknown
}

/** Keywords that only lead to others; ajv reports what lies within, not them. */
const PASSED = new Set([
  ...['$ref', '$recursiveRef', 'properties', 'patternProperties', 'additionalProperties', 'items'],
  ...['prefixItems', 'additionalItems', 'allOf', 'dependentSchemas', 'dependencies'],
  ...['unevaluatedProperties', 'unevaluatedItems'],
])
const NOT_ALLOWED = new Set(['additionalProperties', 'unevaluatedProperties'])

const fragment = (text: string): string => decodeURIComponent(text.replace(/^#/, ''))
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The schema that a keyword stands in; references on the way are followed within the document. */
function schemaAt(root: unknown, segments: readonly string[]): unknown {
  return segments.reduce<unknown>((schema, key) => {
    const inner = at(schema, toPointer([key]))
    return key === '$ref' && typeof inner === 'string' && inner.startsWith('#')
      ? at(root, decodeURIComponent(inner.slice(1)))
      : inner
  }, root)
}

/** Names that the library writes otherwise than the standard. */
const spelt = (pointer: string) => pointer.replace('/dependantRequired', '/dependentRequired')

export function asAjvErrors({ units, schema, value }: Found): ErrorObject[] {
  const found = { schema, value }
  /** The library repeats these once for each field; they are told apart here, by what is missing. */
  const seen = new Set<string>()
  return units.flatMap((unit, index): ErrorObject[] => {
    const { keyword } = unit
    if (keyword === 'false') return forbidden(unit, units[index - 1] ?? unit, found)
    if (PASSED.has(keyword)) return []
    const place = placeOf(unit, found)
    if (keyword === 'propertyNames') return [wrongName(place, units[index + 1] ?? unit)]
    if (keyword === 'uniqueItems') {
      const params = twice(place)
      return params === null ? [] : [{ ...bare(place), params, message: 'has one item twice' }]
    }
    if (keyword !== 'required' && keyword !== 'dependentRequired') {
      return [{ ...bare(place), ...said(place, unit) }]
    }
    const key = `${place.instancePath} ${place.schemaPath}`
    if (seen.has(key)) return []
    seen.add(key)
    return missing(place)
  })
}

const NAMES = '/propertyNames/'

function placeOf(unit: OutputUnit, { schema, value }: Omit<Found, 'units'>): Place {
  const pointer = spelt(fragment(unit.keywordLocation))
  const found = fragment(unit.instanceLocation)
  // What is wrong with a name is wrong with the object: that is its place.
  const instancePath = pointer.includes(NAMES) ? found.slice(0, found.lastIndexOf('/')) : found
  const parent = schemaAt(schema, fromPointer(pointer).slice(0, -1))
  const parentSchema = isRecord(parent) ? parent : {}
  const data = at(value, instancePath)
  return { keyword: unit.keyword, instancePath, schemaPath: `#${pointer}`, parentSchema, data }
}

const wrongName = (place: Place, inner: OutputUnit): ErrorObject => ({
  ...bare(place),
  params: { propertyName: fromPointer(fragment(inner.instanceLocation)).at(-1) ?? '' },
  message: 'property name must be valid',
})

const bare = (place: Place, keyword = place.keyword) => ({
  ...place,
  keyword,
  schema: place.parentSchema[keyword],
})

/** A field that no schema allows, or one whose schema is `false`. */
function forbidden(
  unit: OutputUnit,
  before: OutputUnit,
  found: Omit<Found, 'units'>,
): ErrorObject[] {
  const place = placeOf(before, found)
  const instancePath = fragment(unit.instanceLocation)
  const name = fromPointer(instancePath).at(-1) ?? ''
  if (NOT_ALLOWED.has(before.keyword)) {
    const param =
      before.keyword === 'additionalProperties' ? 'additionalProperty' : 'unevaluatedProperty'
    const message = 'must NOT have additional properties'
    return [{ ...bare(place), params: { [param]: name }, message }]
  }
  const schemaPath = `${place.schemaPath}/${name}/false schema`
  const error = { ...place, keyword: 'false schema', instancePath, schemaPath, schema: false }
  return [{ ...error, params: {}, message: 'boolean schema is false' }]
}

function missing(place: Place): ErrorObject[] {
  const { data, parentSchema, keyword } = place
  const has = (key: string) => isRecord(data) && Object.hasOwn(data, key)
  const said = (missingProperty: string, more: object): ErrorObject => ({
    ...bare(place),
    params: { missingProperty, ...more },
    message: `must have required property '${missingProperty}'`,
  })
  const wanted = parentSchema[keyword]
  if (keyword === 'required')
    return (Array.isArray(wanted) ? wanted.map(String) : [])
      .filter((key) => !has(key))
      .map((key) => said(key, {}))
  const groups = isRecord(wanted) ? Object.entries(wanted) : []
  return groups
    .filter(([property]) => has(property))
    .flatMap(([property, keys]) =>
      (Array.isArray(keys) ? keys.map(String) : [])
        .filter((key) => !has(key))
        .map((key) => said(key, { property })),
    )
}

const LIMITS: Readonly<Record<string, string>> = {
  ...{ minLength: 'is too short', maxLength: 'is too long', minItems: 'has too few items' },
  ...{ maxItems: 'has too many items', minProperties: 'has too few fields' },
  ...{ maxProperties: 'has too many fields', minimum: 'is too small', maximum: 'is too large' },
  ...{ exclusiveMinimum: 'is too small', exclusiveMaximum: 'is too large' },
}
const COMPARED: Readonly<Record<string, string>> = {
  ...{ minimum: '>=', maximum: '<=', exclusiveMinimum: '>', exclusiveMaximum: '<' },
}
/** The parameter that repeats a keyword's own value. */
const REPEATED: Readonly<Record<string, string>> = {
  ...{ type: 'type', enum: 'allowedValues', const: 'allowedValue', pattern: 'pattern' },
  ...{ format: 'format', multipleOf: 'multipleOf' },
}

function said({ keyword, parentSchema, schemaPath }: Place, unit: OutputUnit) {
  const own = parentSchema[keyword]
  if (LIMITS[keyword] !== undefined) {
    const comparison = COMPARED[keyword]
    const params = { limit: own, ...(comparison === undefined ? {} : { comparison }) }
    return { params, message: LIMITS[keyword] }
  }
  const name = REPEATED[keyword]
  if (name !== undefined) return { params: { [name]: own }, message: unit.error }
  switch (keyword) {
    case 'if':
      return {
        params: { failingKeyword: unit.error.includes('"then"') ? 'then' : 'else' },
        message: unit.error,
      }
    case 'oneOf':
      return { params: { passingSchemas: null }, message: 'fits no form, or more than one' }
    default:
      return { params: { at: schemaPath }, message: unit.error }
  }
}

const typeOf = (value: unknown): string => (value === null ? 'null' : typeof value)

/** Items that are compared: where they are to be of plain types, only those that are. */
function compared(place: Place): readonly unknown[] {
  const items = Array.isArray(place.data) ? place.data : []
  const { items: schema } = place.parentSchema
  const types = isRecord(schema) && schema.type !== undefined ? [schema.type].flat() : []
  if (types.length === 0 || types.includes('object') || types.includes('array')) return items
  return items.filter(
    (each) => types.includes(typeOf(each)) || (types.includes('integer') && Number.isInteger(each)),
  )
}

/** The last pair of items that are the same; null where that is none that counts. */
function twice(place: Place): { readonly i: number; readonly j: number } | null {
  const items = Array.isArray(place.data) ? place.data : []
  const counted = compared(place)
  for (let i = items.length - 1; i > 0; i--) {
    if (!counted.includes(items[i])) continue
    const j = items.findLastIndex((each, index) => index < i && deepCompareStrict(each, items[i]))
    if (j >= 0) return { i, j }
  }
  return null
}
