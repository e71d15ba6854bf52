import type { GatewayHours } from '../../contracts/building-gateway.ts'
import { DAY_MS, type Instant, MINUTE_MS } from '../../kernel/instant.ts'
import { type LocalDate, localDate, weekdayOf } from '../../kernel/zone.ts'
import { calendarBlocks, type SiteCalendar } from './calendar.ts'
import type { PolicyProfile } from './profile.ts'

const DAY_MINUTES = DAY_MS / MINUTE_MS
const ALL_DAY: readonly GatewayHours[] = Object.freeze([{ fromMinute: 0, toMinute: DAY_MINUTES }])
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

interface HoldRules {
  readonly calendar: SiteCalendar
  readonly profile: PolicyProfile
}

/**
 * What {@link calendarBlocks} says of clock and calendar, weather bans left out, as hours of days: a holiday that is held
 * goes before an exception, and that before its weekday.
 */
export function holdHours({ calendar, profile }: HoldRules): {
  readonly week: readonly (readonly GatewayHours[])[]
  readonly exceptions: readonly {
    readonly date: LocalDate
    readonly hours: readonly GatewayHours[]
  }[]
} {
  const { noCutOnWeekends } = profile
  const worked = noCutOnWeekends ? [...calendar.workedWeekendDays].sort() : []
  return {
    week: WEEKDAYS.map((day) => (noCutOnWeekends && day > 5 ? ALL_DAY : friendlyOn(profile, day))),
    exceptions: worked
      .filter((date) => weekdayOf(date) > 5)
      .map((date) => ({ date, hours: friendlyOn(profile, weekdayOf(date)) })),
  }
}

/** Whether clock and calendar hold cuts at an instant, whatever the weather. */
export const isHeldAt = (at: Instant, rules: HoldRules): boolean =>
  calendarBlocks({ at, ...rules }).some((block) => block !== 'weather-ban')

/** Whether an instant is on a holiday of the site. */
export const isHolidayAt = (at: Instant, { holidays, timeZone }: SiteCalendar): boolean =>
  holidays.has(localDate(at, timeZone))

/** The friendly hours that fall on a weekday, also of what began on the one before. */
function friendlyOn({ friendlyHours }: PolicyProfile, weekday: number): readonly GatewayHours[] {
  const before = weekday === 1 ? 7 : weekday - 1
  const hours = friendlyHours.flatMap(({ days, fromMinute, toMinute, overnight }) => [
    ...(days.has(weekday) ? [{ fromMinute, toMinute: overnight ? DAY_MINUTES : toMinute }] : []),
    ...(overnight && days.has(before) ? [{ fromMinute: 0, toMinute }] : []),
  ])
  return joined(hours.filter(({ fromMinute, toMinute }) => fromMinute < toMinute))
}

/** The same hours, ascending, each minute once. */
function joined(hours: readonly GatewayHours[]): readonly GatewayHours[] {
  const sorted = [...hours].sort((one, other) => one.fromMinute - other.fromMinute)
  const result: GatewayHours[] = []
  for (const { fromMinute, toMinute } of sorted) {
    const last = result.at(-1)
    if (last === undefined || fromMinute > last.toMinute) result.push({ fromMinute, toMinute })
    else if (toMinute > last.toMinute)
      result.splice(-1, 1, { fromMinute: last.fromMinute, toMinute })
  }
  return result
}
