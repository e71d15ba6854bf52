import { busbarError } from '../kernel/error.ts'

/** Where a page ended: the values of its last row that it was sorted by. */
export type Position = readonly (string | number)[]

/** Packs a position into the text that a client sends back; `list` keeps cursors of other lists out. */
export function toCursor(list: string, position: Position): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url')
}

/** @throws `cursor-invalid` for anything that was not made by toCursor for this list */
export function fromCursor(list: string, cursor: string, length: number): Position {
  const values = parsed(cursor)
  const [name, ...position] = Array.isArray(values) ? values : []
  const sound = position.every(
    (value) => (typeof value === 'string' && value.length <= 300) || Number.isSafeInteger(value),
  )
  if (name !== list || position.length !== length || !sound) throw busbarError('cursor-invalid')
  return position
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch (cause) {
    throw busbarError('cursor-invalid', { cause })
  }
}

/** A whole number that a cursor holds as text. @throws `cursor-invalid` */
export function digits(value: string | number | undefined): string {
  if (typeof value === 'string' && /^-?\d{1,18}$/.test(value)) return value
  throw busbarError('cursor-invalid')
}
