import { divideHalfAway } from '../../kernel/decimal.ts'
import { HOUR_MS, type Instant, SECOND_MS } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'

export type BalanceLevel = 'in-credit' | 'low' | 'very-low' | 'in-debt'

/** How cash stands against zero and the warning levels. */
export function levelOf(balance: {
  readonly balanceMicros: Micros
  readonly lowBalanceMicros: Micros
  readonly veryLowBalanceMicros: Micros
}): BalanceLevel {
  const { balanceMicros, lowBalanceMicros, veryLowBalanceMicros } = balance
  if (balanceMicros < 0n) return 'in-debt'
  if (balanceMicros < veryLowBalanceMicros) return 'very-low'
  return balanceMicros < lowBalanceMicros ? 'low' : 'in-credit'
}

/** Whole days until a balance is used up; null where nothing was charged, so that no rate is known. */
export function daysLeft(request: {
  readonly balanceMicros: Micros
  /** Charged in `days` whole days. */
  readonly chargedMicros: Micros
  readonly days: number
}): number | null {
  const { balanceMicros, chargedMicros, days } = request
  if (chargedMicros <= 0n) return null
  if (balanceMicros <= 0n) return 0
  const left = (balanceMicros * BigInt(days)) / chargedMicros
  return Number(left > MOST_DAYS ? MOST_DAYS : left)
}

const MOST_DAYS = 36_500n

/** Use of one register over its newest interval. */
export interface NewestInterval {
  readonly from: Instant
  readonly to: Instant
  readonly quantityMicros: bigint
}

/** Average rate of an interval, in micros of units an hour. */
export function rateMicros({ from, to, quantityMicros }: NewestInterval): bigint {
  return divideHalfAway(quantityMicros * BigInt(HOUR_MS), BigInt(to - from))
}

/** Units an hour, by what people call them: 1 kWh an hour is 1 kW, 1 RT·h an hour is 1 RT. */
export const RATE_UNITS: Readonly<Record<string, string>> = Object.freeze({
  kWh: 'kW',
  m3: 'm3/h',
  GJ: 'GJ/h',
  RTh: 'RT',
})

/** Whether an instant is no longer ago than some expected reading intervals. */
export function isFresh(request: {
  readonly at: Instant
  readonly now: Instant
  readonly intervalSeconds: number
  readonly intervals: number
}): boolean {
  const { at, now, intervalSeconds, intervals } = request
  return now - at <= intervalSeconds * SECOND_MS * intervals
}
