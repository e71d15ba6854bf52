import { type Schema, typesOf } from '../contract/schema.ts'
import { wordsOf } from '../resource/words.ts'

type Fields = Readonly<Record<string, unknown>>

/** A field that is not what it was. */
export interface Change {
  readonly name: string
  /** English; the reader's language is looked up by it. */
  readonly title: string
  readonly schema: Schema
  readonly before: unknown
  readonly after: unknown
}

/** Counted up with every change: says nothing. */
const SILENT = ['version', 'id']
const MICROS = 'Micros'

/**
 * What differs between two states of a thing, as the log keeps them: micros bear their unit in the name there, and
 * instants are milliseconds. Told as the contract tells them.
 */
export function changesOf(
  { before, after }: { readonly before: Fields | null; readonly after: Fields | null },
  schema: Schema,
): readonly Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names
    .filter((name) => !SILENT.includes(name) && !same(before?.[name], after?.[name]))
    .map((kept) => {
      const name = nameIn(schema, kept)
      const field = schema.properties?.[name] ?? plain(after?.[kept] ?? before?.[kept])
      return {
        name,
        title: field.title ?? wordsOf(name),
        schema: field,
        before: told(before?.[kept], field, kept !== name),
        after: told(after?.[kept], field, kept !== name),
      }
    })
    .filter(({ before: was, after: is }) => !same(was ?? null, is ?? null))
}

function nameIn({ properties = {} }: Schema, kept: string): string {
  if (properties[kept] !== undefined || !kept.endsWith(MICROS)) return kept
  const name = kept.slice(0, -MICROS.length)
  return properties[name] === undefined ? kept : name
}

/** What no schema describes shows itself by its JSON type. */
function plain(value: unknown): Schema {
  if (Array.isArray(value)) return { type: 'array' }
  return { type: value === null || value === undefined ? 'null' : typeof value }
}

function told(value: unknown, schema: Schema, inMicros: boolean): unknown {
  if (value === undefined || value === null) return null
  if (inMicros) return /^-?\d+$/.test(String(value)) ? decimalOf(String(value)) : value
  const isInstant = schema.format === 'date-time' && typesOf(schema).includes('string')
  return isInstant && typeof value === 'number' ? new Date(value).toISOString() : value
}

const PLACES = 6

/** Digits of micros as a decimal: `-1500000` is `-1.5`. */
function decimalOf(micros: string): string {
  const sign = micros.startsWith('-') ? '-' : ''
  const digits = micros.replace('-', '').padStart(PLACES + 1, '0')
  const fraction = digits.slice(-PLACES).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -PLACES)}${fraction === '' ? '' : `.${fraction}`}`
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  )
}
