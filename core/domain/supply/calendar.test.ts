import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts'
import {
  calendarBlocks,
  firstPermitted,
  nextCalendarChange,
  type SiteCalendar,
} from './calendar.ts'
import { rules } from './facts.fixture.ts'
import { type PolicyProfile, policyProfile } from './profile.ts'

/** What the wall shows, by the runtime's own zone tables and no code of ours. */
function wall(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
  return (at: number) => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, value]),
    )
    return {
      date: `${parts.year}-${parts.month}-${parts.day}`,
      weekday: days.indexOf(parts.weekday ?? '') + 1,
      minute: Number(parts.hour) * 60 + Number(parts.minute),
    }
  }
}

const profileOf = (change: Partial<typeof rules>): PolicyProfile =>
  policyProfile({ code: 'test', version: '1', rules: { ...rules, ...change } })

function calendarIn(timeZone: string): SiteCalendar {
  return {
    timeZone,
    holidays: new Set(['2027-01-01', '2028-02-29', '2031-12-25']),
    workedWeekendDays: new Set(['2027-02-06', '2030-10-26']),
    weatherBans: [{ from: Date.UTC(2029, 6, 1, 3), to: Date.UTC(2029, 6, 4, 5), reason: 'Heat' }],
  }
}

test.each(['Asia/Shanghai', 'Europe/London', 'America/New_York'])(
  'S3: ten years of calendar in %s, DST included: friendly hours, weekends, holidays and weather bans',
  (timeZone) => {
    const profile = profileOf({})
    const calendar = calendarIn(timeZone)
    const show = wall(timeZone)
    let permitted = 0
    const until = Date.UTC(2036, 0, 1)
    // A step that meets every minute of the hour in time.
    for (let at = Date.UTC(2026, 0, 1); at < until; at += 97 * MINUTE_MS) {
      const { date, weekday, minute } = show(at)
      const expected = [
        ...(minute >= 17 * 60 || minute < 8 * 60 + 30 ? ['friendly-hours'] : []),
        ...(weekday > 5 && !calendar.workedWeekendDays.has(date) ? ['weekend'] : []),
        ...(calendar.holidays.has(date) ? ['holiday'] : []),
        ...(calendar.weatherBans.some(({ from, to }) => at >= from && at < to)
          ? ['weather-ban']
          : []),
      ]
      const blocks = calendarBlocks({ at, calendar, profile })
      if (blocks.join() !== expected.join())
        expect.fail(`${new Date(at).toISOString()}: ${blocks} instead of ${expected}`)
      if (blocks.length === 0) permitted += 1
    }
    expect(permitted).toBeGreaterThan(10_000)
  },
  60_000,
)

test('S3: windows of single days span midnight on the days that they begin on', () => {
  const profile = profileOf({
    noCutOnWeekends: false,
    friendlyHours: [{ days: [5], from: '12:00', to: '10:00' }],
  })
  const calendar = calendarIn('Europe/London')
  const blocked = (day: number, hour: number) =>
    calendarBlocks({ at: Date.UTC(2026, 0, day, hour), calendar, profile }).length > 0
  // Friday, 9 January 2026.
  expect([blocked(9, 11), blocked(9, 12), blocked(10, 9), blocked(10, 10)]).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test('S3: between one change of the calendar and the next its answer stays the same, clocks moved or not', () => {
  const minute = fc.nat({ max: 1439 })
  const text = (value: number) =>
    `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`
  // Around the nights in which London and New York move their clocks.
  const nights = [
    Date.UTC(2026, 2, 29),
    Date.UTC(2026, 9, 25),
    Date.UTC(2026, 2, 8),
    Date.UTC(2026, 10, 1),
  ]
  const instant = fc
    .tuple(fc.constantFrom(...nights), fc.integer({ min: -1440, max: 1440 }))
    .map(([night, minutes]) => night + minutes * MINUTE_MS)
  fc.assert(
    fc.property(
      instant,
      minute,
      minute,
      fc.constantFrom('Europe/London', 'America/New_York'),
      (at, from, to, timeZone) => {
        const window = { days: [1, 3, 5, 6, 7], from: text(from), to: text(to) }
        const profile = profileOf({ friendlyHours: [window] })
        const calendar = calendarIn(timeZone)
        const next = nextCalendarChange({ at, calendar, profile })
        expect(next).toBeGreaterThan(at)
        expect(next - at).toBeLessThanOrEqual(25 * HOUR_MS)
        const answer = (when: number) => calendarBlocks({ at: when, calendar, profile }).join()
        const before = answer(at)
        for (let when = at; when < next; when += 17 * MINUTE_MS) expect(answer(when)).toBe(before)
        expect(answer(next - 1)).toBe(before)
      },
    ),
    { numRuns: 300 },
  )
})

test('S3: the first permitted instant is permitted, and nothing before it is', () => {
  const calendar = calendarIn('Europe/London')
  const profile = profileOf({})
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_650 * 24 * 60 }), (minutes) => {
      const at = Date.UTC(2026, 0, 1) + minutes * MINUTE_MS
      const first = firstPermitted({ at, calendar, profile })
      if (first === null) throw new Error('none within a year')
      expect(calendarBlocks({ at: first, calendar, profile })).toEqual([])
      for (let when = at; when < first; when += HOUR_MS)
        expect(calendarBlocks({ at: when, calendar, profile })).not.toEqual([])
    }),
    { numRuns: 60 },
  )
  const never = profileOf({
    friendlyHours: [{ days: [1, 2, 3, 4, 5], from: '00:00', to: '24:00' }],
  })
  expect(
    firstPermitted({
      at: 0,
      calendar: { ...calendar, workedWeekendDays: new Set() },
      profile: never,
    }),
  ).toBeNull()
})

test('friendly hours that are no local times are refused with their place', () => {
  const wrong = () => profileOf({ friendlyHours: [{ days: [1], from: '25:00', to: '08:00' }] })
  expect(wrong).toThrow(expect.objectContaining({ code: 'validation-failed' }))
})
