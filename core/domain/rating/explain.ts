import type { LocalizedText } from '../../contracts/plugin.ts'
import type { PercentageComponent, UsageComponent } from '../../contracts/tariff-strategy.ts'
import { defined } from '../../kernel/assert.ts'
import { formatMicros } from '../../kernel/decimal.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { PreparedTariff } from './prepare.ts'
import { type RatedLine, stepIndexAt } from './rate.ts'

/** A charge in words and figures that a tenant can check with a pocket calculator. */
export interface LineExplanation {
  readonly kind: RatedLine['kind']
  readonly category: RatedLine['category']
  readonly title: LocalizedText
  readonly band: LocalizedText
  /** Why this price. */
  readonly why: LocalizedText
  readonly from: Instant
  readonly to: Instant
  /** Decimal: use in the metering unit, or the base amount of a percentage. */
  readonly quantity: string
  /** Decimal: price of one unit, or the percentage as a factor (0.06 is 6 %). */
  readonly price: string
  readonly amount: string
  /** `quantity × price`; the amount may differ by the rounding carried along, below one micro. */
  readonly formula: string
  /** Which step of the ladder, where it has several. */
  readonly step?: {
    readonly number: number
    readonly of: number
    /** Decimals of the period's use: where the step begins and ends, null for no end. */
    readonly above: string
    readonly upTo: string | null
    readonly periodStart: Instant
    /** The period's use before and after this line. */
    readonly usedBefore: string
    readonly usedAfter: string
  }
  /** Titles of what a percentage is a share of. */
  readonly shareOf?: readonly LocalizedText[]
  /** Whether the use was spread evenly over time. */
  readonly estimated: boolean
}

/** Explains one line of {@link rateInterval} by the tariff that priced it. */
export function explainLine(line: RatedLine, tariff: PreparedTariff): LineExplanation {
  const { bands, components } = tariff.compiled
  const component = defined(
    components.find(({ id }) => id === line.component),
    'component of the line',
  )
  const quantity = formatMicros(line.quantityMicros)
  const price = formatMicros(line.priceMicros)
  return {
    kind: line.kind,
    category: line.category,
    title: component.title,
    band: defined(
      bands.find(({ id }) => id === line.band),
      'band of the line',
    ).title,
    why: component.explanation,
    from: line.from,
    to: line.to,
    quantity,
    price,
    amount: formatMicros(line.amountMicros),
    formula: `${quantity} × ${price}`,
    ...(component.kind === 'usage' ? stepOf(line, component, tariff) : shareOf(component, tariff)),
    estimated: line.estimated,
  }
}

function stepOf(
  line: RatedLine,
  component: UsageComponent,
  { plans }: PreparedTariff,
): Pick<LineExplanation, 'step'> {
  const { steps } = defined(
    plans[line.band]?.prices.find((price) => price.component === line.component),
    'price of the line',
  )
  if (steps.length < 2) return {}
  const index = stepIndexAt(steps, line.quantityFromMicros)
  const { fromMicros, upToMicros } = defined(steps[index], 'ladder step')
  return {
    step: {
      number: index + 1,
      of: steps.length,
      above: formatMicros(fromMicros),
      upTo: upToMicros === null ? null : formatMicros(upToMicros),
      periodStart: defined(
        component.periodStarts.findLast((at) => at <= line.from),
        'period start',
      ),
      usedBefore: formatMicros(line.quantityFromMicros),
      usedAfter: formatMicros(line.quantityToMicros),
    },
  }
}

function shareOf(
  { of }: PercentageComponent,
  { compiled }: PreparedTariff,
): Pick<LineExplanation, 'shareOf'> {
  return {
    shareOf: compiled.components.flatMap(({ id, title }) => (of.includes(id) ? [title] : [])),
  }
}
