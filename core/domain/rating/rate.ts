import { assert, defined } from '../../kernel/assert.ts'
import { divideHalfAway, MICROS_PER_UNIT } from '../../kernel/decimal.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Instant } from '../../kernel/instant.ts'
import { type CursorEntry, pastKey, type RatingCursor } from './cursor.ts'
import type {
  BandPercentage,
  BandPlan,
  BandPrice,
  ChargeCategory,
  Period,
  PreparedStep,
  PreparedTariff,
} from './prepare.ts'
import { spanIndexAt } from './prepare.ts'
import { type Use, usedUntil } from './spread.ts'

/** Use of one metering point, to be rated in order of time. */
export interface RatableInterval extends Use {
  /** The band, where a band register knows it. */
  readonly band?: string
  /** Whether the quantity itself is an estimate, as where it was spread over tariff versions. */
  readonly estimated?: boolean
}

/** One component's charge on use in one band at one price. */
export interface RatedLine {
  readonly kind: 'usage' | 'percentage'
  readonly component: string
  readonly category: ChargeCategory
  readonly band: string
  readonly from: Instant
  readonly to: Instant
  /** What is priced: use, or for a percentage the base amount. */
  readonly quantityMicros: bigint
  /** Price of one unit; for a percentage its rate in millionths. */
  readonly priceMicros: bigint
  readonly amountMicros: bigint
  /** Whether the use was spread evenly over bands or ladder periods, which is a guess. */
  readonly estimated: boolean
  /** The period's count before and after: where on the ladder the line lies. */
  readonly quantityFromMicros: bigint
  readonly quantityToMicros: bigint
}

export interface Rated {
  readonly lines: readonly RatedLine[]
  /** Hand it to the next interval's rating. */
  readonly cursor: RatingCursor
}

interface Run {
  readonly lines: RatedLine[]
  readonly counts: Record<string, CursorEntry>
}

interface Piece extends Use {
  readonly period: Period
  readonly estimated: boolean
}

/**
 * Rates one interval: cut where bands and ladder periods change, and at ladder steps, so that
 * each line has one price. A line is round(C(q₂)) − round(C(q₁)), half away from zero to the micro,
 * where C is the exact amount of the count q in its period: however use is split, lines sum to the
 * same. Nothing used gives no lines.
 *
 * The interval must lie inside of the tariff, and follow what the cursor has counted.
 * @throws `tariff-band-unknown` when the interval names a band that the tariff has not.
 */
export function rateInterval({
  tariff,
  cursor,
  interval,
}: {
  readonly tariff: PreparedTariff
  readonly cursor: RatingCursor
  readonly interval: RatableInterval
}): Rated {
  const { from, to, quantityMicros, band, estimated = false } = interval
  assert(from < to, 'an interval to rate has a length')
  assert(from >= tariff.from && to <= tariff.to, 'an interval to rate lies inside of its tariff')
  assert(quantityMicros >= 0n, 'a quantity to rate is not negative')
  if (quantityMicros === 0n) return { lines: [], cursor }

  const timeline = band === undefined ? tariff.byBand : tariff.byPeriod
  const run: Run = { lines: [], counts: { ...cursor } }
  const first = spanIndexAt(timeline, from)
  const span = defined(timeline.spans[first], 'span')
  if (to <= (timeline.starts[first + 1] ?? tariff.to)) {
    const piece = { from, to, quantityMicros, period: span.period, estimated }
    ratePiece(run, planOf(tariff, band ?? span.band), piece)
    return { lines: run.lines, cursor: run.counts }
  }

  let last = first
  let spread = estimated
  for (; (timeline.starts[last + 1] ?? tariff.to) < to; last += 1) {
    const next = defined(timeline.spans[last + 1], 'span')
    spread ||= next.restartsLadder || next.band !== span.band
  }
  let used = 0n
  for (let index = first; index <= last; index += 1) {
    const { band: ownBand, period } = defined(timeline.spans[index], 'span')
    const start = index === first ? from : defined(timeline.starts[index], 'start')
    const end = index === last ? to : defined(timeline.starts[index + 1], 'start')
    const until = usedUntil(interval, end)
    const piece = { from: start, to: end, quantityMicros: until - used, period, estimated: spread }
    used = until
    ratePiece(run, planOf(tariff, band ?? ownBand), piece)
  }
  return { lines: run.lines, cursor: run.counts }
}

function planOf({ plans }: PreparedTariff, band: string): BandPlan {
  const plan = Object.hasOwn(plans, band) ? plans[band] : undefined
  if (!plan)
    throw busbarError('tariff-band-unknown', { detail: `The tariff has no band "${band}".` })
  return plan
}

function ratePiece(run: Run, plan: BandPlan, piece: Piece): void {
  if (piece.quantityMicros === 0n) return
  const { prices, percentages, band } = plan
  const amounts: bigint[] = []
  for (const price of prices) amounts.push(rateUsage(run, price, piece, band))
  for (const percentage of percentages) ratePercentage(run, percentage, piece, band, amounts)
}

/** A count and where it is kept. */
interface Count {
  readonly key: string
  readonly entry: CursorEntry
}

/**
 * The count to go on from: the cursor's, or zero where a new period has begun. A period that was left
 * is kept beside: another register that shares the count may be read later and reach back into it.
 */
function countAt(run: Run, key: string, periodStart: Instant): Count {
  const latest = run.counts[key]
  if (latest?.periodStart === periodStart) return { key, entry: latest }
  if (latest && latest.periodStart > periodStart) {
    const past = pastKey(key, periodStart)
    return { key: past, entry: run.counts[past] ?? nothingIn(periodStart) }
  }
  if (latest) run.counts[pastKey(key, latest.periodStart)] = latest
  return { key, entry: nothingIn(periodStart) }
}

function nothingIn(periodStart: Instant): CursorEntry {
  return { periodStart, quantityMicros: 0n, amountMicros: 0n, carriedMicros: 0n }
}

/** Adds a line per ladder step that the piece touches. @returns their sum in micros. */
function rateUsage(run: Run, price: BandPrice, piece: Piece, band: string): bigint {
  const { steps, component, category, countKey } = price
  const periodStart = defined(piece.period.starts[price.periodIndex], 'period start')
  const { key, entry: count } = countAt(run, countKey, periodStart)
  const { carriedMicros } = count
  const carriedPicos = carriedMicros === 0n ? 0n : exactPicos(steps, carriedMicros)
  const end = carriedMicros + count.quantityMicros + piece.quantityMicros
  let position = end - piece.quantityMicros
  let amountMicros = count.amountMicros
  let index = stepIndexAt(steps, position)
  while (position < end) {
    const step = defined(steps[index], 'ladder step')
    const { upToMicros, priceMicros } = step
    const next = upToMicros === null || upToMicros > end ? end : upToMicros
    const picos = step.amountBelowPicos + (next - step.fromMicros) * priceMicros - carriedPicos
    const nextAmountMicros = divideHalfAway(picos, MICROS_PER_UNIT)
    run.lines.push({
      kind: 'usage',
      component,
      category,
      band,
      from: piece.from,
      to: piece.to,
      quantityMicros: next - position,
      priceMicros,
      amountMicros: nextAmountMicros - amountMicros,
      estimated: piece.estimated,
      quantityFromMicros: position,
      quantityToMicros: next,
    })
    position = next
    amountMicros = nextAmountMicros
    index += 1
  }
  const quantityMicros = count.quantityMicros + piece.quantityMicros
  run.counts[key] = { periodStart, quantityMicros, amountMicros, carriedMicros }
  return amountMicros - count.amountMicros
}

function ratePercentage(
  run: Run,
  percentage: BandPercentage,
  piece: Piece,
  band: string,
  amounts: readonly bigint[],
): void {
  let base = 0n
  for (const index of percentage.of) base += amounts[index] ?? 0n
  if (base === 0n) return
  let periodStart = -Infinity
  for (const index of percentage.periodIndexes)
    periodStart = Math.max(periodStart, piece.period.starts[index] ?? -Infinity)
  const { component, category, countKey, rateMicros } = percentage
  const { key, entry: count } = countAt(run, countKey, periodStart)
  const quantityMicros = count.quantityMicros + base
  const amountMicros = divideHalfAway(quantityMicros * rateMicros, MICROS_PER_UNIT)
  run.lines.push({
    kind: 'percentage',
    component,
    category,
    band,
    from: piece.from,
    to: piece.to,
    quantityMicros: base,
    priceMicros: rateMicros,
    amountMicros: amountMicros - count.amountMicros,
    estimated: piece.estimated,
    quantityFromMicros: count.quantityMicros,
    quantityToMicros: quantityMicros,
  })
  run.counts[key] = { periodStart, quantityMicros, amountMicros, carriedMicros: 0n }
}

/** Index of the step that use after a position falls into. */
export function stepIndexAt(steps: readonly PreparedStep[], positionMicros: bigint): number {
  let index = 0
  for (const { upToMicros } of steps) {
    if (upToMicros === null || positionMicros < upToMicros) return index
    index += 1
  }
  return index
}

/** Exact amount of a quantity counted from the ladder's foot, in 10⁻¹² of the currency. */
function exactPicos(steps: readonly PreparedStep[], positionMicros: bigint): bigint {
  const step = defined(steps[stepIndexAt(steps, positionMicros)], 'ladder step')
  return step.amountBelowPicos + (positionMicros - step.fromMicros) * step.priceMicros
}
