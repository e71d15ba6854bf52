import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../kernel/instant.ts'
import { spendingLevel, spendingPeriod, spendingPeriods } from './spending.ts'

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'UTC']
const zone = fc.constantFrom(...ZONES)
const kind = fc.constantFrom('day' as const, 'month' as const)
const instant = fc.integer({ min: Date.UTC(2012, 0), max: Date.UTC(2040, 0) })

describe('periods', () => {
  it('hold their instant, meet without gap or overlap, and are of their length', () => {
    fc.assert(
      fc.property(kind, instant, zone, fc.integer({ min: 0, max: 90 }), (of, at, in_, days) => {
        const periods = spendingPeriods(of, { from: at, to: at + days * DAY_MS }, in_)
        const [first] = periods
        expect(first?.from).toBeLessThanOrEqual(at)
        expect(first?.to).toBeGreaterThan(at)
        expect(periods.at(-1)?.to).toBeGreaterThan(at + days * DAY_MS)
        for (const [index, { from }] of periods.entries())
          if (index > 0) expect(from).toBe(periods[index - 1]?.to)
        const longest = of === 'day' ? 25 : 31 * 24 + 1
        for (const { from, to } of periods)
          expect((to - from) / 3_600_000).toBeLessThanOrEqual(longest)
        for (const { date } of periods) if (of === 'month') expect(date).toMatch(/-01$/)
      }),
    )
  })

  it('go by the zone, through its shortest and longest days', () => {
    const at = Date.parse('2026-03-31T16:30:00Z')
    expect(spendingPeriod('day', at, 'Asia/Shanghai').date).toBe('2026-04-01')
    expect(spendingPeriod('month', at, 'Asia/Shanghai').date).toBe('2026-04-01')
    expect(spendingPeriod('month', at, 'UTC').date).toBe('2026-03-01')
    const hours = (day: string) => {
      const { from, to } = spendingPeriod('day', Date.parse(day), 'Europe/Berlin')
      return (to - from) / 3_600_000
    }
    expect(hours('2026-03-29T10:00:00Z')).toBe(23)
    expect(hours('2026-10-25T10:00:00Z')).toBe(25)
  })
})

it.each([
  [0n, 'below'],
  [79_999_999n, 'below'],
  [80_000_000n, 'near'],
  [99_999_999n, 'near'],
  [100_000_000n, 'reached'],
  [150_000_000n, 'reached'],
  [-5n, 'below'],
])('of a limit of 100, %s micros are %s', (spentMicros, level) => {
  expect(spendingLevel({ spentMicros, limitMicros: 100_000_000n })).toBe(level)
})
