import { describe, expect, it } from 'vitest'
import type { MeteringHistory } from '../../../core/generated/api.ts'
import { latestOf, nameOfRegister, registerSeries } from './history.ts'

const point = (at: string, last: string) => ({
  ...{ fromAt: at, at, min: last, max: last, last },
  count: 1,
})
const register = {
  ...{ registerId: '3', code: 'total', band: null, meterId: '2', serial: 'S-1' },
  points: [point('2026-03-10T00:00:00.000Z', '100.5'), point('2026-03-10T04:00:00.000Z', '104')],
}
const history: MeteringHistory = {
  ...{ meteringPointId: '1', bucketSeconds: 900, intervalSeconds: 900 },
  fromAt: '2026-03-10T00:00:00.000Z',
  toAt: '2026-03-10T04:00:00.000Z',
  registers: [register],
  gaps: [
    {
      registerId: '3',
      fromAt: '2026-03-10T00:00:00.000Z',
      toAt: '2026-03-10T04:00:00.000Z',
      missing: 15,
    },
  ],
  gapsTruncated: false,
  quarantined: [],
}

describe('the history of registers', () => {
  it('is a line that breaks in each gap', () => {
    const [series] = registerSeries(history)
    expect(series?.points.map(([, value]) => value)).toEqual([100.5, null, 104])
    const others = history.gaps.map((gap) => ({ ...gap, registerId: '4' }))
    const [whole] = registerSeries({ ...history, gaps: others })
    expect(whole?.points).toHaveLength(2)
  })

  it('names its registers, and what each showed last', () => {
    expect(nameOfRegister(register)).toBe('S-1 total')
    expect(nameOfRegister({ ...register, band: 'peak' })).toBe('S-1 total (peak)')
    expect(latestOf(register)).toEqual({ value: '104', at: '2026-03-10T04:00:00.000Z' })
    expect(latestOf({ ...register, points: [] })).toBeNull()
  })
})
