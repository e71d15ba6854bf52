import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { AuditLog } from '../audit/ports.ts'
import { follow } from '../following/follow.ts'
import type { ChangeBy } from './connections.ts'
import type { ConnectionStore, StoredConnection } from './ports.ts'

/** One thing that went over a connection's wire. */
export interface TracedEntry {
  /** Counts up by connection; gaps are entries that were left out or are no longer kept. */
  readonly sequence: number
  readonly at: Instant
  readonly direction: 'in' | 'out'
  readonly peer: string
  readonly summary: string
  readonly detail?: string
}

/** How a connection's trace stands. */
export interface TraceStanding {
  readonly isOn: boolean
  /** Null: there is none. */
  readonly startedAt: Instant | null
  /** When it ends or has ended. */
  readonly until: Instant | null
  readonly lastSequence: number
  readonly kept: number
  readonly dropped: number
}

/** What records traces: the plugin host. */
export interface TraceRecords {
  /** @throws `overloaded` */
  start(request: { readonly connectionId: Id; readonly forMs: number }): TraceStanding
  stop(connection: { readonly connectionId: Id }): TraceStanding
  state(connection: { readonly connectionId: Id }): TraceStanding
  read(request: {
    readonly connectionId: Id
    readonly after: number
    readonly limit: number
  }): readonly TracedEntry[]
  listen(request: { readonly connectionId: Id; readonly told: () => void }): () => void
}

export interface TracePage {
  readonly standing: TraceStanding
  /** Oldest first. */
  readonly items: readonly TracedEntry[]
}

export interface ConnectionTraces {
  /** Whether names and balances of tenants may stand in it: where a gateway shows them. @throws `not-found` */
  isPersonal(request: { readonly id: Id }): Promise<boolean>
  /** Turns it on for a while, from nothing. @throws `not-found`, `unsupported`, `overloaded` */
  start(
    request: { readonly id: Id; readonly minutes: number },
    by: ChangeBy,
  ): Promise<TraceStanding>
  /** @throws `not-found` */
  stop(request: { readonly id: Id }, by: ChangeBy): Promise<TraceStanding>
  /** @throws `not-found` */
  read(request: {
    readonly id: Id
    readonly after: number
    readonly limit: number
  }): Promise<TracePage>
  /**
   * What was recorded after the sequence, and what is recorded from now on; null at each pause. It ends
   * with the trace, and where the listener may listen no more.
   */
  follow(request: {
    readonly id: Id
    readonly after: number
    stillAllowed(): Promise<boolean>
  }): AsyncGenerator<TracePage | null, void, undefined>
}

/** Entries that are handed over at once. */
const PAGE = 500
const MINUTE_MS = 60_000

/** Traces of connections: turned on and off on the record, read by whoever may. */
export function createConnectionTraces(options: {
  readonly store: Pick<ConnectionStore, 'get' | 'transaction'>
  readonly audit: AuditLog
  readonly records: TraceRecords
  readonly pauseMs?: number | undefined
}): ConnectionTraces {
  const { store, audit, records, pauseMs } = options

  async function found(id: Id): Promise<StoredConnection> {
    const connection = await store.get(id)
    if (!connection) throw busbarError('not-found', { detail: `No connection ${id}.` })
    return connection
  }

  async function onRecord(
    { id, siteId }: StoredConnection,
    by: ChangeBy,
    after: { readonly minutes?: number },
  ): Promise<void> {
    const subject = `connections:${id}`
    await store.transaction((transaction) =>
      audit.append({ ...by, outcome: 'done', siteId, subject, after }, transaction),
    )
  }

  return {
    async isPersonal({ id }) {
      const { point, config } = await found(id)
      const exposure: unknown = config.exposure
      return point === 'buildingGateways' && Reflect.get(Object(exposure), 'personalData') === true
    },

    async start({ id, minutes }, by) {
      const connection = await found(id)
      if (connection.point !== 'meterDrivers' && connection.point !== 'buildingGateways')
        throw busbarError('unsupported', {
          detail: 'Only connections of meter drivers and building gateways have a trace.',
        })
      const standing = records.start({ connectionId: id, forMs: minutes * MINUTE_MS })
      try {
        await onRecord(connection, by, { minutes })
      } catch (thrown) {
        records.stop({ connectionId: id })
        throw thrown
      }
      return standing
    },

    async stop({ id }, by) {
      const connection = await found(id)
      const standing = records.stop({ connectionId: id })
      await onRecord(connection, by, {})
      return standing
    },

    async read({ id, after, limit }) {
      await found(id)
      return pageOf(records, { connectionId: id, after, limit })
    },

    async *follow({ id, after, stillAllowed }) {
      await found(id)
      let cursor = after
      yield* follow({
        listen: (told) => records.listen({ connectionId: id, told }),
        next: () => {
          const page = pageOf(records, { connectionId: id, after: cursor, limit: PAGE })
          cursor = page.items.at(-1)?.sequence ?? cursor
          const isFull = page.items.length === PAGE
          return { page, isFull, isLast: !isFull && !page.standing.isOn }
        },
        ...{ stillAllowed, pauseMs },
      })
    },
  }
}

function pageOf(
  records: TraceRecords,
  request: { readonly connectionId: Id; readonly after: number; readonly limit: number },
): TracePage {
  return { standing: records.state(request), items: records.read(request) }
}
