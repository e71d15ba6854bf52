import published from './data/load-profiles.json' with { type: 'json' }

/*
 * What tenants use, made of published figures and nothing else. Use at an instant is
 *
 *   shape of the trade (BDEW, by season, kind of day and quarter hour) × yearly use × real month
 *
 * Electricity follows the shape as it is. Water and cooling follow occupancy: the part of the shape
 * above its lowest quarter hour of the year, since what runs while nobody is there draws no water.
 * Cooling moreover goes by season: twice the year's mean in summer, the mean in spring and autumn, and
 * in winter the rest, so that a year's days add up to the yearly use.
 *
 * The real month is the ratio of one meter's five-minute values to their own mean; a tenant is many
 * appliances, so the ratio is the mean of the series at twelve places far apart.
 *
 * All of it is rational arithmetic on integers: use is counted in exact parts of a Wh, a litre or a MJ.
 */

export type ProfileId = keyof typeof published.profiles
type Season = 'summer' | 'transition' | 'winter'
type DayKind = 'workday' | 'saturday' | 'sunday'

export interface LoadSpec {
  readonly kind: 'electricity' | 'water' | 'cooling'
  readonly profile: ProfileId
  /** Whole kWh, m³ or GJ a year. */
  readonly yearly: number
  /** Where in the real month this one begins, so that no two go up and down together. */
  readonly shift: number
}

export interface LoadCalendar {
  /** The site's zone, which has no daylight saving time. */
  readonly utcOffsetMinutes: number
  /** YYYY-MM-DD; they count as Sundays. */
  readonly holidays: readonly string[]
  readonly workedWeekendDays: readonly string[]
}

export interface LoadModel {
  /** Wh, litres or MJ an hour. */
  rateAt(load: LoadSpec, at: number): number
  /** Use in [from, to), in parts of which `partsOf` make one Wh, litre or MJ. */
  partsIn(load: LoadSpec, from: number, to: number): bigint
}

const SLOT_MS = 300_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const MONTH = published.realMonth.wattHours
const MONTH_SUM = MONTH.reduce((sum, value) => sum + value, 0)
const PLACES = 12
/** A prime, so that the places never fall on the same hour of the real days. */
const PLACE_STRIDE = 389
const SHIFT_STRIDE = 97
/** In 140ths, winter having 140 days of 365: 123 × 2 + 102 × 1 + 140 × 17/140 = 365. */
const COOLING_SEASON = { summer: 280n, transition: 140n, winter: 17n } as const
const SEASON_PARTS = 140n

/** Lowest value of each shape in the year, tenths of a watt. */
const LOWEST = new Map<ProfileId, number>(
  Object.entries(published.profiles).map(([id, { deciWatts }]) => [
    id as ProfileId,
    Math.min(...Object.values(deciWatts).flatMap((days) => Object.values(days).flat())),
  ]),
)

function baseOf({ kind, profile }: LoadSpec): number {
  return kind === 'electricity' ? 0 : (LOWEST.get(profile) ?? 0)
}

/** How many parts make one Wh, litre or MJ; the same for all electricity. */
export function partsOf(load: LoadSpec): bigint {
  // 1000 kWh a year are 10^7/8760 tenths of a watt on average, of which the base does not count.
  const meanAboveBase = 10_000_000n - 8_760n * BigInt(baseOf(load))
  return meanAboveBase * SEASON_PARTS * BigInt(PLACES * MONTH_SUM) * BigInt(HOUR_MS)
}

/** Sum of the real month at the load's twelve places, in a five-minute slot. */
function realSum(shift: number, slot: number): number {
  let sum = 0
  for (let place = 0; place < PLACES; place += 1)
    sum += MONTH[(slot + shift * SHIFT_STRIDE + place * PLACE_STRIDE) % MONTH.length] ?? 0
  return sum
}

/** BDEW's seasons: summer 15 May to 14 September, winter 1 November to 20 March. */
function seasonOf(date: string): Season {
  const day = date.slice(5)
  if (day >= '05-15' && day <= '09-14') return 'summer'
  return day >= '11-01' || day <= '03-20' ? 'winter' : 'transition'
}

export function createLoadModel(calendar: LoadCalendar): LoadModel {
  const offsetMs = calendar.utcOffsetMinutes * 60_000
  const holidays = new Set(calendar.holidays)
  const worked = new Set(calendar.workedWeekendDays)
  const days = new Map<number, { readonly season: Season; readonly kind: DayKind }>()

  function dayOf(localAt: number) {
    const number = Math.floor(localAt / DAY_MS)
    const known = days.get(number)
    if (known !== undefined) return known
    const midnight = new Date(number * DAY_MS)
    const date = midnight.toISOString().slice(0, 10)
    const day = { season: seasonOf(date), kind: kindOf(date, midnight.getUTCDay()) }
    days.set(number, day)
    return day
  }

  function kindOf(date: string, weekday: number): DayKind {
    if (holidays.has(date)) return 'sunday'
    if (worked.has(date)) return 'workday'
    if (weekday === 0) return 'sunday'
    return weekday === 6 ? 'saturday' : 'workday'
  }

  /** Parts a millisecond: constant within a slot of five minutes. */
  function partsPerMs(load: LoadSpec, at: number): bigint {
    const localAt = at + offsetMs
    const { season, kind } = dayOf(localAt)
    const quarter = Math.floor((((localAt % DAY_MS) + DAY_MS) % DAY_MS) / 900_000)
    const deciWatts = published.profiles[load.profile].deciWatts[season][kind][quarter] ?? 0
    const seasonal = load.kind === 'cooling' ? COOLING_SEASON[season] : SEASON_PARTS
    const real = realSum(load.shift, Math.floor(at / SLOT_MS))
    const shape = BigInt(deciWatts - baseOf(load))
    return shape * BigInt(load.yearly * 1_000) * seasonal * BigInt(real * MONTH.length)
  }

  return {
    rateAt: (load, at) =>
      Number((partsPerMs(load, at) * BigInt(HOUR_MS) * 1_000n) / partsOf(load)) / 1_000,
    partsIn(load, from, to) {
      let parts = 0n
      for (let at = from; at < to; ) {
        const end = Math.min(to, (Math.floor(at / SLOT_MS) + 1) * SLOT_MS)
        parts += partsPerMs(load, at) * BigInt(end - at)
        at = end
      }
      return parts
    },
  }
}

/** More than ever flows, in kWh, m³ or GJ an hour: the highest quarter hour at the real month's highest. */
export function highestRate(load: LoadSpec): number {
  const shapes = Object.values(published.profiles[load.profile].deciWatts)
  const deciWatts = Math.max(...shapes.flatMap((days) => Object.values(days).flat()))
  const base = baseOf(load)
  const mean = (load.yearly / 8_760) * (load.kind === 'cooling' ? 2 : 1)
  const peak = (mean * (deciWatts - base)) / (10_000_000 / 8_760 - base)
  return Math.ceil((peak * Math.max(...MONTH) * MONTH.length * 100) / MONTH_SUM) / 100
}
