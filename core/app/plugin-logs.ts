import { follow } from '../flow/following/follow.ts'
import type { RoleStore } from '../flow/identity/ports.ts'
import type { PluginHost } from '../host/host.ts'
import type { PluginLogEntry } from '../host/logs.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { Action, Output } from '../services/define.ts'
import { type LogFollowing, pluginLogActions } from '../services/plugin-logs.ts'

/** Operations on what the plugin host keeps of plugins' logs. */
export function createPluginLogActions({
  host,
  roles,
}: {
  readonly host: Pick<PluginHost, 'logs' | 'logsAfter' | 'listenToLog'>
  readonly roles: RoleStore
}): Action[] {
  return pluginLogActions({
    roles,
    logs: {
      list: (request) => tellLogs(host, request),
      follow: (request) => followLog(host, request),
    },
  })
}

/** The last lines of a plugin's log. */
export function tellLogs(
  host: Pick<PluginHost, 'logs'>,
  request: Parameters<PluginHost['logs']>[0],
): Output<'plugins.logs'> {
  return { items: host.logs(request).map(tellLine) }
}

/** Lines that are handed over at once. */
const PAGE = 200

/**
 * The last lines of a plugin's log, or those after the sequence, and each that comes; oldest first, null at each pause.
 * It ends with the plugin.
 */
async function* followLog(
  host: Pick<PluginHost, 'logs' | 'logsAfter' | 'listenToLog'>,
  { after, stillAllowed, ...request }: LogFollowing,
): AsyncGenerator<Output<'plugins.logs'> | null, void, undefined> {
  let cursor = after
  const lines = () =>
    cursor === null
      ? host.logs(request).toReversed()
      : host.logsAfter({ ...request, sequence: cursor, limit: PAGE })
  yield* follow({
    listen: (told) => host.listenToLog({ pluginId: request.pluginId, told }),
    next: () => {
      const isFirst = cursor === null
      const items = lines()
      cursor = items.at(-1)?.sequence ?? cursor ?? 0
      const page = items.length > 0 ? { items: items.map(tellLine) } : undefined
      return { page, isFull: !isFirst && items.length === PAGE, isLast: false }
    },
    stillAllowed,
  })
}

function tellLine({ at, data, ...line }: PluginLogEntry): Output<'plugins.logs'>['items'][number] {
  return { ...line, at: formatInstant(at), data: { ...data } }
}
