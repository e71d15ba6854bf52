import type { Quarantined, Reading } from '../../domain/metering/model.ts'
import { isNext, type RegisterStates, stateOf, step } from '../../domain/metering/stream.ts'
import { DAY_MS, type Instant } from '../../kernel/instant.ts'
import { chargeUsage, withoutSettled } from './charge.ts'
import type { Charge, Checkpoint, Counts, Stream, StreamState, StreamWrite } from './ports.ts'

/** What became of a stream's share of a batch. */
export interface Advanced {
  readonly write: StreamWrite | null
  /** Not later than what was seen: they are judged with a look back. */
  readonly late: readonly Reading[]
}

/** Takes readings that are later than all before them; puts the others aside. */
export function advanceInOrder(stream: Stream, batch: readonly Reading[]): Advanced {
  const late: Reading[] = []
  const taken: Reading[] = []
  const charges: Charge[] = []
  const quarantined: Quarantined[] = []
  const checkpoints: Checkpoint[] = []
  const registers: Record<string, RegisterStates[string]> = { ...stream.state.registers }
  let counts: Counts = stream.state.counts
  let lastAt: Instant | null = null
  for (const reading of inOrder(batch)) {
    const before = stateOf(registers, reading.registerId)
    if (!isNext(registers, reading)) {
      late.push(reading)
      continue
    }
    const checkpoint = checkpointBefore(stream, { registers, counts }, reading.at)
    if (checkpoint) {
      checkpoints.push(checkpoint)
      counts = checkpoint.state.counts
    }
    const result = step(stream.point, before, reading)
    registers[reading.registerId] = result.state
    taken.push(reading)
    if (result.quarantined) quarantined.push(result.quarantined)
    else lastAt = lastAt === null ? reading.at : Math.max(lastAt, reading.at)
    for (const usage of result.usages) {
      const charged = chargeUsage(stream, counts, usage)
      counts = charged.counts
      charges.push(charged.charge)
    }
  }
  if (taken.length === 0) return { write: null, late }
  const state: StreamState = { registers, counts }
  return {
    write: { stream, state, lastAt, readings: taken, charges, quarantined, checkpoints },
    late,
  }
}

/** The state to come back to before the first reading of a UTC day, where something came before it. */
export function checkpointBefore(
  stream: Stream,
  state: StreamState,
  at: Instant,
): Checkpoint | null {
  let seenAt = Number.NEGATIVE_INFINITY
  for (const id in state.registers) seenAt = Math.max(seenAt, stateOf(state.registers, id).seenAt)
  if (!Number.isFinite(seenAt)) return null
  if (Math.floor(at / DAY_MS) <= Math.floor(seenAt / DAY_MS)) return null
  const { registers, counts } = withoutSettled(stream, state)
  return { at: seenAt, state: { registers: { ...registers }, counts } }
}

function inOrder(batch: readonly Reading[]): readonly Reading[] {
  if (batch.length === 1) return batch
  return batch.toSorted(
    (a, b) => a.at - b.at || Number(BigInt(a.registerId) - BigInt(b.registerId)),
  )
}
