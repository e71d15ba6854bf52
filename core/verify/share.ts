import { evenly } from './exact.ts'
import type { Payer, Span } from './facts.ts'

/**
 * The part of a span that fell in each payer's time; between readings use is even, and the register
 * turns evenly, over its end where it rolled over.
 */
export function shareOut(payers: readonly Payer[], whole: Span, range: bigint): Span[] {
  const { from, to, fromMicros, toMicros, quantityMicros } = whole
  const changes = payers.flatMap((payer) => [payer.from, payer.to ?? from])
  const cuts = new Set([from, to, ...changes.filter((at) => at > from && at < to)])
  const instants = [...cuts].sort((a, b) => a - b)
  const until = (total: bigint, at: number) => evenly(total, at, from, to)
  const turned = toMicros < fromMicros ? toMicros + range - fromMicros : toMicros - fromMicros
  const value = (at: number) => (fromMicros + until(turned, at)) % range
  return instants.slice(1).map((end, index) => {
    const start = instants[index] ?? from
    return {
      ...whole,
      from: start,
      to: end,
      fromMicros: value(start),
      toMicros: value(end),
      quantityMicros: until(quantityMicros, end) - until(quantityMicros, start),
      payer: payers.find((payer) => payer.from <= start && start < (payer.to ?? Infinity)) ?? null,
    }
  })
}
