import type { Account, AccountSummary } from '../../../core/generated/api.ts'

/** What the home page last showed, for when there is no connection. */
export interface LastSeen {
  readonly userId: string
  readonly name: string
  readonly accounts: readonly Account[]
  readonly summary: AccountSummary
  /** Epoch milliseconds by the wall clock. */
  readonly seenAt: number
}

const KEPT_AS = 'busbar.portal.last-seen'

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export const keepLastSeen = (seen: LastSeen, storage: Kept = localStorage): void =>
  storage.setItem(KEPT_AS, JSON.stringify(seen))

/** Nobody else who takes this phone is to see it. */
export const forgetLastSeen = (storage: Kept = localStorage): void => storage.removeItem(KEPT_AS)

export function lastSeen(storage: Kept = localStorage): LastSeen | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEPT_AS) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return null
    const { summary, accounts, seenAt } = kept as Partial<LastSeen>
    const whole = summary !== undefined && Array.isArray(accounts) && typeof seenAt === 'number'
    return whole ? (kept as LastSeen) : null
  } catch {
    return null
  }
}
