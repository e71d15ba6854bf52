import type { Instant } from '@busbar/core/contracts'
import { parseInstant, shiftDecimal } from '@busbar/core/contracts'
import { Temporal } from 'temporal-polyfill'

export type TimeFormat = 'rfc3339' | 'epoch-seconds' | 'epoch-milliseconds' | 'local'

/** An instant, and whether it is sure: a local time in the hour that comes twice is not. */
interface DeviceTime {
  readonly at: Instant | null
  readonly sure: boolean
}

const LOCAL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)$/
/** Clocks that were never set start at 1970 or 2000. */
const CLOCK_SET_AFTER_MS = Date.UTC(2001, 0, 1)
const CACHE_LIMIT = 2_000

/** Reads device times; `receivedAt` settles which of two local times is meant. */
export type TimeReader = (raw: unknown, receivedAt: Instant) => DeviceTime

/**
 * A reader of one format.
 * @param zone IANA zone of `local` times, which carry none themselves.
 * The reader throws when the value is no time of the format.
 */
export function timeReader(format: TimeFormat, zone: string): TimeReader {
  const local = localReader(zone)
  return (raw, receivedAt) => {
    const text = scalarText(raw)
    const time = format === 'local' ? local(text, receivedAt) : sure(absolute(text, format))
    if (time.at !== null && time.at < CLOCK_SET_AFTER_MS) return { at: null, sure: false }
    return time
  }
}

function scalarText(raw: unknown): string {
  if (typeof raw === 'string') return raw.trim()
  if (typeof raw === 'number' && Number.isFinite(raw)) return String(raw)
  throw new Error('The timestamp is missing or neither text nor number.')
}

function sure(at: Instant): DeviceTime {
  return { at, sure: true }
}

function absolute(text: string, format: Exclude<TimeFormat, 'local'>): Instant {
  if (format === 'rfc3339') return parseInstant(text)
  const millis = shiftDecimal(text, format === 'epoch-seconds' ? 3 : 0)
  const at = millis === undefined ? Number.NaN : Math.floor(Number(millis))
  // What a Date can hold.
  if (!(Math.abs(at) <= 8.64e15)) throw new Error(`"${text.slice(0, 40)}" is no ${format} time.`)
  return at
}

function localReader(zone: string): (text: string, receivedAt: Instant) => DeviceTime {
  if (zone === 'UTC') return (text) => sure(asUtc(text).millis)
  // Offsets change on the quarter hour at the finest; working one out takes tens of microseconds.
  const offsets = new Map<string, { earlierMs: number; laterMs: number }>()
  return (text, receivedAt) => {
    const { millis, quarter } = asUtc(text)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      offset = offsetsAt(text, zone, millis)
      if (offsets.size >= CACHE_LIMIT) offsets.clear()
      offsets.set(quarter, offset)
    }
    const earlier = millis - offset.earlierMs
    const later = millis - offset.laterMs
    if (earlier === later) return sure(earlier)
    const nearest = Math.abs(receivedAt - earlier) <= Math.abs(receivedAt - later) ? earlier : later
    return { at: nearest, sure: false }
  }
}

function asUtc(text: string): { millis: Instant; quarter: string } {
  const match = LOCAL.exec(text)
  const [, date = '', time = ''] = match ?? []
  const millis = match ? Date.parse(`${date}T${time}Z`) : Number.NaN
  if (Number.isNaN(millis)) throw new Error(`"${text.slice(0, 40)}" is no local time.`)
  const quarter = `${date}T${time.slice(0, 3)}${Math.floor(Number(time.slice(3, 5)) / 15)}`
  return { millis, quarter }
}

function offsetsAt(text: string, zone: string, asUtcMs: Instant) {
  const plain = Temporal.PlainDateTime.from(text.replace(' ', 'T'))
  const at = (disambiguation: 'earlier' | 'later') =>
    asUtcMs - Math.floor(plain.toZonedDateTime(zone, { disambiguation }).epochMilliseconds)
  return { earlierMs: at('earlier'), laterMs: at('later') }
}
