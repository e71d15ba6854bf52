import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, parseInstant } from './instant.ts'
import {
  addDays,
  formatLocalTime,
  isTimeZone,
  localDate,
  localInstant,
  localMinuteOfDay,
  midnightsOf,
  nextLocalTime,
  offsetStretches,
  parseLocalTime,
  startOfLocalDay,
  weekdayOf,
} from './zone.ts'

const ZONES = [
  'Europe/Berlin',
  'Asia/Shanghai',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Kathmandu',
]
const zones = fc.constantFrom(...ZONES)
const instants = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2035, 0, 1) })

/** The local clock by ICU alone. */
function clockOf(at: number, timeZone: string): { date: string; minute: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? ''
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  }
}

describe('local time', () => {
  test('day and minute are what the clock on the wall shows', () => {
    fc.assert(
      fc.property(instants, zones, (at, zone) => {
        const clock = clockOf(at, zone)
        expect(localDate(at, zone)).toBe(clock.date)
        expect(localMinuteOfDay(at, zone)).toBe(clock.minute)
      }),
    )
  })

  test('a local day starts with its first instant', () => {
    fc.assert(
      fc.property(instants, zones, (at, zone) => {
        const { date } = clockOf(at, zone)
        const start = startOfLocalDay(date, zone)
        expect(start).toBeLessThanOrEqual(at)
        expect(clockOf(start, zone).date).toBe(date)
        expect(clockOf(start - 1, zone).date).not.toBe(date)
      }),
    )
  })

  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Asia/Shanghai', '2026-03-29', 24],
  ])('%s %s has %d hours', (zone, date, hours) => {
    const length = startOfLocalDay(addDays(date, 1), zone) - startOfLocalDay(date, zone)
    expect(length / HOUR_MS).toBe(hours)
  })

  test('offsets cover the stretch, and change where clocks are moved', () => {
    const from = Date.UTC(2026, 0, 1)
    const to = Date.UTC(2027, 0, 1)
    const stretches = offsetStretches({ from, to, timeZone: 'Australia/Lord_Howe' })
    expect(stretches).toEqual([
      { from, to: parseInstant('2026-04-04T15:00:00Z'), offsetMs: 11 * HOUR_MS },
      {
        from: parseInstant('2026-04-04T15:00:00Z'),
        to: parseInstant('2026-10-03T15:30:00Z'),
        offsetMs: 10.5 * HOUR_MS,
      },
      { from: parseInstant('2026-10-03T15:30:00Z'), to, offsetMs: 11 * HOUR_MS },
    ])
    expect(offsetStretches({ from, to: from, timeZone: 'Asia/Shanghai' })).toEqual([])
  })

  test('midnights of a stretch begin with the one before it', () => {
    const from = Date.UTC(2026, 0, 1, 3)
    expect(midnightsOf({ from, to: from + DAY_MS, offsetMs: HOUR_MS })).toEqual([
      Date.UTC(2025, 11, 31, 23),
      Date.UTC(2026, 0, 1, 23),
    ])
  })
})

describe('the next local time', () => {
  const timeZone = 'Europe/Berlin'

  test('is later, shows that time, and comes once a day', () => {
    const minutes = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(instants, zones, minutes, (after, zone, minuteOfDay) => {
        const at = nextLocalTime({ after, minuteOfDay, timeZone: zone })
        expect(at).toBeGreaterThan(after)
        expect(at - after).toBeLessThanOrEqual(DAY_MS + HOUR_MS)
        const clock = clockOf(at, zone)
        // A skipped time is as much later as clocks were moved.
        const skipped = clockOf(at - HOUR_MS, zone).minute !== (clock.minute + 1380) % 1440
        if (!skipped) expect(clock.minute).toBe(minuteOfDay)
        expect(at).toBe(
          localInstant({ date: clock.date, minuteOfDay: clock.minute, timeZone: zone }),
        )
      }),
    )
  })

  test('of a time shown twice is the first one, of a skipped one an hour later', () => {
    const after = parseInstant('2026-10-24T12:00:00Z')
    const first = nextLocalTime({ after, minuteOfDay: 150, timeZone })
    expect(first).toBe(parseInstant('2026-10-25T02:30:00+02:00'))
    expect(nextLocalTime({ after: first, minuteOfDay: 150, timeZone })).toBe(
      parseInstant('2026-10-26T02:30:00+01:00'),
    )
    const spring = parseInstant('2026-03-28T12:00:00Z')
    expect(nextLocalTime({ after: spring, minuteOfDay: 150, timeZone })).toBe(
      parseInstant('2026-03-29T03:30:00+02:00'),
    )
  })
})

describe('words', () => {
  test('zones are those of the IANA database', () => {
    for (const zone of ZONES) expect(isTimeZone(zone)).toBe(true)
    for (const zone of ['', 'Mars/Base', '+08:00', 'Berlin']) expect(isTimeZone(zone)).toBe(false)
    expect(() => localDate(0, 'Mars/Base')).toThrow('Mars/Base')
    expect(() => startOfLocalDay('2026-01-01', 'Mars/Base')).toThrow('Mars/Base')
  })

  test('days that are none are refused', () => {
    for (const date of ['2026-02-29', '2026-1-1', 'today', '2026-13-01'])
      expect(() => addDays(date, 1)).toThrow(date)
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(weekdayOf('2026-11-22')).toBe(7)
  })

  test('times are read and written', () => {
    expect(['00:00', '09:05', '23:59', '24:00'].map(parseLocalTime)).toEqual([0, 545, 1439, 1440])
    expect(['24:01', '9:00', '12:60', ''].map(parseLocalTime)).toEqual([null, null, null, null])
    expect([0, 545, 1440].map(formatLocalTime)).toEqual(['00:00', '09:05', '24:00'])
  })
})
