/**
 * Array literals for `unnest`, built by hand: the driver's own conversion escapes element by
 * element, which costs more than the insert itself on wide batches.
 */

/** Integers of any size; null stays null. */
export function integers(values: readonly (bigint | number | string | null)[]): string {
  let text = '{'
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ','
    text += values[index] ?? 'NULL'
  }
  return `${text}}`
}

const ESCAPED = /["\\]/g

/** Any text; null stays null. */
export function texts(values: readonly (string | null)[]): string {
  let text = '{'
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ','
    const value = values[index]
    text += value === null || value === undefined ? 'NULL' : `"${value.replace(ESCAPED, '\\$&')}"`
  }
  return `${text}}`
}

export function booleans(values: readonly boolean[]): string {
  return `{${values.join(',')}}`
}
