import type { Schema } from '../contract/schema.ts'
import { at } from './pointer.ts'

/** A schema with what forms read besides what pages do. */
export interface FormSchema extends Schema {
  readonly $defs?: Readonly<Record<string, FormSchema>>
  readonly properties?: Readonly<Record<string, FormSchema>>
  readonly items?: FormSchema
  readonly oneOf?: readonly FormSchema[]
  readonly anyOf?: readonly FormSchema[]
  readonly allOf?: readonly FormSchema[]
  readonly additionalProperties?: boolean | FormSchema
  readonly propertyNames?: FormSchema
  readonly minimum?: number
  readonly maximum?: number
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly contentEncoding?: string
  readonly contentMediaType?: string
}

const KEPT_AS_THEY_ARE = new Set(['examples', 'default', 'const', 'enum', 'required', '$defs'])
const BY_NAME = new Set(['properties', 'patternProperties', 'dependentSchemas'])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A schema without references: each is replaced by what it leads to within the document, and what stands beside it put
 * over that. One that leads into itself, or nowhere, takes anything: the server judges it.
 */
export function flattened(schema: FormSchema): FormSchema {
  const walk = (value: unknown, open: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((each) => walk(each, open))
    if (!isRecord(value)) return value
    const { $ref, ...beside } = value
    const own = Object.fromEntries(
      Object.entries(beside)
        .filter(([key]) => key !== '$defs' && key !== '$id' && key !== '$schema')
        .map(([key, each]) => [key, within(key, each, open)]),
    )
    if (typeof $ref !== 'string') return own
    const target = $ref.startsWith('#') ? at(schema, decodeURIComponent($ref.slice(1))) : undefined
    if (target === undefined || open.includes($ref)) return own
    const base = walk(target, [...open, $ref])
    return isRecord(base) ? { ...base, ...own } : base
  }
  const within = (key: string, value: unknown, open: readonly string[]): unknown => {
    if (KEPT_AS_THEY_ARE.has(key)) return value
    if (!BY_NAME.has(key) || !isRecord(value)) return walk(value, open)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, open)]))
  }
  return walk(schema, []) as FormSchema
}

/** Types that a value may have; from its allowed values where no type is given. */
export function typesOf({ type, enum: values, const: only }: FormSchema): readonly string[] {
  if (type !== undefined) return typeof type === 'string' ? [type] : type
  const known = only === undefined ? (values ?? []) : [only]
  return [...new Set(known.map((each) => (each === null ? 'null' : typeof each)))]
}

export const isNullable = (schema: FormSchema): boolean =>
  typesOf(schema).includes('null') ||
  (schema.oneOf ?? schema.anyOf ?? []).some((each) => each.type === 'null')

/**
 * A schema as a field shows it: `X or null` as X that may be null, and what `allOf` adds taken in. Values are judged by
 * the schema as it was.
 */
export function shaped(schema: FormSchema): FormSchema {
  const { allOf, ...rest } = schema
  if (allOf?.some(({ properties }) => properties !== undefined)) {
    const all = [rest, ...allOf.map(shaped)]
    return shaped({
      ...Object.assign({}, ...all.toReversed()),
      properties: Object.assign({}, ...all.map(({ properties }) => properties)),
      required: all.flatMap(({ required = [] }) => required),
    })
  }
  const branches = schema.oneOf ?? schema.anyOf
  const real = branches?.filter(({ type }) => type !== 'null') ?? []
  const [only] = real
  if (branches === undefined || only === undefined || real.length > 1 || branches.length === 1)
    return schema
  const { oneOf: _one, anyOf: _any, ...beside } = schema
  const inner = shaped(only)
  return { ...inner, ...beside, type: [...new Set([...typesOf(inner), 'null'])] }
}

/** A branch of a choice with what stands beside the choice: an object of its own. */
export function branchOf(schema: FormSchema, branch: FormSchema): FormSchema {
  const { oneOf: _one, anyOf: _any, properties: shared = {}, required = [], ...beside } = schema
  const inner = shaped(branch)
  if (inner.properties === undefined && schema.properties === undefined) return inner
  const own = inner.properties ?? {}
  const others = inner.additionalProperties === false ? {} : shared
  const fields = Object.entries({ ...others, ...own }).map(([name, field]) => [
    name,
    { ...shared[name], ...field },
  ])
  return {
    ...beside,
    ...inner,
    type: 'object',
    properties: Object.fromEntries(fields),
    required: [...new Set([...required, ...(inner.required ?? [])])],
  }
}
