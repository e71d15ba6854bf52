import { type Encodable, encodeContext, encodeGroup, encodeValue } from '@busbar/bacnet/encode'
import { enumerated, objectValue, unsigned } from '@busbar/bacnet/replies'
import { type LocalDay, UNSPECIFIED } from '@busbar/bacnet/scalars'
import type { ObjectId } from '@busbar/bacnet/tags'
import {
  type GatewayHoldCalendar,
  type GatewayHours,
  type Instant,
  type LocalDate,
  localDate,
} from '@busbar/core/contracts'

/*
 * When cuts for debt are held, as a Schedule and the Calendar of its holidays (ASHRAE 135 clauses 12.9, 12.24).
 */

/** A list has to fit into one answer, since it cannot be read by its elements: five octets a day. */
const MOST_DAYS = 200
/** What four octets can name. */
const FIRST_DAY = '1900-01-01'
const LAST_DAY = '2154-12-31'
const DAY_MINUTES = 1_440
/** Of special events on the same day the one of the lower number counts. */
const HOLIDAY_PRIORITY = 1
const EXCEPTION_PRIORITY = 2

/** What is held, and the object that knows the holidays. */
export interface Hold {
  readonly calendar: GatewayHoldCalendar
  readonly holidaysId: ObjectId
}

type Days = Pick<GatewayHoldCalendar, 'holidays' | 'exceptions'>

/** Days that are told, and from when to when that is all of them; undefined: without end. */
export interface ToldDays extends Days {
  readonly from: LocalDate | undefined
  readonly to: LocalDate | undefined
}

/** All days, or where they are too many the next ones. */
export function toldDays(calendar: GatewayHoldCalendar, now: Instant): ToldDays {
  const all = within(calendar, FIRST_DAY, LAST_DAY)
  const dates = [...all.holidays, ...all.exceptions.map(({ date }) => date)]
  const days = [...new Set(dates)].sort()
  if (days.length <= MOST_DAYS) return { ...all, from: undefined, to: undefined }
  const from = localDate(now, calendar.timeZone)
  const next = days.filter((date) => date >= from)
  const to = next.length > MOST_DAYS ? next[MOST_DAYS - 1] : undefined
  return { ...within(all, from, to ?? LAST_DAY), from, to }
}

function within({ holidays, exceptions }: Days, from: LocalDate, to: LocalDate): Days {
  const isWithin = (date: LocalDate) => date >= from && date <= to
  return {
    holidays: holidays.filter(isWithin),
    exceptions: exceptions.filter(({ date }) => isWithin(date)),
  }
}

/** BACnetCalendarEntry: each a day. */
export const dateList = ({ holidays }: Days): readonly Encodable[] =>
  holidays.map((date) => raw(entryOf(date)))

/** BACnetDateRange. */
export const effectivePeriod = ({ from, to }: ToldDays): Encodable => raw(dayOf(from), dayOf(to))

/** BACnetDailySchedule: seven, Monday first. */
export const weeklySchedule = ({ week }: GatewayHoldCalendar): readonly Encodable[] =>
  week.map((hours) => raw(encodeGroup(0, timesOf(hours))))

/** BACnetSpecialEvent: all holidays by their calendar, then each exception. */
export function exceptionSchedule(
  { calendar, holidaysId }: Hold,
  { exceptions }: Days,
): readonly Encodable[] {
  const holidays = raw(
    encodeContext(1, objectValue(holidaysId)),
    ...eventOf([{ fromMinute: 0, toMinute: DAY_MINUTES }], HOLIDAY_PRIORITY),
  )
  const days = exceptions.map(({ date, hours }) =>
    raw(encodeGroup(0, [entryOf(date)]), ...eventOf(hours, EXCEPTION_PRIORITY)),
  )
  return calendar.holdsOnHolidays ? [holidays, ...days] : days
}

/** Nobody is cut while it is active. */
export const heldValue = (isHeld: boolean): Encodable => enumerated(isHeld ? 1 : 0)

const eventOf = (hours: readonly GatewayHours[], priority: number) => [
  encodeGroup(2, timesOf(hours)),
  encodeContext(3, unsigned(priority)),
]

/** BACnetTimeValue: from midnight on, so that nothing is left of the day before or to the default. */
function timesOf(hours: readonly GatewayHours[]): readonly Buffer[] {
  const edges = hours.flatMap(({ fromMinute, toMinute }) => [
    timeOf(fromMinute, true),
    ...(toMinute < DAY_MINUTES ? [timeOf(toMinute, false)] : []),
  ])
  return hours[0]?.fromMinute === 0 ? edges : [timeOf(0, false), ...edges]
}

function timeOf(minuteOfDay: number, isHeld: boolean): Buffer {
  const hour = Math.floor(minuteOfDay / 60)
  const time = { hour, minute: minuteOfDay % 60, second: 0, hundredths: 0 }
  return Buffer.concat([{ kind: 'time', time } as const, heldValue(isHeld)].map(encodeValue))
}

const entryOf = (date: LocalDate): Buffer => encodeContext(0, { kind: 'date', date: partsOf(date) })

const dayOf = (date: LocalDate | undefined): Buffer =>
  encodeValue({ kind: 'date', date: date === undefined ? ANY_DAY : partsOf(date) })

const ANY_DAY: LocalDay = { year: UNSPECIFIED, month: UNSPECIFIED, day: UNSPECIFIED }

const partsOf = (date: LocalDate): LocalDay => ({
  ...{ year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) },
  day: Number(date.slice(8, 10)),
})

const raw = (...parts: readonly Buffer[]): Encodable => ({
  kind: 'raw',
  bytes: Buffer.concat(parts),
})
