/** Instants as people enter them, in a zone; lengths of time as people read them. */

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const

function wallClockMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    calendar: 'gregory',
    numberingSystem: 'latn',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(atMs)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = PARTS.map((wanted) =>
    Number(parts.find(({ type }) => type === wanted)?.value),
  )
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

export const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** An instant as `datetime-local` has it, in a zone; seconds only where there are any. Empty for what is no instant. */
export function toLocal(instant: string, timeZone: string): string {
  const atMs = Date.parse(instant)
  if (Number.isNaN(atMs)) return ''
  const text = new Date(wallClockMs(atMs, timeZone)).toISOString().slice(0, 19)
  return text.endsWith(':00') ? text.slice(0, 16) : text
}

/**
 * The instant of a local time in a zone, RFC 3339 in UTC. A time that comes twice is its first; one that is skipped is
 * as much later as the clock is put on. Null for what is no time.
 */
export function fromLocal(local: string, timeZone: string): string | null {
  const wallMs = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`)
  if (Number.isNaN(wallMs)) return null
  const dayMs = 86_400_000
  const offsets = [wallMs - dayMs, wallMs + dayMs].map((each) => wallClockMs(each, timeZone) - each)
  const candidates = offsets.map((offsetMs) => wallMs - offsetMs)
  const exact = candidates.filter((each) => wallClockMs(each, timeZone) === wallMs)
  const atMs = exact.length > 0 ? Math.min(...exact) : Math.max(...candidates)
  return new Date(atMs).toISOString()
}

/** The offset of a zone at an instant, as it is shown: `GMT+8`. */
export function zoneName(timeZone: string, at: string | undefined, locale: string): string {
  const atMs = Date.parse(at ?? '')
  const offset = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(Number.isNaN(atMs) ? Date.now() : atMs)
    .find(({ type }) => type === 'timeZoneName')?.value
  return `${timeZone} (${offset ?? ''})`
}

const UNIT_MS = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1000, ms: 1 } as const
const UNIT_NAMES = { d: 'day', h: 'hour', min: 'minute', s: 'second', ms: 'millisecond' } as const
type Unit = keyof typeof UNIT_MS
const UNITS: readonly Unit[] = ['d', 'h', 'min', 's', 'ms']

/** A length of time in words: `1 day, 12 hours`. */
export function inWords(amount: number, unit: Unit, locale: string): string {
  let restMs = Math.abs(amount) * UNIT_MS[unit]
  const parts = UNITS.flatMap((each) => {
    const count = Math.floor(restMs / UNIT_MS[each])
    restMs -= count * UNIT_MS[each]
    if (count === 0) return []
    const format = { style: 'unit', unit: UNIT_NAMES[each], unitDisplay: 'long' } as const
    return [new Intl.NumberFormat(locale, format).format(count)]
  })
  return new Intl.ListFormat(locale, { type: 'unit' }).format(parts)
}

const ISO = /^P(?:(\d+)W)?(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

export const DURATION_PARTS = [
  'years',
  'months',
  'weeks',
  'days',
  'hours',
  'minutes',
  'seconds',
] as const
export type Duration = Partial<Record<(typeof DURATION_PARTS)[number], number>>

/** An ISO 8601 duration in whole parts; null for what is none. */
export function readDuration(text: string): Duration | null {
  const found = ISO.exec(text)
  if (found === null || text === 'P' || text.endsWith('T')) return null
  const [, weeks, years, months, days, hours, minutes, seconds] = found
  const parts = { years, months, weeks, days, hours, minutes, seconds }
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, count]) =>
      count === undefined ? [] : [[name, Number(count)]],
    ),
  )
}

/** Written as ISO 8601; weeks are seven days where anything stands beside them. Empty for no part at all. */
export function writeDuration(parts: Duration): string {
  const { years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parts
  const isAlone = years + months + days + hours + minutes + seconds === 0
  if (weeks > 0 && isAlone) return `P${weeks}W`
  const allDays = days + weeks * 7
  const date = unbroken([
    [years, 'Y'],
    [months, 'M'],
    [allDays, 'D'],
  ])
  const time = unbroken([
    [hours, 'H'],
    [minutes, 'M'],
    [seconds, 'S'],
  ])
  if (date + time === '') return Object.values(parts).some((count) => count === 0) ? 'PT0S' : ''
  return `P${date}${time === '' ? '' : `T${time}`}`
}

/** From the largest part to the smallest, the zeros between them too: RFC 3339 allows no gap. */
function unbroken(parts: readonly (readonly [number, string])[]): string {
  const first = parts.findIndex(([count]) => count > 0)
  const last = parts.findLastIndex(([count]) => count > 0)
  if (first < 0) return ''
  return parts
    .slice(first, last + 1)
    .map(([count, letter]) => `${count}${letter}`)
    .join('')
}
