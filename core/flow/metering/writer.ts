import type { Log } from '../../contracts/plugin.ts'
import type { Reading } from '../../domain/metering/model.ts'
import { errorCode, errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { advanceInOrder } from './advance.ts'
import { deriveCorrection } from './correct.ts'
import type { Stream, StreamStore, StreamWrite } from './ports.ts'

/** Readings of one metering point that are to be written together, and who waits for them. */
export interface Work {
  readonly pointId: Id
  readonly readings: readonly Reading[]
  readonly done: (failure?: Error) => void
}

export interface WriterCounters {
  /** Readings that are queued or being written. */
  readonly pending: number
  readonly batches: number
  readonly readings: number
  readonly late: number
  readonly stale: number
}

export interface Writer {
  /** Takes work; what is queued while a batch is being written goes into the next one. */
  push(work: Work): void
  counters(): WriterCounters
  /** Forgets cached streams, as after another process changed them. */
  forget(pointIds: readonly Id[]): void
}

const STALE_ATTEMPTS = 5

/**
 * One writer owns the metering points that are given to it: it caches their streams, judges and
 * rates in memory, and writes a batch in one statement that proves the cache right.
 * @param options.batchReadings how many readings at most go into one batch
 */
export function createWriter(options: {
  readonly store: StreamStore
  readonly log: Log
  readonly batchReadings: number
  readonly cachedStreams: number
}): Writer {
  const { store, log, batchReadings, cachedStreams } = options
  const cache = new Map<Id, Stream>()
  const queue: Work[] = []
  let pendingReadings = 0
  let running = false
  const counters = { batches: 0, readings: 0, late: 0, stale: 0 }

  async function run(): Promise<void> {
    running = true
    while (queue.length > 0) {
      const batch = takeBatch()
      const failures = new Map<Id, Error>()
      const failure = await writeBatch(batch, failures).then(() => undefined, asError)
      if (failure) log.warn('A batch of readings could not be written', { reason: failure.message })
      for (const work of batch) {
        pendingReadings -= work.readings.length
        work.done(failure ?? failures.get(work.pointId))
      }
    }
    running = false
  }

  function takeBatch(): Work[] {
    let size = 0
    let count = 0
    while (count < queue.length) {
      size += queue[count]?.readings.length ?? 0
      if (count > 0 && size > batchReadings) break
      count += 1
    }
    return queue.splice(0, count)
  }

  /** @param failures takes the points that cannot be judged: one must not stop the others */
  async function writeBatch(batch: readonly Work[], failures: Map<Id, Error>): Promise<void> {
    const byPoint = new Map<Id, Reading[]>()
    for (const { pointId, readings } of batch) {
      const same = byPoint.get(pointId)
      if (same) same.push(...readings)
      else byPoint.set(pointId, [...readings])
    }
    const late = await writeInOrder(byPoint, failures)
    for (const [pointId, readings] of late) {
      counters.late += readings.length
      const request = { pointId, readings, derive: deriveCorrection }
      await store.correct(request).catch((thrown: unknown) => fail(pointId, thrown, failures))
      cache.delete(pointId)
    }
    counters.batches += 1
    counters.readings += batch.reduce((sum, work) => sum + work.readings.length, 0)
  }

  /** Writes what is in order; answers what is not, by metering point. */
  async function writeInOrder(
    byPoint: ReadonlyMap<Id, readonly Reading[]>,
    failures: Map<Id, Error>,
  ): Promise<ReadonlyMap<Id, readonly Reading[]>> {
    for (let attempt = 1; attempt <= STALE_ATTEMPTS; attempt += 1) {
      await loadMissing([...byPoint.keys()])
      const { writes, late } = advanceAll(byPoint, failures)
      if (writes.length === 0 || (await store.write(writes)) === 'written') {
        for (const { stream, state } of writes)
          cache.set(stream.point.id, { ...stream, state, version: stream.version + 1n })
        trimCache()
        return late
      }
      counters.stale += 1
      for (const pointId of byPoint.keys()) cache.delete(pointId)
    }
    // Somebody else keeps moving these streams: the correcting path takes their lock.
    return byPoint
  }

  function fail(pointId: Id, thrown: unknown, failures: Map<Id, Error>): void {
    // Nothing can be written now: that is the whole batch's failure.
    if (errorCode(thrown) === 'database-unavailable') throw thrown
    const failure = asError(thrown)
    log.error('Readings of a metering point could not be judged', {
      meteringPointId: pointId,
      reason: failure.message,
    })
    failures.set(pointId, failure)
  }

  function advanceAll(
    byPoint: ReadonlyMap<Id, readonly Reading[]>,
    failures: Map<Id, Error>,
  ): { writes: StreamWrite[]; late: Map<Id, readonly Reading[]> } {
    const writes: StreamWrite[] = []
    const late = new Map<Id, readonly Reading[]>()
    for (const [pointId, readings] of byPoint) {
      const stream = cache.get(pointId)
      if (!stream) {
        late.set(pointId, readings)
        continue
      }
      try {
        const advanced = advanceInOrder(stream, readings)
        if (advanced.write) writes.push(advanced.write)
        if (advanced.late.length > 0) late.set(pointId, advanced.late)
      } catch (thrown) {
        fail(pointId, thrown, failures)
      }
    }
    return { writes, late }
  }

  async function loadMissing(pointIds: readonly Id[]): Promise<void> {
    const missing = pointIds.filter((id) => !cache.has(id))
    if (missing.length === 0) return
    for (const stream of await store.load(missing)) cache.set(stream.point.id, stream)
  }

  function trimCache(): void {
    for (const id of cache.keys()) {
      if (cache.size <= cachedStreams) return
      cache.delete(id)
    }
  }

  return {
    push(work) {
      queue.push(work)
      pendingReadings += work.readings.length
      if (!running) void run()
    },
    counters: () => ({ ...counters, pending: pendingReadings }),
    forget(pointIds) {
      for (const id of pointIds) cache.delete(id)
    },
  }
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  return new Error(errorCode(thrown) ?? errorMessage(thrown))
}
