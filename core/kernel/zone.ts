import { Temporal } from 'temporal-polyfill'
import { busbarError } from './error.ts'
import { DAY_MS, type Instant, MINUTE_MS } from './instant.ts'

/** A calendar day, YYYY-MM-DD, in whatever zone the context names. */
export type LocalDate = string

/** A stretch of time in which a zone's clocks are not moved. */
export interface OffsetStretch {
  readonly from: Instant
  readonly to: Instant
  /** What local clocks are ahead of UTC. */
  readonly offsetMs: number
}

/** Whether the text names a zone of the IANA database, such as `Asia/Shanghai`. */
export function isTimeZone(timeZone: string): boolean {
  if (!/^[A-Za-z]/.test(timeZone)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone)
    return true
  } catch {
    return false
  }
}

/**
 * Cuts [from, to) where a zone's clocks are moved.
 * @throws `time-zone-invalid`
 */
export function offsetStretches({
  from,
  to,
  timeZone,
}: {
  readonly from: Instant
  readonly to: Instant
  readonly timeZone: string
}): readonly OffsetStretch[] {
  const stretches: OffsetStretch[] = []
  let start = from
  while (start < to) {
    const local = zoned(start, timeZone)
    const next = local.getTimeZoneTransition('next')?.epochMilliseconds ?? to
    const end = Math.min(next, to)
    stretches.push({ from: start, to: end, offsetMs: local.offsetNanoseconds / 1e6 })
    start = end
  }
  return stretches
}

/** The local day of an instant. @throws `time-zone-invalid` */
export function localDate(at: Instant, timeZone: string): LocalDate {
  return zoned(at, timeZone).toPlainDate().toString()
}

/** Whole minutes that the local clock shows past midnight. @throws `time-zone-invalid` */
export function localMinuteOfDay(at: Instant, timeZone: string): number {
  const local = zoned(at, timeZone)
  return local.hour * 60 + local.minute
}

/**
 * The first instant of a local day, which is not midnight where clocks are moved then.
 * @throws `time-zone-invalid`, `date-invalid`
 */
export function startOfLocalDay(date: LocalDate, timeZone: string): Instant {
  const day = plainDate(date)
  if (!isTimeZone(timeZone)) throw invalidZone(timeZone)
  return day.toZonedDateTime(timeZone).epochMilliseconds
}

/**
 * The instant at which the local clock shows a time on a day. Of a time shown twice (clocks put
 * back) the first; a time skipped (clocks put forward) is as much later as clocks were moved.
 * @throws `time-zone-invalid`, `date-invalid`
 */
export function localInstant({
  date,
  minuteOfDay,
  timeZone,
}: {
  readonly date: LocalDate
  readonly minuteOfDay: number
  readonly timeZone: string
}): Instant {
  const day = plainDate(date)
  if (!isTimeZone(timeZone)) throw invalidZone(timeZone)
  const hour = Math.floor(minuteOfDay / 60)
  const plainTime = new Temporal.PlainTime(hour, minuteOfDay % 60)
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
}

/**
 * The next instant after `after` at which the local clock shows the time, once a local day, by the
 * rules of {@link localInstant}.
 * @throws `time-zone-invalid`
 */
export function nextLocalTime({
  after,
  minuteOfDay,
  timeZone,
}: {
  readonly after: Instant
  readonly minuteOfDay: number
  readonly timeZone: string
}): Instant {
  // From the day before, as a skipped late hour may fall into the next day.
  for (let date = addDays(localDate(after, timeZone), -1); ; date = addDays(date, 1)) {
    const at = localInstant({ date, minuteOfDay, timeZone })
    if (at > after) return at
  }
}

/** The day `days` later (earlier where negative). @throws `date-invalid` */
export function addDays(date: LocalDate, days: number): LocalDate {
  return plainDate(date).add({ days }).toString()
}

/** ISO weekday: 1 is Monday, 7 is Sunday. @throws `date-invalid` */
export function weekdayOf(date: LocalDate): number {
  return plainDate(date).dayOfWeek
}

/** The day that a clock `offsetMs` ahead of UTC shows: {@link localDate} inside of one stretch. */
export function dateAtOffset(at: Instant, offsetMs: number): LocalDate {
  return new Date(at + offsetMs).toISOString().slice(0, 10)
}

/** Local midnights of a stretch, as instants: those that lie in it, and the one before it. */
export function midnightsOf({ from, to, offsetMs }: OffsetStretch): readonly Instant[] {
  const midnights: Instant[] = []
  const first = Math.floor((from + offsetMs) / DAY_MS) * DAY_MS - offsetMs
  for (let at = first; at < to; at += DAY_MS) midnights.push(at)
  return midnights
}

/** Minutes past midnight of a local time HH:MM, up to 24:00; null where it is none. */
export function parseLocalTime(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/.exec(text)
  if (!match) return null
  return match[1] === undefined ? DAY_MS / MINUTE_MS : Number(match[1]) * 60 + Number(match[2])
}

/** Writes minutes past midnight as HH:MM. */
export function formatLocalTime(minuteOfDay: number): string {
  const two = (figure: number) => figure.toString().padStart(2, '0')
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`
}

function zoned(at: Instant, timeZone: string): Temporal.ZonedDateTime {
  if (!isTimeZone(timeZone)) throw invalidZone(timeZone)
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
}

function plainDate(date: LocalDate): Temporal.PlainDate {
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(date)) return Temporal.PlainDate.from(date)
  } catch {
    // Reported below, in our own words.
  }
  throw busbarError('date-invalid', { detail: `"${date.slice(0, 40)}" is no day.` })
}

function invalidZone(timeZone: string): Error {
  return busbarError('time-zone-invalid', {
    detail: `"${timeZone.slice(0, 60)}" is no zone of the IANA database.`,
  })
}
