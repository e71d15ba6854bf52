import type {
  ConnectionTraces,
  TracedEntry,
  TracePage,
  TraceStanding,
} from '../flow/connections/traces.ts'
import type { RoleStore } from '../flow/identity/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { formatInstant } from '../kernel/instant.ts'
import { by, GATEWAY, mayOpenUp } from './connections.ts'
import { BYTE_ORDER_MARK, columnsOf, headerLine, itemLine } from './csv.ts'
import { type Action, action, type Call, replying } from './define.ts'
import { eventOf, eventStream, listeningAs, streamOf } from './streams.ts'

export interface ConnectionTraceDependencies {
  readonly contract: JsonObject
  readonly roles: RoleStore
  readonly traces: ConnectionTraces
}

/** As many as are ever kept of a connection. */
const ALL = 2_000

/** What goes over the wire of a connection: turned on for a while, read, followed, downloaded. */
export function connectionTraceActions({
  contract,
  roles,
  traces,
}: ConnectionTraceDependencies): Action[] {
  const columns = columnsOf(contract, 'TraceEntry')

  /** Who may have a gateway show personal data may see it, and nobody else. */
  const mayLook = async (id: string, call: Call): Promise<void> => {
    if (await traces.isPersonal({ id })) mayOpenUp(GATEWAY, call)
  }

  return [
    action('connections.startTrace', async ({ path: { id }, body }, call) => {
      await mayLook(id, call)
      return tellStanding(await traces.start({ id, minutes: body.minutes ?? 10 }, by(call)))
    }),
    action('connections.stopTrace', async ({ path }, call) =>
      tellStanding(await traces.stop(path, by(call))),
    ),
    action('connections.trace', async ({ path: { id }, query }, call) => {
      await mayLook(id, call)
      const { after = 0, limit = 500 } = query ?? {}
      return tellPage(await traces.read({ id, after, limit }))
    }),
    replying('connections.followTrace', async ({ path: { id }, header }, call) => {
      await mayLook(id, call)
      const pages = traces.follow({
        id,
        after: Number(header?.['Last-Event-ID'] ?? 0),
        stillAllowed: await listeningAs(roles, call),
      })
      return eventStream(written(pages))
    }),
    replying('connections.downloadTrace', async ({ path: { id }, query }, call) => {
      await mayLook(id, call)
      const entries = (await traces.read({ id, after: 0, limit: ALL })).items.map(tellEntry)
      if (query?.format === 'csv') {
        const lines = entries.map((entry) => itemLine(columns, entry))
        const table = `${BYTE_ORDER_MARK}${headerLine(columns)}${lines.join('')}`
        return file(id, 'csv', 'text/csv; charset=utf-8; header=present', table)
      }
      const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
      return file(id, 'jsonl', 'application/jsonl; charset=utf-8', lines)
    }),
  ]
}

function file(id: string, ending: string, contentType: string, text: string) {
  const disposition = `attachment; filename="connection-${id}-trace.${ending}"`
  return {
    ...{ body: streamOf(once(text)), contentType },
    headers: { 'Content-Disposition': disposition, 'Cache-Control': 'no-store' },
  }
}

async function* once(text: string): AsyncGenerator<string, void, undefined> {
  yield text
}

async function* written(pages: AsyncGenerator<TracePage | null, void, undefined>) {
  for await (const page of pages)
    yield eventOf('trace', page && tellPage(page), page?.items.at(-1)?.sequence)
}

function tellPage({ standing, items }: TracePage) {
  return { ...tellStanding(standing), items: items.map(tellEntry) }
}

function tellStanding({ startedAt, until, ...standing }: TraceStanding) {
  return {
    ...standing,
    startedAt: startedAt === null ? null : formatInstant(startedAt),
    until: until === null ? null : formatInstant(until),
    items: [],
  }
}

function tellEntry({ at, detail, ...entry }: TracedEntry) {
  const { sequence, direction, peer, summary } = entry
  return { sequence, at: formatInstant(at), direction, peer, summary, detail: detail ?? null }
}
