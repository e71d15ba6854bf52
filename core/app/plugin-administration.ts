import type { SecretFields } from '../flow/connections/sealing.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import type { PluginSettingsStore } from '../flow/plugins/ports.ts'
import type { PluginHost } from '../host/host.ts'
import { mapSecrets, maskSecrets, unmaskSecrets } from '../host/secrets.ts'
import type { PluginStatus } from '../host/status.ts'
import { busbarError } from '../kernel/error.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { PluginAdministration } from '../services/plugins.ts'

/** The host as an owner uses it: what is set is kept for the next start, its secrets sealed. */
export function createPluginAdministration(options: {
  readonly host: PluginHost
  readonly store: PluginSettingsStore
  readonly secrets: SecretFields
  /** Told after plugins have come into force: connections of theirs may be opened now. */
  readonly onEnabled: () => Promise<void>
}): PluginAdministration {
  const { host, store, secrets, onEnabled } = options
  const statusOf = (pluginId: string): PluginView => {
    const status = host.list().find(({ id }) => id === pluginId)
    return viewOf(status ?? raise(pluginId))
  }

  return {
    list: () => host.list().map(viewOf),

    async settings(plugin) {
      const { schema, version, config } = await host.settings(plugin)
      const shown = schema === null ? config : maskSecrets({ schema, value: config })
      return { config: shown, schema, version }
    },

    async configure({ pluginId, config }, audited) {
      const { schema, version, config: stored } = await host.settings({ pluginId })
      const clear = schema === null ? config : unmaskSecrets({ schema, value: config, stored })
      await host.configure({ pluginId, config: clear })
      const sealed =
        schema === null ? clear : mapSecrets({ schema, value: clear, replace: secrets.seal })
      await store.transaction(async (transaction) => {
        await store.keepConfig(pluginId, { config: sealed, configVersion: version }, transaction)
        await audited(transaction)
      })
      await onEnabled()
      return statusOf(pluginId)
    },

    async reload(plugin, audited) {
      await host.reload(plugin)
      await store.transaction(audited)
      await onEnabled()
      return statusOf(plugin.pluginId)
    },

    async rescan(audited) {
      const { added, reloaded, removed } = await host.rescan()
      const found = { added: [...added], reloaded: [...reloaded], removed: [...removed] }
      await store.transaction((transaction) => audited(transaction, found))
      await onEnabled()
      return { ...found, items: host.list().map(viewOf) }
    },

    enable: ({ pluginId }, audited) => setEnabled({ pluginId, enabled: true }, audited),
    disable: ({ pluginId }, audited) => setEnabled({ pluginId, enabled: false }, audited),
  }

  async function setEnabled(
    { pluginId, enabled }: { readonly pluginId: string; readonly enabled: boolean },
    audited: (transaction: Transaction) => Promise<void>,
  ): Promise<PluginView> {
    await (enabled ? host.enable({ pluginId }) : host.disable({ pluginId }))
    await store.transaction(async (transaction) => {
      await store.keepEnabled(pluginId, enabled, transaction)
      await audited(transaction)
    })
    if (enabled) await onEnabled()
    return statusOf(pluginId)
  }
}

function raise(pluginId: string): never {
  throw busbarError('not-found', { detail: `There is no plugin "${pluginId}".` })
}

type PluginView = ReturnType<typeof viewOf>

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
