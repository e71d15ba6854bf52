import { unreachable } from '../../kernel/assert.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Wish } from './model.ts'

/**
 * Where a point stands.
 * - `on`, `off`: verified, by the relay's read-back and, for `off`, by the load that has gone
 * - `cutting`, `restoring`: a command is on its way or is about to be
 * - `unknown`: nobody knows whether the last command acted; it is read again, never sent again blindly
 * - `drawing`: the relay says off, and the load says otherwise
 * - `contrary`: the relay stands against the wish after a command
 * - `unreachable`: the device is offline; it converges when it returns
 */
export type SupplyState =
  | 'on'
  | 'off'
  | 'cutting'
  | 'restoring'
  | 'unknown'
  | 'drawing'
  | 'contrary'
  | 'unreachable'

export type SupplyAlarm =
  | 'paid-but-off'
  | 'cut-but-drawing'
  | 'cut-but-on'
  | 'command-unknown'
  | 'command-refused'

/** Something a device said, with the wall-clock instant at which it was heard. */
interface Heard<T> {
  readonly value: T
  readonly at: Instant
}

/** A command that was handed to a driver, and what came back. */
export interface SentCommand {
  readonly action: 'cut' | 'restore'
  readonly sentAt: Instant
  /** After it the command has no effect any more. */
  readonly expiresAt: Instant
  /** Null as long as the driver has not answered. */
  readonly outcome: 'confirmed' | 'refused' | 'offline' | 'unknown' | null
  readonly answeredAt: Instant | null
}

/** What the loop knows of one point; all instants by the wall clock. */
export interface PointSituation {
  readonly desired: Wish
  readonly desiredSince: Instant
  readonly lifeSafety: boolean
  readonly relay: Heard<Wish> | null
  /** Whether a load flows; null where the point has no meter for it or nothing was heard. */
  readonly load: Heard<'drawing' | 'idle'> | null
  readonly measuresLoad: boolean
  /** The latest command. */
  readonly command: SentCommand | null
  /** Commands sent for this wish that have not led to it. */
  readonly failures: number
  /**
   * Until when any of the recent commands may have moved the relay: the expiry of one whose effect
   * nobody knows, the answer of one that was confirmed, perhaps after a newer one. Null: none.
   */
  readonly unsettledUntil: Instant | null
  /** When the points were last read on request. */
  readonly readAt: Instant | null
}

export interface Patience {
  /** Between the reads of a point that is not verified. */
  readonly readEveryMs: number
  /** Between the reads of a point that is. */
  readonly verifyEveryMs: number
  /** After a command, how long a load may linger in the meter's reports. */
  readonly loadSettlesMs: number
  /** Pause after the first failed command; it doubles with each more. */
  readonly retryMs: number
  readonly retryMaxMs: number
  /** How long a wished supply may be off before it is an alarm. */
  readonly restoreAlarmMs: number
}

export const patience: Patience = Object.freeze({
  readEveryMs: 5_000,
  verifyEveryMs: 300_000,
  loadSettlesMs: 30_000,
  retryMs: 5_000,
  retryMaxMs: 300_000,
  restoreAlarmMs: 60_000,
})

type SupplyAction = 'none' | 'read' | 'cut' | 'restore'

export interface Reconciliation {
  readonly state: SupplyState
  readonly verified: Wish | 'unknown'
  /** What the verification rests on; null where nothing is verified. */
  readonly evidence: 'relay' | 'relay-and-load' | null
  /** Whether the relay was heard on, with no cut about that may yet act: it stands cut no more. */
  readonly supplied: boolean
  readonly action: SupplyAction
  readonly alarms: readonly SupplyAlarm[]
  /** When to look again, if nothing is heard before. */
  readonly checkAt: Instant
}

interface Verification {
  readonly state: 'on' | 'off' | 'drawing' | 'contrary' | 'unheard'
  readonly evidence: Reconciliation['evidence']
}

/** The next step that brings a relay to the wish, without ever trusting an answer alone. */
export function reconcile(
  situation: PointSituation,
  now: Instant,
  limits: Patience = patience,
): Reconciliation {
  const seen = verify(situation)
  const verified: Wish | 'unknown' =
    seen.state === 'on' || seen.state === 'off' ? seen.state : 'unknown'
  const base = {
    verified,
    evidence: seen.evidence,
    supplied: isSupplied(situation, now),
    alarms: alarmsOf(situation, seen, now, limits),
  }
  if (situation.lifeSafety) {
    const state = verified === 'unknown' ? 'unknown' : verified
    return { ...base, alarms: [], state, action: 'none', checkAt: now + limits.verifyEveryMs }
  }
  return { ...base, ...next(situation, seen, now, limits) }
}

function next(
  situation: PointSituation,
  seen: Verification,
  now: Instant,
  limits: Patience,
): Pick<Reconciliation, 'state' | 'action' | 'checkAt'> {
  const { desired, command } = situation
  const action = desired === 'off' ? 'cut' : 'restore'
  const moving = desired === 'off' ? 'cutting' : 'restoring'
  const open = command !== null && mayStillAct(command, situation, now)
  // The wish has turned while a command is out: its opposite goes at once, and supersedes it.
  if (open && command.action !== action) return { state: moving, action, checkAt: now }
  if (seen.state === desired) return { state: desired, ...readLater(situation, now, limits) }
  // What was never heard is read first: the device may be gone, or stand as wished already.
  if (seen.state === 'unheard' && command === null)
    return { state: 'unknown', ...readSoon(situation, now, limits) }
  const state = stuckState(command, action, seen) ?? moving
  // A load that lingers, a command that may yet act: looked at again, never sent again blindly.
  const lookOnly = open || (desired === 'off' && ['drawing', 'unheard'].includes(seen.state))
  if (lookOnly) return { state, ...readSoon(situation, now, limits) }
  const retryAt = retryInstant(situation, action, limits)
  if (retryAt <= now) return { state, action, checkAt: now }
  const read = readSoon(situation, now, limits)
  return { state, action: read.action, checkAt: Math.min(read.checkAt, retryAt) }
}

/** A relay that was heard on after the last cut, which can act no more. */
function isSupplied(situation: PointSituation, now: Instant): boolean {
  const { relay, command } = situation
  if (relay?.value !== 'on') return false
  if (command === null) return true
  return relay.at >= command.sentAt && !mayStillAct(command, situation, now)
}

/** What relay and load prove, looking only at what was heard after the last command. */
function verify(situation: PointSituation): Verification {
  const { desired, relay, load, command, measuresLoad } = situation
  const since = command?.sentAt ?? Number.NEGATIVE_INFINITY
  if (relay === null || relay.at < since) return { state: 'unheard', evidence: null }
  if (relay.value === 'on') {
    const contrary =
      desired === 'off' && command?.action === 'cut' && command.outcome === 'confirmed'
    return contrary ? { state: 'contrary', evidence: null } : { state: 'on', evidence: 'relay' }
  }
  if (!measuresLoad) return { state: 'off', evidence: 'relay' }
  if (load === null || load.at < since) return { state: 'unheard', evidence: null }
  return load.value === 'idle'
    ? { state: 'off', evidence: 'relay-and-load' }
    : { state: 'drawing', evidence: null }
}

/** Whether a sent command may yet move the relay, or may have moved it unseen. */
function mayStillAct(command: SentCommand, { relay }: PointSituation, now: Instant): boolean {
  switch (command.outcome) {
    case 'refused':
    case 'offline':
      return false
    case null:
    case 'unknown':
      // Until it has expired, a read-back proves nothing about what comes after it.
      return now < command.expiresAt || relay === null || relay.at < command.expiresAt
    case 'confirmed':
      return relay === null || relay.at < command.sentAt
    default:
      return unreachable(command.outcome)
  }
}

function retryInstant(
  { failures, command, desiredSince }: PointSituation,
  action: 'cut' | 'restore',
  { retryMs, retryMaxMs }: Patience,
): Instant {
  if (command === null || failures === 0 || command.action !== action) return desiredSince
  const pauseMs = Math.min(retryMaxMs, retryMs * 2 ** (failures - 1))
  return (command.answeredAt ?? command.sentAt) + pauseMs
}

function stuckState(
  command: SentCommand | null,
  action: 'cut' | 'restore',
  seen: Verification,
): SupplyState | null {
  if (seen.state === 'contrary') return 'contrary'
  if (seen.state === 'drawing') return 'drawing'
  if (command?.action !== action) return null
  if (command.outcome === 'offline') return 'unreachable'
  return command.outcome === 'unknown' || command.outcome === null ? 'unknown' : null
}

function readSoon(
  { readAt, command }: PointSituation,
  now: Instant,
  { readEveryMs }: Patience,
): { readonly action: 'none' | 'read'; readonly checkAt: Instant } {
  // What was read before the last command was answered says nothing of it.
  const afterCommand = readAt !== null && readAt >= (command?.answeredAt ?? command?.sentAt ?? 0)
  const dueAt = afterCommand ? readAt + readEveryMs : now
  return dueAt <= now ? { action: 'read', checkAt: now } : { action: 'none', checkAt: dueAt }
}

function readLater(
  { relay, readAt, unsettledUntil }: PointSituation,
  now: Instant,
  { verifyEveryMs }: Patience,
): { readonly action: 'none' | 'read'; readonly checkAt: Instant } {
  // What lies ahead was dated by a clock that had leapt: it does not count as a look.
  const lookedAt = Math.max(0, ...[relay?.at ?? 0, readAt ?? 0].filter((at) => at <= now))
  // An older command may act, or have acted, after the newest: look once more after that.
  const unsettled = unsettledUntil !== null && lookedAt < unsettledUntil
  const dueAt = Math.min(lookedAt + verifyEveryMs, unsettled ? unsettledUntil : Infinity)
  return dueAt <= now ? { action: 'read', checkAt: now } : { action: 'none', checkAt: dueAt }
}

function alarmsOf(
  { desired, desiredSince, command, failures, relay }: PointSituation,
  seen: Verification,
  now: Instant,
  { restoreAlarmMs, loadSettlesMs }: Patience,
): readonly SupplyAlarm[] {
  const alarms: SupplyAlarm[] = []
  const notOn = relay?.value === 'off' || command?.action === 'cut' || failures > 0
  if (desired === 'on' && seen.state !== 'on' && notOn && now >= desiredSince + restoreAlarmMs)
    alarms.push('paid-but-off')
  const settled = command === null || now >= command.sentAt + loadSettlesMs
  if (desired === 'off' && seen.state === 'drawing' && settled) alarms.push('cut-but-drawing')
  if (desired === 'off' && seen.state === 'contrary') alarms.push('cut-but-on')
  const unanswered =
    command?.outcome === 'unknown' || (command?.outcome === null && now >= command.expiresAt)
  if (unanswered && seen.state !== desired) alarms.push('command-unknown')
  if (command?.outcome === 'refused' && seen.state !== desired) alarms.push('command-refused')
  return alarms
}
