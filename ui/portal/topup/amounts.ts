import { microsOf, textOf } from '../money.ts'

/** How an account stands, as far as amounts to top it up by go; decimal strings in its currency. */
export interface Standing {
  /** What use costs a day; null where that is not known. */
  readonly perDay: string | null
  /** What use may still cost before supply may be cut; below zero, what is missing. */
  readonly available: string
  readonly balance: string
  readonly lowBalance: string
}

const UNIT = 1_000_000n
const LEAST = 10n * UNIT
const USUAL = [50n, 100n, 200n, 500n].map((amount) => amount * UNIT)
const DAYS = [7n, 14n, 30n, 60n]
const STEPS = [10n, 15n, 20n, 25n, 30n, 40n, 50n, 60n, 80n]

/** The next amount, at or above this one, that people pay: 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150 … */
export function roundUp(micros: bigint): bigint {
  for (let scale = UNIT; ; scale *= 10n) {
    const found = STEPS.map((step) => step * scale).find((amount) => amount >= micros)
    if (found !== undefined) return found
  }
}

/**
 * Four amounts to choose from, ascending: enough for a week, two, a month and two by the present rate of use, and none
 * that would leave supply in danger.
 */
export function suggestedAmounts({ perDay, available, balance, lowBalance }: Standing): string[] {
  const rate = perDay === null ? 0n : microsOf(perDay)
  const wanted = rate > 0n ? DAYS.map((days) => rate * days) : USUAL
  const missing = shortage({ available, balance, lowBalance })
  const amounts = new Set<bigint>()
  for (const amount of wanted) amounts.add(roundUp(max(amount, LEAST, missing)))
  let last = [...amounts].at(-1) ?? LEAST
  while (amounts.size < DAYS.length) {
    last = roundUp(last + 1n)
    amounts.add(last)
  }
  return [...amounts].map(textOf)
}

/** What brings the account back over its first warning level, where supply is in danger; zero where it is not. */
function shortage({ available, balance, lowBalance }: Omit<Standing, 'perDay'>): bigint {
  if (microsOf(available) >= 0n && microsOf(balance) >= 0n) return 0n
  return max(-microsOf(available), microsOf(lowBalance) - microsOf(balance), 0n)
}

/** What has to be paid before supply may come back or is out of danger; null where nothing has to. */
export function owedAmount(available: string): string | null {
  const micros = microsOf(available)
  return micros < 0n ? textOf(-micros) : null
}

function max(first: bigint, ...others: readonly bigint[]): bigint {
  let most = first
  for (const each of others) if (each > most) most = each
  return most
}

/**
 * What somebody typed as an amount, as the API takes it; null where it is none, or nothing.
 * @param places decimal places of the currency
 */
export function amountOf(typed: string, places: number): string | null {
  const text = typed
    .trim()
    .replaceAll(/[\s,，]/g, '')
    .replace('。', '.')
  const pattern = places === 0 ? /^\d{1,9}$/ : new RegExp(`^\\d{1,9}(\\.\\d{1,${places}})?$`)
  if (!pattern.test(text)) return null
  const micros = microsOf(text)
  return micros > 0n ? textOf(micros) : null
}

/** Decimal places of a currency. */
export const placesOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits ?? 2
