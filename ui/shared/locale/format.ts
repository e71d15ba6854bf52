import { language } from './i18n.ts'

/** Making one takes longer than a hundred uses of it; there are as many as languages, currencies and kinds of figures. */
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function once<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const known = made.get(key)
  if (known !== undefined) return known as T
  const fresh = make()
  made.set(key, fresh)
  return fresh
}

const numbers = (options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  once(
    `n ${language.value} ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(language.value, options),
  )

/** How instants are written, in the reader's language. */
export const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  once(
    `d ${language.value} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(language.value, options),
  )

/** What cannot be shown. */
export const NOTHING = '–'

/**
 * A decimal string by locale, exact: no float touches it.
 * @param decimals at least so many after the point; more are kept
 */
export function decimal(text: string, decimals = 0): string {
  const places = Math.max(decimals, (text.split('.')[1] ?? '').length)
  return numbers({
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
    const format = numbers({ ...MONEY, currency })
    const least = format.resolvedOptions().minimumFractionDigits ?? 2
    return numbers({
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
    return numbers({ ...MONEY, currency }).format(amount as unknown as number)
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
  const text = numbers({ maximumFractionDigits: decimals }).format(amount as number)
  return unit === '' ? text : `${text} ${unit}`
}

export const number = (value: number): string => numbers().format(value)

/** An instant by locale, in a site's time zone or the reader's own. */
export function instant(
  at: string | null | undefined,
  options: { readonly timeZone?: string; readonly style?: 'short' | 'medium' } = {},
): string {
  if (!at) return NOTHING
  const { timeZone, style = 'medium' } = options
  return dates({
    dateStyle: style,
    timeStyle: style,
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at))
}

export function day(at: string | Date, timeZone?: string): string {
  return dates({
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
