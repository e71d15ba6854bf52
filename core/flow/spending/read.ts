import {
  type SpendingLevel,
  spendingLevel,
  spendingPeriod,
} from '../../domain/accounts/spending.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type { SpendingOptions } from './judge.ts'
import type { StoredLimit } from './ports.ts'

/** A limit with what was spent in its present period. */
export interface Spending extends StoredLimit {
  readonly spentMicros: Micros
  readonly from: Instant
  readonly to: Instant
  readonly level: SpendingLevel
}

/** What was spent of each limit of an account, in the period of now. */
export async function readSpending(
  { store, clock }: Pick<SpendingOptions, 'store' | 'clock'>,
  { accountId }: { readonly accountId: Id },
): Promise<readonly Spending[]> {
  const now = clock.now()
  const limits = await store.limitsOf({ accountId })
  const periods = limits.map(({ period, timeZone }) => spendingPeriod(period, now, timeZone))
  const sums = await store.spent({ accountId, periods })
  return limits.map((limit, index) => {
    const spentMicros = sums[index] ?? 0n
    const { from, to } = periods[index] ?? spendingPeriod(limit.period, now, limit.timeZone)
    const level = spendingLevel({ spentMicros, limitMicros: limit.amountMicros })
    return { ...limit, spentMicros, from, to, level }
  })
}
