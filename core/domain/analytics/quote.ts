import type { LocalizedText } from '../../contracts/plugin.ts'
import { divideHalfAway, formatMicros, formatPicos, MICROS_PER_UNIT } from '../../kernel/decimal.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import { localMinuteOfDay } from '../../kernel/zone.ts'
import { emptyCursor, type RatingCursor } from '../rating/cursor.ts'
import { explainLine, type LineExplanation } from '../rating/explain.ts'
import type { PreparedTariff } from '../rating/prepare.ts'
import { type RatedLine, rateInterval } from '../rating/rate.ts'
import { type Use, usedUntil } from '../rating/spread.ts'

/** What a load comes to in one component, band and price. */
export interface QuoteLine {
  readonly kind: RatedLine['kind']
  readonly component: string
  readonly category: RatedLine['category']
  readonly band: string
  readonly title: LocalizedText
  readonly bandTitle: LocalizedText
  readonly why: LocalizedText
  readonly step: LineExplanation['step'] | null
  readonly quantityMicros: bigint
  readonly priceMicros: bigint
  readonly amountMicros: Micros
}

export interface Quote {
  readonly lines: readonly QuoteLine[]
  readonly bands: readonly {
    readonly band: string
    readonly title: LocalizedText
    readonly quantityMicros: bigint
    readonly amountMicros: Micros
  }[]
  readonly hours: readonly (Use & { readonly amountMicros: Micros })[]
}

/**
 * A quantity spread over stretches of time by weights of the 24 local hours; parts sum to the whole.
 * @param bounds ascending: a stretch lies between each two
 */
export function shapeLoad(request: {
  readonly quantityMicros: bigint
  readonly bounds: readonly Instant[]
  readonly shape: readonly number[]
  readonly timeZone: string
}): readonly Use[] {
  const { quantityMicros, bounds, shape, timeZone } = request
  const stretches = bounds.slice(1).map((to, index) => {
    const from = bounds[index] ?? to
    const weight = shape[Math.floor(localMinuteOfDay(from, timeZone) / 60)] ?? 0
    return { from, to, weight: BigInt(weight) * BigInt(to - from) }
  })
  const total = stretches.reduce((sum, { weight }) => sum + weight, 0n)
  if (total === 0n) return stretches.map(({ from, to }) => ({ from, to, quantityMicros: 0n }))
  let weighed = 0n
  let given = 0n
  return stretches.map(({ from, to, weight }) => {
    weighed += weight
    const until = divideHalfAway(quantityMicros * weighed, total)
    const own = { from, to, quantityMicros: until - given }
    given = until
    return own
  })
}

/**
 * Rates a load by the evaluation that charges use, ladders counting from zero.
 * @param tariffs a version's compiled stretches, ascending; together they cover the load
 */
export function quoteLoad(request: {
  readonly tariffs: readonly PreparedTariff[]
  readonly load: readonly Use[]
}): Quote {
  const { tariffs, load } = request
  const lines = new Map<string, QuoteLine>()
  const bands = new Map<string, Quote['bands'][number]>()
  const hours: Quote['hours'][number][] = []
  let cursor: RatingCursor = emptyCursor
  for (const hour of load) {
    let amountMicros = 0n
    for (const tariff of tariffs) {
      const from = Math.max(hour.from, tariff.from)
      const to = Math.min(hour.to, tariff.to)
      if (from >= to) continue
      const quantityMicros = usedUntil(hour, to) - usedUntil(hour, from)
      const rated = rateInterval({ tariff, cursor, interval: { from, to, quantityMicros } })
      cursor = rated.cursor
      for (const line of rated.lines) {
        amountMicros += line.amountMicros
        addLine(lines, line, tariff)
        addBand(bands, line, tariff)
      }
    }
    hours.push({ ...hour, amountMicros })
  }
  return { lines: [...lines.values()], bands: [...bands.values()], hours }
}

function addLine(lines: Map<string, QuoteLine>, line: RatedLine, tariff: PreparedTariff): void {
  const { kind, component, category, band, priceMicros, quantityMicros, amountMicros } = line
  const { title, band: bandTitle, why, step } = explainLine(line, tariff)
  const key = [component, band, priceMicros, step?.number ?? 0].join('/')
  const known = lines.get(key)
  lines.set(key, {
    ...{ kind, component, category, band, title, bandTitle, why, priceMicros },
    step: known?.step ?? step ?? null,
    quantityMicros: (known?.quantityMicros ?? 0n) + quantityMicros,
    amountMicros: (known?.amountMicros ?? 0n) + amountMicros,
  })
}

/** What the band's first price counts is its use: further components price the same. */
function addBand(
  bands: Map<string, Quote['bands'][number]>,
  line: RatedLine,
  { compiled, plans }: PreparedTariff,
): void {
  const { band, component } = line
  const counts = plans[band]?.prices[0]?.component === component
  const title = compiled.bands.find(({ id }) => id === band)?.title ?? { en: band }
  const sum = bands.get(band) ?? { band, title, quantityMicros: 0n, amountMicros: 0n }
  bands.set(band, {
    ...sum,
    quantityMicros: sum.quantityMicros + (counts ? line.quantityMicros : 0n),
    amountMicros: sum.amountMicros + line.amountMicros,
  })
}

/** Quantity times price, exactly, and what rounding did to it; as decimals. */
export function arithmeticOf(line: {
  readonly quantityMicros: bigint
  readonly priceMicros: bigint
  readonly amountMicros: Micros
}): { readonly product: string; readonly rounding: string; readonly formula: string } {
  const { quantityMicros, priceMicros, amountMicros } = line
  const picos = quantityMicros * priceMicros
  const product = formatPicos(picos)
  return {
    product,
    rounding: formatPicos(amountMicros * MICROS_PER_UNIT - picos),
    formula: `${formatMicros(quantityMicros)} × ${formatMicros(priceMicros)} = ${product}`,
  }
}
