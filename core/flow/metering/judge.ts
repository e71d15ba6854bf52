import type { Reading } from '../../domain/metering/model.ts'
import { breathe } from '../../kernel/breathe.ts'
import type { Id } from '../../kernel/id.ts'
import { advanceInOrder } from './advance.ts'
import type { PreparedBatch, StreamStore, StreamWrite } from './ports.ts'
import type { Positions } from './positions.ts'

/** Readings of one metering point that are to be written together, and who waits for them. */
export interface Work {
  readonly pointId: Id
  readonly readings: readonly Reading[]
  readonly done: (failure?: Error) => void
}

/** A batch as judged and priced in memory. */
export interface Judged {
  readonly byPoint: ReadonlyMap<Id, readonly Reading[]>
  /** Null where nothing is in order. */
  readonly prepared: PreparedBatch | null
  /** What is not in order, by metering point: it needs a look back. */
  readonly late: ReadonlyMap<Id, readonly Reading[]>
  /** Points that cannot be judged: one must not stop the others. */
  readonly failures: ReadonlyMap<Id, unknown>
}

/** How many points are judged before answers that have come in are looked at. */
const POINTS_AT_A_STRETCH = 100

/** Puts the readings of each metering point together. */
export function groupByPoint(batch: readonly Work[]): ReadonlyMap<Id, readonly Reading[]> {
  const byPoint = new Map<Id, readonly Reading[]>()
  for (const { pointId, readings } of batch) {
    const same = byPoint.get(pointId)
    byPoint.set(pointId, same ? [...same, ...readings] : readings)
  }
  return byPoint
}

/**
 * Judges and prices a batch, makes its write ready, and moves the positions to where that will
 * bring them.
 */
export async function judgeBatch(
  { positions, store }: { readonly positions: Positions; readonly store: StreamStore },
  byPoint: ReadonlyMap<Id, readonly Reading[]>,
): Promise<Judged> {
  const pointIds = [...byPoint.keys()]
  await positions.load(pointIds)
  const found: Findings = { writes: [], late: new Map(), failures: new Map() }
  for (let from = 0; from < pointIds.length; from += POINTS_AT_A_STRETCH) {
    if (from > 0) await breathe()
    for (const pointId of pointIds.slice(from, from + POINTS_AT_A_STRETCH))
      judgePoint(positions, { pointId, readings: byPoint.get(pointId) ?? [] }, found)
  }
  const { writes, late, failures } = found
  const prepared = writes.length > 0 ? await store.prepare(writes) : null
  return { byPoint, prepared, late, failures }
}

interface Findings {
  readonly writes: StreamWrite[]
  readonly late: Map<Id, readonly Reading[]>
  readonly failures: Map<Id, unknown>
}

function judgePoint(
  positions: Positions,
  { pointId, readings }: Pick<Work, 'pointId' | 'readings'>,
  { writes, late, failures }: Findings,
): void {
  const position = positions.get(pointId)
  if (!position) {
    late.set(pointId, readings)
    return
  }
  try {
    const { write, late: lateHere } = advanceInOrder(position, readings)
    if (lateHere.length > 0) late.set(pointId, lateHere)
    if (!write) return
    const { stream, version, state } = write
    writes.push(write)
    positions.set(pointId, { stream, version: version + 1n, state })
  } catch (thrown) {
    failures.set(pointId, thrown)
  }
}
