import type { SiteOverview } from '../../../../core/generated/api.ts'
import { distinct } from '../holds.ts'

type Use = SiteOverview['today']['use']

const MICRO_PLACES = 6

/** A decimal string as an integer of micros: sums of money are exact. */
export function microsOf(text: string): bigint {
  const negative = text.startsWith('-')
  const [whole = '0', part = ''] = text.replace('-', '').split('.')
  const micros = BigInt(`${whole}${part.padEnd(MICRO_PLACES, '0')}`)
  return negative ? -micros : micros
}

export function textOf(micros: bigint): string {
  const digits = (micros < 0n ? -micros : micros).toString().padStart(MICRO_PLACES + 1, '0')
  const part = digits.slice(-MICRO_PLACES).replace(/0+$/, '')
  const whole = digits.slice(0, -MICRO_PLACES)
  return `${micros < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`
}

const plus = (a: string, b: string): string => textOf(microsOf(a) + microsOf(b))

/** Items of the same key made into one. */
function joined<T>(items: readonly T[], keyOf: (item: T) => string, join: (a: T, b: T) => T): T[] {
  const byKey = new Map<string, T>()
  for (const item of items) {
    const known = byKey.get(keyOf(item))
    byKey.set(keyOf(item), known === undefined ? item : join(known, item))
  }
  return [...byKey.values()]
}

/** How much more than before, in percent; null where there was nothing before. */
export function changeOf(now: string, before: string): number | null {
  const was = microsOf(before)
  if (was === 0n) return null
  return Number(((microsOf(now) - was) * 1000n) / (was < 0n ? -was : was)) / 10
}

/** What an overview says beyond one site. */
export type Overview = Omit<SiteOverview, 'siteId' | 'timeZone' | 'currency' | 'at'>

const earlier = (a: string | null, b: string | null) =>
  a === null || (b !== null && b < a) ? b : a
const later = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a)

const useOf = (a: Use, b: Use): Use => ({
  utilities: joined(
    [...a.utilities, ...b.utilities],
    ({ utility, unit }) => `${utility} ${unit}`,
    (one, other) => ({
      ...one,
      quantity: plus(one.quantity, other.quantity),
      unrated: plus(one.unrated, other.unrated),
    }),
  ),
  amounts: joined(
    [...a.amounts, ...b.amounts],
    ({ currency }) => currency,
    (one, other) => ({
      ...one,
      amount: plus(one.amount, other.amount),
      energy: plus(one.energy, other.energy),
      surcharge: plus(one.surcharge, other.surcharge),
    }),
  ),
  bands: [...a.bands, ...b.bands],
  estimated: a.estimated || b.estimated,
})

const countsOf = <T extends Readonly<Record<string, number>>>(a: T, b: T): T =>
  Object.fromEntries(Object.entries(a).map(([name, count]) => [name, count + (b[name] ?? 0)])) as T

const stretchOf = (a: SiteOverview['today'], b: SiteOverview['today']): SiteOverview['today'] => ({
  fromAt: earlier(a.fromAt, b.fromAt) ?? a.fromAt,
  toAt: later(a.toAt, b.toAt) ?? a.toAt,
  use: useOf(a.use, b.use),
})

/** Sites together: each currency and unit by itself, nothing converted. */
export function sumOf(overviews: readonly Overview[]): Overview | null {
  return overviews.length === 0 ? null : overviews.reduce(addition)
}

function addition(a: Overview, b: Overview): Overview {
  return {
    load: joined(
      [...a.load, ...b.load],
      ({ utility, unit }) => `${utility} ${unit}`,
      (one, other) => ({
        ...one,
        load: plus(one.load, other.load),
        points: one.points + other.points,
        stalePoints: one.stalePoints + other.stalePoints,
        oldestAt: earlier(one.oldestAt, other.oldestAt),
        newestAt: later(one.newestAt, other.newestAt),
      }),
    ),
    today: stretchOf(a.today, b.today),
    yesterday: stretchOf(a.yesterday, b.yesterday),
    topUps: joined(
      [...a.topUps, ...b.topUps],
      ({ currency }) => currency,
      (one, other) => ({
        ...one,
        count: one.count + other.count,
        amount: plus(one.amount, other.amount),
      }),
    ),
    balances: joined(
      [...a.balances, ...b.balances],
      ({ currency }) => currency,
      (one, other) => ({
        ...one,
        prepaid: plus(one.prepaid, other.prepaid),
        debt: plus(one.debt, other.debt),
        receivable: plus(one.receivable, other.receivable),
      }),
    ),
    accounts: countsOf(a.accounts, b.accounts),
    supply: {
      total: a.supply.total + b.supply.total,
      desired: countsOf(a.supply.desired, b.supply.desired),
      verified: countsOf(a.supply.verified, b.supply.verified),
      alarmed: a.supply.alarmed + b.supply.alarmed,
    },
    silent: {
      intervals: Math.max(a.silent.intervals, b.silent.intervals),
      count: a.silent.count + b.silent.count,
      meters: [...a.silent.meters, ...b.silent.meters],
    },
    repairs: countsOf(a.repairs, b.repairs),
    notices: countsOf(a.notices, b.notices),
    holds: [...distinct([...a.holds, ...b.holds])],
  }
}
