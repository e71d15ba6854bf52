import { divideHalfAway } from '../../kernel/decimal.ts'
import type { Instant } from '../../kernel/instant.ts'

/** A quantity of use over the half-open interval [from, to). */
export interface Use {
  readonly from: Instant
  readonly to: Instant
  readonly quantityMicros: bigint
}

/**
 * What an even use has come to at an instant of its interval, rounded to the micro. Parts are
 * differences of it, so that they sum to the whole wherever it is cut.
 */
export function usedUntil({ from, to, quantityMicros }: Use, at: Instant): bigint {
  if (at >= to) return quantityMicros
  return at <= from ? 0n : divideHalfAway(quantityMicros * BigInt(at - from), BigInt(to - from))
}

/** The use cut at the given instants, ascending, spread evenly over elapsed time. */
export function spreadUse(use: Use, cuts: readonly Instant[]): readonly Use[] {
  const inside = cuts.filter((at) => at > use.from && at < use.to)
  const starts = [use.from, ...inside]
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? use.to
    return { from, to, quantityMicros: usedUntil(use, to) - usedUntil(use, from) }
  })
}
