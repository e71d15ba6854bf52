import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { type Condition, cutConditions, protectionAt } from './conditions.ts'
import type {
  AuthorityStep,
  ConditionOutcome,
  Decision,
  PointFacts,
  SupplyFacts,
  SupplyOrder,
} from './model.ts'
import type { PolicyProfile } from './profile.ts'

interface Asked {
  readonly facts: SupplyFacts
  readonly conditions: readonly ConditionOutcome[]
  readonly blocking: readonly ConditionOutcome[]
}

/** One rank of authority: what it wishes for the point, or null where it has no say. */
interface Authority {
  readonly rule: AuthorityStep['rule']
  readonly ask: (asked: Asked) => Pick<AuthorityStep, 'wish' | 'facts'>
}

/**
 * The ranks, highest first. Where somebody pays, credit has the last word, so that a paid account
 * never stays off by a building management system; that rank is asked where nobody pays.
 */
const authorities: readonly Authority[] = Object.freeze([
  rank('life-safety', ({ facts: { point } }) =>
    point.lifeSafety ? { wish: 'on', facts: {} } : SILENT,
  ),
  rank('lock-out', ({ facts: { point } }) =>
    point.lockOut
      ? {
          wish: 'off',
          facts: {
            lockOutId: point.lockOut.id,
            setBy: point.lockOut.setBy,
            since: formatInstant(point.lockOut.since),
            reason: point.lockOut.reason,
          },
        }
      : SILENT,
  ),
  rank('protection', ({ facts: { now, site, point } }) => {
    const { active } = protectionAt(point.protections, now, site.calendar.timeZone)
    return active
      ? {
          wish: 'on',
          facts: { protectionId: active.id, kind: active.kind, reason: active.reason },
        }
      : SILENT
  }),
  rank('manual-order', ({ facts }) => wishOfOrder(facts, ['manual'])),
  rank('credit', ({ facts: { account }, blocking }) =>
    account
      ? {
          wish: blocking.length === 0 ? 'off' : 'on',
          facts: { accountId: account.accountId, blockedBy: blocking.map(({ name }) => name) },
        }
      : SILENT,
  ),
  rank('bms-order', ({ facts }) => {
    const ordered = wishOfOrder(facts, ['bms', 'automation'])
    // What no person watches over is cut only where a late command cannot act.
    return ordered.wish === 'off' && !facts.point.expiringCommands ? SILENT : ordered
  }),
  rank('no-account', ({ facts: { point } }) => ({ wish: point.desired, facts: {} })),
])

const SILENT = Object.freeze({ wish: null, facts: Object.freeze({}) })

function rank(rule: Authority['rule'], ask: Authority['ask']): Authority {
  return Object.freeze({ rule, ask })
}

/**
 * The wish for one point, and why. Supply is taken away by debt only if every condition holds; what
 * has been cut in the present debt episode stays so until a standing condition fails.
 * @param conditions the conditions of a cut by debt
 */
export function decide(
  facts: SupplyFacts,
  profile: PolicyProfile,
  conditions: readonly Condition[] = cutConditions,
): Decision {
  const checked = checkConditions(facts, profile, conditions)
  const blocking = checked.filter(({ blocks }) => blocks).map(({ outcome }) => outcome)
  const outcomes = checked.map(({ outcome }) => outcome)
  const steps = authorities.map(({ rule, ask }) => ({
    rule,
    ...ask({ facts, conditions: outcomes, blocking }),
  }))
  const winner = steps.find(({ wish }) => wish !== null)
  const desired = winner?.wish ?? facts.point.desired
  return Object.freeze({
    supplyPointId: facts.point.supplyPointId,
    at: facts.now,
    desired,
    because: { rule: winner?.rule ?? 'no-account', facts: winner?.facts ?? {} },
    blockedBy: facts.account ? blocking.map(({ name }) => name) : [],
    nextEvaluationAt: nextEvaluation(facts, outcomes),
    authorities: steps,
    conditions: outcomes,
    profile: { code: profile.code, version: profile.version },
    balanceVersion: facts.account?.balanceVersion ?? null,
  })
}

function checkConditions(
  { account, ...rest }: SupplyFacts,
  profile: PolicyProfile,
  conditions: readonly Condition[],
): readonly { readonly outcome: ConditionOutcome; readonly blocks: boolean }[] {
  if (account === null) return []
  const cut = isCut(rest.point, account.episode?.id ?? null)
  return conditions.map(({ name, standing, check }) => {
    const outcome = { name, ...check({ ...rest, account }, profile) }
    return { outcome, blocks: !outcome.holds && (standing || !cut) }
  })
}

/** Whether the point has been cut in this debt episode and nobody has wished it on since. */
function isCut(point: PointFacts, episodeId: string | null): boolean {
  return episodeId !== null && point.cutByEpisode === episodeId && point.desired === 'off'
}

function wishOfOrder(
  { now, point }: SupplyFacts,
  ranks: readonly SupplyOrder['authority'][],
): Pick<AuthorityStep, 'wish' | 'facts'> {
  const order = point.orders.findLast(
    ({ authority, from, until }) =>
      ranks.includes(authority) && from <= now && (until === null || now < until),
  )
  if (!order) return SILENT
  const { id, authority, by, reason, until } = order
  return {
    wish: order.wish,
    facts: {
      orderId: id,
      authority,
      by,
      reason,
      until: until === null ? null : formatInstant(until),
    },
  }
}

/** Without a debt only orders, lock-outs and protections can change by time alone. */
function nextEvaluation(
  { now, site, point }: SupplyFacts,
  conditions: readonly ConditionOutcome[],
): Instant | null {
  const inDebt = conditions.some(({ name, holds }) => name === 'below-limit' && holds)
  const edges = [
    ...point.orders.flatMap(({ from, until }) => [from, ...(until === null ? [] : [until])]),
    protectionAt(point.protections, now, site.calendar.timeZone).until,
    ...(inDebt ? conditions.map(({ until }) => until) : []),
  ]
  const coming = edges.filter((edge) => edge !== null && edge > now)
  return coming.length === 0 ? null : Math.min(...coming.map(Number))
}
