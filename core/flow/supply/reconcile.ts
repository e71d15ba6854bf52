import type { PointScalar, ReadResult, WriteResult } from '../../contracts/index.ts'
import { type Reconciliation, reconcile } from '../../domain/supply/machine.ts'
import { parseMicrosRounded } from '../../kernel/decimal.ts'
import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { SECOND_MS } from '../../kernel/instant.ts'
import { evaluateAccount, evaluatePoint } from './evaluate.ts'
import type { HeardPoint, PointToDrive, SupplyDependencies, SupplyPath } from './ports.ts'

/** Steps that one visit takes at most: decide, send, read, settle, with room for a turned wish. */
const MOST_STEPS = 6
const READ_TIMEOUT_MS = 10 * SECOND_MS
/** When a refused cut is asked for again: soon where it is a matter of time, else when somebody acts. */
const ASK_AGAIN_MS = 5 * SECOND_MS
const ASK_LATER_MS = 60 * SECOND_MS

/**
 * Drives one point towards its wish, one step after another: request, authorise, send, acknowledge,
 * verify. No lock is held while a driver is asked.
 */
export async function reconcilePoint(
  dependencies: SupplyDependencies,
  { supplyPointId }: { readonly supplyPointId: Id },
): Promise<{ readonly reconciliation: Reconciliation | null }> {
  const { drive, clock, wallClock, report } = dependencies
  let reconciliation: Reconciliation | null = null
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const point = await drive.load({ supplyPointId, now: clock.now() })
    if (!point) return { reconciliation: null }
    const wallNow = wallClock.now()
    reconciliation = reconcile(point.situation, wallNow)
    const { action } = reconciliation
    // While this visit goes on nobody else should look; a crash leaves it to the next.
    const checkAt = action === 'none' ? reconciliation.checkAt : wallNow + VISIT_MS
    const { applied, changed } = await drive.recordState({
      point,
      reconciliation,
      checkAt,
      wallNow,
    })
    if (!applied) continue
    if (changed) report({ kind: 'settled', supplyPointId, reconciliation })
    if (changed && point.accountId !== null)
      await evaluateAccount(dependencies, { accountId: point.accountId })
    if (action === 'none') return { reconciliation }
    if (action === 'read') await readPoint(dependencies, point)
    else {
      const wait = await command(dependencies, point, action)
      if (wait === null) continue
      const checkAt = wallClock.now() + wait.waitMs
      await drive.postpone({ supplyPointId, wishVersion: point.wishVersion, checkAt })
      return { reconciliation }
    }
  }
  return { reconciliation }
}

/** How long a visit may take before the point counts as left alone. */
export const VISIT_MS = 30 * SECOND_MS

/** Null: go on. Otherwise nothing was sent, and it is not worth asking before. */
async function command(
  dependencies: SupplyDependencies,
  seen: PointToDrive,
  action: 'cut' | 'restore',
): Promise<{ readonly waitMs: number } | null> {
  const { drive, clock, wallClock, guard } = dependencies
  const point = action === 'cut' ? await decideAgain(dependencies, seen) : seen
  // Something has been heard, wished or sent meanwhile: look again from the start.
  if (!point || point.version !== seen.version) return null
  const path = pathOf(point)
  if (point.installationId === null) return refuse(dependencies, point, NO_METER)
  if (action === 'cut' && path !== 'manual' && !dependencies.relays.expiringCommands(point))
    return refuse(dependencies, point, NO_EXPIRY)
  const answer = await guard.sign({
    path,
    action,
    pointId: point.relayPointId,
    contractId: point.contractId,
    installationId: point.installationId,
    balanceVersion: point.balanceVersion,
    lifeMs: lifeOf(dependencies, point, action),
  })
  if (answer.outcome === 'quarantined')
    return refuse(dependencies, point, {
      reason: 'quarantined',
      detail: `Beyond the budget (${answer.limit}): two people release quarantine ${answer.quarantineId}.`,
    })
  if (answer.outcome === 'refused') return refuse(dependencies, point, answer)
  const { signed } = answer
  const times = { now: clock.now(), wallNow: wallClock.now() }
  if ((await drive.markSent({ point, signed, ...times })) === 'void') return { waitMs: 0 }
  const result = await write(dependencies, point, { action, signed })
  const { intentId } = signed.intent
  const { supplyPointId } = point
  await drive.recordAnswer({ supplyPointId, intentId, result, wallNow: wallClock.now() })
  dependencies.report({ kind: 'commanded', supplyPointId, action, outcome: result.outcome })
  return null
}

const NO_METER = { reason: 'no-installation', detail: 'No meter serves this point now.' }
const NO_EXPIRY = {
  reason: 'commands-expire',
  detail: 'Its transport cannot promise that a late command has no effect: a person switches it.',
}

/** The last look before a cut: whatever has changed since the decision speaks now. */
async function decideAgain(
  dependencies: SupplyDependencies,
  { supplyPointId, accountId }: PointToDrive,
): Promise<PointToDrive | null> {
  if (accountId === null) await evaluatePoint(dependencies, { supplyPointId })
  else await evaluateAccount(dependencies, { accountId })
  return dependencies.drive.load({ supplyPointId, now: dependencies.clock.now() })
}

/** A cut's intent outlives neither the policy's bound nor the decision it was signed for. */
function lifeOf(
  { clock, domainRate }: SupplyDependencies,
  { intentLifeMs, decided }: PointToDrive,
  action: 'cut' | 'restore',
): number {
  const until = decided?.nextEvaluationAt ?? null
  if (action === 'restore' || until === null) return intentLifeMs
  const lastsMs = Math.floor((until - clock.now()) / domainRate)
  return Math.max(1, Math.min(intentLifeMs, lastsMs))
}

function pathOf({ decided }: PointToDrive): SupplyPath {
  if (decided?.rule === 'lock-out' || decided?.rule === 'manual-order') return 'manual'
  if (decided?.rule === 'bms-order') return decided.authority === 'bms' ? 'bms' : 'automation'
  return 'policy'
}

const QUIET: ReadonlySet<string> = new Set(['held', 'not-open'])

async function refuse(
  { drive, report }: SupplyDependencies,
  { siteId, supplyPointId }: PointToDrive,
  { reason, detail }: { readonly reason: string; readonly detail: string },
): Promise<{ readonly waitMs: number }> {
  report({ kind: 'withheld', supplyPointId, reason, detail })
  if (reason === 'stale') return { waitMs: SECOND_MS / 2 }
  if (QUIET.has(reason)) return { waitMs: ASK_AGAIN_MS }
  await drive.repair({
    siteId,
    kind: `supply-${reason}`,
    subject: `supply-point:${supplyPointId}`,
    ownerRole: reason === 'quarantined' ? 'manager' : 'technician',
    severity: reason === 'life-safety' ? 'critical' : 'warning',
    detail: { supplyPointId, detail },
  })
  return { waitMs: ASK_LATER_MS }
}

/** Whatever a driver throws, the command may have gone out. */
async function write(
  { relays }: SupplyDependencies,
  { connectionId, relayPointId: pointId }: PointToDrive,
  {
    action,
    signed,
  }: {
    readonly action: 'cut' | 'restore'
    readonly signed: Parameters<SupplyDependencies['drive']['markSent']>[0]['signed']
  },
): Promise<WriteResult> {
  const { expiresAt } = signed.intent
  const value = action === 'restore'
  try {
    return await relays.write({ connectionId, pointId, value, expiresAt, signedIntent: signed })
  } catch (thrown) {
    return { outcome: 'unknown', detail: errorMessage(thrown) }
  }
}

async function readPoint(
  { relays, drive, wallClock }: SupplyDependencies,
  point: PointToDrive,
): Promise<void> {
  const { connectionId, relayPointId, loadPointId, supplyPointId } = point
  const pointIds = [relayPointId, ...(loadPointId === null ? [] : [loadPointId])]
  const items = await relays
    .read({ connectionId, pointIds, timeoutMs: READ_TIMEOUT_MS })
    .then((result) => result.items)
    .catch((): readonly ReadResult[] => [])
  const heard = heardOf(items, point)
  await drive.recordRead({ supplyPointId, heard, wallNow: wallClock.now() })
}

function heardOf(items: readonly ReadResult[], point: PointToDrive): HeardPoint {
  const value = (pointId: Id | null) =>
    items.find((item) => item.pointId === pointId && item.error === undefined)?.value
  const relay = relayState(value(point.relayPointId))
  const load = loadState(value(point.loadPointId), point.loadIdleMicros)
  return { ...(relay ? { relay } : {}), ...(load ? { load } : {}) }
}

/** What a relay's value says; undefined where it says nothing. */
function relayState(value: PointScalar | undefined): 'on' | 'off' | undefined {
  if (value === true || value === 'true' || value === 'on') return 'on'
  return value === false || value === 'false' || value === 'off' ? 'off' : undefined
}

/** Whether more flows than counts as none; undefined where the value is no number. */
function loadState(
  value: PointScalar | undefined,
  idleMicros: bigint,
): 'drawing' | 'idle' | undefined {
  if (typeof value !== 'string' || !/^[+-]?\d/.test(value)) return undefined
  try {
    const micros = parseMicrosRounded(value)
    return (micros < 0n ? -micros : micros) > idleMicros ? 'drawing' : 'idle'
  } catch {
    return undefined
  }
}
