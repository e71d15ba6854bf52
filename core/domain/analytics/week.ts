import type { LocalizedText } from '../../contracts/plugin.ts'
import { divideHalfAway, MICROS_PER_UNIT } from '../../kernel/decimal.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import {
  addDays,
  formatLocalTime,
  type LocalDate,
  localDate,
  localMinuteOfDay,
  startOfLocalDay,
  weekdayOf,
} from '../../kernel/zone.ts'
import type { PreparedStep, PreparedTariff } from '../rating/prepare.ts'

/** A stretch of one local day in one band. */
export interface WeekSegment {
  readonly from: Instant
  readonly to: Instant
  readonly day: LocalDate
  readonly fromTime: string
  readonly toTime: string
  readonly band: string
}

export interface BandPrices {
  readonly id: string
  readonly title: LocalizedText
  /** Of the first unit of each ladder's period, with all surcharges and percentages, rounded. */
  readonly priceMicros: Micros
  readonly components: readonly {
    readonly id: string
    readonly kind: 'usage' | 'percentage'
    readonly title: LocalizedText
    readonly category: 'energy' | 'surcharge'
    /** Of a percentage, in millionths. */
    readonly factorMicros: bigint | null
    readonly steps: readonly PreparedStep[]
  }[]
}

/** Start of the local Monday that an instant's week has, and of the Monday after. */
export function weekOf(
  at: Instant,
  timeZone: string,
): { readonly from: Instant; readonly to: Instant } {
  const day = localDate(at, timeZone)
  const monday = addDays(day, 1 - weekdayOf(day))
  return {
    from: startOfLocalDay(monday, timeZone),
    to: startOfLocalDay(addDays(monday, 7), timeZone),
  }
}

/** Bands of a week, cut at local midnights; only where the tariffs reach. */
export function weekSegments(request: {
  readonly tariffs: readonly PreparedTariff[]
  readonly from: Instant
  readonly to: Instant
  readonly timeZone: string
}): readonly WeekSegment[] {
  const { tariffs, timeZone } = request
  const segments: WeekSegment[] = []
  for (const { compiled } of tariffs) {
    compiled.segments.forEach(({ from: start, band }, index) => {
      const end = compiled.segments[index + 1]?.from ?? compiled.to
      let from = Math.max(start, request.from)
      const last = Math.min(end, request.to)
      while (from < last) {
        const day = localDate(from, timeZone)
        const midnight = startOfLocalDay(addDays(day, 1), timeZone)
        const to = Math.min(last, midnight)
        const fromTime = formatLocalTime(localMinuteOfDay(from, timeZone))
        const toTime = to === midnight ? '24:00' : formatLocalTime(localMinuteOfDay(to, timeZone))
        segments.push({ from, to, day, fromTime, toTime, band })
        from = to
      }
    })
  }
  return segments
}

/** Every band of a tariff with what its price is made of. */
export function bandPrices({ compiled, plans }: PreparedTariff): readonly BandPrices[] {
  return compiled.bands.map(({ id, title }) => {
    const plan = plans[id]
    const first = (plan?.prices ?? []).map(({ steps }) => steps[0]?.priceMicros ?? 0n)
    const shares = (plan?.percentages ?? []).map(({ rateMicros, of }) =>
      of.reduce((sum, index) => sum + (first[index] ?? 0n) * rateMicros, 0n),
    )
    const picos = first.reduce((sum, price) => sum + price * MICROS_PER_UNIT, 0n)
    const all = shares.reduce((sum, share) => sum + share, picos)
    return {
      ...{ id, title },
      priceMicros: divideHalfAway(all, MICROS_PER_UNIT),
      components: compiled.components.flatMap((component) => {
        const price = plan?.prices.find((item) => item.component === component.id)
        const share = plan?.percentages.find((item) => item.component === component.id)
        if (price === undefined && share === undefined) return []
        return [
          {
            id: component.id,
            kind: component.kind,
            title: component.title,
            category: component.category,
            factorMicros: share?.rateMicros ?? null,
            steps: price?.steps ?? [],
          },
        ]
      }),
    }
  })
}
