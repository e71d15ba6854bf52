import { errorMessage } from '../kernel/error.ts'
import { backoffMs, pause } from './backoff.ts'
import type { DriverEvents, MalformedInput, Snapshot } from './meter-driver.ts'
import type { Log } from './plugin.ts'

/** One message's content on its way to the commit. */
interface IntakeEntry {
  readonly snapshots: readonly Snapshot[]
  readonly malformed: readonly MalformedInput[]
  /** Bytes that holding it takes, roughly. */
  readonly sizeBytes: number
  /** Called once when all of it is kept. */
  readonly onKept: () => void
}

export interface Intake {
  add(entry: IntakeEntry): void
  /** Undefined when more may be added now; otherwise resolves when it may. */
  room(): Promise<void> | undefined
  /** Hands over what is held, as far as the sink takes it within the time, then no more. */
  stop(request: { readonly timeoutMs: number }): Promise<void>
  counters(): IntakeCounters
}

interface IntakeCounters {
  readonly inFlight: number
  readonly batches: number
  readonly rejectedBatches: number
  /** Rejections since something was last kept. */
  readonly rejectionsInARow: number
}

export interface IntakeOptions {
  readonly events: Pick<DriverEvents, 'snapshots' | 'malformed'>
  readonly log: Log
  readonly random: () => number
  readonly maxEntries: number
  readonly maxBytes: number
  /** Called when handing over begins or ceases to fail. */
  readonly onTrouble: (reason: string | undefined) => void
}

const BATCH_READINGS = 500
const BATCH_WAIT_MS = 15
const CONCURRENT_BATCHES = 2
const RETRY = { minMs: 100, maxMs: 30_000 }

/**
 * Joins messages into batches: at once when the sink is idle, otherwise at 500 readings or after
 * 15 ms, two batches at a time. A batch that the sink rejects is tried again until it is kept;
 * meanwhile at most `maxEntries` are held and `room` makes the transport stop reading.
 */
export function createIntake(options: IntakeOptions): Intake {
  const stopping = new AbortController()
  const waiting: IntakeEntry[] = []
  let waitingReadings = 0
  let entries = 0
  let bytes = 0
  let active = 0
  let batches = 0
  let rejectedBatches = 0
  let failing = 0
  let timer: NodeJS.Timeout | undefined
  let soon = false
  let roomWaiters: (() => void)[] = []
  let idleWaiters: (() => void)[] = []

  function add(entry: IntakeEntry): void {
    waiting.push(entry)
    waitingReadings += readingsOf(entry)
    entries += 1
    bytes += entry.sizeBytes
    schedule()
  }

  function schedule(): void {
    if (active === 0 && !soon) {
      soon = true
      // After the messages that came in one piece with this one.
      setImmediate(() => {
        soon = false
        flush()
      })
    } else if (waitingReadings >= BATCH_READINGS) flush()
    else timer ??= setTimeout(flush, BATCH_WAIT_MS)
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    while (waiting.length > 0 && active < CONCURRENT_BATCHES) {
      const batch = takeBatch(waiting)
      waitingReadings -= batch.reduce((sum, entry) => sum + readingsOf(entry), 0)
      active += 1
      batches += 1
      keep(batch).finally(() => {
        active -= 1
        if (waiting.length > 0) flush()
        else if (active === 0) settleAll(idleWaiters, (rest) => (idleWaiters = rest))
      })
    }
  }

  async function keep(batch: readonly IntakeEntry[]): Promise<void> {
    const snapshots = batch.flatMap((entry) => entry.snapshots)
    const malformed = batch.flatMap((entry) => entry.malformed)
    const kept = await Promise.all([
      snapshots.length === 0 || handOver(snapshots),
      ...malformed.map((input) => retried(() => options.events.malformed(input))),
    ])
    if (!kept.every((one) => one === true)) return
    for (const entry of batch) {
      entries -= 1
      bytes -= entry.sizeBytes
      entry.onKept()
    }
    if (hasRoom()) settleAll(roomWaiters, (rest) => (roomWaiters = rest))
  }

  /** Hands over together; what the sink will never take is found by halves and kept as malformed. */
  async function handOver(snapshots: readonly Snapshot[]): Promise<boolean> {
    const outcome = await retried(() => options.events.snapshots({ snapshots }))
    if (typeof outcome === 'boolean') return outcome
    const [only, ...others] = snapshots
    if (only !== undefined && others.length === 0)
      return (await retried(() => options.events.malformed(refused(only, outcome)))) === true
    const middle = Math.ceil(snapshots.length / 2)
    const first = await handOver(snapshots.slice(0, middle))
    return (await handOver(snapshots.slice(middle))) && first
  }

  /** True when kept, false when stopped before, the error where trying again is said to be vain. */
  async function retried(attempt: () => Promise<void>): Promise<boolean | Error> {
    for (let tries = 0; !stopping.signal.aborted; tries += 1) {
      try {
        await attempt()
        recovered()
        return true
      } catch (thrown) {
        rejectedBatches += 1
        if (isFinal(thrown)) return thrown
        troubled(errorMessage(thrown))
        await pause(backoffMs(tries, RETRY, options.random), stopping.signal)
      }
    }
    return false
  }

  function troubled(reason: string): void {
    failing += 1
    if (failing > 1) return
    options.log.warn('Readings are not taken; trying again', { reason })
    options.onTrouble(reason)
  }

  function recovered(): void {
    if (failing > 0) options.onTrouble(undefined)
    failing = 0
  }

  const hasRoom = () => entries < options.maxEntries && bytes < options.maxBytes

  return {
    add,
    room: () =>
      hasRoom() || stopping.signal.aborted
        ? undefined
        : new Promise((resolve) => roomWaiters.push(resolve)),
    async stop({ timeoutMs }) {
      flush()
      const drained = Promise.withResolvers<void>()
      if (active === 0) drained.resolve()
      else idleWaiters.push(drained.resolve)
      const limit = setTimeout(drained.resolve, timeoutMs)
      await drained.promise
      clearTimeout(limit)
      clearTimeout(timer)
      waiting.length = 0
      stopping.abort()
      settleAll(roomWaiters, (rest) => (roomWaiters = rest))
    },
    counters: () => ({ inFlight: entries, batches, rejectedBatches, rejectionsInARow: failing }),
  }
}

function readingsOf(entry: IntakeEntry): number {
  return entry.snapshots.reduce((sum, snapshot) => sum + snapshot.values.length, 0)
}

/** Takes at least one entry, and at most as many as make a full batch. */
function takeBatch(waiting: IntakeEntry[]): readonly IntakeEntry[] {
  let readings = 0
  let count = 0
  for (const entry of waiting) {
    if (count > 0 && readings + readingsOf(entry) > BATCH_READINGS) break
    readings += readingsOf(entry)
    count += 1
    if (count >= BATCH_READINGS) break
  }
  return waiting.splice(0, count)
}

function settleAll(waiters: (() => void)[], keepRest: (rest: (() => void)[]) => void): void {
  keepRest([])
  for (const settle of waiters) settle()
}

/** Only an error that says so itself is final; anything else may pass. */
function isFinal(thrown: unknown): thrown is Error {
  return thrown instanceof Error && 'retryable' in thrown && thrown.retryable === false
}

function refused(snapshot: Snapshot, error: Error): MalformedInput {
  return {
    source: snapshot.source,
    reason: `Refused: ${error.message}`.slice(0, 300),
    payloadBase64: Buffer.from(JSON.stringify(snapshot)).subarray(0, 4_096).toString('base64'),
  }
}
