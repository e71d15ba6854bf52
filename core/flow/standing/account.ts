import { type BalanceLevel, daysLeft, levelOf } from '../../domain/analytics/standing.ts'
import { divideHalfAway } from '../../kernel/decimal.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock, Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import { addDays, localDate, startOfLocalDay } from '../../kernel/zone.ts'
import type { UseStore } from '../use/ports.ts'
import type { Stretch, Usage } from '../use/usage.ts'
import type { AccountFacts, AccountStore } from './ports.ts'

/** The rate of use is taken from so many whole days. */
const BASIS_DAYS = 7

/** What was charged in a stretch of time. */
export interface Charged extends Stretch {
  readonly feesMicros: Micros
  readonly totalMicros: Micros
}

export interface AccountSummary extends AccountFacts {
  readonly timeZone: string
  readonly at: Instant
  readonly balanceMicros: Micros
  readonly availableMicros: Micros
  readonly level: BalanceLevel
  readonly daysLeft: number | null
  readonly basis: {
    readonly from: Instant
    readonly to: Instant
    readonly days: number
    readonly chargedMicros: Micros
    readonly perDayMicros: Micros
  } | null
  readonly today: Charged
  readonly yesterday: Charged
  readonly month: Charged
}

export interface AccountStanding {
  /** How an account stands now. @throws `not-found` */
  summary(request: { readonly accountId: Id }): Promise<AccountSummary>
}

interface Charging {
  readonly accountId: Id
  readonly timeZone: string
  readonly facts: AccountFacts
}

export function createAccountStanding(options: {
  readonly store: AccountStore
  readonly uses: UseStore
  readonly usage: Usage
  /** Domain time. */
  readonly clock: Clock
}): AccountStanding {
  const { store, uses, usage, clock } = options

  /** From the start of a local day to another, or to now. */
  async function charged(
    { accountId, timeZone, facts: { currency } }: Charging,
    [from, to]: readonly [Instant, Instant],
  ): Promise<Charged> {
    const scope = { kind: 'account', accountId } as const
    // Nothing is used yet after now, and whole days are sums.
    const end = startOfLocalDay(addDays(localDate(to - 1, timeZone), 1), timeZone)
    const { total } = await usage.stretches({ scope, timeZone, bounds: [from, end] })
    const [feesMicros = 0n] = await store.fees({ accountId, bounds: [from, to] })
    const used = total.amounts.find((amount) => amount.currency === currency)?.amountMicros ?? 0n
    return { from, to, use: total, feesMicros, totalMicros: used + feesMicros }
  }

  return {
    async summary({ accountId }) {
      const now = clock.now()
      const { timeZone } = await uses.site({ kind: 'account', accountId })
      const facts = await store.facts({ accountId, now })
      const day = localDate(now, timeZone)
      const startOf = (days: number) => startOfLocalDay(addDays(day, days), timeZone)
      const today = startOf(0)
      // A stretch has a length, also at the first instant of a day.
      const until = Math.max(now, today + 1)
      const monthStart = startOfLocalDay(`${day.slice(0, 7)}-01`, timeZone)
      const charging = { accountId, timeZone, facts }
      const basis = await basisOf({ ...charging, today, startOf })
      const balanceMicros = cashOf(facts)
      const { overdraftMicros, emergencyCreditMicros } = facts
      return {
        ...facts,
        ...{ timeZone, at: now, balanceMicros, basis },
        availableMicros: balanceMicros + overdraftMicros + emergencyCreditMicros,
        level: levelOf({ ...facts, balanceMicros }),
        daysLeft: basis === null ? null : daysLeft({ ...basis, balanceMicros }),
        today: await charged(charging, [today, until]),
        yesterday: await charged(charging, [startOf(-1), today]),
        month: await charged(charging, [monthStart, until]),
      }
    },
  }

  /** The last whole days in which the account paid for something. */
  async function basisOf(
    request: Charging & {
      readonly today: Instant
      readonly startOf: (days: number) => Instant
    },
  ): Promise<AccountSummary['basis']> {
    const { facts, today, startOf } = request
    const { paysSince } = facts
    if (paysSince === null) return null
    let days = BASIS_DAYS
    while (days > 0 && startOf(-days) < paysSince) days -= 1
    if (days === 0) return null
    const from = startOf(-days)
    const { use } = await charged(request, [from, today])
    const amount = use.amounts.find(({ currency }) => currency === facts.currency)
    const chargedMicros = amount?.amountMicros ?? 0n
    if (chargedMicros <= 0n) return null
    const perDayMicros = divideHalfAway(chargedMicros, BigInt(days))
    return { from, to: today, days, chargedMicros, perDayMicros }
  }
}

function cashOf({ purses }: AccountFacts): Micros {
  return purses.find(({ kind, fund }) => kind === 'cash' && fund === 'general')?.balanceMicros ?? 0n
}
