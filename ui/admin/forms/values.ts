import { at } from './pointer.ts'
import { branchOf, type FormSchema, isNullable, shaped, typesOf } from './schema.ts'

/** What stands in a field that was emptied: null where the schema takes it, and otherwise nothing. */
export const emptied = (schema: FormSchema): null | undefined =>
  isNullable(schema) ? null : undefined

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What a field starts with that must be there: required objects and lists are there at once, so that nobody has to add
 * them by hand; so are defaults of required fields, and values that have no alternative. What is there already stays.
 */
export function seeded(given: FormSchema, value: unknown, isRequired = true): unknown {
  const schema = shaped(given)
  if (value === null) return null
  if (value === undefined) return isRequired ? firstOf(schema) : undefined
  return isObject(schema) && isRecord(value) ? seededObject(schema, value) : value
}

const isObject = (schema: FormSchema): boolean =>
  (schema.oneOf ?? schema.anyOf) === undefined &&
  (typesOf(schema).includes('object') || schema.properties !== undefined)

function firstOf(schema: FormSchema): unknown {
  const fixed =
    schema.const ?? schema.default ?? (schema.enum?.length === 1 ? schema.enum[0] : undefined)
  if (fixed !== undefined || (schema.oneOf ?? schema.anyOf) !== undefined) return fixed
  const [type] = typesOf(schema).filter((each) => each !== 'null')
  if (type === 'boolean') return isNullable(schema) ? undefined : false
  if (type === 'array') return []
  return isObject(schema) ? seededObject(schema, {}) : undefined
}

function seededObject(schema: FormSchema, value: Record<string, unknown>) {
  const { properties = {}, required = [] } = schema
  const added = Object.entries(properties).flatMap(([name, field]) => {
    const inner = seeded(field, value[name], required.includes(name))
    return inner === value[name] ? [] : [[name, inner] as const]
  })
  return added.length === 0 ? value : { ...value, ...Object.fromEntries(added) }
}

/** A list as it is entered: one that is empty, must not be, and need not be there is as good as none. */
export function listed(
  schema: FormSchema,
  items: readonly unknown[],
  { isRequired }: { readonly isRequired: boolean },
): readonly unknown[] | null | undefined {
  const isNone = items.length === 0 && !isRequired && (schema.minItems ?? 0) > 0
  return isNone ? emptied(schema) : [...items]
}

/** How well a value fits a branch: fixed values that it has count most, and fields that the branch knows. */
function fitOf(branch: FormSchema, value: unknown): number {
  const { properties = {} } = branch
  if (!isRecord(value)) {
    const kind = Array.isArray(value) ? 'array' : typeof value
    return typesOf(branch).some(
      (each) => each === kind || (each === 'integer' && kind === 'number'),
    )
      ? 1
      : 0
  }
  return Object.entries(properties).reduce((sum, [name, field]) => {
    if (!Object.hasOwn(value, name)) return sum
    if (field.const !== undefined) return sum + (field.const === value[name] ? 1000 : -1000)
    return sum + 1
  }, 0)
}

/** The branch that a value is most likely of; null where nothing speaks for any. */
export function branchFor(schema: FormSchema, value: unknown): number | null {
  if (value === undefined || value === null) return null
  const branches = schema.oneOf ?? schema.anyOf ?? []
  const fits = branches.map((branch) => fitOf(branchOf(schema, branch), value))
  const best = Math.max(...fits)
  return best <= 0 && fits.length > 1 ? null : fits.indexOf(best)
}

/** A value for another branch: what fits it is kept. */
export function switched(schema: FormSchema, index: number, value: unknown): unknown {
  const branch = (schema.oneOf ?? schema.anyOf ?? [])[index]
  if (branch === undefined) return value
  const target = branchOf(schema, branch)
  const fields = target.properties
  if (fields === undefined) return seeded(target, undefined)
  const kept = Object.entries(isRecord(value) ? value : {}).filter(([name, each]) => {
    const field = fields[name]
    return field !== undefined && field.const === undefined && isOfType(field, each)
  })
  const fixed = Object.entries(fields).flatMap(([name, { const: only }]) =>
    only === undefined ? [] : [[name, only] as const],
  )
  return seeded(target, { ...Object.fromEntries(kept), ...Object.fromEntries(fixed) })
}

function isOfType(schema: FormSchema, value: unknown): boolean {
  if (schema.enum !== undefined) return schema.enum.includes(value)
  const types = typesOf(schema)
  if (types.length === 0) return true
  if (value === null) return types.includes('null')
  if (Array.isArray(value)) return types.includes('array')
  const kind = typeof value
  return types.includes(kind) || (kind === 'number' && types.includes('integer'))
}

/** The item at a place moved by so many. */
export function moved<Item>(items: readonly Item[], index: number, by: number): Item[] {
  const rest = items.filter((_, each) => each !== index)
  const item = at(items, `/${index}`) as Item
  return [...rest.slice(0, index + by), item, ...rest.slice(index + by)]
}
