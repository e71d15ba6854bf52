import type { Log } from '../../contracts/plugin.ts'
import type { Reading } from '../../domain/metering/model.ts'
import { errorCode, errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { deriveCorrection } from './correct.ts'
import { groupByPoint, type Judged, judgeBatch, type Work } from './judge.ts'
import type { StreamStore } from './ports.ts'
import { createPositions } from './positions.ts'

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

type Outcome = 'written' | 'stale' | Error

/** A batch on its way to the database. */
interface Sent {
  readonly batch: readonly Work[]
  readonly judged: Judged
  readonly outcome: Promise<Outcome>
}

/**
 * One writer owns the metering points that are given to it: it caches their streams, judges and
 * rates in memory, and writes a batch in one statement that proves the cache right. While one batch
 * is on its way, the next full one is judged on what the first should leave; should it leave
 * something else, the proof fails and the next is judged anew.
 * @param options.batchReadings how many readings at most go into one batch
 */
export function createWriter(options: {
  readonly store: StreamStore
  readonly log: Log
  readonly batchReadings: number
  readonly cachedStreams: number
}): Writer {
  const { store, log, batchReadings } = options
  const positions = createPositions({ store, cached: options.cachedStreams })
  const queue: Work[] = []
  const counters = { batches: 0, readings: 0, late: 0, stale: 0 }
  let pendingReadings = 0
  let queuedReadings = 0
  let running = false
  let onFull: (() => void) | null = null

  async function run(): Promise<void> {
    running = true
    let sent: Sent | null = null
    while (sent || queue.length > 0) {
      if (sent && queuedReadings < batchReadings) await Promise.race([sent.outcome, full()])
      const batch: readonly Work[] = queuedReadings >= batchReadings || !sent ? takeBatch() : []
      const judged = await judge(batch)
      if (sent) await finish(sent)
      sent = judged && { batch, judged, outcome: write(judged) }
    }
    running = false
  }

  /** Resolves when a whole batch waits. */
  function full(): Promise<void> {
    return new Promise((resolve) => {
      onFull = resolve
    })
  }

  function takeBatch(): Work[] {
    let size = 0
    let count = 0
    while (count < queue.length) {
      const next = queue[count]?.readings.length ?? 0
      if (count > 0 && size + next > batchReadings) break
      size += next
      count += 1
    }
    queuedReadings -= size
    return queue.splice(0, count)
  }

  /** Null where there is nothing to write: no batch, or one that had to be given back. */
  async function judge(batch: readonly Work[]): Promise<Judged | null> {
    if (batch.length === 0) return null
    const byPoint = groupByPoint(batch)
    try {
      return await judgeBatch({ positions, store }, byPoint)
    } catch (thrown) {
      positions.forget(byPoint.keys())
      if (!isUnavailable(thrown)) return oneByOne(byPoint)
      settle(batch, asError(thrown), new Map())
      return null
    }
  }

  function write({ prepared }: Judged): Promise<Outcome> {
    return prepared ? prepared.write().catch(asError) : Promise.resolve('written')
  }

  /** Sees a batch through to its end. */
  async function finish({ batch, judged, outcome }: Sent): Promise<void> {
    const first = await outcome
    const failures = new Map<Id, Error>()
    let failure: Error | undefined
    let last = judged
    try {
      if (first !== 'written') last = await insist(judged, first)
      for (const [pointId, thrown] of last.failures)
        await setAside(pointId, last.byPoint.get(pointId) ?? [], { thrown, failures })
      await correctLate(last.late, failures)
    } catch (thrown) {
      failure = asError(thrown)
      positions.forget(judged.byPoint.keys())
    }
    counters.batches += 1
    counters.readings += batch.reduce((sum, work) => sum + work.readings.length, 0)
    settle(batch, failure, failures)
  }

  /** Writes a batch whose streams had moved, judged on what is stored. */
  async function insist({ byPoint }: Judged, first: Outcome): Promise<Judged> {
    let outcome = first
    for (let attempt = 1; attempt < STALE_ATTEMPTS; attempt += 1) {
      if (outcome instanceof Error) return blame(byPoint, outcome)
      counters.stale += 1
      positions.forget(byPoint.keys())
      const judged = await judgeBatch({ positions, store }, byPoint)
      outcome = await write(judged)
      if (outcome === 'written') return judged
    }
    if (outcome instanceof Error) return blame(byPoint, outcome)
    // Somebody else keeps moving these streams: the correcting path takes their lock.
    return oneByOne(byPoint)
  }

  async function correctLate(late: Judged['late'], failures: Map<Id, Error>): Promise<void> {
    for (const [pointId, readings] of late) {
      counters.late += readings.length
      positions.forget([pointId])
      const request = { pointId, readings, derive: deriveCorrection }
      await store
        .correct(request)
        .catch((thrown: unknown) => setAside(pointId, readings, { thrown, failures }))
    }
  }

  /** Keeps what a defect keeps from being judged; one metering point must not stop the others. */
  async function setAside(
    pointId: Id,
    readings: readonly Reading[],
    { thrown, failures }: { readonly thrown: unknown; readonly failures: Map<Id, Error> },
  ): Promise<void> {
    // Nothing can be written now: that is the whole batch's failure.
    if (isUnavailable(thrown)) throw thrown
    positions.forget([pointId])
    const reason = asError(thrown).message
    log.error('Readings could not be judged and are set aside', {
      meteringPointId: pointId,
      reason,
    })
    await store.setAside({ pointId, readings, reason }).catch((again: unknown) => {
      if (isUnavailable(again)) throw again
      failures.set(pointId, asError(again))
    })
  }

  function settle(
    batch: readonly Work[],
    failure: Error | undefined,
    failures: ReadonlyMap<Id, Error>,
  ): void {
    if (failure) log.warn('A batch of readings could not be written', { reason: failure.message })
    for (const work of batch) {
      pendingReadings -= work.readings.length
      work.done(failure ?? failures.get(work.pointId))
    }
  }

  return {
    push(work) {
      queue.push(work)
      pendingReadings += work.readings.length
      queuedReadings += work.readings.length
      if (queuedReadings >= batchReadings) onFull?.()
      if (!running) void run()
    },
    counters: () => ({ ...counters, pending: pendingReadings }),
    forget: (pointIds) => positions.forget(pointIds),
  }
}

/** A batch whose points are judged one by one in the store, each under its lock. */
function oneByOne(byPoint: Judged['byPoint']): Judged {
  return { byPoint, prepared: null, late: byPoint, failures: new Map() }
}

/** Finds out which point of a batch could not be written. */
function blame(byPoint: Judged['byPoint'], outcome: Error): Judged {
  if (isUnavailable(outcome)) throw outcome
  return oneByOne(byPoint)
}

function isUnavailable(thrown: unknown): boolean {
  return errorCode(thrown) === 'database-unavailable'
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  return new Error(errorCode(thrown) ?? errorMessage(thrown))
}
