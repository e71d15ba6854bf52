import { spendingLevel, spendingPeriods } from '../../domain/accounts/spending.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, DAY_MS } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { SpendingNotices, SpendingStore, StoredLimit } from './ports.ts'

export interface SpendingOptions {
  readonly store: SpendingStore
  readonly notices: SpendingNotices
  /** Domain time. */
  readonly clock: Clock
  readonly log: { error(message: string, data?: JsonObject): void }
}

const BATCH = 200
/** Charges that come later than this still count, but nobody is told of a limit that they pass. */
const LATEST_MS = 35 * DAY_MS

/**
 * Judges the limits of all accounts that were booked on since the last look. It comes after the commit of whatever was
 * booked, reads only, and never has a say in supply.
 */
export async function judgeSpending(
  options: SpendingOptions,
): Promise<{ readonly judged: number }> {
  const { store, log } = options
  let judged = 0
  for (let after: Id | null = null; ; ) {
    const due = await store.due({ after, limit: BATCH })
    for (const limitId of due)
      await judgeLimit(options, limitId).catch((thrown: unknown) =>
        log.error('A spending limit was not judged; it is tried again.', {
          limitId,
          reason: errorMessage(thrown),
        }),
      )
    judged += due.length
    after = due.at(-1) ?? null
    if (due.length < BATCH) return { judged }
  }
}

function judgeLimit(options: SpendingOptions, limitId: Id): Promise<void> {
  const { store } = options
  return store.inTransaction(async (transaction) => {
    const limit = await store.lock(transaction, { limitId })
    if (limit === null) return
    await tell(options, transaction, limit)
    // The version was read before the charges: what was booked between the two is judged again.
    await store.keepJudged(transaction, { limitId, purseVersion: limit.purseVersion })
  })
}

/** Each period and level has a cause of its own, and a cause is told once. */
async function tell(
  { store, notices, clock }: SpendingOptions,
  transaction: Transaction,
  limit: StoredLimit,
): Promise<void> {
  const { accountId, period, amountMicros: limitMicros, timeZone } = limit
  const now = clock.now()
  const from = Math.min(Math.max(limit.since, now - LATEST_MS), now)
  const periods = spendingPeriods(period, { from, to: now }, timeZone)
  const sums = await store.spent({ accountId, periods, transaction })
  for (const [index, { date, from }] of periods.entries()) {
    const spentMicros = sums[index] ?? 0n
    const level = spendingLevel({ spentMicros, limitMicros })
    if (level === 'below') continue
    const cause = `${accountId}:${period}:${date}`
    const figures = { period, from, spentMicros, limitMicros }
    await notices.queue(transaction, {
      accountId,
      notice: { kind: `spending-limit-${level}`, cause, ...figures },
    })
  }
}
