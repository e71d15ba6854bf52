import { compareIds, type Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import { refuseOutright } from './accept.ts'
import type { MeteringPoint, Quarantined, Reading, Usage } from './model.ts'
import {
  closeInstallation,
  type RegisterState,
  type RegisterStates,
  stateOf,
  step,
  withState,
} from './stream.ts'

/** What one instant of a register led to, when a stretch of readings is judged again. */
export interface Replayed {
  readonly at: Instant
  /** Where the registers stood before. */
  readonly before: RegisterStates
  readonly after: RegisterStates
  readonly usages: readonly Usage[]
  readonly quarantined: readonly Quarantined[]
}

/**
 * Judges all readings after an anchor again, in source-time order, which is the order of arrival
 * that {@link isNext} asks for.
 * @param anchors each register's state at the anchor
 * @param readings every stored reading after the register's anchor, in any order
 */
export function* replay(
  point: MeteringPoint,
  anchors: RegisterStates,
  readings: readonly Reading[],
): Generator<Replayed> {
  let states = anchors
  for (const item of inSourceOrder(point, anchors, readings)) {
    const before = states
    const { state, usages, quarantined } = takeItem(point, stateOf(before, item.registerId), item)
    states = withState(before, state)
    yield { at: item.at, before, after: states, usages, quarantined }
  }
}

function takeItem(
  point: MeteringPoint,
  before: RegisterState,
  item: Item,
): { state: RegisterState; usages: readonly Usage[]; quarantined: readonly Quarantined[] } {
  if (item.kind === 'conflict') {
    const state = { ...before, seenAt: Math.max(before.seenAt, item.at) }
    return { state, usages: [], quarantined: item.readings.map(asConflict) }
  }
  const { state, usages, quarantined } =
    item.kind === 'reading'
      ? step(point, before, item.reading)
      : closeInstallation(point, item.register, before)
  return { state, usages, quarantined: quarantined ? [quarantined] : [] }
}

type Item = { readonly registerId: Id; readonly at: Instant } & (
  | { readonly kind: 'reading'; readonly reading: Reading }
  | { readonly kind: 'conflict'; readonly readings: readonly Reading[] }
  | { readonly kind: 'closing'; readonly register: MeteringPoint['installed'][number] }
)

function inSourceOrder(
  point: MeteringPoint,
  anchors: RegisterStates,
  readings: readonly Reading[],
): Item[] {
  const items: Item[] = []
  const byIdentity = new Map<string, Reading[]>()
  for (const reading of readings) {
    const { registerId, at } = reading
    if (refuseOutright(reading)) {
      items.push({ kind: 'reading', registerId, at, reading })
      continue
    }
    const key = `${registerId}@${at}`
    const same = byIdentity.get(key)
    if (same) same.push(reading)
    else byIdentity.set(key, [reading])
  }
  for (const same of byIdentity.values()) {
    const [reading] = same
    if (!reading) continue
    const { registerId, at } = reading
    const usable = new Set(same.map((one) => one.valueMicros))
    if (usable.size > 1) items.push({ kind: 'conflict', registerId, at, readings: same })
    else items.push({ kind: 'reading', registerId, at, reading })
  }
  for (const register of point.installed) {
    const { registerId, to } = register
    const anchor = stateOf(anchors, registerId).baseline?.at ?? Number.NEGATIVE_INFINITY
    if (to !== null && to > anchor) items.push({ kind: 'closing', registerId, at: to, register })
  }
  // A closing belongs to the span before it: at one instant it comes first.
  const rank = (item: Item) => (item.kind === 'closing' ? 0 : 1)
  return items.sort(
    (a, b) => a.at - b.at || rank(a) - rank(b) || compareIds(a.registerId, b.registerId),
  )
}

function asConflict(reading: Reading): Quarantined {
  return {
    reading,
    reason: 'conflict',
    detail: 'Two values were read for this register at this instant; neither is used.',
  }
}
