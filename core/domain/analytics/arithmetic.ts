import type { LocalizedText } from '../../contracts/plugin.ts'
import type { CompiledTariff } from '../../contracts/tariff-strategy.ts'
import { formatMicros, formatPicos, MICROS_PER_UNIT } from '../../kernel/decimal.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import { explainLine, type LineExplanation } from '../rating/explain.ts'
import { prepareTariff } from '../rating/prepare.ts'

/** A usage interval as it was booked; a reversal's quantity is below zero. */
export interface ChargedInterval {
  readonly fromMicros: bigint
  readonly toMicros: bigint
  readonly quantityMicros: bigint
  readonly amountMicros: Micros
  readonly isReversal: boolean
  /** CT × PT in micros. */
  readonly multiplierMicros: bigint
  /** Digits before the decimal point: the register rolls over at 10^digits. */
  readonly digits: number
  readonly unit: string
  /** ISO 4217; empty where nobody pays. */
  readonly currency: string
}

/** A rated line as it was booked, and the compiled tariff that priced it. */
export interface BookedLine {
  readonly component: string
  readonly category: 'energy' | 'surcharge'
  readonly band: string
  readonly from: Instant
  readonly to: Instant
  readonly quantityMicros: bigint
  readonly quantityFromMicros: bigint
  readonly priceMicros: bigint
  readonly amountMicros: Micros
  readonly estimated: boolean
  readonly tariff: CompiledTariff | null
}

/** One step of the arithmetic: figures are exact decimals. */
export interface ArithmeticStep {
  readonly kind: 'difference' | 'multiplier' | 'reversal' | 'price' | 'percentage' | 'sum'
  /** Index among the lines. */
  readonly line: number | null
  readonly left: string
  readonly operator: '-' | '×' | '+'
  readonly right: string
  readonly exact: string
  readonly result: string
  /** Result less exact. */
  readonly rounding: string
  readonly component: LocalizedText | null
  readonly band: LocalizedText | null
  readonly why: LocalizedText | null
  readonly countedBefore: string | null
  readonly step: LineExplanation['step'] | null
  readonly sentence: LocalizedText
}

/** How a charge comes about, from its register values to the sum of its lines. */
export function chargeArithmetic(
  interval: ChargedInterval,
  lines: readonly BookedLine[],
): readonly ArithmeticStep[] {
  return [
    ...quantitySteps(interval),
    ...lines.map((line, index) => lineStep(interval, line, index)),
    sumStep(interval, lines),
  ]
}

const NO_LINE = {
  line: null,
  component: null,
  band: null,
  why: null,
  countedBefore: null,
  step: null,
} as const

function quantitySteps(interval: ChargedInterval): ArithmeticStep[] {
  const { fromMicros, toMicros, multiplierMicros, digits, unit, isReversal } = interval
  const range = 10n ** BigInt(digits) * MICROS_PER_UNIT
  const differenceMicros = toMicros - fromMicros
  const countedMicros = differenceMicros < 0n ? differenceMicros + range : differenceMicros
  const quantityMicros = isReversal ? -interval.quantityMicros : interval.quantityMicros
  const [from, to, counted] = [fromMicros, toMicros, countedMicros].map(formatMicros) as Three
  const quantity = formatMicros(quantityMicros)
  const multiplier = formatMicros(multiplierMicros)
  const exact = countedMicros * multiplierMicros
  const steps: ArithmeticStep[] = [
    {
      ...NO_LINE,
      ...exactly('difference', to, '-', from, formatMicros(differenceMicros)),
      sentence: {
        en: `The register went from ${from} to ${to}.`,
        'zh-CN': `表底从 ${from} 走到 ${to}。`,
      },
    },
  ]
  if (differenceMicros < 0n)
    steps.push({
      ...NO_LINE,
      ...exactly('sum', formatMicros(differenceMicros), '+', formatMicros(range), counted),
      sentence: {
        en: `It rolled over at ${formatMicros(range)}, so it counted ${counted}.`,
        'zh-CN': `计数器在 ${formatMicros(range)} 处归零,共计 ${counted}。`,
      },
    })
  steps.push({
    ...NO_LINE,
    kind: 'multiplier',
    ...{ left: counted, operator: '×', right: multiplier, exact: formatPicos(exact) },
    result: quantity,
    rounding: formatPicos(quantityMicros * MICROS_PER_UNIT - exact),
    sentence: {
      en: `Times the multiplier ${multiplier}, ${quantity} ${unit} were used.`,
      'zh-CN': `乘以倍率 ${multiplier},用量为 ${quantity} ${unit}。`,
    },
  })
  if (isReversal)
    steps.push({
      ...NO_LINE,
      ...exactly('reversal', quantity, '×', '-1', formatMicros(interval.quantityMicros)),
      sentence: {
        en: 'This charge undoes an earlier one: every figure is taken back.',
        'zh-CN': '本笔冲正先前的计费:各项均取负。',
      },
    })
  return steps
}

type Three = [string, string, string]

function exactly(
  kind: ArithmeticStep['kind'],
  left: string,
  operator: ArithmeticStep['operator'],
  right: string,
  exact: string,
) {
  return { kind, left, operator, right, exact, result: exact, rounding: '0' }
}

function lineStep(interval: ChargedInterval, line: BookedLine, index: number): ArithmeticStep {
  const { quantityMicros, priceMicros, amountMicros, quantityFromMicros } = line
  const explained = explanationOf(line)
  const kind = explained?.kind === 'percentage' ? 'percentage' : 'price'
  const exact = quantityMicros * priceMicros
  const [left, right, result] = [quantityMicros, priceMicros, amountMicros].map(
    formatMicros,
  ) as Three
  const component = explained?.title ?? { en: line.component }
  const countedBefore = formatMicros(quantityFromMicros)
  const figures = { left, right, result, countedBefore, ...interval }
  return {
    kind,
    line: index,
    ...{ left, operator: '×', right, exact: formatPicos(exact), result, countedBefore },
    rounding: formatPicos(amountMicros * MICROS_PER_UNIT - exact),
    component,
    band: explained?.band ?? { en: line.band },
    why: explained?.why ?? null,
    step: explained?.step ?? null,
    sentence:
      kind === 'price' ? priceSentence(component, figures) : shareSentence(component, figures),
  }
}

interface LineFigures {
  readonly left: string
  readonly right: string
  readonly result: string
  readonly countedBefore: string
  readonly unit: string
  readonly currency: string
}

function priceSentence(title: LocalizedText, figures: LineFigures): LocalizedText {
  const { left, right, result, countedBefore, unit, currency } = figures
  return {
    en: `${title.en}: ${left} ${unit} at ${right} ${currency} each is ${result} ${currency}; ${countedBefore} ${unit} had been counted before.`,
    'zh-CN': `${title['zh-CN'] ?? title.en}:${left} ${unit} × ${right} ${currency} = ${result} ${currency};此前累计 ${countedBefore} ${unit}。`,
  }
}

function shareSentence(title: LocalizedText, figures: LineFigures): LocalizedText {
  const { left, right, result, currency } = figures
  return {
    en: `${title.en}: ${right} times ${left} ${currency} is ${result} ${currency}.`,
    'zh-CN': `${title['zh-CN'] ?? title.en}:${left} ${currency} × ${right} = ${result} ${currency}。`,
  }
}

/** Null where the compiled tariff does not know the line. */
function explanationOf({ tariff, ...line }: BookedLine): LineExplanation | null {
  const component = tariff?.components.find(({ id }) => id === line.component)
  const known = tariff?.bands.some(({ id }) => id === line.band) === true
  if (tariff === null || component === undefined || !known) return null
  const { quantityFromMicros, quantityMicros } = line
  const size = quantityMicros < 0n ? -quantityMicros : quantityMicros
  const quantityToMicros = quantityFromMicros + size
  return explainLine({ ...line, kind: component.kind, quantityToMicros }, prepareTariff(tariff))
}

function sumStep(
  { amountMicros, currency }: ChargedInterval,
  lines: readonly BookedLine[],
): ArithmeticStep {
  const of = (category: string) =>
    lines.reduce((sum, line) => sum + (line.category === category ? line.amountMicros : 0n), 0n)
  const [energy, surcharge] = [formatMicros(of('energy')), formatMicros(of('surcharge'))]
  const sum = formatMicros(amountMicros)
  return {
    ...NO_LINE,
    ...exactly('sum', energy, '+', surcharge, sum),
    sentence:
      lines.length === 0
        ? { en: 'Nothing is charged.', 'zh-CN': '不计费。' }
        : {
            en: `Energy ${energy} and surcharges ${surcharge} come to ${sum} ${currency}.`,
            'zh-CN': `能源费 ${energy} 与附加费 ${surcharge} 合计 ${sum} ${currency}。`,
          },
  }
}
