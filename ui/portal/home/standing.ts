import type { AccountSummary } from '../../../core/generated/api.ts'

type Supply = AccountSummary['supply'][number]

/** What a tenant is told of a supply: how it is, and why as far as they can do something about it. */
export type SupplyState = 'on' | 'off-debt' | 'off-other' | 'coming-back' | 'unconfirmed'

/**
 * A supply in the words of a tenant. Off because of debt is what paying ends; anything else is somebody else's to end.
 */
export function supplyState(
  { desired, verified, state }: Supply,
  { debtEpisode, available }: Pick<AccountSummary, 'debtEpisode' | 'available'>,
): SupplyState {
  if (state === 'restoring') return 'coming-back'
  if (state === 'unknown' || state === 'unreachable') return 'unconfirmed'
  if (desired === 'on') return verified === 'off' ? 'coming-back' : 'on'
  if (available.startsWith('-')) return 'off-debt'
  if (debtEpisode === null) return 'off-other'
  return debtEpisode.recoveredAt === null ? 'off-debt' : 'coming-back'
}

export type Mood = 'fine' | 'low' | 'danger'

/** How the balance is shown: supply in danger outweighs levels. */
export function moodOf({ level, debtEpisode, available }: AccountSummary): Mood {
  const open = debtEpisode !== null && debtEpisode.recoveredAt === null
  if (open || available.startsWith('-')) return 'danger'
  if (level === 'very-low' || level === 'in-debt') return 'danger'
  return level === 'low' ? 'low' : 'fine'
}

const DAY_MS = 86_400_000

/** The local day on which the balance is used up at the present rate, as an instant; null where it is not known. */
export const lastsUntil = ({
  at,
  daysLeft,
}: Pick<AccountSummary, 'at' | 'daysLeft'>): Date | null =>
  daysLeft === null || daysLeft === 0 ? null : new Date(Date.parse(at) + daysLeft * DAY_MS)
