import type { Assessment, Effect } from '../../domain/supply/account.ts'
import { type AccountFacts, limitOf } from '../../domain/supply/model.ts'
import type { PolicyProfile } from '../../domain/supply/profile.ts'
import { defined, unreachable } from '../../kernel/assert.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import type {
  EpisodeChange,
  LockedAccount,
  RepairDraft,
  SupplyDependencies,
  SupplyEvent,
  SupplyNotice,
} from './ports.ts'

export interface Evaluation {
  readonly locked: LockedAccount
  readonly account: AccountFacts
  readonly now: Instant
  readonly assessment: Assessment
  readonly profile: PolicyProfile
}

/** What notices of a debt are told by: one of each kind an episode. */
export function episodeCause(episodeId: Id | null): string {
  return `debt-episode:${episodeId}`
}

type Dependencies = Pick<SupplyDependencies, 'store' | 'notices'>

/** Carries out what an assessment wants, in its order. */
export async function applyEffects(
  { store, notices }: Dependencies,
  tx: Transaction,
  evaluation: Evaluation,
): Promise<{ readonly episodeId: Id | null; readonly events: readonly SupplyEvent[] }> {
  const { account, assessment, now } = evaluation
  const { accountId } = account
  const leastLevel = evaluation.profile.noticeLevel
  const events: SupplyEvent[] = []
  let episodeId = account.episode?.id ?? null

  const change = (change: EpisodeChange) =>
    store.changeEpisode(tx, { episodeId: defined(episodeId, 'a debt episode'), change })

  async function tell(effect: Extract<Effect, { kind: 'notice' }>): Promise<void> {
    const notice = noticeOf(evaluation, effect, episodeId)
    const { noticeId } = await notices.queue(tx, { accountId, notice, leastLevel })
    events.push({ kind: 'warned', accountId, notice })
    if (effect.notice === 'cut-coming')
      await change({ notice: { noticeId, deadlineAt: effect.deadlineAt } })
    if (effect.notice === 'cut') await change({ cutNoticed: true })
  }

  async function apply(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case 'open-episode':
        ;({ episodeId } = await store.openEpisode(tx, { accountId, at: now }))
        return
      case 'mark-recovered':
        return change({ recoveredAt: now })
      case 'close-episode':
        await change({ ended: { at: now, by: effect.endedBy } })
        episodeId = null
        return
      case 'set-warning':
        return store.setWarning(tx, { accountId, ...effect })
      case 'notice':
        return tell(effect)
      case 'request-approval':
        await change({ approvalRequested: true })
        return store.openRepair(tx, approvalItem(evaluation, defined(episodeId, 'an episode')))
      case 'task':
        return store.openRepair(tx, taskItem(evaluation, effect))
      default:
        return unreachable(effect)
    }
  }

  for (const effect of assessment.effects) await apply(effect)
  return { episodeId, events }
}

function noticeOf(
  { account, locked, now }: Evaluation,
  effect: Extract<Effect, { kind: 'notice' }>,
  episodeId: Id | null,
): SupplyNotice {
  const { balanceMicros } = account
  const spaces = [...new Set(locked.points.map(({ spaceName }) => spaceName))]
  const cause = episodeCause(episodeId)
  const limitMicros = limitOf(account)
  switch (effect.notice) {
    case 'low-balance':
    case 'very-low-balance': {
      const { notice: kind, since, thresholdMicros } = effect
      const episode = `low:${account.accountId}:${since}`
      return { kind, cause: episode, balanceMicros, thresholdMicros, daysLeft: null }
    }
    case 'cut-coming': {
      const { deadlineAt } = effect
      return { kind: 'cut-coming', cause, balanceMicros, limitMicros, deadlineAt, spaces }
    }
    case 'cut':
      return { kind: 'cut', cause, at: now, balanceMicros, limitMicros, spaces, reason: null }
    case 'restored':
      return { kind: 'restored', cause, at: now, balanceMicros, spaces }
    default:
      return unreachable(effect)
  }
}

function approvalItem({ locked, account }: Evaluation, episodeId: Id): RepairDraft {
  return {
    siteId: locked.siteId,
    kind: 'supply-approval',
    subject: `debt-episode:${episodeId}`,
    ownerRole: 'manager',
    severity: 'info',
    detail: { accountId: account.accountId, episodeId },
  }
}

function taskItem(
  { locked, account }: Evaluation,
  effect: Extract<Effect, { kind: 'task' }>,
): RepairDraft {
  const { siteId } = locked
  const { accountId } = account
  if (effect.task === 'dispute-review')
    return {
      siteId,
      kind: 'supply-dispute-review',
      subject: `dispute:${effect.disputeId}`,
      ownerRole: 'manager',
      severity: 'warning',
      detail: { accountId, disputeId: effect.disputeId },
    }
  return {
    siteId,
    kind: 'supply-meter-unreadable',
    subject: `supply-point:${effect.supplyPointId}`,
    ownerRole: 'technician',
    severity: 'warning',
    detail: { accountId, supplyPointId: effect.supplyPointId },
  }
}
