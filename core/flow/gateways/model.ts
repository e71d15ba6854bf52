import { randomUUID } from 'node:crypto'
import type {
  GatewayChanges,
  GatewayEvent,
  GatewaySnapshot,
  GatewayValue,
} from '../../contracts/building-gateway.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Tree } from './tree.ts'

/** What one connection sees, as it is now. Nothing waits in a queue: of each point the latest is kept, with when it changed. */
export interface Model {
  tree(): Tree | null
  /** Takes the tree as it is at that instant; where it is another one, whoever follows begins anew. */
  replace(tree: Tree, at: Instant): void
  latest(pointId: string): GatewayValue | null
  /** @returns the value before */
  set(value: GatewayValue): GatewayValue | null
  tell(event: GatewayEvent): void
  /** Null while there is no tree. */
  snapshot(): GatewaySnapshot | null
  changes(request: {
    readonly cursor: string
    readonly waitMs: number
    readonly limit: number
  }): Promise<GatewayChanges>
  /** Ends whoever waits. */
  close(): void
}

const KEPT_EVENTS = 500
const LONGEST_WAIT_MS = 30_000
/** Changes that come close together are told together. */
const GATHER_MS = 100

interface Versioned<T> {
  readonly version: number
  readonly what: T
}

export function createModel(): Model {
  let tree: Tree | null = null
  let run = randomUUID()
  let version = 0
  /** In the order of their last changes. */
  const values = new Map<string, Versioned<GatewayValue>>()
  let events: Versioned<GatewayEvent>[] = []
  /** The newest event that is no longer kept. */
  let lostUntil = 0
  const standing = new Map<string, GatewayEvent>()
  let wake: (() => void) | undefined
  let closed = false

  const cursorAt = (at: number): string => `${run}.${at}`

  function set(value: GatewayValue): GatewayValue | null {
    const known = values.get(value.pointId)
    if (known === undefined) return null
    const { value: before, quality, at } = known.what
    if (before === value.value && quality === value.quality && at === value.at) return known.what
    version += 1
    values.delete(value.pointId)
    values.set(value.pointId, { version, what: value })
    wake?.()
    return known.what
  }

  function tell(event: GatewayEvent): void {
    if (event.active) standing.set(event.eventId, event)
    else standing.delete(event.eventId)
    version += 1
    events.push({ version, what: event })
    if (events.length > KEPT_EVENTS) lostUntil = events.shift()?.version ?? lostUntil
    wake?.()
  }

  /** Tells what has begun and ended since the events were told one by one. */
  function settle(events: readonly GatewayEvent[], at: Instant): void {
    const known = new Set(events.map(({ eventId }) => eventId))
    for (const event of events) if (!standing.has(event.eventId)) tell(event)
    for (const [eventId, event] of [...standing])
      if (!known.has(eventId)) tell({ ...event, active: false, at })
  }

  function replace(next: Tree, at: Instant): void {
    const same =
      tree !== null && JSON.stringify(structureOf(tree)) === JSON.stringify(structureOf(next))
    tree = next
    if (same) {
      for (const value of next.values) set(value)
      settle(next.events, at)
      return
    }
    run = randomUUID()
    values.clear()
    for (const value of next.values) values.set(value.pointId, { version, what: value })
    events = []
    lostUntil = version
    standing.clear()
    for (const event of next.events) standing.set(event.eventId, event)
    wake?.()
  }

  /** What there is after the version, or null where that is nothing. */
  function after(from: number, limit: number): GatewayChanges | null {
    if (from === version) return null
    const changed = [...values.values()].filter((one) => one.version > from)
    const cut = changed.length > limit
    const given = changed.slice(0, limit)
    const until = cut ? (given.at(-1)?.version ?? version) : version
    return {
      ...{ kind: 'changes', values: given.map(({ what }) => what), cursor: cursorAt(until) },
      events: events
        .filter((one) => one.version > from && one.version <= until)
        .map(({ what }) => what),
      lostEvents: from < lostUntil,
    }
  }

  return {
    tree: () => tree,
    latest: (pointId) => values.get(pointId)?.what ?? null,
    ...{ replace, set, tell },
    snapshot: () =>
      tree && {
        ...{ nodes: tree.nodes, points: tree.points, calendar: tree.calendar },
        events: [...standing.values()],
        values: tree.points.flatMap(({ pointId }) => values.get(pointId)?.what ?? []),
        cursor: cursorAt(version),
      },
    async changes({ cursor, waitMs, limit }) {
      wake?.()
      const [ofRun, text] = cursor.split('.')
      const from = Number(text)
      const nothing = {
        kind: 'changes',
        values: [],
        events: [],
        lostEvents: false,
        cursor,
      } as const
      if (ofRun !== run || !Number.isSafeInteger(from) || from > version) return { kind: 'restart' }
      if (from === version && !closed) {
        const waited = await untilWoken(Math.min(waitMs, LONGEST_WAIT_MS))
        if (!waited) return nothing
        await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
      }
      if (ofRun !== run) return { kind: 'restart' }
      return after(from, limit) ?? nothing
    },
    close() {
      closed = true
      wake?.()
    },
  }

  /** False where the time was over first. */
  async function untilWoken(waitMs: number): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined
    let mine: (() => void) | undefined
    const woken = await new Promise<boolean>((resolve) => {
      mine = () => resolve(true)
      wake = mine
      timer = setTimeout(() => resolve(false), waitMs)
    })
    clearTimeout(timer)
    if (wake === mine) wake = undefined
    return woken
  }
}

/** What is another tree where it differs. */
const structureOf = ({ nodes, points, calendar }: Tree) => [nodes, points, calendar]
