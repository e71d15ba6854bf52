import type { UsageSeries } from '../../../core/generated/api.ts'
import type { Series } from '../../shared/chart/series.ts'

export type Bucket = 'hour' | 'day' | 'month'
export const BUCKETS: readonly Bucket[] = ['hour', 'day', 'month']

/** What a curve is of: money in one currency, or the quantity of one utility. */
export interface Measure {
  /** `money` or the utility. */
  readonly id: string
  readonly unit: string
}

type Figures = UsageSeries['total']

/** What the series can be drawn of: quantities first. */
export function measuresOf({ total }: UsageSeries): readonly Measure[] {
  return [
    ...total.utilities.map(({ utility, unit }) => ({ id: utility, unit })),
    ...total.amounts.slice(0, 1).map(({ currency }) => ({ id: 'money', unit: currency })),
  ]
}

/** Exact decimal text of a measure; zero where there was none. */
export function figureOf({ utilities, amounts }: Figures, { id, unit }: Measure): string {
  const found =
    id === 'money'
      ? amounts.find(({ currency }) => currency === unit)?.amount
      : utilities.find(({ utility }) => utility === id)?.quantity
  return found ?? '0'
}

/** As long a stretch, right before. */
export function beforeOf({ fromAt, toAt }: UsageSeries): { fromAt: string; toAt: string } {
  const from = Date.parse(fromAt)
  const lengthMs = Date.parse(toAt) - from
  return { fromAt: new Date(from - lengthMs).toISOString(), toAt: fromAt }
}

/** As a position on a plot: figures that are read are made of the exact text. */
const plotted = (text: string): number => Number(text)

/** Now and before on one axis: the last buckets stand at the same place, however long their months are. */
export function seriesOf(
  now: UsageSeries,
  before: UsageSeries | null,
  { measure, names }: { readonly measure: Measure; readonly names: readonly [string, string] },
): readonly Series[] {
  const current: Series = {
    ...{ name: names[0], kind: 'bar' },
    points: now.buckets.map(({ fromAt, use }) => [
      Date.parse(fromAt),
      plotted(figureOf(use, measure)),
    ]),
  }
  if (before === null) return [current]
  const shift = before.buckets.length - now.buckets.length
  const earlier: Series = {
    ...{ name: names[1], kind: 'line', faint: true },
    points: now.buckets.map(({ fromAt }, index) => {
      const bucket = before.buckets[index + shift]
      return [
        Date.parse(fromAt),
        bucket === undefined ? null : plotted(figureOf(bucket.use, measure)),
      ]
    }),
  }
  return [current, earlier]
}

/** How much more than before, in percent; null where there is nothing to compare with. */
export function changePercent(now: string, before: string): number | null {
  const base = plotted(before)
  return base > 0 ? Math.round(((plotted(now) - base) / base) * 100) : null
}
