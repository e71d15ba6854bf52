import type { SiteOverview, UsageSeries } from '../../../../core/generated/api.ts'
import { api, dataOf } from '../../../shared/api/client.ts'
import type { Series } from '../../../shared/chart/series.ts'

/** Hours of a site from the start of yesterday to now, and when today began. */
export interface Days {
  readonly todayAt: string
  readonly usage: UsageSeries
}

/** What was used in yesterday's and today's hours at the site. */
export async function daysOf({ siteId, today, yesterday }: SiteOverview): Promise<Days> {
  const usage = await dataOf(
    api.GET('/api/v1/sites/{id}/usage', {
      params: {
        path: { id: siteId },
        query: { bucket: 'hour', fromAt: yesterday.fromAt, toAt: today.toAt },
      },
    }),
  )
  return { todayAt: today.fromAt, usage }
}

/** Utilities that were used, with their units. */
export function utilitiesOf(all: readonly Days[]): readonly (readonly [string, string])[] {
  const found = new Map<string, string>()
  for (const { usage } of all)
    for (const { utility, unit } of usage.total.utilities) found.set(utility, unit)
  return [...found]
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Two days of one utility beside each other, on today's clock; a plot is for the eye, so floats will do. */
export function seriesOf(
  all: readonly Days[],
  utility: string,
  names: { readonly today: string; readonly yesterday: string },
): readonly Series[] {
  const [first] = all
  if (first === undefined) return []
  const startAt = Date.parse(first.todayAt)
  const today = new Map<number, number>()
  const before = new Map<number, number>()
  for (const { todayAt, usage } of all) {
    const midnight = Date.parse(todayAt)
    for (const { fromAt, use } of usage.buckets) {
      const offset = Date.parse(fromAt) - midnight
      // By the clock of the site: a day of 23 or 25 hours is told by its own hours.
      const into = offset >= 0 ? today : before
      const hour = offset >= 0 ? offset : offset + DAY_MS
      const used = use.utilities.find((each) => each.utility === utility)
      into.set(hour, (into.get(hour) ?? 0) + Number(used?.quantity ?? 0))
    }
  }
  const hours = Array.from({ length: DAY_MS / HOUR_MS }, (_, hour) => hour * HOUR_MS)
  const points = (values: ReadonlyMap<number, number>) =>
    hours.map((hour) => [startAt + hour, values.get(hour) ?? null] as const)
  return [
    { name: names.today, kind: 'bar', points: points(today) },
    { name: names.yesterday, kind: 'line', points: points(before), faint: true },
  ]
}
