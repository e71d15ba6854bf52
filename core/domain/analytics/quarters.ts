import { divideHalfAway } from '../../kernel/decimal.ts'
import { type Instant, MINUTE_MS } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'

/** A site's use is kept by quarter hours of UTC: every zone is ahead of it by full ones. */
const QUARTER_MS = 15 * MINUTE_MS

/** What falls into a bucket. */
interface Part {
  /** From 0. */
  readonly bucket: number
  readonly quantityMicros: bigint
  readonly unratedMicros?: bigint
  readonly amountMicros?: Micros
}

/** The bounds, each that lies within a quarter hour with those of the quarter hour in its place. */
export function quarterBounds(bounds: readonly Instant[]): readonly Instant[] {
  const all = bounds.flatMap((at) => [
    Math.floor(at / QUARTER_MS) * QUARTER_MS,
    Math.ceil(at / QUARTER_MS) * QUARTER_MS,
  ])
  return [...new Set(all)].sort((a, b) => a - b)
}

/**
 * Puts what falls between {@link quarterBounds} back between the bounds themselves: use is even within a quarter hour,
 * and parts sum to the whole.
 */
export function betweenBounds<Row extends Part>(
  parts: readonly Row[],
  bounds: readonly Instant[],
): Row[] {
  const wide = quarterBounds(bounds)
  return parts.flatMap((part) => {
    const from = wide[part.bucket] ?? 0
    const to = wide[part.bucket + 1] ?? from
    return bounds.slice(1).flatMap((end, bucket) => {
      const start = Math.max(bounds[bucket] ?? 0, from)
      const until = Math.min(end, to)
      if (start >= until) return []
      if (start === from && until === to) return [{ ...part, bucket }]
      const share = (micros: bigint) =>
        shareUntil(micros, until - from, to - from) - shareUntil(micros, start - from, to - from)
      return [
        {
          ...part,
          bucket,
          quantityMicros: share(part.quantityMicros),
          ...(part.unratedMicros === undefined ? {} : { unratedMicros: share(part.unratedMicros) }),
          ...(part.amountMicros === undefined ? {} : { amountMicros: share(part.amountMicros) }),
        },
      ]
    })
  })
}

function shareUntil(micros: bigint, elapsedMs: number, wholeMs: number): bigint {
  return divideHalfAway(micros * BigInt(elapsedMs), BigInt(wholeMs))
}
