import { type Answer, type Apdu, answerOf, SERVICE, type Segment } from '@busbar/bacnet/apdu'
import { isSamePeer, type Peer, peerKey } from '@busbar/bacnet/frames'
import { type Assembly, createAssembly } from '@busbar/bacnet/segments'
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
  /** Makes its APDU, anew for each time it is sent. */
  readonly encode: (invokeId: number) => Buffer
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
  readonly lane: Lane
  readonly settle: (outcome: Outcome) => void
  triesLeft: number
}

interface Pending {
  readonly job: Job
  /** Monotonic milliseconds. */
  readonly endsAt: number
  /** Of an answer that comes in parts. */
  assembly: Assembly | undefined
}

/** The requests to one peer. */
interface Lane {
  readonly key: string
  readonly waiting: Job[]
  active: number
  /** Monotonic milliseconds from which the next may be sent. */
  nextAt: number
  timer: NodeJS.Timeout | undefined
  /** Waits for an invoke id. */
  blocked: boolean
}

/** Of the 255 ids: the others rest, or are for whoever is asked next. */
const MAX_IN_FLIGHT = 64
const MAX_ID = 255
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
  const timeoutMs = settings.timeoutSeconds * 1_000
  const lanes = new Map<string, Lane>()
  /** By invoke id. A map that is written to all the time would keep what it held from being collected. */
  const pending: (Pending | undefined)[] = new Array(MAX_ID + 1).fill(undefined)
  const restsUntil: number[] = new Array(MAX_ID + 1).fill(0)
  /** Each once, those that wait longest first. */
  const blocked: Lane[] = []
  let inFlight = 0
  let timer: NodeJS.Timeout | undefined
  let lastId = 0
  let stopped = false

  function laneOf(peer: Peer): Lane {
    const key = peerKey(peer)
    let lane = lanes.get(key)
    if (lane === undefined) {
      lane = { key, waiting: [], active: 0, nextAt: 0, timer: undefined, blocked: false }
      lanes.set(key, lane)
    }
    return lane
  }

  function freeId(now: number): number | undefined {
    if (inFlight >= MAX_IN_FLIGHT) return undefined
    for (let step = 1; step <= MAX_ID; step += 1) {
      const id = ((lastId + step - 1) % MAX_ID) + 1
      if (pending[id] !== undefined || (restsUntil[id] ?? 0) > now) continue
      lastId = id
      return id
    }
    return undefined
  }

  function pump(lane: Lane): void {
    const now = performance.now()
    while (lane.waiting.length > 0 && lane.active < settings.maxInFlight && !stopped) {
      const id = lane.nextAt > now ? undefined : freeId(now)
      if (id === undefined) {
        if (lane.nextAt > now) pumpLater(lane, lane.nextAt - now)
        else standInLine(lane)
        return
      }
      const job = lane.waiting.shift()
      if (job === undefined) return
      if (job.request.stillWanted?.() === false) job.settle({ kind: 'stopped' })
      else {
        lane.nextAt = Math.max(lane.nextAt, now - BURST_MS) + 1_000 / settings.requestsPerSecond
        lane.active += 1
        transmit(id, job, now)
      }
    }
    forget(lane, now)
  }

  /** Not before its burst is due again: a fresh lane would grant another one. */
  function forget({ key, waiting, active, nextAt }: Lane, now: number): void {
    if (waiting.length === 0 && active === 0 && nextAt < now - BURST_MS) lanes.delete(key)
  }

  function pumpLater(lane: Lane, delayMs: number): void {
    lane.timer ??= setTimeout(() => {
      lane.timer = undefined
      pump(lane)
    }, delayMs)
  }

  function standInLine(lane: Lane): void {
    if (!lane.blocked) blocked.push(lane)
    lane.blocked = true
    timer ??= setTimeout(expire, timeoutMs)
  }

  function transmit(invokeId: number, job: Job, now: number): void {
    pending[invokeId] = { job, endsAt: now + timeoutMs, assembly: undefined }
    inFlight += 1
    timer ??= setTimeout(expire, timeoutMs)
    const { to, encode } = job.request
    try {
      link.send({ to, apdu: encode(invokeId), expectsReply: true })
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : 'cannot be encoded'
      finish(invokeId, { kind: 'malformed', reason })
    }
  }

  /**
   * One timer for all: set for the request whose time is over first. Where none is under way, since all ids rest, those
   * that wait for one look again after a while.
   */
  function expire(): void {
    const now = performance.now()
    const over = idsUnderWay().filter((id) => endOf(id) <= now)
    for (const id of over) finish(id, { kind: 'timeout' })
    advanceLine()
    const first = Math.min(now + timeoutMs, ...idsUnderWay().map(endOf))
    const isNeeded = inFlight > 0 || blocked.length > 0
    timer = isNeeded ? setTimeout(expire, first - performance.now()) : undefined
  }

  const endOf = (id: number) => pending[id]?.endsAt ?? Number.POSITIVE_INFINITY

  const idsUnderWay = () => [...pending.keys()].filter((id) => pending[id] !== undefined)

  function finish(invokeId: number, outcome: Outcome): void {
    const job = pending[invokeId]?.job
    if (job === undefined) return
    pending[invokeId] = undefined
    inFlight -= 1
    if (outcome.kind === 'timeout') restsUntil[invokeId] = performance.now() + REST_MS
    const { lane } = job
    lane.active -= 1
    if (outcome.kind === 'timeout' && job.triesLeft > 0 && !stopped) {
      job.triesLeft -= 1
      lane.waiting.unshift(job)
    } else job.settle(outcome)
    pump(lane)
    advanceLine()
  }

  /** Those that waited longest, each once; one that is still blocked goes to the end of the line. */
  function advanceLine(): void {
    for (let left = blocked.length; left > 0 && inFlight < MAX_IN_FLIGHT; left -= 1) {
      const next = blocked.shift()
      if (next === undefined) return
      next.blocked = false
      pump(next)
    }
  }

  function assemble(invokeId: number, waiting: Pending, from: Peer, segment: Segment): void {
    waiting.assembly ??= createAssembly()
    const verdict = waiting.assembly.take(segment)
    const acknowledge = (sequence: number, negative: boolean) => {
      const apdu = Buffer.from([0x40 | (negative ? 2 : 0), invokeId, sequence, segment.window])
      link.send({ to: from, apdu })
    }
    if (verdict.kind === 'acknowledge') acknowledge(verdict.sequence, verdict.negative)
    if (verdict.kind === 'too-long')
      finish(invokeId, { kind: 'malformed', reason: 'The answer is too long.' })
    if (verdict.kind !== 'complete') return
    acknowledge(verdict.sequence, false)
    try {
      finish(invokeId, answerOf(waiting.job.request.service, verdict.parameters))
    } catch (thrown) {
      finish(invokeId, { kind: 'malformed', reason: String(thrown) })
      throw thrown
    }
  }

  return {
    ask(request) {
      if (stopped) return Promise.resolve({ kind: 'stopped' })
      const lane = laneOf(request.to)
      return new Promise((settle) => {
        const job: Job = { request, lane, settle, triesLeft: request.retries }
        if (request.urgent) lane.waiting.unshift(job)
        else lane.waiting.push(job)
        pump(lane)
      })
    },
    hear(from, apdu) {
      const waiting = pending[apdu.invokeId]
      if (waiting === undefined || !isSamePeer(waiting.job.request.to, from)) return false
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
    inFlight: () => inFlight,
    stop() {
      stopped = true
      clearTimeout(timer)
      for (const lane of lanes.values()) {
        clearTimeout(lane.timer)
        for (const job of lane.waiting.splice(0)) job.settle({ kind: 'stopped' })
      }
      for (const id of idsUnderWay()) finish(id, { kind: 'stopped' })
    },
  }
}
