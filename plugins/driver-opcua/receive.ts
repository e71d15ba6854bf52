import type { Instant, Intake } from '@busbar/core/contracts'
import type { DataValue } from 'node-opcua-client'
import { type Gathered, gather } from './gather.ts'
import type { Library } from './library.ts'
import type { Point } from './plan.ts'
import { type Decoded, decodeValue, isWaiting } from './values.ts'

/** A value of a point as it came. */
export interface Arrival {
  readonly point: Point
  readonly dataValue: DataValue
  /**
   * - `live`: the server says that this is new
   * - `again`: what it is now; it may have been handed on before
   * - `history`: from the server's archive
   */
  readonly by: 'live' | 'again' | 'history'
}

export interface Receiver {
  /** Decodes, joins by device and instant, and passes to the intake; never throws. */
  take(library: Library, arrivals: readonly Arrival[]): void
  /** Live values and those of the archive may overlap from now on, for these points, if they do not already. */
  healing(points: readonly Point[]): void
  /** They do not any more, but for the latest; says whether the archive was read. */
  healed(points: readonly Point[], whole: boolean): void
  counters(): Counters
}

export type Counters = Readonly<Record<keyof typeof NONE, number>>

const NONE = {
  values: 0,
  /** Not handed on since they had been before. */
  repeated: 0,
  /** From the server's archive. */
  healed: 0,
  /** Times that a register's archive could not be read in the end: a gap may remain. */
  unhealed: 0,
  badStatus: 0,
  notANumber: 0,
  wrongType: 0,
  backwardClocks: 0,
  /** The server's queue for an item ran over between two deliveries. */
  overflows: 0,
}

const ENTRY_SNAPSHOTS = 200
const SNAPSHOT_BYTES = 300
/** Values that the archive may have before the subscription tells them. */
const LATEST = 50

export function createReceiver({ intake }: { readonly intake: Pick<Intake, 'add'> }): Receiver {
  const counts = { ...NONE }
  /** What came by which way while archives were read, by point; open while they are. */
  const overlap = new Map<Point, { readonly ways: Map<string, Arrival['by']>; open: boolean }>()

  function count(point: Point, kind: keyof typeof NONE): void {
    counts[kind] += 1
    const { faults } = point.memory
    faults.set(kind, (faults.get(kind) ?? 0) + 1)
  }

  function takeMalformed(
    { point, dataValue, by }: Arrival,
    { fault, reason }: Extract<Decoded, { kind: 'malformed' }>,
    out: Gathered,
  ): void {
    const mark = `${fault}|${dataValue.sourceTimestamp?.getTime()}`
    if (by === 'history' || (by === 'again' && point.memory.mark === mark)) return
    point.memory.mark = mark
    point.memory.trouble = reason
    count(point, fault)
    out.malformed(point, dataValue, reason)
  }

  function takeBad({ point, by }: Arrival, status: string): void {
    if (by === 'history' || point.memory.trouble === status) return
    point.memory.trouble = status
    if (!isWaiting(status)) count(point, 'badStatus')
  }

  /** Whether it has been handed on before: by the same subscription, or by the other way. */
  function isRepeated({ point, by }: Arrival, mark: string): boolean {
    if (by === 'again' && point.memory.mark === mark) return true
    const seen = overlap.get(point)
    const way = seen?.ways.get(mark)
    if (way !== undefined && (way === 'history') !== (by === 'history')) return true
    if (seen?.open) seen.ways.set(mark, by)
    return false
  }

  function remember(
    { point: { memory }, by }: Arrival,
    of: { readonly mark: string; readonly at: Instant | null; readonly isNewest: boolean },
  ): void {
    if (by !== 'history' || of.isNewest) memory.mark = of.mark
    if (of.at !== null && of.isNewest) memory.at = of.at
  }

  function takeValue(
    arrival: Arrival,
    { value, quality, at, status }: Extract<Decoded, { kind: 'value' }>,
    out: Gathered,
  ): void {
    const { point, by } = arrival
    const { memory } = point
    const mark = `${value}|${at}|${quality}`
    // Whatever comes of the archive comes in order: what is read of it need not be read again.
    if (by === 'history' && memory.gapFrom !== undefined && at !== null)
      memory.gapFrom = Math.max(memory.gapFrom, at)
    if (isRepeated(arrival, mark)) {
      counts.repeated += 1
      return
    }
    if (quality === 'bad') count(point, 'badStatus')
    if (by !== 'history') memory.trouble = quality === 'bad' ? status : undefined
    const isNewest = at === null || memory.at === undefined || at >= memory.at
    if (by === 'live' && !isNewest) count(point, 'backwardClocks')
    remember(arrival, { mark, at, isNewest })
    counts.values += 1
    if (by === 'history') counts.healed += 1
    out.value(point, at, { pointId: point.pointId, value, quality })
  }

  function takeOne(library: Library, arrival: Arrival, out: Gathered): void {
    const { point, dataValue } = arrival
    if (dataValue.statusCode.hasOverflowBit) count(point, 'overflows')
    const decoded = decodeValue(library, dataValue, point)
    if (decoded.kind === 'value') takeValue(arrival, decoded, out)
    else if (decoded.kind === 'bad') takeBad(arrival, decoded.status)
    else takeMalformed(arrival, decoded, out)
  }

  return {
    take(library, arrivals) {
      const out = gather()
      for (const arrival of arrivals) takeOne(library, arrival, out)
      const snapshots = out.snapshots()
      const malformed = out.malformedInputs()
      const most = Math.max(snapshots.length, malformed.length)
      for (let from = 0; from < most; from += ENTRY_SNAPSHOTS) {
        const part = {
          snapshots: snapshots.slice(from, from + ENTRY_SNAPSHOTS),
          malformed: malformed.slice(from, from + ENTRY_SNAPSHOTS),
        }
        const sizeBytes = (part.snapshots.length + part.malformed.length) * SNAPSHOT_BYTES
        intake.add({ ...part, sizeBytes, onKept: () => undefined })
      }
    },
    healing(points) {
      for (const point of points)
        if (overlap.get(point)?.open !== true) overlap.set(point, { ways: new Map(), open: true })
    },
    healed(points, whole) {
      if (!whole) counts.unhealed += points.length
      for (const point of points) {
        point.memory.gapFrom = undefined
        const ways = [...(overlap.get(point)?.ways ?? [])].slice(-LATEST)
        overlap.set(point, { ways: new Map(ways), open: false })
      }
    },
    counters: () => ({ ...counts }),
  }
}
