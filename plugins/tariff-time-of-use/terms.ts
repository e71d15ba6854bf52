import type {
  DayType,
  ExtraTerms,
  LadderPeriod,
  LocalizedText,
  PriceStep,
} from '@busbar/core/contracts'

/** Bands from dear to cheap: 尖, 峰, 平, 谷, 深谷. */
export const BAND_TITLES = {
  sharp: { en: 'Sharp', 'zh-CN': '尖' },
  peak: { en: 'Peak', 'zh-CN': '峰' },
  flat: { en: 'Flat', 'zh-CN': '平' },
  valley: { en: 'Valley', 'zh-CN': '谷' },
  'deep-valley': { en: 'Deep valley', 'zh-CN': '深谷' },
} as const satisfies Record<string, LocalizedText>

export type Band = keyof typeof BAND_TITLES

export const BANDS = Object.keys(BAND_TITLES) as readonly Band[]

export const DAY_TYPES: readonly DayType[] = ['workday', 'weekend', 'holiday']

/** A band from one local time to another, HH:MM; the end is not included. */
export interface Hours {
  readonly from: string
  readonly to: string
  readonly band: Band
}

/** The hours of some kinds of day. */
export interface Days {
  readonly types: readonly DayType[]
  readonly hours: readonly Hours[]
}

/** Days of the year, MM-DD, both included; they may pass over the year's end. */
export interface DateRange {
  readonly from: string
  readonly to: string
}

export interface Season {
  readonly id: string
  readonly title: LocalizedText
  readonly dates: readonly DateRange[]
  readonly days: readonly Days[]
}

/** As in terms.schema.json. */
export interface TimeOfUseTerms extends ExtraTerms {
  readonly prices: Readonly<Partial<Record<Band, readonly PriceStep[]>>>
  readonly period?: LadderPeriod
  readonly seasons: readonly Season[]
  readonly explanation?: LocalizedText
}

/** Whether a day of the year (MM-DD) lies in a range. */
export function inRange(monthDay: string, { from, to }: DateRange): boolean {
  return from <= to ? from <= monthDay && monthDay <= to : monthDay >= from || monthDay <= to
}
