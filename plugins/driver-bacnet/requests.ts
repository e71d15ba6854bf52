import { type Answer, type Apdu, answerOf, SERVICE } from '@busbar/bacnet/apdu'
import { type Peer, peerKey } from '@busbar/bacnet/frames'
import { createAssembly } from '@busbar/bacnet/segments'
import type bacstack from 'bacstack'
import type { Link } from './link.ts'
import type { Settings } from './settings.ts'

/** What became of a request. */
export type Outcome =
  | Answer
  | { readonly kind: 'timeout' }
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'stopped' }

export interface Request {
  readonly to: Peer
  readonly service: number
  /** Has bacstack encode and send it. */
  readonly send: (call: {
    readonly stack: bacstack
    readonly address: string
    readonly invokeId: number
    readonly next: bacstack.Next
  }) => void
  /** How often it may be sent again; nothing that moves anything is. */
  readonly retries: number
  /** Before everything that waits for this device. */
  readonly urgent?: boolean
  /** Judged at the moment of sending; false: it is given up as stopped. */
  readonly stillWanted?: () => boolean
}

export interface Requests {
  ask(request: Request): Promise<Outcome>
  /** Takes an answer or a part of one; false where nobody asked this sender for it. */
  hear(from: Peer, apdu: Extract<Apdu, { readonly kind: 'answer' | 'segment' }>): boolean
  inFlight(): number
  stop(): void
}

interface Job {
  readonly request: Request
  readonly settle: (outcome: Outcome) => void
  triesLeft: number
}

interface Pending {
  readonly key: string
  readonly job: Job
  readonly assembly: ReturnType<typeof createAssembly>
}

interface Lane {
  readonly waiting: Job[]
  active: number
  /** Monotonic milliseconds from which the next may be sent. */
  nextAt: number
  timer: NodeJS.Timeout | undefined
}

/** bacstack has one 8-bit invoke id for all devices, and loses calls when many are under way. */
const MAX_IN_FLIGHT = 64
/** An id whose answer never came rests: what comes late must not be taken for another's. */
const REST_MS = 30_000
/** What was not asked for in the last second may be asked for at once. */
const BURST_MS = 1_000
const ANSWERED_BY_DONE: readonly number[] = [SERVICE.subscribeCov, SERVICE.writeProperty]

/**
 * Requests under way: at most 64 in all, a few for each device and not more often than it bears. An
 * answer counts if it comes from the address that was asked, with its invoke id and service.
 */
export function createRequests(options: {
  readonly link: Link
  readonly settings: Settings
}): Requests {
  const { link, settings } = options
  const lanes = new Map<string, Lane>()
  const pending = new Map<number, Pending>()
  const resting = new Map<number, number>()
  const blocked = new Set<string>()
  let lastId = 0
  let stopped = false

  function laneOf(key: string): Lane {
    let lane = lanes.get(key)
    if (lane === undefined) {
      lane = { waiting: [], active: 0, nextAt: 0, timer: undefined }
      lanes.set(key, lane)
    }
    return lane
  }

  function freeId(now: number): number | undefined {
    if (pending.size >= MAX_IN_FLIGHT) return undefined
    for (let step = 1; step <= 255; step += 1) {
      const id = ((lastId + step - 1) % 255) + 1
      if (pending.has(id) || (resting.get(id) ?? 0) > now) continue
      lastId = id
      return id
    }
    return undefined
  }

  function pump(key: string): void {
    const lane = laneOf(key)
    while (lane.waiting.length > 0 && lane.active < settings.maxInFlight && !stopped) {
      const now = performance.now()
      if (lane.nextAt > now) {
        lane.timer ??= setTimeout(() => {
          lane.timer = undefined
          pump(key)
        }, lane.nextAt - now)
        return
      }
      const id = freeId(now)
      if (id === undefined) {
        blocked.add(key)
        return
      }
      const job = lane.waiting.shift()
      if (job === undefined) return
      if (job.request.stillWanted?.() === false) job.settle({ kind: 'stopped' })
      else {
        lane.nextAt = Math.max(lane.nextAt, now - BURST_MS) + 1_000 / settings.requestsPerSecond
        lane.active += 1
        transmit(id, key, job)
      }
    }
    // Not before its burst is due again: a fresh lane would grant another one.
    const isRested = lane.nextAt < performance.now() - BURST_MS
    if (lane.waiting.length === 0 && lane.active === 0 && isRested) lanes.delete(key)
  }

  function transmit(invokeId: number, key: string, job: Job): void {
    pending.set(invokeId, { key, job, assembly: createAssembly() })
    try {
      job.request.send({
        stack: link.stack,
        address: key,
        invokeId,
        next: (error) => {
          // bacstack decodes nothing: all it can tell is that the time is over.
          if (error?.message === 'ERR_TIMEOUT') finish(invokeId, { kind: 'timeout' })
        },
      })
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : 'cannot be encoded'
      finish(invokeId, { kind: 'malformed', reason })
    }
  }

  function finish(invokeId: number, outcome: Outcome): void {
    const done = pending.get(invokeId)
    if (done === undefined) return
    pending.delete(invokeId)
    if (outcome.kind === 'timeout') resting.set(invokeId, performance.now() + REST_MS)
    else link.endTransaction(invokeId)
    const { key, job } = done
    const lane = laneOf(key)
    lane.active -= 1
    if (outcome.kind === 'timeout' && job.triesLeft > 0 && !stopped) {
      job.triesLeft -= 1
      lane.waiting.unshift(job)
    } else job.settle(outcome)
    pump(key)
    // Those that waited longest; one that is still blocked goes to the end of the line.
    for (const other of [...blocked]) {
      if (pending.size >= MAX_IN_FLIGHT) return
      blocked.delete(other)
      pump(other)
    }
  }

  function assemble(
    invokeId: number,
    { assembly, job }: Pending,
    from: Peer,
    segment: Parameters<typeof assembly.take>[0],
  ): void {
    const verdict = assembly.take(segment)
    const acknowledge = (sequence: number, negative: boolean) => {
      const apdu = Buffer.from([0x40 | (negative ? 2 : 0), invokeId, sequence, segment.window])
      link.sendApdu({ to: from, apdu })
    }
    if (verdict.kind === 'acknowledge') acknowledge(verdict.sequence, verdict.negative)
    if (verdict.kind === 'too-long')
      finish(invokeId, { kind: 'malformed', reason: 'The answer is too long.' })
    if (verdict.kind !== 'complete') return
    acknowledge(verdict.sequence, false)
    try {
      finish(invokeId, answerOf(job.request.service, verdict.parameters))
    } catch (thrown) {
      finish(invokeId, { kind: 'malformed', reason: String(thrown) })
      throw thrown
    }
  }

  return {
    ask(request) {
      if (stopped) return Promise.resolve({ kind: 'stopped' })
      const key = peerKey(request.to)
      const { promise, resolve } = Promise.withResolvers<Outcome>()
      const job: Job = { request, settle: resolve, triesLeft: request.retries }
      const { waiting } = laneOf(key)
      if (request.urgent) waiting.unshift(job)
      else waiting.push(job)
      pump(key)
      return promise
    },
    hear(from, apdu) {
      const waiting = pending.get(apdu.invokeId)
      if (waiting?.key !== peerKey(from)) return false
      const { service } = waiting.job.request
      if (apdu.kind === 'segment') {
        if (apdu.segment.service !== service) return false
        assemble(apdu.invokeId, waiting, from, apdu.segment)
        return true
      }
      if (apdu.service !== undefined && apdu.service !== service) return false
      // A plain "done" for a question, or values for a command, was made by nobody sound.
      const { kind } = apdu.answer
      const isSimple = ANSWERED_BY_DONE.includes(service)
      if ((kind === 'done' && !isSimple) || (isSimple && (kind === 'values' || kind === 'range')))
        return false
      finish(apdu.invokeId, apdu.answer)
      return true
    },
    inFlight: () => pending.size,
    stop() {
      stopped = true
      for (const lane of lanes.values()) {
        clearTimeout(lane.timer)
        for (const job of lane.waiting.splice(0)) job.settle({ kind: 'stopped' })
      }
      for (const id of [...pending.keys()]) finish(id, { kind: 'stopped' })
    },
  }
}
