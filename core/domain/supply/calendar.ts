import { DAY_MS, type Instant, MINUTE_MS } from '../../kernel/instant.ts'
import {
  addDays,
  type LocalDate,
  localDate,
  localMinuteOfDay,
  midnightsOf,
  offsetStretches,
  weekdayOf,
} from '../../kernel/zone.ts'
import type { FriendlyWindow, PolicyProfile } from './profile.ts'

/** Special days of a site, in its own zone. */
export interface SiteCalendar {
  readonly timeZone: string
  readonly holidays: ReadonlySet<LocalDate>
  readonly workedWeekendDays: ReadonlySet<LocalDate>
  readonly weatherBans: readonly WeatherBan[]
}

/** A span [from, to) in which forecast heat or frost forbids cuts. */
export interface WeatherBan {
  readonly from: Instant
  readonly to: Instant
  readonly reason: string
}

export type CalendarBlock = 'friendly-hours' | 'weekend' | 'holiday' | 'weather-ban'

interface CalendarQuestion {
  readonly at: Instant
  readonly calendar: SiteCalendar
  readonly profile: PolicyProfile
}

/**
 * Everything in the calendar that forbids a cut at an instant. The clock on the wall decides: an
 * hour that is shown twice is friendly twice, one that is skipped is in no window.
 */
export function calendarBlocks({
  at,
  calendar,
  profile,
}: CalendarQuestion): readonly CalendarBlock[] {
  const { timeZone } = calendar
  const date = localDate(at, timeZone)
  const minute = localMinuteOfDay(at, timeZone)
  const blocks: CalendarBlock[] = []
  if (profile.friendlyHours.some((window) => isIn(window, date, minute)))
    blocks.push('friendly-hours')
  const weekend = weekdayOf(date) > 5 && !calendar.workedWeekendDays.has(date)
  if (profile.noCutOnWeekends && weekend) blocks.push('weekend')
  if (profile.noCutOnHolidays && calendar.holidays.has(date)) blocks.push('holiday')
  if (profile.noCutInWeatherBans && activeBan(calendar, at) !== null) blocks.push('weather-ban')
  return blocks
}

/** The weather ban in force at an instant, or null. */
export function activeBan(calendar: SiteCalendar, at: Instant): WeatherBan | null {
  return calendar.weatherBans.find((ban) => ban.from <= at && at < ban.to) ?? null
}

/** The next instant after `at` at which the answer of {@link calendarBlocks} may change. */
export function nextCalendarChange({ at, calendar, profile }: CalendarQuestion): Instant {
  const { timeZone } = calendar
  const minutes = profile.friendlyHours.flatMap(({ fromMinute, toMinute }) => [
    fromMinute,
    toMinute,
  ])
  let next = at + 2 * DAY_MS
  const consider = (edge: Instant) => {
    if (edge > at && edge < next) next = edge
  }
  for (const { from, to } of calendar.weatherBans) [from, to].forEach(consider)
  // Stretch by stretch, since a time may be shown twice where clocks are put back.
  for (const part of offsetStretches({ from: at, to: next, timeZone })) {
    consider(part.from)
    for (const midnight of midnightsOf(part))
      for (const minute of [0, ...minutes]) {
        const edge = midnight + minute * MINUTE_MS
        if (edge >= part.from && edge < part.to) consider(edge)
      }
  }
  return next
}

/** Changes looked through for a permitted instant: a year of days with several windows each. */
const MOST_CHANGES = 2_000

/**
 * The first instant at or after `at` at which the calendar permits a cut; null where none comes
 * within a year or so.
 */
export function firstPermitted(question: CalendarQuestion): Instant | null {
  let { at } = question
  for (let count = 0; count < MOST_CHANGES; count += 1) {
    if (calendarBlocks({ ...question, at }).length === 0) return at
    at = nextCalendarChange({ ...question, at })
  }
  return null
}

function isIn(window: FriendlyWindow, date: LocalDate, minute: number): boolean {
  const { days, fromMinute, toMinute, overnight } = window
  const beginsToday = days.has(weekdayOf(date)) && minute >= fromMinute
  if (!overnight) return beginsToday && minute < toMinute
  const beganYesterday = days.has(weekdayOf(addDays(date, -1))) && minute < toMinute
  return beginsToday || beganYesterday
}
