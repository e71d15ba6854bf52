import type { RoleStore } from '../flow/identity/ports.ts'
import { type Action, action, type Output, replying } from './define.ts'
import { eventOf, eventStream, listeningAs } from './streams.ts'

type PluginLog = Output<'plugins.logs'>
interface LogRequest {
  readonly pluginId: string
  /** This one and above. */
  readonly level: PluginLog['items'][number]['level']
  readonly limit: number
}

/** The lines from which a listener goes on. */
export interface LogFollowing extends LogRequest {
  /** The last line that the listener has; null: it begins with the last ones, as many as the limit. */
  readonly after: number | null
  stillAllowed(): Promise<boolean>
}

/** What plugins log. */
export interface PluginLogReading {
  /** Newest first. @throws `not-found` */
  list(request: LogRequest): PluginLog
  /** Oldest first, then each that comes; null at each pause. @throws `not-found` */
  follow(request: LogFollowing): AsyncGenerator<PluginLog | null, void, undefined>
}

export function pluginLogActions({
  logs,
  roles,
}: {
  readonly logs: PluginLogReading
  readonly roles: RoleStore
}): Action[] {
  return [
    action('plugins.logs', async ({ path, query }) =>
      logs.list({ level: 'debug', limit: 100, ...path, ...query }),
    ),
    replying('plugins.followLogs', async ({ path, query, header }, call) => {
      const request = { level: 'debug', limit: 100, ...path, ...query } as const
      // What is unknown is refused before the stream begins.
      logs.list({ ...request, limit: 1 })
      const last = header?.['Last-Event-ID']
      const pages = logs.follow({
        ...request,
        after: last === undefined ? null : Number(last),
        stillAllowed: await listeningAs(roles, call),
      })
      return eventStream(written(pages))
    }),
  ]
}

async function* written(pages: AsyncGenerator<PluginLog | null, void, undefined>) {
  for await (const page of pages) yield eventOf('lines', page, page?.items.at(-1)?.sequence)
}
