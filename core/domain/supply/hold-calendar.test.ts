import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE_MS } from '../../kernel/instant.ts'
import { formatLocalTime, localDate, localMinuteOfDay, weekdayOf } from '../../kernel/zone.ts'
import { calendarBlocks, type SiteCalendar } from './calendar.ts'
import { rules } from './facts.fixture.ts'
import { holdHours } from './hold-calendar.ts'
import { type PolicyRules, policyProfile } from './profile.ts'

const profileOf = (change: Partial<PolicyRules>) =>
  policyProfile({ code: 'test', version: '1', rules: { ...rules, ...change } })

const calendarOf = (change: Partial<SiteCalendar>): SiteCalendar => ({
  ...{ timeZone: 'Asia/Shanghai', holidays: new Set(), workedWeekendDays: new Set() },
  ...{ weatherBans: [], ...change },
})

test('hours that span midnight are told on both days, and joined with what they meet', () => {
  const profile = profileOf({
    noCutOnWeekends: false,
    friendlyHours: [
      { days: [1], from: '17:00', to: '08:30' },
      { days: [2], from: '08:30', to: '09:00' },
      { days: [7], from: '22:00', to: '24:00' },
    ],
  })
  const { week, exceptions } = holdHours({ profile, calendar: calendarOf({}) })
  expect(week).toEqual([
    [{ fromMinute: 1_020, toMinute: 1_440 }],
    [{ fromMinute: 0, toMinute: 540 }],
    ...[[], [], [], []],
    [{ fromMinute: 1_320, toMinute: 1_440 }],
  ])
  expect(exceptions).toEqual([])
})

test('weekends are held all day, those that are worked by their friendly hours alone', () => {
  // A Saturday, a Sunday, and a Tuesday, which is worked anyway.
  const workedWeekendDays = new Set(['2026-10-10', '2026-09-20', '2026-10-13'])
  const profile = profileOf({ friendlyHours: [{ days: [6], from: '20:00', to: '06:00' }] })
  const { week, exceptions } = holdHours({ profile, calendar: calendarOf({ workedWeekendDays }) })
  const allDay = [{ fromMinute: 0, toMinute: 1_440 }]
  expect(week).toEqual([[], [], [], [], [], allDay, allDay])
  expect(exceptions).toEqual([
    { date: '2026-09-20', hours: [{ fromMinute: 0, toMinute: 360 }] },
    { date: '2026-10-10', hours: [{ fromMinute: 1_200, toMinute: 1_440 }] },
  ])
})

const FROM = Date.UTC(2026, 0, 1)
const UNTIL = Date.UTC(2036, 0, 1)
const day = fc
  .date({ min: new Date(FROM), max: new Date(UNTIL), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const days = fc.uniqueArray(day, { maxLength: 200 }).map((list) => new Set(list))
const minute = fc.integer({ min: 0, max: 1_439 }).map(formatLocalTime)
const hours = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  from: minute,
  to: fc.oneof(minute, fc.constant('24:00')),
})

test('S3: ten years of any policy: the hours of a day hold what clock and calendar hold', () => {
  let held = 0
  let free = 0
  fc.assert(
    fc.property(
      fc.constantFrom('Asia/Shanghai', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe'),
      ...([days, days] as const),
      fc.record({
        ...{ noCutOnWeekends: fc.boolean(), noCutOnHolidays: fc.boolean() },
        friendlyHours: fc.array(hours, { maxLength: 6 }),
      }),
      fc.array(fc.integer({ min: FROM / MINUTE_MS, max: UNTIL / MINUTE_MS }), { minLength: 200 }),
      (timeZone, holidays, workedWeekendDays, change, minutes) => {
        const calendar = calendarOf({ timeZone, holidays, workedWeekendDays })
        const profile = profileOf(change)
        const { week, exceptions } = holdHours({ calendar, profile })
        const special = [...holidays, ...workedWeekendDays].map((date) => Date.parse(date))
        for (const at of [...minutes.map((one) => one * MINUTE_MS), ...special]) {
          const date = localDate(at, timeZone)
          const now = localMinuteOfDay(at, timeZone)
          const exception = exceptions.find((one) => one.date === date)
          const ofDay = exception?.hours ?? week[weekdayOf(date) - 1] ?? []
          const isHeld =
            (change.noCutOnHolidays && holidays.has(date)) ||
            ofDay.some(({ fromMinute, toMinute }) => now >= fromMinute && now < toMinute)
          const blocks = calendarBlocks({ at, calendar, profile })
          if (isHeld !== blocks.length > 0)
            expect.fail(`${new Date(at).toISOString()} in ${timeZone}: ${blocks}, not ${isHeld}`)
          if (isHeld) held += 1
          else free += 1
        }
        for (const list of [...week, ...exceptions.map((one) => one.hours)])
          for (const [index, { fromMinute, toMinute }] of list.entries()) {
            expect(fromMinute).toBeLessThan(toMinute)
            expect(fromMinute).toBeGreaterThan(list[index - 1]?.toMinute ?? -1)
          }
      },
    ),
  )
  expect(Math.min(held, free)).toBeGreaterThan(1_000)
}, 60_000)
