import type { Ladder } from './facts.ts'

const MILLION = 1_000_000n

/** The fraction n ÷ d (d above zero) as the nearest integer, halves away from zero. */
export function nearest(n: bigint, d: bigint): bigint {
  const size = n < 0n ? -n : n
  const whole = size / d
  const up = (size - whole * d) * 2n >= d ? whole + 1n : whole
  return n < 0n ? -up : up
}

/** How much of a total lies before an instant, spread evenly over [from, to). */
export function evenly(total: bigint, at: number, from: number, to: number): bigint {
  if (at <= from) return 0n
  if (at >= to) return total
  return nearest(total * BigInt(at - from), BigInt(to - from))
}

/** Exact cost of a quantity from the ladder's foot, in 10⁻¹² of the currency. */
export function cost(ladder: Ladder, quantityMicros: bigint): bigint {
  let left = quantityMicros
  let foot = 0n
  let sum = 0n
  for (const { upToMicros, priceMicros } of ladder) {
    const room = upToMicros === null ? left : BigInt(upToMicros) - foot
    const taken = left < room ? left : room
    sum += taken * BigInt(priceMicros)
    left -= taken
    foot += room
    if (left === 0n) break
  }
  return sum
}

/** Picos to the nearest micro; a share in millionths of micros likewise. */
export function toMicros(picos: bigint): bigint {
  return nearest(picos, MILLION)
}
