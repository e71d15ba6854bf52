import type { Quarantined, Reading } from '../../domain/metering/model.ts'
import {
  isNext,
  type RegisterStates,
  stateOf,
  step,
  withState,
} from '../../domain/metering/stream.ts'
import { compareIds } from '../../kernel/id.ts'
import { DAY_MS, type Instant } from '../../kernel/instant.ts'
import { chargeUsage, withoutSettled } from './charge.ts'
import type {
  Charge,
  Checkpoint,
  Stream,
  StreamPosition,
  StreamState,
  StreamWrite,
} from './ports.ts'

/** What became of a stream's share of a batch. */
export interface Advanced {
  readonly write: StreamWrite | null
  /** Not later than what was seen: they are judged with a look back. */
  readonly late: readonly Reading[]
}

const NONE: readonly never[] = Object.freeze([])

/** Takes readings that are later than all before them; puts the others aside. */
export function advanceInOrder(position: StreamPosition, batch: readonly Reading[]): Advanced {
  const { stream, version } = position
  const { registers, counts } = position.state
  const taken: Reading[] = []
  const charges: Charge[] = []
  // Made when there is one: nearly every batch has none of these, and each reading pays.
  let late: Reading[] | null = null
  let quarantined: Quarantined[] | null = null
  let checkpoints: Checkpoint[] | null = null
  let state: StreamState = { registers, counts }
  let lastAt: Instant | null = null
  for (const reading of inOrder(batch)) {
    if (!isNext(state.registers, reading)) {
      late = push(late, reading)
      continue
    }
    const checkpoint = checkpointBefore(stream, state, reading.at)
    if (checkpoint) {
      checkpoints = push(checkpoints, checkpoint)
      state = checkpoint.state
    }
    const before = stateOf(state.registers, reading.registerId)
    const result = step(stream.point, before, reading)
    taken.push(reading)
    if (result.quarantined) quarantined = push(quarantined, result.quarantined)
    else lastAt = lastAt === null ? reading.at : Math.max(lastAt, reading.at)
    let moved = state.counts
    for (const usage of result.usages) {
      const charged = chargeUsage(stream, moved, usage)
      moved = charged.counts
      charges.push(charged.charge)
    }
    state = { registers: withState(state.registers, result.state), counts: moved }
  }
  if (taken.length === 0) return { write: null, late: late ?? NONE }
  const write = {
    stream,
    version,
    state,
    lastAt,
    readings: taken,
    charges,
    quarantined: quarantined ?? NONE,
    checkpoints: checkpoints ?? NONE,
  }
  return { write, late: late ?? NONE }
}

function push<Item>(items: Item[] | null, item: Item): Item[] {
  if (!items) return [item]
  items.push(item)
  return items
}

/** The state to come back to before the first reading of a UTC day, where something came before it. */
export function checkpointBefore(
  stream: Stream,
  state: StreamState,
  at: Instant,
): Checkpoint | null {
  const seenAt = lastSeenAt(state.registers)
  if (!Number.isFinite(seenAt)) return null
  if (Math.floor(at / DAY_MS) <= Math.floor(seenAt / DAY_MS)) return null
  return { at: seenAt, state: withoutSettled(stream, state) }
}

function lastSeenAt(registers: RegisterStates): Instant {
  let lastAt = Number.NEGATIVE_INFINITY
  for (const { seenAt } of registers) if (seenAt > lastAt) lastAt = seenAt
  return lastAt
}

function inOrder(batch: readonly Reading[]): readonly Reading[] {
  if (batch.length === 1) return batch
  return batch.toSorted((a, b) => a.at - b.at || compareIds(a.registerId, b.registerId))
}
