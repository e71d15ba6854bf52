import type { UsageSeries } from '../../../core/generated/api.ts'
import { sumOf } from '../money.ts'

/** What one screen shows: a local day by the hour, a month by the day, a year by the month. */
export type Period = 'day' | 'month' | 'year'

/** Decimal strings; the server's figures, added by nobody here but for the eye. */
export interface Bar {
  /** Hour 0–23, day 1–31, month 1–12. */
  readonly place: number
  /** First instant; null where there is no such bucket yet. */
  readonly fromAt: string | null
  /** Whether its time is over, so that it can be compared. */
  readonly complete: boolean
  readonly quantity: number
  readonly before: number
  readonly amount: string
  readonly parts: readonly { readonly band: string; readonly quantity: number }[]
}

const BUCKETS = { day: 'hour', month: 'day', year: 'month' } as const
const HOUR_MS = 3_600_000
/** Zones lie within 14 hours of UTC. */
const MARGIN_MS = 15 * HOUR_MS

interface LocalDate {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
}

export function localDate(at: string | number | Date, timeZone: string): LocalDate {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' },
  }).formatToParts(new Date(at))
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour') }
}

/** The local date that a period and the steps back from now name; its own part only (a month has no day). */
function startOf(period: Period, back: number, { year, month, day }: LocalDate): Date {
  if (period === 'day') return new Date(Date.UTC(year, month - 1, day - back))
  if (period === 'month') return new Date(Date.UTC(year, month - 1 - back, 1))
  return new Date(Date.UTC(year - back, 0, 1))
}

/**
 * What to ask for so that a period and the one before it are in the answer, whatever the zone: some more on both sides,
 * which `barsOf` leaves out.
 * @param nowAt the instance's own time
 * @param back how many periods before the present one; 0 is the present one
 */
export function queryOf(
  period: Period,
  {
    nowAt,
    back,
    timeZone,
  }: { readonly nowAt: string; readonly back: number; readonly timeZone: string },
) {
  const now = localDate(nowAt, timeZone)
  const from = startOf(period, back + 1, now).getTime() - MARGIN_MS
  const until = startOf(period, back - 1, now).getTime() + MARGIN_MS
  const to = Math.min(until, Date.parse(nowAt))
  return {
    bucket: BUCKETS[period],
    fromAt: new Date(from).toISOString(),
    toAt: new Date(Math.max(to, from + HOUR_MS)).toISOString(),
  }
}

/** The bars of a period, each beside the same place of the period before. */
export function barsOf(
  series: UsageSeries,
  request: {
    readonly period: Period
    readonly back: number
    readonly nowAt: string
    readonly utility: string
  },
): Bar[] {
  const { period, back, nowAt, utility } = request
  const { timeZone } = series
  const now = localDate(nowAt, timeZone)
  const keyOf = (date: LocalDate) => key(period, date)
  const here = keyOfStart(period, startOf(period, back, now))
  const earlier = keyOfStart(period, startOf(period, back + 1, now))
  const present = new Map<number, Bar>()
  const before = new Map<number, number>()
  for (const { fromAt, toAt, use } of series.buckets) {
    const date = localDate(fromAt, timeZone)
    const at = placeOf(period, date)
    const used = use.utilities.filter((each) => each.utility === utility)
    const quantity = used.reduce((sum, each) => sum + Number(each.quantity), 0)
    if (keyOf(date) === earlier) before.set(at, (before.get(at) ?? 0) + quantity)
    if (keyOf(date) !== here) continue
    const bands = use.bands.filter((each) => each.utility === utility)
    const kept = present.get(at)
    present.set(at, {
      ...{ place: at, fromAt: kept?.fromAt ?? fromAt, before: 0 },
      complete: Date.parse(toAt) <= Date.parse(nowAt),
      quantity: (kept?.quantity ?? 0) + quantity,
      amount: bands[0] === undefined ? (kept?.amount ?? '0') : addAll(kept?.amount, bands),
      parts: [
        ...(kept?.parts ?? []),
        ...bands.map(({ band, quantity: part }) => ({ band, quantity: Number(part) })),
      ],
    })
  }
  return placesOf(period, startOf(period, back, now)).map((place) => ({
    ...(present.get(place) ?? {
      place,
      fromAt: null,
      complete: false,
      quantity: 0,
      amount: '0',
      parts: [],
    }),
    before: before.get(place) ?? 0,
  }))
}

const addAll = (kept: string | undefined, bands: readonly { readonly amount: string }[]): string =>
  sumOf([kept ?? '0', ...bands.map(({ amount }) => amount)])

const key = (period: Period, { year, month, day }: LocalDate): string =>
  [year, ...(period === 'year' ? [] : [month]), ...(period === 'day' ? [day] : [])].join('-')

const keyOfStart = (period: Period, start: Date): string =>
  key(period, {
    year: start.getUTCFullYear(),
    month: start.getUTCMonth() + 1,
    day: start.getUTCDate(),
    hour: 0,
  })

function placeOf(period: Period, { month, day, hour }: LocalDate): number {
  return period === 'day' ? hour : period === 'month' ? day : month
}

function placesOf(period: Period, start: Date): number[] {
  if (period === 'day') return Array.from({ length: 24 }, (_, hour) => hour)
  const days = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate()
  return Array.from({ length: period === 'year' ? 12 : days }, (_, index) => index + 1)
}

/** A date within the period, at noon UTC of a stand-in calendar: to be written in UTC. */
export const nameableDate = (
  period: Period,
  {
    nowAt,
    back,
    timeZone,
  }: { readonly nowAt: string; readonly back: number; readonly timeZone: string },
): Date => startOf(period, back, localDate(nowAt, timeZone))
