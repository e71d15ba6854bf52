import { formatMicros, parseMicros } from '../kernel/decimal.ts'
import type { FieldError } from '../kernel/error.ts'
import { type LadderPeriod, ladderPeriodStarts } from './calendar.ts'
import type { LocalizedText } from './plugin.ts'
import type {
  CompileRequest,
  LadderStep,
  PercentageComponent,
  UsageComponent,
} from './tariff-strategy.ts'

/*
 * Terms that tariff strategies have in common, and how they are compiled. A strategy is free to use
 * terms of its own.
 */

/** One step of a price ladder as people write it; a single step without an end is one price. */
export interface PriceStep {
  /** Decimal: upper end in the quantity unit, from the period's start; left out on the last one. */
  readonly upTo?: string
  /** Decimal: price of one unit in the currency. */
  readonly price: string
}

interface ChargeTerms {
  readonly id: string
  readonly title: LocalizedText
  readonly category: 'energy' | 'surcharge'
  /** Why, in one sentence; a general one where it is left out. */
  readonly explanation?: LocalizedText
}

/** A further price on use, whatever its band. */
export interface SurchargeTerms extends ChargeTerms {
  readonly steps: readonly PriceStep[]
  readonly period?: LadderPeriod
}

/** A percentage of other charges. */
export interface TaxTerms extends ChargeTerms {
  /** Decimal: 13 is 13 %. */
  readonly percent: string
  /** Ids of what it is a share of; left out: of all that is priced by use. */
  readonly of?: readonly string[]
}

/** What may be charged beside the price of use itself, whose component id is `energy`. */
export interface ExtraTerms {
  readonly surcharges?: readonly SurchargeTerms[]
  readonly taxes?: readonly TaxTerms[]
}

/** Id of the component that prices use itself. */
export const ENERGY_COMPONENT = 'energy'

/** What is wrong with a ladder that a schema cannot say. */
export function stepErrors(steps: readonly PriceStep[], pointer: string): readonly FieldError[] {
  const errors: FieldError[] = []
  let below = 0n
  steps.forEach(({ upTo }, index) => {
    const at = `${pointer}/${index}/upTo`
    const last = index === steps.length - 1
    if (upTo === undefined) {
      if (!last) errors.push({ pointer: at, message: 'Say where this step ends: others follow.' })
      return
    }
    const end = parseMicros(upTo)
    if (last) errors.push({ pointer: at, message: 'Leave the end out: the last step has none.' })
    else if (end <= below)
      errors.push({ pointer: at, message: `Must be above ${formatMicros(below)}: steps ascend.` })
    below = end
  })
  return errors
}

/** What is wrong with surcharges and taxes that a schema cannot say. */
export function extraErrors({ surcharges = [], taxes = [] }: ExtraTerms): readonly FieldError[] {
  const errors: FieldError[] = []
  const priced = new Set([ENERGY_COMPONENT])
  const claim = (ids: Set<string>, id: string, pointer: string) => {
    if (ids.has(id)) errors.push({ pointer, message: `"${id}" is taken: choose another id.` })
    ids.add(id)
  }
  surcharges.forEach(({ id, steps }, index) => {
    claim(priced, id, `/surcharges/${index}/id`)
    errors.push(...stepErrors(steps, `/surcharges/${index}/steps`))
  })
  const all = new Set(priced)
  taxes.forEach(({ id, of = [] }, index) => {
    claim(all, id, `/taxes/${index}/id`)
    of.forEach((base, position) => {
      if (!priced.has(base))
        errors.push({
          pointer: `/taxes/${index}/of/${position}`,
          message: `"${base}" is not priced by use: name one of ${[...priced].join(', ')}.`,
        })
    })
  })
  return errors
}

/** A ladder of the compiled tariff. */
export function compileSteps(steps: readonly PriceStep[]): readonly LadderStep[] {
  return steps.map(({ upTo, price }) => ({
    upToMicros: upTo === undefined ? null : parseMicros(upTo).toString(),
    priceMicros: parseMicros(price).toString(),
  }))
}

/**
 * A usage component with its ladders by band. Where no ladder has a second step the period makes no
 * difference to prices; then counts start over by the month, so that a correction re-rates no
 * further than to the month's end.
 */
export function usageComponent({
  request: { from, to, calendar },
  period,
  prices,
  ...terms
}: {
  readonly request: CompileRequest
  readonly id: string
  readonly title: LocalizedText
  readonly category: 'energy' | 'surcharge'
  readonly period: LadderPeriod
  readonly prices: Readonly<Record<string, readonly PriceStep[]>>
  readonly acrossBands?: true
  readonly explanation: LocalizedText
}): UsageComponent {
  const ladders = Object.entries(prices)
  const stepped = ladders.some(([, steps]) => steps.length > 1)
  const { timeZone } = calendar
  return {
    kind: 'usage',
    ...terms,
    ladders: Object.fromEntries(ladders.map(([band, steps]) => [band, compileSteps(steps)])),
    periodStarts: ladderPeriodStarts({ period: stepped ? period : 'month', from, to, timeZone }),
  }
}

/** Surcharges and taxes as components, to stand behind the one that prices use. */
export function extraComponents({
  request,
  terms: { surcharges = [], taxes = [] },
  bands,
}: {
  readonly request: CompileRequest
  readonly terms: ExtraTerms
  /** Ids of all bands: surcharges apply in each. */
  readonly bands: readonly string[]
}): readonly (UsageComponent | PercentageComponent)[] {
  const usage = surcharges.map(({ steps, period = 'month', explanation, ...terms }) =>
    usageComponent({
      ...terms,
      request,
      period,
      prices: Object.fromEntries(bands.map((band) => [band, steps])),
      acrossBands: true,
      explanation: explanation ?? explainSteps(steps, period),
    }),
  )
  const priced = [ENERGY_COMPONENT, ...surcharges.map(({ id }) => id)]
  const percentages = taxes.map(
    ({ id, title, category, percent, of = priced, explanation }): PercentageComponent => ({
      kind: 'percentage',
      id,
      title,
      category,
      rateMicros: parseMicros(percent, -2).toString(),
      of,
      explanation: explanation ?? {
        en: `${percent} % on top of what it applies to.`,
        'zh-CN': `按所适用费用的 ${percent}% 加收。`,
      },
    }),
  )
  return [...usage, ...percentages]
}

/** Why a ladder gives the price it does, where the terms do not say it better. */
export function explainSteps(steps: readonly PriceStep[], period: LadderPeriod): LocalizedText {
  if (steps.length < 2)
    return { en: 'One price, however much is used.', 'zh-CN': '单价固定，不随用量变化。' }
  return LADDER_EXPLANATIONS[period]
}

const LADDER_EXPLANATIONS: Readonly<Record<LadderPeriod, LocalizedText>> = {
  none: {
    en: 'The price depends on how much has been used so far.',
    'zh-CN': '单价取决于累计用量。',
  },
  month: {
    en: 'The price depends on how much has been used this month.',
    'zh-CN': '单价取决于本月累计用量。',
  },
  year: {
    en: 'The price depends on how much has been used this year.',
    'zh-CN': '单价取决于本年累计用量。',
  },
}
