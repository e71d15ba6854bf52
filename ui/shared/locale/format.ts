import { language } from './i18n.ts'

/** What cannot be shown. */
export const NOTHING = '–'

/**
 * A decimal string by locale, exact: no float touches it.
 * @param decimals at least so many after the point; more are kept
 */
export function decimal(text: string, decimals = 0): string {
  const places = Math.max(decimals, (text.split('.')[1] ?? '').length)
  return new Intl.NumberFormat(language.value, {
    minimumFractionDigits: Math.min(places, 20),
    maximumFractionDigits: 20,
  }).format(text as unknown as number)
}

/** One currency is in use at a site: its short sign says enough. */
const MONEY = { style: 'currency', currencyDisplay: 'narrowSymbol' } as const

/** Money by locale, exact to the micro; cents are always shown, micros where there are any. */
export function money(amount: string | null | undefined, currency: string): string {
  if (amount === null || amount === undefined) return NOTHING
  const places = (amount.split('.')[1] ?? '').replace(/0+$/, '').length
  try {
    const format = new Intl.NumberFormat(language.value, { ...MONEY, currency })
    const least = format.resolvedOptions().minimumFractionDigits ?? 2
    return new Intl.NumberFormat(language.value, {
      ...MONEY,
      currency,
      minimumFractionDigits: Math.max(least, places),
      maximumFractionDigits: Math.max(least, places),
    }).format(amount as unknown as number)
  } catch {
    return `${amount} ${currency}`
  }
}

/** Money rounded to the currency's own unit, for figures that are read at a glance. */
export function roundMoney(amount: string | null | undefined, currency: string): string {
  if (amount === null || amount === undefined) return NOTHING
  try {
    return new Intl.NumberFormat(language.value, { ...MONEY, currency }).format(
      amount as unknown as number,
    )
  } catch {
    return `${amount} ${currency}`
  }
}

/** A quantity with its unit: `1,234.5 kWh`. */
export function quantity(
  amount: string | number | null | undefined,
  unit = '',
  decimals = 3,
): string {
  if (amount === null || amount === undefined) return NOTHING
  const text = new Intl.NumberFormat(language.value, { maximumFractionDigits: decimals }).format(
    amount as number,
  )
  return unit === '' ? text : `${text} ${unit}`
}

export const number = (value: number): string => new Intl.NumberFormat(language.value).format(value)

/** An instant by locale, in a site's time zone or the reader's own. */
export function instant(
  at: string | null | undefined,
  options: { readonly timeZone?: string; readonly style?: 'short' | 'medium' } = {},
): string {
  if (!at) return NOTHING
  const { timeZone, style = 'medium' } = options
  return new Intl.DateTimeFormat(language.value, {
    dateStyle: style,
    timeStyle: style,
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at))
}

export function day(at: string | Date, timeZone?: string): string {
  return new Intl.DateTimeFormat(language.value, {
    dateStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at))
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

/** `3 minutes ago`. */
export function ago(at: string | null | undefined, nowMs = Date.now()): string {
  if (!at) return NOTHING
  const distanceMs = new Date(at).getTime() - nowMs
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' })
  const [unit, stepMs] = STEPS.find(([, each]) => Math.abs(distanceMs) >= each) ?? ['second', 1000]
  return format.format(Math.round(distanceMs / stepMs), unit)
}
