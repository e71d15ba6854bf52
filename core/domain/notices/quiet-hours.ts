import { busbarError } from '../../kernel/error.ts'
import { type Instant, MINUTE_MS } from '../../kernel/instant.ts'

/** Local wall time of a site between which nobody is disturbed without need. */
export interface QuietHours {
  /** HH:MM; the first minute that is quiet. */
  readonly from: string
  /** HH:MM; the first minute that is not. Before `from` it lies on the next day. */
  readonly to: string
}

const DAY_MINUTES = 1_440
const WALL_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/

/**
 * When a notice may go out: now, or where it waits for quiet hours to end, at their end. Where the
 * end falls into the hour that a change of clocks leaves out, it is the same hour late.
 * @throws `validation-failed` for hours that are not HH:MM
 */
export function sendAt({
  now,
  timeZone,
  quietHours,
  waits,
}: {
  readonly now: Instant
  /** IANA zone of the site. */
  readonly timeZone: string
  readonly quietHours: QuietHours | null
  readonly waits: boolean
}): Instant {
  if (!waits || quietHours === null) return now
  const to = minuteOfDay(quietHours.to)
  if (!isQuiet(localMinute(now, timeZone), minuteOfDay(quietHours.from), to)) return now
  const minutesLeft = (to - localMinute(now, timeZone) + DAY_MINUTES) % DAY_MINUTES
  const plain = now - (now % MINUTE_MS) + minutesLeft * MINUTE_MS
  const late = shift(localMinute(plain, timeZone) - to)
  const corrected = plain - late * MINUTE_MS
  return localMinute(corrected, timeZone) === to ? corrected : plain
}

/** Whether a minute of the day is quiet; equal ends mean that none is. */
function isQuiet(minute: number, from: number, to: number): boolean {
  return from <= to ? from <= minute && minute < to : minute >= from || minute < to
}

/** A difference of minutes of the day, the short way round. */
function shift(minutes: number): number {
  return ((minutes + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2
}

function minuteOfDay(wallTime: string): number {
  const [, hours, minutes] = WALL_TIME.exec(wallTime) ?? []
  if (hours === undefined || minutes === undefined)
    throw busbarError('validation-failed', { detail: `"${wallTime}" is no time such as 22:30.` })
  return Number(hours) * 60 + Number(minutes)
}

function localMinute(at: Instant, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((item) => item.type === type)?.value)
  return part('hour') * 60 + part('minute')
}
