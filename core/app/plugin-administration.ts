import type { PluginSettingsStore } from '../flow/plugins/ports.ts'
import type { PluginHost } from '../host/host.ts'
import type { PluginStatus } from '../host/status.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { PluginAdministration } from '../services/plugins.ts'

/** The host as an owner uses it: what is set is kept for the next start. */
export function createPluginAdministration(options: {
  readonly host: PluginHost
  readonly store: PluginSettingsStore
}): PluginAdministration {
  const { host, store } = options
  return {
    list: () => host.list().map(viewOf),
    async configure({ pluginId, config }) {
      const status = await host.configure({ pluginId, config })
      const { enabled } = await store.settingsOf(pluginId)
      await store.keep(pluginId, { enabled, config })
      return viewOf(status)
    },
    reload: async (plugin) => viewOf(await host.reload(plugin)),
    async enable({ pluginId }) {
      const status = await host.enable({ pluginId })
      await store.keep(pluginId, { ...(await store.settingsOf(pluginId)), enabled: true })
      return viewOf(status)
    },
    async disable({ pluginId }) {
      const status = await host.disable({ pluginId })
      await store.keep(pluginId, { ...(await store.settingsOf(pluginId)), enabled: false })
      return viewOf(status)
    },
  }
}

/** As the contract shows a plugin: no paths of this machine. */
function viewOf({ directory: _directory, ...status }: PluginStatus) {
  const { network, contributions, health, lastError } = status
  return {
    ...status,
    title: { ...status.title },
    network: [...network],
    contributions: contributions.map((item) => ({ ...item, title: { ...item.title } })),
    health: { ...health, ...(health.counters ? { counters: { ...health.counters } } : {}) },
    lastError: lastError === null ? null : { ...lastError, at: formatInstant(lastError.at) },
  }
}
