/** A double holds any decimal of 15 digits; a longer run of digits may lose some. */
const MAY_LOSE_DIGITS = /[\d.]{17,}/

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown

/** JSON.parse as Node 24 has it, with the source text of numbers; TypeScript does not know it yet. */
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown

/**
 * Parses JSON without losing a digit: numbers that a double cannot surely hold come back as their
 * source text.
 * @throws SyntaxError, or RangeError when it is nested beyond reason.
 */
export function parseJson(text: string): unknown {
  if (!MAY_LOSE_DIGITS.test(text)) return JSON.parse(text)
  return parseWithSource(text, (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined ? context.source : value,
  )
}

/** A JSON pointer (RFC 6901) cut into its tokens. */
export type Pointer = readonly string[]

/** @throws Error when the text is no JSON pointer. */
export function compilePointer(text: string): Pointer {
  if (text === '') return []
  if (!text.startsWith('/') || /~(?![01])/.test(text))
    throw new Error(`"${text}" is no JSON pointer: it starts with "/", and "~" is written "~0".`)
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What the pointer points at, or undefined. Only own properties count. */
export function resolvePointer(document: unknown, pointer: Pointer): unknown {
  let value = document
  for (const token of pointer) {
    if (value === null || typeof value !== 'object') return undefined
    if (Array.isArray(value)) {
      if (!/^(0|[1-9]\d{0,6})$/.test(token)) return undefined
      value = value[Number(token)]
    } else {
      if (!Object.hasOwn(value, token)) return undefined
      value = (value as Record<string, unknown>)[token]
    }
  }
  return value
}
