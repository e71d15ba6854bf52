/** JSON Schema as the contract writes it, with the extensions that pages know. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly readOnly?: boolean
  readonly writeOnly?: boolean
  readonly additionalProperties?: boolean | Schema
  /** Service of the resource whose id it is. */
  readonly 'x-ref'?: string
  /** Set at creation, for good. */
  readonly 'x-fixed'?: boolean
  /** Which schema of a plugin, that of the object's connection, says what it is. */
  readonly 'x-described-by'?: 'address' | 'point'
  /** Where the schema came from, before its reference was replaced: `MoneyMicros`. */
  readonly 'x-component'?: string
  /** Unit of measurement of a quantity. */
  readonly 'x-unit'?: string
  /** A decimal with six places; of money where `x-money` says so too. */
  readonly 'x-micros'?: boolean
  readonly 'x-money'?: boolean
  readonly 'x-secret'?: boolean
}

const COMPONENTS = '#/components/schemas/'

/**
 * A schema with its references replaced by what they lead to, and what stands beside a reference put over it. A schema
 * within itself stays a reference.
 */
export function resolved(
  schema: Schema,
  components: Readonly<Record<string, Schema>>,
  open: readonly string[] = [],
): Schema {
  const { $ref, ...beside } = schema
  if ($ref?.startsWith(COMPONENTS)) {
    const name = $ref.slice(COMPONENTS.length)
    const target = componentAt(name, components)
    if (target === undefined || open.includes(name)) return schema
    const base = resolved(target, components, [...open, name])
    const whole = name.includes('/') ? {} : { 'x-component': name }
    return { ...whole, ...base, ...resolved(beside, components, open) }
  }
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    return resolved(value as Schema, components, open)
  }
  const skipped = ['examples', 'default', 'const', 'enum', 'required']
  return Object.fromEntries(
    Object.entries(beside).map(([key, value]) => [
      key,
      skipped.includes(key) ? value : walkKey(key, value, walk),
    ]),
  )
}

/** A component, or a part of one: `Role/properties/name`. */
function componentAt(
  path: string,
  components: Readonly<Record<string, Schema>>,
): Schema | undefined {
  const [name = '', ...parts] = path.split('/')
  return parts.reduce<Schema | undefined>(
    (part, key) => (part === undefined ? undefined : Reflect.get(part, key)),
    components[name],
  )
}

function walkKey(key: string, value: unknown, walk: (value: unknown) => unknown): unknown {
  if (key !== 'properties' && key !== '$defs') return walk(value)
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([name, field]) => [name, walk(field)]),
  )
}

/** Types that a value may have, `null` among them. */
export function typesOf({ type, enum: values, const: only }: Schema): readonly string[] {
  if (typeof type === 'string') return [type]
  if (type !== undefined) return type
  const known = only === undefined ? (values ?? []) : [only]
  return [...new Set(known.map((value) => (value === null ? 'null' : typeof value)))]
}
