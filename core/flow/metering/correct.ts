import type { Quarantined } from '../../domain/metering/model.ts'
import { replay } from '../../domain/metering/replay.ts'
import { checkpointBefore } from './advance.ts'
import { chargeUsage } from './charge.ts'
import type {
  BookedCharge,
  Charge,
  Checkpoint,
  Correction,
  History,
  Stream,
  StreamState,
} from './ports.ts'

/**
 * Judges and prices a stretch again and sets the outcome against what is booked: what is the same
 * stays, what is gone is undone, what is new is booked.
 */
export function deriveCorrection(stream: Stream, history: History): Correction {
  const { anchor } = history
  let state: StreamState = anchor
  const charges: Charge[] = []
  const quarantined: Quarantined[] = []
  const checkpoints: Checkpoint[] = []
  for (const replayed of replay(stream.point, anchor.registers, history.readings)) {
    const checkpoint = checkpointBefore(stream, state, replayed.at)
    if (checkpoint) checkpoints.push(checkpoint)
    let { counts } = checkpoint?.state ?? state
    for (const usage of replayed.usages) {
      const charged = chargeUsage(stream, counts, usage)
      counts = charged.counts
      charges.push(charged.charge)
    }
    quarantined.push(...replayed.quarantined)
    state = { registers: replayed.after, counts }
  }
  const { undo, fresh } = compare(history.charges, charges)
  const accepted = state.registers.flatMap(({ baseline }) => (baseline ? [baseline.at] : []))
  const lastAt = accepted.length > 0 ? Math.max(...accepted) : null
  return { state, lastAt, undo, charges: fresh, quarantined, checkpoints }
}

function compare(booked: readonly BookedCharge[], derived: readonly Charge[]) {
  const left = new Map<string, BookedCharge[]>()
  for (const item of booked) {
    const key = keyOf(item.charge)
    const same = left.get(key)
    if (same) same.push(item)
    else left.set(key, [item])
  }
  const fresh = derived.filter((charge) => left.get(keyOf(charge))?.pop() === undefined)
  return { undo: [...left.values()].flat(), fresh }
}

/** Equal charges have equal keys: all that a tenant could be shown of one. */
function keyOf({ usage, lines, unrated }: Charge): string {
  const { registerId, installationId, from, to, fromMicros, toMicros, quantityMicros } = usage
  const head = [registerId, installationId, from, to, fromMicros, toMicros, quantityMicros]
  const parts = lines.map(({ versionId, line }) =>
    [
      versionId,
      line.component,
      line.band,
      line.from,
      line.to,
      line.quantityMicros,
      line.quantityFromMicros,
      line.priceMicros,
      line.amountMicros,
      line.estimated,
    ].join(','),
  )
  return [...head, usage.agreement?.id ?? '', unrated ?? '', ...parts].join('|')
}
