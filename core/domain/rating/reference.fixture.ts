/**
 * Rating worked out the slow way, by exact fractions and linear scans: what the tests hold the real
 * one against. It shares no code with it.
 */
import type { CompiledTariff, UsageComponent } from '../../contracts/tariff-strategy.ts'

export interface ReferenceInterval {
  readonly from: number
  readonly to: number
  readonly quantityMicros: bigint
  readonly band?: string
}

/** n ÷ d, half away from zero, by comparing the remainder. */
function roundFraction(n: bigint, d: bigint): bigint {
  const whole = n / d
  const rest = n - whole * d
  const double = (rest < 0n ? -rest : rest) * 2n
  if (double < d) return whole
  return n < 0n ? whole - 1n : whole + 1n
}

/** Exact price of a quantity, as a numerator over a million: unit by step. */
function ladderNumerator(
  ladder: UsageComponent['ladders'][string],
  quantityMicros: bigint,
): bigint {
  let rest = quantityMicros
  let floor = 0n
  let sum = 0n
  for (const { upToMicros, priceMicros } of ladder) {
    const room = upToMicros === null ? rest : BigInt(upToMicros) - floor
    const here = rest < room ? rest : room
    sum += here * BigInt(priceMicros)
    rest -= here
    floor += room
    if (rest === 0n) break
  }
  return sum
}

function lastAtOrBefore(instants: readonly number[], at: number): number {
  return instants.reduce((found, start) => (start <= at ? start : found), instants[0] ?? 0)
}

/** `component/band/periodStart` → total amount in micros. */
export function referenceTotals(
  tariff: CompiledTariff,
  intervals: readonly ReferenceInterval[],
): ReadonlyMap<string, bigint> {
  const usage = tariff.components.filter((component) => component.kind === 'usage')
  const used = new Map<string, bigint>()
  const totals = new Map<string, bigint>()
  const bases = new Map<string, bigint>()
  for (const slice of intervals.flatMap((interval) => slices(tariff, interval))) {
    const amounts = new Map<string, { readonly amount: bigint; readonly period: number }>()
    for (const { id, ladders, periodStarts, acrossBands } of usage) {
      const ladder = ladders[slice.band]
      if (!ladder) continue
      const period = lastAtOrBefore(periodStarts, slice.from)
      const countKey = `${id}/${acrossBands ? '*' : slice.band}/${period}`
      const before = used.get(countKey) ?? 0n
      const after = before + slice.quantity
      used.set(countKey, after)
      const amount =
        roundFraction(ladderNumerator(ladder, after), 1_000_000n) -
        roundFraction(ladderNumerator(ladder, before), 1_000_000n)
      amounts.set(id, { amount, period })
      const key = `${id}/${slice.band}/${period}`
      totals.set(key, (totals.get(key) ?? 0n) + amount)
    }
    for (const component of tariff.components) {
      if (component.kind !== 'percentage') continue
      const parts = component.of.flatMap((id) => amounts.get(id) ?? [])
      if (parts.length === 0) continue
      const key = `${component.id}/${slice.band}/${Math.max(...parts.map(({ period }) => period))}`
      const base = parts.reduce((sum, { amount }) => sum + amount, bases.get(key) ?? 0n)
      bases.set(key, base)
      totals.set(key, roundFraction(base * BigInt(component.rateMicros), 1_000_000n))
    }
  }
  return totals
}

/** The interval at every instant at which anything could change, spread evenly. */
function slices(
  tariff: CompiledTariff,
  { from, to, quantityMicros, band }: ReferenceInterval,
): { readonly from: number; readonly band: string; readonly quantity: bigint }[] {
  const changes = [
    ...(band === undefined ? tariff.segments.map((segment) => segment.from) : []),
    ...tariff.components.flatMap((component) =>
      component.kind === 'usage' ? component.periodStarts : [],
    ),
  ].filter((at) => at > from && at < to)
  const cuts = [...new Set([from, ...changes, to])].sort((a, b) => a - b)
  const until = (at: number): bigint =>
    roundFraction(quantityMicros * BigInt(at - from), BigInt(to - from))
  return cuts.slice(0, -1).map((start, index) => ({
    from: start,
    band: band ?? tariff.segments.findLast((segment) => segment.from <= start)?.band ?? '',
    quantity: until(cuts[index + 1] ?? to) - until(start),
  }))
}
