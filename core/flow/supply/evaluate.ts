import { type Assessment, assess, type Effect } from '../../domain/supply/account.ts'
import { decide } from '../../domain/supply/decide.ts'
import type { AccountFacts, Decision, PointFacts } from '../../domain/supply/model.ts'
import { type PolicyProfile, policyProfile } from '../../domain/supply/profile.ts'
import { defined } from '../../kernel/assert.ts'
import type { Id } from '../../kernel/id.ts'
import { HOUR_MS, type Instant, MINUTE_MS } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import { applyEffects, type Evaluation, episodeCause } from './effects.ts'
import type {
  LockedAccount,
  StoredPoint,
  SupplyDependencies,
  SupplyEvent,
  SupplyStore,
} from './ports.ts'

export type EvaluationDependencies = Pick<
  SupplyDependencies,
  'store' | 'notices' | 'payments' | 'relays' | 'clock' | 'wallClock' | 'report'
>

/** However quiet: what nobody tells supply control of is found within this time. */
const AT_LEAST_EVERY_MS = HOUR_MS
/** In a debt, deliveries, approvals, answers and readings are looked for this often. */
const IN_DEBT_EVERY_MS = MINUTE_MS

/**
 * Decides an account's points anew, in one transaction that holds its purse: decisions, episode,
 * notices and the purse's next bounds are stored together or not at all.
 * @returns the decisions; none for an account that is closed or unknown
 */
export async function evaluateAccount(
  dependencies: EvaluationDependencies,
  { accountId }: { readonly accountId: Id },
): Promise<{ readonly decisions: readonly Decision[] }> {
  const { store, report } = dependencies
  const { decisions, events } = await store.inTransaction(async (tx) => {
    const now = dependencies.clock.now()
    const locked = await store.lockAccount(tx, { accountId, now })
    return locked ? evaluateLocked(dependencies, tx, { locked, now }) : NOTHING
  })
  for (const event of events) report(event)
  return { decisions }
}

const NOTHING: {
  readonly decisions: readonly Decision[]
  readonly events: readonly SupplyEvent[]
} = Object.freeze({ decisions: [], events: [] })

async function evaluateLocked(
  dependencies: EvaluationDependencies,
  tx: Transaction,
  { locked, now }: { readonly locked: LockedAccount; readonly now: Instant },
): Promise<typeof NOTHING> {
  const { store, relays, wallClock } = dependencies
  const profile = policyProfile(locked.profile)
  const account = await completeFacts(dependencies, tx, locked, profile)
  const points = locked.points.map((point) => withDriver(relays, point))
  const facts = { now, site: locked.site, account, points }
  const assessment = assess(facts, profile)
  const evaluation: Evaluation = { locked, account, now, assessment, profile }
  const { episodeId, events } = await applyEffects(dependencies, tx, evaluation)
  const nextEvaluationAt = nextOf(assessment, now, episodeId !== null)
  await store.storeDecisions(tx, {
    accountId: account.accountId,
    episodeId,
    decisions: withChanges(assessment.decisions, locked.points),
    nextEvaluationAt: now + AT_LEAST_EVERY_MS,
    wallNow: wallClock.now(),
  })
  await closeTasks(store, tx, { assessment, locked })
  await store.finishAccount(tx, {
    accountId: account.accountId,
    purseId: locked.purseId,
    bounds: assessment.bounds,
    now,
    nextEvaluationAt,
  })
  const decided = changedDecisions(assessment.decisions, locked.points)
  return {
    decisions: assessment.decisions,
    events: [
      ...events,
      ...decided.map(
        (decision): SupplyEvent => ({ kind: 'decided', accountId: account.accountId, decision }),
      ),
    ],
  }
}

/**
 * Decides a point by itself where nobody pays for it, and otherwise its payer's account.
 */
export async function evaluatePoint(
  dependencies: EvaluationDependencies,
  { supplyPointId }: { readonly supplyPointId: Id },
): Promise<void> {
  const { store, clock, wallClock, relays, report } = dependencies
  const payer = await store.payerOf({ supplyPointId, now: clock.now() })
  if (payer) {
    const { decisions } = await evaluateAccount(dependencies, payer)
    if (decisions.some((decision) => decision.supplyPointId === supplyPointId)) return
  }
  const changed = await store.inTransaction(async (tx) => {
    const now = clock.now()
    const locked = await store.lockPoint(tx, { supplyPointId, now })
    if (!locked) return []
    const point = withDriver(relays, locked.point)
    const profile = policyProfile(locked.profile)
    const decision = decide({ now, site: locked.site, account: null, point }, profile)
    const next = Math.min(decision.nextEvaluationAt ?? Infinity, now + AT_LEAST_EVERY_MS)
    await store.storeDecisions(tx, {
      accountId: null,
      episodeId: null,
      decisions: withChanges([decision], [locked.point]),
      nextEvaluationAt: next,
      wallNow: wallClock.now(),
    })
    return changedDecisions([decision], [locked.point])
  })
  for (const decision of changed) report({ kind: 'decided', accountId: null, decision })
}

async function completeFacts(
  { notices, payments }: EvaluationDependencies,
  tx: Transaction,
  { account }: LockedAccount,
  { noticeLevel: leastLevel }: PolicyProfile,
): Promise<AccountFacts> {
  const { accountId, episode } = account
  const { count } = await payments.unknown(tx, { accountId })
  if (!episode?.notice) return { ...account, unknownPayments: count }
  const cause = episodeCause(episode.id)
  const proof = await notices.cutComingDelivered(tx, { accountId, cause, leastLevel })
  const reached = proof.deliveredAt === null ? {} : { [leastLevel]: proof.deliveredAt }
  const notice = { ...episode.notice, reached }
  return { ...account, episode: { ...episode, notice }, unknownPayments: count }
}

function withDriver(relays: SupplyDependencies['relays'], point: StoredPoint): PointFacts {
  const { connectionId, facts } = point
  return { ...facts, expiringCommands: relays.expiringCommands({ connectionId }) }
}

function nextOf(assessment: Assessment, now: Instant, inDebt: boolean): Instant {
  const latest = now + (inDebt ? IN_DEBT_EVERY_MS : AT_LEAST_EVERY_MS)
  return Math.min(assessment.nextEvaluationAt ?? latest, latest)
}

function withChanges(
  decisions: readonly Decision[],
  points: readonly StoredPoint[],
): readonly { readonly decision: Decision; readonly changed: boolean }[] {
  return decisions.map((decision, index) => {
    const { decided, facts } = defined(points[index], 'the point of a decision')
    const changed =
      decided === null ||
      facts.desired !== decision.desired ||
      decided.rule !== decision.because.rule ||
      decided.blockedBy.join() !== decision.blockedBy.join()
    return { decision, changed }
  })
}

function changedDecisions(
  decisions: readonly Decision[],
  points: readonly StoredPoint[],
): readonly Decision[] {
  return withChanges(decisions, points)
    .filter(({ changed }) => changed)
    .map(({ decision }) => decision)
}

/** Tasks that are settled by themselves: the meter reads again, or the debt is gone. */
async function closeTasks(
  store: SupplyStore,
  tx: Transaction,
  { assessment, locked }: { readonly assessment: Assessment; readonly locked: LockedAccount },
): Promise<void> {
  const unreadable = new Set(
    assessment.effects.flatMap((effect: Effect) =>
      effect.kind === 'task' && effect.task === 'meter-unreadable' ? [effect.supplyPointId] : [],
    ),
  )
  for (const { facts } of locked.points) {
    if (unreadable.has(facts.supplyPointId)) continue
    const subject = `supply-point:${facts.supplyPointId}`
    await store.closeRepair(tx, { kind: 'supply-meter-unreadable', subject })
  }
}
