import { busbarError } from './error.ts'

/** An instant: UTC milliseconds since 1970-01-01T00:00:00Z. On the wire an RFC 3339 string. */
export type Instant = number

/** Tells the time. The domain clock may run at a rate of its own; the wall clock does not. */
export interface Clock {
  now(): Instant
}

export const wallClock: Clock = Object.freeze({ now: () => Date.now() })

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/

/**
 * Parses RFC 3339 with an offset; fractions finer than a millisecond are cut off.
 * @throws `instant-invalid`
 */
export function parseInstant(text: string): Instant {
  const at = RFC3339.test(text) ? Date.parse(text.replace(' ', 'T').toUpperCase()) : Number.NaN
  if (Number.isNaN(at))
    throw busbarError('instant-invalid', {
      detail: `"${text.slice(0, 40)}" is no RFC 3339 instant.`,
    })
  return at
}

/** Writes an instant as RFC 3339 in UTC with milliseconds. */
export function formatInstant(at: Instant): string {
  return new Date(at).toISOString()
}
