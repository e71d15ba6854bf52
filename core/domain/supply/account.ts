import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import { firstPermitted } from './calendar.ts'
import { type Condition, cutConditions } from './conditions.ts'
import { decide } from './decide.ts'
import {
  type AccountFacts,
  type ConditionName,
  type Decision,
  limitOf,
  type PointFacts,
  type SiteFacts,
} from './model.ts'
import type { PolicyProfile, WarningKind } from './profile.ts'

/** What an account's evaluation wants done, in this order, in the transaction that stores it. */
export type Effect =
  | { readonly kind: 'open-episode' }
  | { readonly kind: 'mark-recovered' }
  | { readonly kind: 'close-episode'; readonly endedBy: 'recovered' | 'restored' | 'superseded' }
  | {
      readonly kind: 'set-warning'
      readonly warning: WarningKind
      /** Null: the balance is above the level again. */
      readonly since: Instant | null
    }
  | {
      readonly kind: 'notice'
      readonly notice: WarningKind
      readonly since: Instant
      readonly thresholdMicros: Micros
    }
  | { readonly kind: 'notice'; readonly notice: 'cut-coming'; readonly deadlineAt: Instant }
  | { readonly kind: 'notice'; readonly notice: 'cut' | 'restored' }
  | { readonly kind: 'request-approval' }
  | { readonly kind: 'task'; readonly task: 'meter-unreadable'; readonly supplyPointId: string }
  | { readonly kind: 'task'; readonly task: 'dispute-review'; readonly disputeId: string }

/** Balances between which nothing new is to be decided. */
export interface AlertBounds {
  readonly belowMicros: Micros | null
  readonly aboveMicros: Micros | null
}

export interface Assessment {
  readonly decisions: readonly Decision[]
  readonly effects: readonly Effect[]
  readonly bounds: AlertBounds
  readonly nextEvaluationAt: Instant | null
}

export interface AssessmentFacts {
  readonly now: Instant
  readonly site: SiteFacts
  readonly account: AccountFacts
  readonly points: readonly PointFacts[]
}

/** Decides all points of an account, and what its debt, its warnings and its notices need. */
export function assess(
  facts: AssessmentFacts,
  profile: PolicyProfile,
  conditions: readonly Condition[] = cutConditions,
): Assessment {
  const { now, site } = facts
  const debt = debtEffects(facts)
  const superseded = debt.some(({ kind }) => kind === 'close-episode')
  // A new debt starts without the notice, the grace and the approval of the one before.
  const account = superseded ? { ...facts.account, episode: null } : facts.account
  const decisions = facts.points.map((point) =>
    decide({ now, site, account, point }, profile, conditions),
  )
  const effects = [
    ...debt,
    ...warningEffects(facts, profile),
    ...cutComingEffects({ ...facts, account }, profile, decisions),
    ...cutNoticeEffects({ ...facts, account }),
    ...approvalEffects(account, decisions),
    ...taskEffects(facts, decisions),
  ]
  const edges = [
    ...decisions.map((decision) => decision.nextEvaluationAt),
    ...account.disputes.map(({ reviewAt }) => reviewAt),
  ].filter((edge) => edge !== null && edge > now)
  return Object.freeze({
    decisions,
    effects,
    bounds: boundsOf(facts.account),
    nextEvaluationAt: edges.length === 0 ? null : Math.min(...edges.map(Number)),
  })
}

/** The next levels below and above a balance that anybody waits for. */
export function boundsOf(account: AccountFacts): AlertBounds {
  const { balanceMicros } = account
  // Whatever is booked first, warnings begin with it.
  if (!hasMoved(account)) return { belowMicros: balanceMicros, aboveMicros: balanceMicros }
  const levels = [account.lowMicros, account.veryLowMicros, limitOf(account)]
  const below = levels.filter((level) => level <= balanceMicros)
  const above = levels.filter((level) => level > balanceMicros)
  const highest = below.reduce<Micros | null>((a, b) => (a === null || b > a ? b : a), null)
  const lowest = above.reduce<Micros | null>((a, b) => (a === null || b < a ? b : a), null)
  return { belowMicros: highest, aboveMicros: lowest === null ? null : lowest - 1n }
}

/**
 * A debt episode begins below the limit and ends at restoration. One that falls again before its
 * supply is back is a new one: it needs a notice of its own.
 */
function debtEffects({ account, points }: AssessmentFacts): readonly Effect[] {
  const { episode } = account
  if (account.balanceMicros < limitOf(account)) {
    if (episode === null) return [{ kind: 'open-episode' }]
    if (episode.recoveredAt === null) return []
    return [{ kind: 'close-episode', endedBy: 'superseded' }, { kind: 'open-episode' }]
  }
  if (episode === null) return []
  const stillCut = points.some(({ cutByEpisode }) => cutByEpisode === episode.id)
  if (stillCut) return episode.recoveredAt === null ? [{ kind: 'mark-recovered' }] : []
  if (episode.cutAt === null) return [{ kind: 'close-episode', endedBy: 'recovered' }]
  const told: Effect[] = episode.cutNoticed ? [{ kind: 'notice', notice: 'restored' }] : []
  return [...told, { kind: 'close-episode', endedBy: 'restored' }]
}

/** Whether anything was ever booked: the zero of an account that was just opened has not been fallen to. */
function hasMoved({ balanceVersion }: AccountFacts): boolean {
  return balanceVersion !== '0'
}

function warningEffects(
  { now, account }: AssessmentFacts,
  profile: PolicyProfile,
): readonly Effect[] {
  if (!hasMoved(account)) return []
  const levels = [
    { warning: 'low-balance', level: account.lowMicros, since: account.lowSince },
    { warning: 'very-low-balance', level: account.veryLowMicros, since: account.veryLowSince },
  ] as const
  const fallen = levels.filter(
    ({ level, since }) => account.balanceMicros < level && since === null,
  )
  // Of two levels passed at once, the more urgent one is told.
  const told = fallen.filter(({ warning }) => profile.warnings.includes(warning)).at(-1)
  return levels.flatMap(({ warning, level, since }): Effect[] => {
    const low = account.balanceMicros < level
    if (low === (since !== null)) return []
    if (!low) return [{ kind: 'set-warning', warning, since: null }]
    const set: Effect = { kind: 'set-warning', warning, since: now }
    if (told?.warning !== warning) return [set]
    return [set, { kind: 'notice', notice: warning, since: now, thresholdMicros: level }]
  })
}

/** A cut is announced once an episode, when nothing but time and approval may still keep it off. */
const ANNOUNCED_ONLY_IF: readonly ConditionName[] = [
  'below-limit',
  'unprotected',
  'no-dispute',
  'no-payment-plan',
  'no-unknown-payment',
  'commands-expire',
]

function cutComingEffects(
  { now, site, account }: AssessmentFacts,
  profile: PolicyProfile,
  decisions: readonly Decision[],
): readonly Effect[] {
  if (account.episode?.notice) return []
  const coming = decisions.some(
    ({ because, conditions }) =>
      because.rule === 'credit' &&
      conditions.every(({ name, holds }) => holds || !ANNOUNCED_ONLY_IF.includes(name)),
  )
  if (!coming || account.balanceMicros >= limitOf(account)) return []
  const graceOverAt = now + profile.graceMs
  const { calendar } = site
  const deadlineAt = firstPermitted({ at: graceOverAt, calendar, profile }) ?? graceOverAt
  return [{ kind: 'notice', notice: 'cut-coming', deadlineAt }]
}

function cutNoticeEffects({ account: { episode }, points }: AssessmentFacts): readonly Effect[] {
  if (episode === null || episode.cutNoticed) return []
  const cut = points.some(
    ({ cutByEpisode, verified }) => cutByEpisode === episode.id && verified === 'off',
  )
  return cut ? [{ kind: 'notice', notice: 'cut' }] : []
}

function approvalEffects(
  { episode }: AccountFacts,
  decisions: readonly Decision[],
): readonly Effect[] {
  if (episode === null || episode.approval !== 'none') return []
  const waiting = decisions.some(
    ({ because, blockedBy }) =>
      because.rule === 'credit' && blockedBy.length === 1 && blockedBy[0] === 'approved',
  )
  return waiting ? [{ kind: 'request-approval' }] : []
}

function taskEffects(
  { now, account }: AssessmentFacts,
  decisions: readonly Decision[],
): readonly Effect[] {
  const unreadable = decisions.filter(
    ({ because, blockedBy }) =>
      because.rule === 'credit' &&
      !blockedBy.includes('below-limit') &&
      (blockedBy.includes('reading-fresh') || blockedBy.includes('meter-online')),
  )
  const due = account.disputes.filter(({ reviewAt }) => reviewAt <= now)
  return [
    ...unreadable.map(
      ({ supplyPointId }): Effect => ({ kind: 'task', task: 'meter-unreadable', supplyPointId }),
    ),
    ...due.map(({ id }): Effect => ({ kind: 'task', task: 'dispute-review', disputeId: id })),
  ]
}
