import { divideHalfAway } from '../../kernel/decimal.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Agreement, Usage } from './model.ts'

type Undivided = Omit<Usage, 'agreement' | 'estimated'>

/**
 * Gives each payer the part of an interval that fell in their time. Where the payer changes between
 * two readings the quantity is spread evenly over time; cumulative rounding keeps the sum exact.
 * @param rangeMicros where the register rolls over, so that values in between roll over as well
 */
export function divideAmongAgreements(
  agreements: readonly Agreement[],
  whole: Undivided,
  rangeMicros: bigint,
): readonly Usage[] {
  const first = agreementAt(agreements, whole.from)
  if (first && (first.to === null || first.to >= whole.to))
    return [{ ...whole, agreement: first, estimated: false }]
  const cuts = boundaries(agreements, whole.from, whole.to)
  if (cuts.length === 0) return [{ ...whole, agreement: first, estimated: false }]
  const ends = [...cuts, whole.to]
  const advanceMicros = (whole.toMicros - whole.fromMicros + rangeMicros) % rangeMicros
  const share = (total: bigint, at: Instant) =>
    divideHalfAway(total * BigInt(at - whole.from), BigInt(whole.to - whole.from))
  const registerAt = (at: Instant) => (whole.fromMicros + share(advanceMicros, at)) % rangeMicros
  return ends.map((to, index) => {
    const from = ends[index - 1] ?? whole.from
    return {
      ...whole,
      from,
      to,
      fromMicros: registerAt(from),
      toMicros: registerAt(to),
      quantityMicros: share(whole.quantityMicros, to) - share(whole.quantityMicros, from),
      agreement: agreementAt(agreements, from),
      estimated: true,
    }
  })
}

function agreementAt(agreements: readonly Agreement[], at: Instant): Agreement | null {
  return agreements.find((item) => item.from <= at && (item.to === null || at < item.to)) ?? null
}

function boundaries(agreements: readonly Agreement[], from: Instant, to: Instant): Instant[] {
  const instants = agreements.flatMap((item) =>
    item.to === null ? [item.from] : [item.from, item.to],
  )
  return [...new Set(instants)].filter((at) => at > from && at < to).sort((a, b) => a - b)
}
