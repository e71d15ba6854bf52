import { expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts'
import { daysLeft, isFresh, levelOf, rateMicros } from './standing.ts'

it.each([
  [100n, 'in-credit'],
  [50n, 'in-credit'],
  [49n, 'low'],
  [9n, 'very-low'],
  [0n, 'very-low'],
  [-1n, 'in-debt'],
] as const)('a balance of %s is %s', (balanceMicros, level) => {
  expect(levelOf({ balanceMicros, lowBalanceMicros: 50n, veryLowBalanceMicros: 10n })).toBe(level)
})

it.each([
  [70n, 7n, 7, 70],
  [69n, 70n, 7, 6],
  [5n, 70n, 7, 0],
  [0n, 70n, 7, 0],
  [-5n, 70n, 7, 0],
  [70n, 0n, 7, null],
  [10n ** 18n, 1n, 7, 36_500],
])('a balance of %s at %s in %s days lasts %s days', (balanceMicros, chargedMicros, days, left) => {
  expect(daysLeft({ balanceMicros, chargedMicros, days })).toBe(left)
})

it('a quarter of an hour of 0.8 kWh is 3.2 kW, and fresh for three quarters', () => {
  const to = 15 * MINUTE_MS
  expect(rateMicros({ from: 0, to, quantityMicros: 800_000n })).toBe(3_200_000n)
  const fresh = (now: number) => isFresh({ at: to, now, intervalSeconds: 900, intervals: 3 })
  expect([fresh(HOUR_MS), fresh(HOUR_MS + 1)]).toEqual([true, false])
})
