import type {
  DriverEvents,
  MalformedInput,
  PointValue,
  Snapshot,
} from '../../contracts/meter-driver.ts'
import type { Log } from '../../contracts/plugin.ts'
import type { Reading } from '../../domain/metering/model.ts'
import { parseMicrosRounded } from '../../kernel/decimal.ts'
import { busbarError, errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock, Instant } from '../../kernel/instant.ts'
import type { PointObservation, PointOwner, PointRef, PointStore } from '../points/ports.ts'
import type { Work } from './judge.ts'
import type { StreamStore } from './ports.ts'
import { createWriter, type Writer, type WriterCounters } from './writer.ts'

/** The door that every meter driver hands its snapshots through. */
export interface Ingest {
  /**
   * Takes what one connection heard. Resolves when all of it is committed: readings with their
   * charges, other points' values, and what made no sense in quarantine.
   * @throws `database-unavailable`, `overloaded` when nothing can be kept now; send it again
   */
  snapshots(input: {
    readonly connectionId: Id
    readonly snapshots: readonly Snapshot[]
  }): Promise<void>
  /** Keeps input that the driver could not understand. */
  malformed(input: { readonly connectionId: Id } & MalformedInput): Promise<void>
  /** Waits until everything taken so far is written. */
  drain(): Promise<void>
  counters(): readonly WriterCounters[]
  /** Forgets what is cached of points, after they were changed. */
  forgetPoints(): void
}

export interface IngestOptions {
  readonly streams: StreamStore
  readonly points: PointStore
  /** Keeps values of points that are no registers: relays, power, presence. */
  readonly observe: (observations: readonly PointObservation[]) => Promise<unknown>
  /** Domain time: when a reading was received. */
  readonly clock: Clock
  readonly log: Log
  readonly writers: number
  /** Most readings in one batch. */
  readonly batchReadings: number
  /** Most readings that may wait; beyond it callers wait too. */
  readonly queuedReadings: number
  readonly cachedStreams: number
  /** Told of each reading that was committed. */
  readonly onReading?: (owner: PointOwner, reading: Reading) => void
}

/** @see Ingest */
export function createIngest(options: IngestOptions): Ingest {
  const {
    streams,
    points,
    observe,
    clock,
    log,
    queuedReadings,
    batchReadings,
    cachedStreams,
    onReading,
  } = options
  const writers = Array.from({ length: options.writers }, () =>
    createWriter({ store: streams, log, batchReadings, cachedStreams }),
  )
  const known = new Map<Id, PointRef>()
  const open = new Set<Promise<void>>()
  const waiting: { readonly readings: number; readonly enter: () => void }[] = []
  let inside = 0

  /** Lets a caller in, in turn; what it brings is counted from now on, though it is not queued yet. */
  async function enter(readings: number): Promise<void> {
    if (inside < queuedReadings && waiting.length === 0) inside += readings
    else
      await new Promise<void>((resolve) => {
        waiting.push({ readings, enter: resolve })
      })
  }

  function leave(readings: number): void {
    inside -= readings
    for (let next = waiting[0]; next && inside < queuedReadings; next = waiting[0]) {
      waiting.shift()
      inside += next.readings
      next.enter()
    }
  }

  async function resolvePoints(snapshots: readonly Snapshot[]): Promise<void> {
    const missing = new Set<Id>()
    for (const { values } of snapshots)
      for (const { pointId } of values) {
        const ref = known.get(pointId)
        // A register that serves nothing may have been installed meanwhile, by an import or another core.
        const isIdle = ref?.role === 'register' && ref.placements.length === 0
        if (ref === undefined || isIdle) missing.add(pointId)
      }
    if (missing.size === 0) return
    for (const ref of await points.resolve([...missing])) known.set(ref.pointId, ref)
  }

  function writerOf(ref: { readonly partition: Id }): Writer {
    const writer = writers[Number(BigInt(ref.partition) % BigInt(writers.length))]
    if (!writer) throw busbarError('internal')
    return writer
  }

  async function take(input: Parameters<Ingest['snapshots']>[0]): Promise<void> {
    await resolvePoints(input.snapshots)
    const sorted = sort(input.snapshots, known, clock.now())
    await Promise.all([
      writeReadings(sorted.readings),
      sorted.observations.length > 0 ? observe(sorted.observations) : undefined,
      ...sorted.strays.map((stray) =>
        points.keepInput({ ...stray, connectionId: input.connectionId }),
      ),
    ])
    if (!onReading) return
    for (const { ref, readings } of sorted.readings)
      for (const reading of readings) onReading(ref.owner, reading)
  }

  function writeReadings(byPoint: readonly PointReadings[]) {
    if (byPoint.length === 0) return
    return new Promise<void>((resolve, reject) => {
      let left = byPoint.length
      let failed: Error | undefined
      const done: Work['done'] = (failure) => {
        failed ??= failure
        left -= 1
        if (left > 0) return
        if (failed) reject(failed)
        else resolve()
      }
      for (const { pointId, ref, readings } of byPoint)
        writerOf(ref).push({ pointId, readings, done })
    })
  }

  function track(work: Promise<void>): Promise<void> {
    open.add(work)
    const forget = () => void open.delete(work)
    work.then(forget, forget)
    return work
  }

  return {
    async snapshots(input) {
      const readings = input.snapshots.reduce((sum, { values }) => sum + values.length, 0)
      await enter(readings)
      await track(take(input).finally(() => leave(readings)))
    },
    malformed: ({ connectionId, source, reason, payloadBase64 }) =>
      track(points.keepInput({ connectionId, source, reason, payloadBase64, at: clock.now() })),
    async drain() {
      while (open.size > 0) await Promise.allSettled([...open])
    },
    counters: () => writers.map((writer) => writer.counters()),
    forgetPoints: () => known.clear(),
  }
}

type RegisterRef = Extract<PointRef, { readonly role: 'register' }>

/** What was read of one metering point. */
interface PointReadings {
  readonly pointId: Id
  readonly ref: RegisterRef
  readonly readings: Reading[]
}

interface Stray {
  readonly source: string
  readonly reason: string
  readonly payloadBase64: string
  readonly at: Instant
}

/** Sorts values into readings, other points' values, and what belongs nowhere. */
function sort(snapshots: readonly Snapshot[], known: ReadonlyMap<Id, PointRef>, now: Instant) {
  const readings: PointReadings[] = []
  const byPoint = new Map<Id, PointReadings>()
  const observations: PointObservation[] = []
  const strays: Stray[] = []
  for (const snapshot of snapshots) {
    const at = snapshot.at ?? now
    for (const item of snapshot.values) {
      const ref = known.get(item.pointId)
      if (ref?.role === 'other') {
        observations.push({ ...item, value: String(item.value), at, receivedAt: now })
        continue
      }
      const placed = ref ? placeReading(ref, snapshot, item, now) : 'The point is not known.'
      if (typeof placed === 'string') {
        strays.push(strayOf(snapshot, item, placed, now))
        continue
      }
      const { pointId, reading } = placed
      const same = byPoint.get(pointId)
      if (same) {
        same.readings.push(reading)
        continue
      }
      const fresh = { pointId, ref: placed.ref, readings: [reading] }
      byPoint.set(pointId, fresh)
      readings.push(fresh)
    }
  }
  return { readings, observations, strays }
}

function placeReading(ref: RegisterRef, snapshot: Snapshot, item: PointValue, now: Instant) {
  const at = snapshot.at ?? now
  const placement =
    ref.placements.find((one) => one.from <= at && (one.to === null || at < one.to)) ??
    ref.placements.at(-1)
  if (!placement) return 'The register serves no metering point.'
  if (typeof item.value !== 'string') return 'A register has a decimal value.'
  try {
    const reading: Reading = {
      registerId: ref.registerId,
      at,
      valueMicros: parseMicrosRounded(item.value),
      quality: item.quality,
      receivedAt: now,
      source: snapshot.source,
    }
    return { pointId: placement.meteringPointId, ref, reading }
  } catch (thrown) {
    return errorMessage(thrown)
  }
}

function strayOf(snapshot: Snapshot, item: PointValue, reason: string, now: Instant): Stray {
  const payload = JSON.stringify({ at: snapshot.at, ...item }).slice(0, 4096)
  return {
    source: snapshot.source,
    reason,
    payloadBase64: Buffer.from(payload).toString('base64'),
    at: now,
  }
}

/** What a driver of one connection is given. */
export function driverEvents(
  ingest: Ingest,
  connectionId: Id,
): Pick<DriverEvents, 'snapshots' | 'malformed'> {
  return {
    snapshots: ({ snapshots }) => ingest.snapshots({ connectionId, snapshots }),
    malformed: (input) => ingest.malformed({ connectionId, ...input }),
  }
}
