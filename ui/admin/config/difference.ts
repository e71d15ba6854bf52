import { type FormSchema, flattened, shaped } from '../forms/schema.ts'
import { wordsOf } from '../resource/words.ts'

/** One value that two configurations do not share. */
export interface Change {
  /** Titles from the outermost field to this one. */
  readonly place: readonly string[]
  /** Undefined: not there. */
  readonly before: unknown
  readonly after: unknown
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** A schema's text in the reader's language. */
type Say = (text: string | undefined) => string

/** What has changed from one configuration to another, value by value, as the schema's form calls them. */
export function differences(
  { before, after }: { readonly before: unknown; readonly after: unknown },
  { schema, say }: { readonly schema: FormSchema | null; readonly say: Say },
): Change[] {
  return compared({ before, after, place: [] }, schema === null ? {} : flattened(schema), say)
}

function compared(change: Change, given: FormSchema, say: Say): Change[] {
  const { before, after, place } = change
  if (equal(before, after)) return []
  const schema = shaped(given)
  const either = before ?? after
  const parts = (value: unknown) => (value === undefined ? {} : Object(value))
  if (Array.isArray(either) && both(change, Array.isArray)) {
    const length = Math.max(parts(before).length ?? 0, parts(after).length ?? 0)
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      compared(
        {
          ...{ before: parts(before)[index], after: parts(after)[index] },
          place: [...place, String(index + 1)],
        },
        schema.items ?? {},
        say,
      ),
    )
  }
  if (isFields(either) && both(change, isFields)) {
    const names = new Set([...Object.keys(parts(before)), ...Object.keys(parts(after))])
    return [...names].flatMap((name) => {
      const field = fieldOf(schema, name)
      const title = say(field.title) || (schema.properties?.[name] ? wordsOf(name) : name)
      return compared(
        { before: parts(before)[name], after: parts(after)[name], place: [...place, title] },
        field,
        say,
      )
    })
  }
  return [change]
}

const both = ({ before, after }: Change, is: (value: unknown) => boolean) =>
  (before === undefined || is(before)) && (after === undefined || is(after))

function fieldOf({ properties, additionalProperties }: FormSchema, name: string): FormSchema {
  const known = properties?.[name]
  if (known !== undefined) return known
  return typeof additionalProperties === 'object' ? additionalProperties : {}
}
