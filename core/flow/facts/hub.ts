import type { Id } from '../../kernel/id.ts'
import type { Clock } from '../../kernel/instant.ts'
import type { Grant } from '../identity/ports.ts'
import type { Fact, FactReader, LiveReading } from './ports.ts'
import { compareCursors, createFactTail, type FactTail } from './tail.ts'

/** What a listener gets. Facts can be resumed after; readings and pauses cannot. */
export type Delivery =
  | { readonly kind: 'fact'; readonly fact: Fact }
  | { readonly kind: 'reading'; readonly reading: LiveReading }
  | { readonly kind: 'pause' }
  /** The listener was too slow: it goes on by asking again after the cursor. */
  | { readonly kind: 'lagged'; readonly cursor: string }

export interface Subscription {
  readonly grants: readonly Grant[]
  readonly siteId: Id | null
  /** Null: all. */
  readonly topics: readonly string[] | null
  /** Null: from now on. */
  readonly after: string | null
  /** Asked again from time to time; false ends it. */
  stillAllowed(): Promise<boolean>
}

export interface EventHub {
  start(): Promise<void>
  /** Ends every subscription. */
  stop(): Promise<void>
  /** Tells of a reading: the latest of each meter, at most once a second. */
  reading(reading: LiveReading): void
  /** Takes as many deliveries as the listener asks for; a slow one holds up nobody and keeps nothing waiting. */
  subscribe(subscription: Subscription): AsyncGenerator<Delivery, void, undefined>
  listeners(): number
}

export interface HubOptions {
  readonly reader: FactReader
  /** Wall clock. */
  readonly clock: Clock
  /** How long a listener may leave what it was handed. */
  readonly stallMs?: number
  /** The longest silence, after which roles are asked again. */
  readonly pauseMs?: number
}

const READING_MS = 1_000
const STALL_MS = 30_000
const PAUSE_MS = 15_000

interface Listener extends Subscription {
  /** The latest of each meter that it has not taken yet. */
  readonly readings: Map<Id, LiveReading>
  wake(): void
}

interface Hub {
  readonly tail: FactTail
  readonly clock: Clock
  readonly stallMs: number
  readonly pauseMs: number
  readonly isStopped: () => boolean
}

/** One reader of the facts for all listeners of this process. */
export function createEventHub(options: HubOptions): EventHub {
  const { reader, clock, stallMs = STALL_MS, pauseMs = PAUSE_MS } = options
  const listeners = new Set<Listener>()
  const pending = new Map<Id, LiveReading>()
  const wakeAll = () => {
    for (const listener of listeners) listener.wake()
  }
  const tail = createFactTail({ reader, onMore: wakeAll })
  let stopped = true
  let timer: ReturnType<typeof setInterval> | undefined
  const hub: Hub = { tail, clock, stallMs, pauseMs, isStopped: () => stopped }

  function flushReadings(): void {
    for (const [meterId, reading] of pending)
      for (const listener of listeners) {
        if (!isWanted(listener, { ...reading, topic: 'reading' })) continue
        listener.readings.set(meterId, reading)
        listener.wake()
      }
    pending.clear()
  }

  return {
    async start() {
      await tail.start()
      stopped = false
      timer = setInterval(flushReadings, READING_MS)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      wakeAll()
      await tail.stop()
    },
    reading(reading) {
      if (listeners.size > 0) pending.set(reading.meterId, reading)
    },
    listeners: () => listeners.size,
    async *subscribe(subscription) {
      const listener: Listener = { ...subscription, readings: new Map(), wake: () => undefined }
      listeners.add(listener)
      try {
        yield* deliver(hub, listener)
      } finally {
        listeners.delete(listener)
      }
    },
  }
}

async function* deliver(hub: Hub, listener: Listener): AsyncGenerator<Delivery, void, undefined> {
  const { tail, clock, stallMs, pauseMs } = hub
  let cursor = listener.after ?? tail.head()
  let pausedAt = clock.now()
  while (!hub.isStopped()) {
    const woken = new Promise<void>((resolve) => {
      listener.wake = resolve
    })
    const facts = await tail.since(cursor)
    for (const delivery of [...factsFor(listener, facts), ...readingsFor(listener)]) {
      if (delivery.kind === 'fact') cursor = delivery.fact.cursor
      const handedAt = clock.now()
      yield delivery
      if (clock.now() - handedAt > stallMs) return yield { kind: 'lagged', cursor }
    }
    cursor = facts.at(-1)?.cursor ?? cursor
    if (compareCursors(cursor, tail.head()) < 0) continue
    await earlierOf(woken, pausedAt + pauseMs - clock.now())
    if (clock.now() - pausedAt < pauseMs || hub.isStopped()) continue
    if (!(await listener.stillAllowed())) return
    pausedAt = clock.now()
    yield { kind: 'pause' }
  }
}

function factsFor(listener: Listener, facts: readonly Fact[]): Delivery[] {
  return facts.filter((fact) => isWanted(listener, fact)).map((fact) => ({ kind: 'fact', fact }))
}

function readingsFor({ readings }: Listener): Delivery[] {
  const latest = [...readings.values()]
  readings.clear()
  return latest.map((reading) => ({ kind: 'reading', reading }))
}

/** What everybody of a site hears, its tenants too. */
const FOR_ALL: readonly string[] = ['announcement']

/** Each delivery is judged by itself: it lies in a site and tenant of the listener's, or it is not for them. */
function isWanted(
  { grants, siteId, topics }: Subscription,
  scope: { readonly siteId: Id | null; readonly tenantId: Id | null; readonly topic: string },
): boolean {
  if (siteId !== null && siteId !== scope.siteId) return false
  if (topics !== null && !topics.includes(scope.topic)) return false
  return grants.some(
    (grant) =>
      (grant.siteId === null || grant.siteId === scope.siteId) &&
      (grant.tenantId === null ||
        grant.tenantId === scope.tenantId ||
        FOR_ALL.includes(scope.topic)),
  )
}

async function earlierOf(woken: Promise<void>, delayMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const pause = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, delayMs))
  })
  await Promise.race([woken, pause])
  clearTimeout(timer)
}
