import { compareIds, type Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import { type Baseline, judge, rangeMicros, refuseAlone } from './accept.ts'
import { divideAmongAgreements } from './divide.ts'
import type { InstalledRegister, MeteringPoint, Quarantined, Reading, Usage } from './model.ts'

/** Where one register's stream stands. */
export interface RegisterState {
  readonly registerId: Id
  readonly baseline: Baseline | null
  /**
   * The latest reading of any kind but those that claim to be from the future: a device whose clock
   * once ran ahead would otherwise have every later reading looked back upon.
   */
  readonly seenAt: Instant
}

/** The registers that were seen, by ascending id. */
export type RegisterStates = readonly RegisterState[]

/** What one reading led to. */
export interface Step {
  readonly state: RegisterState
  readonly usages: readonly Usage[]
  readonly quarantined: Quarantined | null
}

const NO_USE: readonly Usage[] = Object.freeze([])

export function stateOf(states: RegisterStates, registerId: Id): RegisterState {
  for (const state of states) if (state.registerId === registerId) return state
  return { registerId, baseline: null, seenAt: Number.NEGATIVE_INFINITY }
}

/** The states with one register's replaced. */
export function withState(states: RegisterStates, state: RegisterState): RegisterStates {
  if (states.length === 1 && states[0]?.registerId === state.registerId) return [state]
  const others = states.filter(({ registerId }) => registerId !== state.registerId)
  return [...others, state].sort((a, b) => compareIds(a.registerId, b.registerId))
}

/**
 * Whether a reading comes after all that a metering point has seen, in the order of instants and, at
 * one instant, of registers: registers share counts, so each must find them as every order of
 * arrival would leave them.
 */
export function isNext(
  states: RegisterStates,
  { registerId, at }: { readonly registerId: Id; readonly at: Instant },
): boolean {
  for (const seen of states) {
    if (seen.seenAt > at) return false
    if (seen.seenAt === at && compareIds(seen.registerId, registerId) >= 0) return false
  }
  return true
}

/** The installation that a register had at an instant. */
function installedAt(point: MeteringPoint, registerId: Id, at: Instant): InstalledRegister | null {
  return (
    point.installed.find(
      (item) =>
        item.registerId === registerId && item.from <= at && (item.to === null || at < item.to),
    ) ?? null
  )
}

/**
 * Takes one reading that is later than every one before it. The whole of acceptance is this step
 * repeated in source-time order, so arrival does not matter.
 */
export function step(point: MeteringPoint, before: RegisterState, reading: Reading): Step {
  const register = installedAt(point, reading.registerId, reading.at)
  const refused = refuseAlone(reading, register)
  if (refused || !register) return quarantine(before, reading, refused)
  const baseline = baselineIn(before, register)
  if (reading.at === baseline.at) {
    return reading.valueMicros === baseline.valueMicros
      ? {
          state: { registerId: reading.registerId, baseline, seenAt: reading.at },
          usages: [],
          quarantined: null,
        }
      : quarantine(before, reading, {
          accepted: false,
          reason: 'conflict',
          detail: 'The installation was signed with another opening value.',
        })
  }
  return advance(point, register, before, baseline, reading, point.maxRateMicros)
}

/** Ends an installation at its signed closing value, where it has one. */
export function closeInstallation(
  point: MeteringPoint,
  register: InstalledRegister,
  before: RegisterState,
): Step {
  const unchanged = { state: before, usages: [], quarantined: null }
  if (register.to === null || register.closingMicros === null) return unchanged
  const baseline = baselineIn(before, register)
  if (baseline.at >= register.to) return unchanged
  const closing: Reading = {
    registerId: register.registerId,
    at: register.to,
    valueMicros: register.closingMicros,
    quality: 'good',
    receivedAt: register.to,
    source: 'closing',
  }
  return advance(point, register, before, baseline, closing, null)
}

function advance(
  point: MeteringPoint,
  register: InstalledRegister,
  before: RegisterState,
  baseline: Baseline,
  reading: Reading,
  maxRateMicros: bigint | null,
): Step {
  const { at, valueMicros } = reading
  const verdict = judge({ register, baseline, at, valueMicros, maxRateMicros })
  if (!verdict.accepted) return quarantine(before, reading, verdict)
  const whole = {
    registerId: register.registerId,
    installationId: register.installationId,
    band: register.band,
    from: baseline.at,
    to: at,
    fromMicros: baseline.valueMicros,
    toMicros: valueMicros,
    quantityMicros: verdict.quantityMicros,
  }
  const usages = register.isControl
    ? NO_USE
    : divideAmongAgreements(point.agreements, whole, rangeMicros(register))
  return {
    state: {
      registerId: register.registerId,
      baseline: { installationId: register.installationId, at, valueMicros },
      seenAt: at,
    },
    usages,
    quarantined: null,
  }
}

/** The last accepted value within this installation, or its signed opening. */
function baselineIn(before: RegisterState, register: InstalledRegister): Baseline {
  const { baseline } = before
  if (baseline && baseline.installationId === register.installationId) return baseline
  return {
    installationId: register.installationId,
    at: register.from,
    valueMicros: register.openingMicros,
  }
}

function quarantine(
  before: RegisterState,
  reading: Reading,
  refused: ReturnType<typeof refuseAlone>,
): Step {
  const { reason, detail } =
    refused && !refused.accepted
      ? refused
      : { reason: 'not-installed' as const, detail: 'The register served no metering point then.' }
  const seenAt = reason === 'future' ? before.seenAt : Math.max(before.seenAt, reading.at)
  return {
    state: { registerId: reading.registerId, baseline: before.baseline, seenAt },
    usages: [],
    quarantined: { reading, reason, detail },
  }
}
