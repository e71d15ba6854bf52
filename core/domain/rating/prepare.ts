import type { CompiledTariff, UsageComponent } from '../../contracts/tariff-strategy.ts'
import type { Instant } from '../../kernel/instant.ts'
import { checkCompiledTariff } from './check.ts'

export type ChargeCategory = 'energy' | 'surcharge'

/** One step of a ladder, its figures parsed. */
export interface PreparedStep {
  /** Where the step begins, in micros of the quantity unit from the period's start. */
  readonly fromMicros: bigint
  readonly upToMicros: bigint | null
  /** Price of one unit, in micros of the currency. */
  readonly priceMicros: bigint
  /** Exact amount of all that lies below the step, in 10⁻¹² of the currency. */
  readonly amountBelowPicos: bigint
}

/** A usage component as it applies in one band. */
export interface BandPrice {
  readonly component: string
  readonly category: ChargeCategory
  /** Key of the count in a {@link RatingCursor}. */
  readonly countKey: string
  /** Index of the component's period start in {@link Period.starts}. */
  readonly periodIndex: number
  readonly steps: readonly PreparedStep[]
}

/** A percentage component as it applies in one band. */
export interface BandPercentage {
  readonly component: string
  readonly category: ChargeCategory
  readonly countKey: string
  readonly rateMicros: bigint
  /** Positions in {@link BandPlan.prices} of what it is a share of. */
  readonly of: readonly number[]
  /** Indexes into {@link Period.starts}: it starts over whenever one of its bases does. */
  readonly periodIndexes: readonly number[]
}

/** All that is charged on use in one band. */
export interface BandPlan {
  readonly band: string
  readonly prices: readonly BandPrice[]
  readonly percentages: readonly BandPercentage[]
}

/** The ladder periods in force: one start per usage component. */
export interface Period {
  readonly starts: readonly Instant[]
}

/** A stretch of time in which neither the band nor any ladder period changes. */
interface Span {
  readonly band: string
  readonly period: Period
  /** Whether a ladder of several steps starts over here, so that spreading use over it guesses. */
  readonly restartsLadder: boolean
}

/** Spans by their start instants, ascending; the last one ends with the tariff. */
export interface Timeline {
  readonly starts: readonly Instant[]
  readonly spans: readonly Span[]
}

/** A compiled tariff made ready for rating: figures parsed, lookups worked out, frozen. */
export interface PreparedTariff {
  readonly from: Instant
  readonly to: Instant
  readonly plans: Readonly<Record<string, BandPlan>>
  /** Cut where bands or ladder periods change. */
  readonly byBand: Timeline
  /** Cut where ladder periods change: for use whose band a band register knows. */
  readonly byPeriod: Timeline
  readonly compiled: CompiledTariff
}

/**
 * Parses and indexes a compiled tariff once, so that rating an interval is one binary search.
 * @throws `tariff-invalid` naming each place that contradicts the contract.
 */
export function prepareTariff(compiled: CompiledTariff): PreparedTariff {
  checkCompiledTariff(compiled)
  const usage = compiled.components.filter((component) => component.kind === 'usage')
  const plans: Record<string, BandPlan> = {}
  for (const { id } of compiled.bands) plans[id] = planOf(compiled, usage, id)
  const { from, to } = compiled
  const segments = compiled.segments.filter(
    (segment, index) => segment.band !== compiled.segments[index - 1]?.band,
  )
  return Object.freeze({
    from,
    to,
    plans: Object.freeze(plans),
    byBand: timelineOf(compiled, usage, segments),
    byPeriod: timelineOf(compiled, usage, [{ from, band: '' }]),
    compiled,
  })
}

function planOf(
  compiled: CompiledTariff,
  usage: readonly UsageComponent[],
  band: string,
): BandPlan {
  const prices: BandPrice[] = []
  usage.forEach((component, periodIndex) => {
    const ladder = component.ladders[band]
    if (!ladder) return
    const { id, category, acrossBands } = component
    const countKey = `${id}/${acrossBands ? '*' : band}`
    prices.push(
      Object.freeze({ component: id, category, countKey, periodIndex, steps: stepsOf(ladder) }),
    )
  })
  const percentages: BandPercentage[] = []
  for (const component of compiled.components) {
    if (component.kind !== 'percentage') continue
    const of = prices.flatMap((price, index) =>
      component.of.includes(price.component) ? [index] : [],
    )
    if (of.length === 0) continue
    percentages.push(
      Object.freeze({
        component: component.id,
        category: component.category,
        countKey: `${component.id}/${band}`,
        rateMicros: BigInt(component.rateMicros),
        of: Object.freeze(of),
        periodIndexes: Object.freeze(of.map((index) => prices[index]?.periodIndex ?? 0)),
      }),
    )
  }
  return Object.freeze({
    band,
    prices: Object.freeze(prices),
    percentages: Object.freeze(percentages),
  })
}

function stepsOf(ladder: UsageComponent['ladders'][string]): readonly PreparedStep[] {
  let fromMicros = 0n
  let amountBelowPicos = 0n
  const steps: PreparedStep[] = []
  for (const step of ladder) {
    const upToMicros = step.upToMicros === null ? null : BigInt(step.upToMicros)
    const priceMicros = BigInt(step.priceMicros)
    steps.push(Object.freeze({ fromMicros, upToMicros, priceMicros, amountBelowPicos }))
    if (upToMicros === null) break
    amountBelowPicos += (upToMicros - fromMicros) * priceMicros
    fromMicros = upToMicros
  }
  return Object.freeze(steps)
}

function timelineOf(
  compiled: CompiledTariff,
  usage: readonly UsageComponent[],
  segments: CompiledTariff['segments'],
): Timeline {
  const { from, to } = compiled
  const resets = usage.flatMap(({ periodStarts }) =>
    periodStarts.filter((at) => at > from && at < to),
  )
  const starts = [...new Set([...segments.map((segment) => segment.from), ...resets])]
  starts.sort((a, b) => a - b)
  const laddered = new Set(
    usage
      .filter(({ ladders }) => Object.values(ladders).some((steps) => steps.length > 1))
      .flatMap(({ periodStarts }) => periodStarts),
  )
  const next = usage.map(() => 0)
  let period: Period | undefined
  let segment = -1
  const spans = starts.map((start): Span => {
    while ((segments[segment + 1]?.from ?? Number.POSITIVE_INFINITY) <= start) segment += 1
    let moved = period === undefined
    usage.forEach(({ periodStarts }, index) => {
      while ((periodStarts[(next[index] ?? 0) + 1] ?? Number.POSITIVE_INFINITY) <= start) {
        next[index] = (next[index] ?? 0) + 1
        moved = true
      }
    })
    if (moved || period === undefined)
      period = Object.freeze({
        starts: Object.freeze(
          usage.map(({ periodStarts }, index) => periodStarts[next[index] ?? 0] ?? from),
        ),
      })
    const band = segments[segment]?.band ?? ''
    return Object.freeze({ band, period, restartsLadder: laddered.has(start) })
  })
  return Object.freeze({ starts: Object.freeze(starts), spans: Object.freeze(spans) })
}

/** Index of the span that an instant lies in. */
export function spanIndexAt({ starts }: Timeline, at: Instant): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}
