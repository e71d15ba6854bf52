import { describe, expect, it } from 'vitest'
import type { UsageSeries } from '../../../core/generated/api.ts'
import { beforeOf, changePercent, figureOf, measuresOf, seriesOf } from './usage.ts'

const use = (quantity: string): UsageSeries['total'] => ({
  utilities: [{ utility: 'electricity', unit: 'kWh', quantity, unrated: '0' }],
  amounts: [{ currency: 'CNY', amount: '1.5', energy: '1.5', surcharge: '0' }],
  bands: [],
  estimated: false,
})
const series = (months: readonly string[], quantities: readonly string[]): UsageSeries => ({
  timeZone: 'UTC',
  bucket: 'month',
  fromAt: `${months[0]}-01T00:00:00.000Z`,
  toAt: '2026-04-01T00:00:00.000Z',
  bands: [],
  buckets: months.map((month, index) => ({
    fromAt: `${month}-01T00:00:00.000Z`,
    toAt: `${month}-28T00:00:00.000Z`,
    use: use(quantities[index] ?? '0'),
  })),
  total: use('6'),
})

describe('a curve beside the one before', () => {
  const now = series(['2026-02', '2026-03'], ['2', '4'])
  const measure = { id: 'electricity', unit: 'kWh' }

  it('is of quantities and of money', () => {
    expect(measuresOf(now)).toEqual([measure, { id: 'money', unit: 'CNY' }])
    expect(figureOf(now.total, { id: 'money', unit: 'CNY' })).toBe('1.5')
    expect(figureOf(now.total, { id: 'water', unit: 'm3' })).toBe('0')
  })

  it('is compared with as long a stretch right before', () => {
    expect(beforeOf(now)).toEqual({
      fromAt: '2025-12-04T00:00:00.000Z',
      toAt: '2026-02-01T00:00:00.000Z',
    })
  })

  it('stands last on last, where the stretch before has a bucket more or fewer', () => {
    const names = ['Now', 'Before'] as const
    const longer = series(['2025-11', '2025-12', '2026-01'], ['7', '8', '9'])
    const values = (before: UsageSeries) =>
      seriesOf(now, before, { measure, names })[1]?.points.map(([, value]) => value)
    expect(values(longer)).toEqual([8, 9])
    expect(values(series(['2026-01'], ['9']))).toEqual([null, 9])
    expect(seriesOf(now, null, { measure, names })).toHaveLength(1)
  })

  it('tells the change in percent, and none without a base', () => {
    expect(changePercent('6', '4')).toBe(50)
    expect(changePercent('6', '0')).toBeNull()
  })
})
