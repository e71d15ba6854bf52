/**
 * Array literals for `unnest`, built by hand in one pass: the driver's own conversion escapes
 * element by element, which costs more than the insert itself on wide batches.
 */

type Integer = bigint | number | string | null

/** Integers of any size; null stays null. */
export function integers<Row>(rows: readonly Row[], pick: (row: Row) => Integer): string {
  let text = '{'
  let separator = ''
  for (const row of rows) {
    text += `${separator}${pick(row) ?? 'NULL'}`
    separator = ','
  }
  return `${text}}`
}

/** Ids as they are. */
export function idList(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}

const SPECIAL = /["\\]/
const ESCAPED = /["\\]/g

/** Any text; null stays null. */
export function texts<Row>(rows: readonly Row[], pick: (row: Row) => string | null): string {
  let text = '{'
  let separator = ''
  for (const row of rows) {
    text += separator + textLiteral(pick(row))
    separator = ','
  }
  return `${text}}`
}

function textLiteral(value: string | null): string {
  if (value === null) return 'NULL'
  return SPECIAL.test(value) ? `"${value.replace(ESCAPED, '\\$&')}"` : `"${value}"`
}

export function booleans<Row>(rows: readonly Row[], pick: (row: Row) => boolean): string {
  let text = '{'
  let separator = ''
  for (const row of rows) {
    text += separator + (pick(row) ? 't' : 'f')
    separator = ','
  }
  return `${text}}`
}
