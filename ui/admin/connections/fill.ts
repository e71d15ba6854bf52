import { fromPointer } from '../forms/pointer.ts'
import { type FormSchema, flattened } from '../forms/schema.ts'

/** What a search finds that a form can take: where it came from, a place in what was said, a node. */
export type Found = Readonly<Partial<Record<'source' | 'place' | 'node', string>>>

type Config = Readonly<Record<string, unknown>>
/** Properties from the top to a field; `0` stands for an item of a list, `*` for an entry of a map. */
type Path = readonly string[]

const ITEM = '0'
const ENTRY = '*'
/** Deeper than any form is. */
const DEEPEST = 8

/** Where a connection's schema takes something that was found: `x-discovered` says what. */
function pathsTo(schema: FormSchema, kind: keyof Found, path: Path = []): Path[] {
  if (path.length > DEEPEST) return []
  if (Reflect.get(schema, 'x-discovered') === kind) return [path]
  const entry = schema.additionalProperties
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
      pathsTo(each, kind, [...path, name]),
    ),
    ...(schema.items === undefined ? [] : pathsTo(schema.items, kind, [...path, ITEM])),
    ...(typeof entry === 'object' ? pathsTo(entry, kind, [...path, ENTRY]) : []),
  ]
}

/** Whether the form takes all of this. */
export function takes(schema: FormSchema, found: Found): boolean {
  const flat = flattened(schema)
  return kindsOf(found).every((kind) => pathsTo(flat, kind).length > 0)
}

/** The settings with what was found put where the schema takes it; an item of a list that has its source is kept. */
export function filled(schema: FormSchema, config: Config, found: Found): Config {
  const flat = flattened(schema)
  return kindsOf(found).reduce<Config>((taken, kind) => {
    const [path] = pathsTo(flat, kind)
    return path === undefined ? taken : (put(taken, path, { kind, found }) as Config)
  }, config)
}

const kindsOf = (found: Found) =>
  (['source', 'node', 'place'] as const).filter((kind) => found[kind] !== undefined)

function put(
  value: unknown,
  [step, ...rest]: Path,
  given: { readonly kind: keyof Found; readonly found: Found },
): unknown {
  const { kind, found } = given
  if (step === undefined) return found[kind]
  if (step === ITEM) {
    const items = Array.isArray(value) ? value : []
    const own = found.source ?? found.node
    const at = items.findIndex((item) => Object.values(Object(item)).includes(own))
    const put_ = put(at < 0 ? {} : items[at], rest, given)
    return at < 0 ? [...items, put_] : items.with(at, put_)
  }
  const fields: Config = { ...Object(value) }
  const name = step === ENTRY ? entryName(found, fields) : step
  return { ...fields, [name]: put(fields[name], rest, given) }
}

/** The last word of the place names an entry, as devices call it; a number is added to one that is taken. */
function entryName({ place = '' }: Found, taken: Config): string {
  const word = fromPointer(place).at(-1) ?? 'value'
  const names = [word, ...Array.from({ length: 99 }, (_, index) => `${word}${index + 2}`)]
  return names.find((name) => taken[name] === undefined) ?? word
}
