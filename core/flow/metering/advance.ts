import type { Quarantined, Reading } from '../../domain/metering/model.ts'
import { type RegisterStates, stateOf, step } from '../../domain/metering/stream.ts'
import { DAY_MS, type Instant } from '../../kernel/instant.ts'
import { chargeUsage } from './charge.ts'
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
    if (reading.at <= before.seenAt) {
      late.push(reading)
      continue
    }
    if (startsDay(before.seenAt, reading.at))
      checkpoints.push(checkpointOf({ registers: { ...registers }, counts }))
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

/** Whether a reading is the first of a UTC day, and something came before it. */
export function startsDay(seenAt: Instant, at: Instant): boolean {
  return Number.isFinite(seenAt) && Math.floor(at / DAY_MS) > Math.floor(seenAt / DAY_MS)
}

/** A state, dated by the latest instant that went into it. */
export function checkpointOf(state: StreamState): Checkpoint {
  const at = Math.max(...Object.values(state.registers).map((register) => register.seenAt))
  return { at, state }
}

function inOrder(batch: readonly Reading[]): readonly Reading[] {
  if (batch.length === 1) return batch
  return batch.toSorted((a, b) => a.at - b.at)
}
