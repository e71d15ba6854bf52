import type { Instant } from '../kernel/instant.ts'
import { MINUTE_MS } from '../kernel/instant.ts'
import {
  dateAtOffset,
  type LocalDate,
  localDate,
  midnightsOf,
  offsetStretches,
  startOfLocalDay,
  weekdayOf,
} from '../kernel/zone.ts'
import type { TariffCalendar } from './tariff-strategy.ts'

/** What a day is to a tariff. */
export type DayType = 'workday' | 'weekend' | 'holiday'

/** When ladders start over: never, or with each local month or year. */
export type LadderPeriod = 'none' | 'month' | 'year'

/** From a local time of day on, this band; until the day's next one. */
export interface DayBand {
  readonly fromMinute: number
  readonly band: string
}

/** A stretch of time as a tariff strategy is asked to compile it. */
export interface LocalStretch {
  readonly from: Instant
  readonly to: Instant
  readonly timeZone: string
}

/**
 * Tells the type of days. Holidays go first; Saturdays and Sundays that are worked count as
 * workdays.
 */
export function dayTypes(calendar: TariffCalendar): (date: LocalDate) => DayType {
  const holidays = new Set(calendar.holidays)
  const worked = new Set(calendar.workedWeekendDays)
  return (date) => {
    if (holidays.has(date)) return 'holiday'
    return weekdayOf(date) > 5 && !worked.has(date) ? 'weekend' : 'workday'
  }
}

/**
 * The bands of [from, to), ascending and without neighbours alike: the first segment starts at
 * `from`. The local clock decides: an instant is in the band that the day's table gives to the time
 * on the wall. So an hour that is skipped in spring is in no segment, and an hour that is shown
 * twice in autumn has its bands twice.
 * @param bandsOn the table of a day: ascending, its first entry at minute 0.
 */
export function bandSegments({
  bandsOn,
  ...stretch
}: LocalStretch & {
  readonly bandsOn: (date: LocalDate) => readonly DayBand[]
}): readonly { readonly from: Instant; readonly band: string }[] {
  const segments: { from: Instant; band: string }[] = []
  for (const part of offsetStretches(stretch))
    for (const midnight of midnightsOf(part)) {
      const table = bandsOn(dateAtOffset(midnight, part.offsetMs))
      table.forEach(({ fromMinute, band }, index) => {
        const next = table[index + 1]?.fromMinute ?? 24 * 60
        const from = Math.max(midnight + fromMinute * MINUTE_MS, part.from)
        const to = Math.min(midnight + next * MINUTE_MS, part.to)
        if (from < to && segments.at(-1)?.band !== band) segments.push({ from, band })
      })
    }
  return segments
}

/**
 * Instants at which ladders start over, ascending: the one that [from, to) begins in, and those
 * inside of it. Without periods there is one start, the same for whatever stretch is compiled.
 */
export function ladderPeriodStarts({
  period,
  from,
  to,
  timeZone,
}: LocalStretch & { readonly period: LadderPeriod }): readonly Instant[] {
  if (period === 'none') return [Math.min(0, from)]
  const [yearText = '', monthText = ''] = localDate(from, timeZone).split('-')
  let year = Number(yearText)
  let month = period === 'year' ? 1 : Number(monthText)
  const starts: Instant[] = []
  for (;;) {
    const first = `${year.toString().padStart(4, '0')}-${month.toString().padStart(2, '0')}-01`
    const start = startOfLocalDay(first, timeZone)
    if (starts.length > 0 && start >= to) return starts
    starts.push(start)
    month = period === 'year' || month === 12 ? 1 : month + 1
    if (month === 1) year += 1
  }
}
