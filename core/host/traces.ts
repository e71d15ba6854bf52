import type { TraceEntry } from '../contracts/index.ts'
import { busbarError } from '../kernel/error.ts'
import type { Clock, Instant } from '../kernel/instant.ts'
import { createListeners } from './listeners.ts'

/** An entry with when it was made, wall clock. */
export interface TimedEntry extends TraceEntry {
  readonly at: Instant
}

/** An entry as it is kept. */
export interface KeptEntry extends TimedEntry {
  /** Counts up by connection; gaps are entries that were left out or are no longer kept. */
  readonly sequence: number
}

/** How the trace of a connection stands. */
export interface TraceState {
  readonly isOn: boolean
  /** When it was turned on; null: there is none. */
  readonly startedAt: Instant | null
  /** When it turns itself off, or was turned off; null: there is none. */
  readonly until: Instant | null
  readonly lastSequence: number
  readonly kept: number
  /** Entries that were too many at once, and those that newer ones have pushed out. */
  readonly dropped: number
}

/** Where the entries of one connection go. */
export interface TraceRecorder {
  readonly isOn: boolean
  add(entry: TimedEntry): void
  /** Counts what was left out. */
  drop(count: number): void
  /** Tells whenever it is turned on or off, until what it gives back is called. */
  watch(told: (isOn: boolean) => void): () => void
}

interface ConnectionRef {
  readonly connectionId: string
}

/** What went over the wires of connections that somebody looks at, in memory alone. */
export interface Traces {
  /** Begins anew. @throws `overloaded` where too many are on */
  start(request: ConnectionRef & { readonly forMs: number }): TraceState
  /** What was recorded is kept for a while, so that it can be downloaded. */
  stop(connection: ConnectionRef): TraceState
  state(connection: ConnectionRef): TraceState
  /** Oldest first, those after the sequence; one of an earlier trace begins at the start. */
  read(
    request: ConnectionRef & { readonly after: number; readonly limit: number },
  ): readonly KeptEntry[]
  /** Tells of every change, until what it gives back is called. */
  listen(request: ConnectionRef & { readonly told: () => void }): () => void
  recorder(connection: ConnectionRef): TraceRecorder
  /** Lets go of a connection that is gone. */
  forget(connection: ConnectionRef): void
  /** Turns all of them off and lets go of them. */
  close(): void
}

export interface TraceLimits {
  /** Entries and bytes of one connection; older ones make room for newer ones. */
  readonly entries: number
  readonly bytes: number
  /** How long what was recorded is kept after its end. */
  readonly keptMs: number
  /** Connections whose trace is on, or kept. */
  readonly connections: number
}

const defaultTraceLimits: TraceLimits = Object.freeze({
  entries: 2_000,
  bytes: 2 * 1024 * 1024,
  keptMs: 600_000,
  connections: 16,
})

/** What an entry weighs besides its texts. */
const ENTRY_BYTES = 64

interface Ring {
  isOn: boolean
  startedAt: Instant
  until: Instant
  timer: NodeJS.Timeout | undefined
  entries: KeptEntry[]
  bytes: number
  /** The last sequence before this trace began. */
  before: number
  last: number
}

const NONE: TraceState = Object.freeze({
  ...{ isOn: false, startedAt: null, until: null, lastSequence: 0, kept: 0, dropped: 0 },
})

export function createTraces({
  wallClock,
  limits: given = {},
}: {
  readonly wallClock: Clock
  readonly limits?: Partial<TraceLimits>
}): Traces {
  const limits = { ...defaultTraceLimits, ...given }
  const rings = new Map<string, Ring>()
  const listeners = createListeners<() => void>()
  const watchers = createListeners<(isOn: boolean) => void>()

  const changed = (connectionId: string): void => {
    for (const told of listeners.of(connectionId)) told()
  }
  const turn = (connectionId: string, ring: Ring, isOn: boolean): void => {
    ring.isOn = isOn
    for (const told of watchers.of(connectionId)) told(isOn)
    changed(connectionId)
  }
  const later = (ring: Ring, delayMs: number, act: () => void): void => {
    clearTimeout(ring.timer)
    ring.timer = setTimeout(act, delayMs).unref()
  }
  const forget = ({ connectionId }: ConnectionRef): void => {
    const ring = rings.get(connectionId)
    if (!ring) return
    clearTimeout(ring.timer)
    rings.delete(connectionId)
    turn(connectionId, ring, false)
  }
  const end = (connectionId: string): void => {
    const ring = rings.get(connectionId)
    if (!ring?.isOn) return
    ring.until = wallClock.now()
    later(ring, limits.keptMs, () => forget({ connectionId }))
    turn(connectionId, ring, false)
  }
  const makeRoom = (): void => {
    if (rings.size < limits.connections) return
    const [ended] = [...rings].find(([, ring]) => !ring.isOn) ?? []
    if (ended === undefined)
      throw busbarError('overloaded', {
        detail: `The traces of ${limits.connections} connections are on: turn one off first.`,
      })
    forget({ connectionId: ended })
  }
  const state: Traces['state'] = ({ connectionId }) => {
    const ring = rings.get(connectionId)
    return ring ? stateOf(ring) : NONE
  }

  return Object.freeze({
    start: ({ connectionId, forMs }) => {
      const earlier = rings.get(connectionId)
      if (!earlier) makeRoom()
      const startedAt = wallClock.now()
      const before = earlier?.last ?? 0
      const ring: Ring = earlier ?? {
        ...{ isOn: true, startedAt, until: 0, timer: undefined, entries: [] },
        ...{ bytes: 0, before, last: before },
      }
      Object.assign(ring, { startedAt, until: startedAt + forMs, entries: [], bytes: 0, before })
      rings.set(connectionId, ring)
      later(ring, forMs, () => end(connectionId))
      turn(connectionId, ring, true)
      return stateOf(ring)
    },
    stop: ({ connectionId }) => {
      end(connectionId)
      return state({ connectionId })
    },
    state,
    read: ({ connectionId, after, limit }) => {
      const ring = rings.get(connectionId)
      if (!ring) return []
      const from = after > ring.last ? 0 : after
      const first = ring.entries.findIndex(({ sequence }) => sequence > from)
      return first < 0 ? [] : ring.entries.slice(first, first + limit)
    },
    listen: ({ connectionId, told }) => listeners.add(connectionId, told),
    recorder: ({ connectionId }) => {
      const current = (): Ring | undefined => {
        const ring = rings.get(connectionId)
        return ring?.isOn ? ring : undefined
      }
      return Object.freeze({
        get isOn() {
          return current() !== undefined
        },
        add: (entry) => {
          const ring = current()
          if (!ring) return
          keep(ring, limits, entry)
          changed(connectionId)
        },
        drop: (count) => {
          const ring = current()
          if (ring) ring.last += count
        },
        watch: (told) => watchers.add(connectionId, told),
      } satisfies TraceRecorder)
    },
    forget,
    close: () => {
      for (const connectionId of [...rings.keys()]) forget({ connectionId })
    },
  } satisfies Traces)
}

function keep(ring: Ring, limits: TraceLimits, entry: TimedEntry): void {
  ring.last += 1
  ring.entries.push(Object.freeze({ ...entry, sequence: ring.last }))
  ring.bytes += weigh(entry)
  while (ring.entries.length > limits.entries || ring.bytes > limits.bytes) {
    const oldest = ring.entries.shift()
    if (!oldest) return
    ring.bytes -= weigh(oldest)
  }
}

function weigh({ peer, summary, detail = '' }: TraceEntry): number {
  return ENTRY_BYTES + [peer, summary, detail].reduce((sum, text) => sum + byteLength(text), 0)
}

const byteLength = (text: string): number => Buffer.byteLength(text)

function stateOf({ isOn, startedAt, until, entries, before, last }: Ring): TraceState {
  const kept = entries.length
  return { isOn, startedAt, until, lastSequence: last, kept, dropped: last - before - kept }
}
