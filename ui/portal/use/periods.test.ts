import { expect, it } from 'vitest'
import type { UsageSeries } from '../../../core/generated/api.ts'
import { barsOf, localDate, queryOf } from './periods.ts'

const SHANGHAI = 'Asia/Shanghai'

function seriesOf(timeZone: string, starts: readonly string[]): UsageSeries {
  const buckets = starts.map((fromAt, index) => ({
    ...{ fromAt, toAt: new Date(Date.parse(fromAt) + 3_600_000).toISOString() },
    use: {
      utilities: [
        { utility: 'electricity', unit: 'kWh', quantity: String(index + 1), unrated: '0' },
        { utility: 'water', unit: 'm3', quantity: '1000', unrated: '0' },
      ],
      amounts: [],
      bands: [
        {
          ...{ utility: 'electricity', unit: 'kWh', currency: 'CNY', band: 'flat' },
          ...{ quantity: String(index + 1), amount: '0.1' },
        },
      ],
      estimated: false,
    },
  }))
  return { timeZone, buckets } as unknown as UsageSeries
}

const hours = (fromAt: string, count: number) =>
  Array.from({ length: count }, (_, hour) =>
    new Date(Date.parse(fromAt) + hour * 3_600_000).toISOString(),
  )

it('sets each hour of the local day beside the same hour of the day before', () => {
  const nowAt = '2026-03-10T04:30:00Z'
  // Midnight in Shanghai is 16:00 UTC.
  const series = seriesOf(SHANGHAI, hours('2026-03-08T14:00:00Z', 39))
  const bars = barsOf(series, { period: 'day', back: 0, nowAt, utility: 'electricity' })
  expect(bars).toHaveLength(24)
  expect(bars[0]).toMatchObject({
    place: 0,
    fromAt: '2026-03-09T16:00:00.000Z',
    quantity: 27,
    before: 3,
  })
  expect(bars[11]).toMatchObject({ place: 11, complete: true })
  expect(bars[12]).toMatchObject({ place: 12, quantity: 39, before: 15, complete: false })
  expect(bars[13]).toMatchObject({ fromAt: null, quantity: 0, before: 16, amount: '0' })
})

it('asks for the period, the one before it and no future', () => {
  const nowAt = '2026-03-10T04:30:00Z'
  const asked = queryOf('month', { nowAt, back: 0, timeZone: SHANGHAI })
  expect(asked.bucket).toBe('day')
  expect(asked.toAt).toBe('2026-03-10T04:30:00.000Z')
  expect(Date.parse(asked.fromAt)).toBeLessThan(Date.parse('2026-01-31T16:00:00Z'))
  const last = queryOf('year', { nowAt, back: 1, timeZone: SHANGHAI })
  expect(Date.parse(last.fromAt)).toBeLessThan(Date.parse('2023-12-31T16:00:00Z'))
  expect(Date.parse(last.toAt)).toBeGreaterThan(Date.parse('2025-12-31T16:00:00Z'))
})

it('adds the hour that a clock passes twice, and leaves out the one it skips', () => {
  const zone = 'Europe/London'
  const autumn = seriesOf(zone, hours('2025-10-25T23:00:00Z', 25))
  const back = barsOf(autumn, {
    ...{ period: 'day', back: 0, nowAt: '2025-10-26T23:30:00Z', utility: 'electricity' },
  } as const)
  expect(back[1]).toMatchObject({ quantity: 2 + 3, amount: '0.2' })
  expect(back.reduce((sum, { quantity }) => sum + quantity, 0)).toBe((25 * 26) / 2)
  const spring = seriesOf(zone, hours('2026-03-29T00:00:00Z', 23))
  const forth = barsOf(spring, {
    ...{ period: 'day', back: 0, nowAt: '2026-03-29T22:30:00Z', utility: 'electricity' },
  } as const)
  expect(forth[1]).toMatchObject({ fromAt: null, quantity: 0 })
  expect(forth.reduce((sum, { quantity }) => sum + quantity, 0)).toBe((23 * 24) / 2)
})

it('has a bar for each day of the month, of 29 February too', () => {
  const nowAt = '2028-02-29T12:00:00Z'
  const series = seriesOf('UTC', ['2028-01-29T00:00:00Z', '2028-02-29T00:00:00Z'])
  const bars = barsOf(series, { period: 'month', back: 0, nowAt, utility: 'electricity' })
  expect(bars).toHaveLength(29)
  expect(bars[28]).toMatchObject({ place: 29, quantity: 2, before: 1 })
})

it('reads local dates at midnight as hour 0', () => {
  expect(localDate('2026-01-01T16:00:00Z', SHANGHAI)).toEqual({
    year: 2026,
    month: 1,
    day: 2,
    hour: 0,
  })
})
