import { describe, expect, test } from 'vitest'
import { formatInstant, HOUR_MS, parseInstant } from '../kernel/instant.ts'
import { startOfLocalDay } from '../kernel/zone.ts'
import { bandSegments, dayTypes, ladderPeriodStarts } from './calendar.ts'

const table = [
  { fromMinute: 0, band: 'night' },
  { fromMinute: 150, band: 'late' },
  { fromMinute: 360, band: 'day' },
]

function bandsOf(timeZone: string, from: string, to: string): string[] {
  const segments = bandSegments({
    from: parseInstant(from),
    to: parseInstant(to),
    timeZone,
    bandsOn: () => table,
  })
  return segments.map(({ from: at, band }) => `${formatInstant(at).slice(5, 16)} ${band}`)
}

describe('bands by the local clock', () => {
  test('an hour shown twice has its bands twice', () => {
    expect(
      bandsOf('Europe/Berlin', '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'),
    ).toEqual([
      '10-24T22:00 night',
      '10-25T00:30 late',
      '10-25T01:00 night',
      '10-25T01:30 late',
      '10-25T05:00 day',
    ])
  })

  test('a skipped time begins its band when clocks are moved', () => {
    expect(
      bandsOf('Europe/Berlin', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'),
    ).toEqual(['03-28T23:00 night', '03-29T01:00 late', '03-29T04:00 day'])
  })

  test('half an hour is enough', () => {
    // Clocks go from 02:00 back to 01:30 and later from 02:00 on to 02:30.
    expect(bandsOf('Australia/Lord_Howe', '2026-04-04T13:00:00Z', '2026-04-05T13:00:00Z')).toEqual([
      '04-04T13:00 night',
      '04-04T16:00 late',
      '04-04T19:30 day',
    ])
    expect(bandsOf('Australia/Lord_Howe', '2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z')).toEqual([
      '10-03T13:30 night',
      '10-03T15:30 late',
      '10-03T19:00 day',
    ])
  })

  test('starts with the stretch, in the band of that time', () => {
    expect(
      bandsOf('Asia/Shanghai', '2026-01-01T03:07:00+08:00', '2026-01-01T12:00:00+08:00'),
    ).toEqual(['12-31T19:07 late', '12-31T22:00 day'])
  })
})

test('holidays go before weekends, and worked weekend days are workdays', () => {
  const typeOf = dayTypes({
    timeZone: 'Asia/Shanghai',
    holidays: ['2026-10-01', '2026-10-04'],
    workedWeekendDays: ['2026-10-10'],
  })
  expect(
    ['2026-10-01', '2026-10-04', '2026-10-10', '2026-10-11', '2026-10-12'].map(typeOf),
  ).toEqual(['holiday', 'holiday', 'workday', 'weekend', 'workday'])
})

describe('ladder periods', () => {
  const timeZone = 'Asia/Shanghai'
  const from = parseInstant('2026-11-15T00:00:00Z')
  const to = startOfLocalDay('2027-02-01', timeZone)
  const starts = (period: 'none' | 'month' | 'year') =>
    ladderPeriodStarts({ period, from, to, timeZone })

  test('start with local months and years, the first one at or before the stretch', () => {
    expect(starts('month')).toEqual(
      ['2026-11-01', '2026-12-01', '2027-01-01'].map((date) => startOfLocalDay(date, timeZone)),
    )
    expect(starts('year')).toEqual(
      ['2026-01-01', '2027-01-01'].map((date) => startOfLocalDay(date, timeZone)),
    )
    expect(starts('year')[0]).toBe(Date.UTC(2026, 0, 1) - 8 * HOUR_MS)
  })

  test('without periods there is one start, whatever the stretch', () => {
    expect(starts('none')).toEqual([0])
  })

  test('a stretch that begins with a period begins with its start', () => {
    const first = startOfLocalDay('2026-12-01', timeZone)
    expect(ladderPeriodStarts({ period: 'month', from: first, to, timeZone })[0]).toBe(first)
  })
})
