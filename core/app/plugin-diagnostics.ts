import { API_VERSION } from '../contracts/plugin.ts'
import type { ConnectionRunner, StoredConnection } from '../flow/connections/ports.ts'
import type { PluginHost } from '../host/host.ts'
import type { ConnectionStatus } from '../host/status.ts'
import { type Clock, formatInstant } from '../kernel/instant.ts'
import type { Output } from '../services/define.ts'
import type { PluginAdministration } from '../services/plugins.ts'
import { tellLogs } from './plugin-logs.ts'
import { tellError } from './plugin-views.ts'

type Diagnostics = Output<'plugins.diagnostics'>

/** Lines of the log that go into the document. */
const LINES = 500

/**
 * All that is known of a plugin, secrets masked: for whoever mends it, wherever they are.
 * @throws `not-found`
 */
export async function diagnose(
  parts: {
    readonly host: PluginHost
    readonly plugins: Pick<PluginAdministration, 'get' | 'settings' | 'configurations'>
    readonly connections: () => Promise<readonly StoredConnection[]>
    readonly mask: ConnectionRunner['mask']
    readonly wallClock: Clock
  },
  { pluginId }: { readonly pluginId: string },
): Promise<Diagnostics> {
  const { host, plugins, mask, wallClock } = parts
  const plugin = plugins.get({ pluginId })
  // What cannot be told, as of a plugin whose manifest is broken, is left out; the error says why.
  const settings = await plugins.settings({ pluginId }).catch(() => null)
  const manifest = host.manifest({ pluginId })
  const stored = (await parts.connections()).filter((one) => one.pluginId === pluginId)
  const running = host.connections().filter((one) => one.pluginId === pluginId)
  return {
    at: formatInstant(wallClock.now()),
    versions: {
      ...{ contracts: API_VERSION, node: process.versions.node, plugin: plugin.version },
      configuration: settings?.version ?? null,
    },
    plugin,
    manifest: manifest === null ? null : { ...manifest },
    states: host.history({ pluginId }).map(({ state, at }) => ({ state, at: formatInstant(at) })),
    config: settings === null ? null : { ...settings.config },
    configurations: await plugins.configurations({ pluginId }),
    connections: stored.map((connection) =>
      tellConnection(
        { ...connection, config: mask({ ...connection, value: connection.config }) },
        running.find(({ connectionId }) => connectionId === connection.id),
      ),
    ),
    logs: tellLogs(host, { pluginId, level: 'debug', limit: LINES }),
    counters: summed([plugin.health, ...running.map(({ health }) => health)]),
  }
}

function tellConnection(
  { id, siteId, point, type, name, enabled, config }: StoredConnection,
  status: ConnectionStatus | undefined,
): Diagnostics['connections'][number] {
  return {
    ...{ id, siteId, extensionPoint: point, type, name, enabled, config: { ...config } },
    state: status?.state ?? null,
    health: status === undefined ? null : { ...status.health },
    lastError: status?.lastError ? tellError(status.lastError) : null,
  }
}

function summed(
  healths: readonly { readonly counters?: Readonly<Record<string, number>> }[],
): Record<string, number> {
  const sums = new Map<string, number>()
  for (const { counters = {} } of healths)
    for (const [name, count] of Object.entries(counters))
      sums.set(name, (sums.get(name) ?? 0) + count)
  return Object.fromEntries(sums)
}
