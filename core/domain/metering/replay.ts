import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { MeteringPoint, Quarantined, Reading, Usage } from './model.ts'
import {
  closeInstallation,
  type RegisterState,
  type RegisterStates,
  stateOf,
  step,
} from './stream.ts'

/** The result of judging a stretch of readings again. */
export interface Replayed {
  readonly states: RegisterStates
  /** In the order of their ends. */
  readonly usages: readonly Usage[]
  readonly quarantined: readonly Quarantined[]
}

/**
 * Judges all readings after an anchor again, in source-time order.
 * @param anchors each register's state at the anchor
 * @param readings every stored reading after the register's anchor, in any order
 */
export function replay(
  point: MeteringPoint,
  anchors: RegisterStates,
  readings: readonly Reading[],
): Replayed {
  const states: Record<Id, RegisterState> = { ...anchors }
  const usages: Usage[] = []
  const quarantined: Quarantined[] = []
  for (const item of inSourceOrder(point, anchors, readings)) {
    const before = stateOf(states, item.registerId)
    if (item.kind === 'conflict') {
      quarantined.push(...item.readings.map(asConflict))
      states[item.registerId] = { ...before, seenAt: Math.max(before.seenAt, item.at) }
      continue
    }
    const result =
      item.kind === 'reading'
        ? step(point, before, item.reading)
        : closeInstallation(point, item.register, before)
    states[item.registerId] = result.state
    usages.push(...result.usages)
    if (result.quarantined) quarantined.push(result.quarantined)
  }
  usages.sort((a, b) => a.to - b.to || a.from - b.from)
  return { states, usages, quarantined }
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
  const byIdentity = new Map<string, Reading[]>()
  for (const reading of readings) {
    const key = `${reading.registerId}@${reading.at}`
    const same = byIdentity.get(key)
    if (same) same.push(reading)
    else byIdentity.set(key, [reading])
  }
  const items: Item[] = []
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
    (a, b) =>
      a.at - b.at || rank(a) - rank(b) || Number(BigInt(a.registerId) - BigInt(b.registerId)),
  )
}

function asConflict(reading: Reading): Quarantined {
  return {
    reading,
    reason: 'conflict',
    detail: 'Two values were read for this register at this instant; neither is used.',
  }
}
