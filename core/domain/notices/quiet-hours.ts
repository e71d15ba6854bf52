import { busbarError } from '../../kernel/error.ts'
import type { Instant } from '../../kernel/instant.ts'
import { localMinuteOfDay, nextLocalTime, parseLocalTime } from '../../kernel/zone.ts'

/** Local wall time of a site between which nobody is disturbed without need. */
export interface QuietHours {
  /** HH:MM; the first minute that is quiet. */
  readonly from: string
  /** HH:MM; the first minute that is not. Before `from` it lies on the next day. */
  readonly to: string
}

/**
 * When a notice may go out: now, or where it waits for quiet hours to end, at their end.
 * @throws `validation-failed` for hours that are not HH:MM, `time-zone-invalid`
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
  if (!isQuiet(localMinuteOfDay(now, timeZone), minuteOfDay(quietHours.from), to)) return now
  return nextLocalTime({ after: now, minuteOfDay: to, timeZone })
}

/** Whether a minute of the day is quiet; equal ends mean that none is. */
function isQuiet(minute: number, from: number, to: number): boolean {
  return from <= to ? from <= minute && minute < to : minute >= from || minute < to
}

function minuteOfDay(time: string): number {
  const minute = parseLocalTime(time)
  if (minute === null || minute === 1_440)
    throw busbarError('validation-failed', { detail: `"${time}" is no time such as 22:30.` })
  return minute
}
