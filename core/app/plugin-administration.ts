import type { ConnectionRunner, StoredConnection } from '../flow/connections/ports.ts'
import { maskSealed, type SecretFields } from '../flow/connections/sealing.ts'
import type { KeptPluginConfiguration, PluginSettingsStore } from '../flow/plugins/ports.ts'
import type { PluginHost } from '../host/host.ts'
import { SECRET_MASK } from '../host/redact.ts'
import { mapSecrets, maskSecrets, unmaskSecrets } from '../host/secrets.ts'
import type { PluginStatus } from '../host/status.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { type Clock, formatInstant } from '../kernel/instant.ts'
import type { PluginAdministration, PluginChange } from '../services/plugins.ts'
import { diagnose } from './plugin-diagnostics.ts'
import type { InstalledPlugins } from './plugin-folders.ts'
import { type PluginView, tellPlugin, tellWidgets } from './plugin-views.ts'

export interface PluginAdministrationOptions {
  readonly host: PluginHost
  readonly store: PluginSettingsStore
  readonly secrets: SecretFields
  readonly installed: InstalledPlugins
  readonly connections: () => Promise<readonly StoredConnection[]>
  readonly mask: ConnectionRunner['mask']
  readonly wallClock: Clock
  /** Told after plugins have come into force: connections of theirs may be opened now. */
  readonly onEnabled: () => Promise<void>
}

/** The host as an owner uses it: what is set is kept for the next start, its secrets sealed. */
export function createPluginAdministration(
  options: PluginAdministrationOptions,
): PluginAdministration {
  const { host, store, onEnabled, installed } = options
  const tell = (status: PluginStatus): PluginView =>
    tellPlugin(status, { builtIn: !installed.has(status) })
  const viewOf = ({ pluginId }: { readonly pluginId: string }) => tell(host.get({ pluginId }))

  const setEnabled = async (
    { pluginId, audited }: PluginChange,
    enabled: boolean,
  ): Promise<PluginView> => {
    await (enabled ? host.enable({ pluginId }) : host.disable({ pluginId }))
    await store.transaction(async (transaction) => {
      await store.keepEnabled(pluginId, enabled, transaction)
      await audited(transaction)
    })
    if (enabled) await onEnabled()
    return viewOf({ pluginId })
  }
  const keeping = keepConfigurations(options)

  const administration: PluginAdministration = {
    ...keeping,
    list: () => host.list().map(tell),
    get: viewOf,
    icon: host.icon,
    diagnostics: (plugin) => diagnose({ ...options, plugins: administration }, plugin),
    dashboardWidgets: (held) => tellWidgets(host, held),

    async configure(change) {
      await keeping.configure(change)
      await onEnabled()
      return viewOf(change)
    },
    async restore(change) {
      await keeping.restore(change)
      await onEnabled()
      return viewOf(change)
    },
    async reload({ pluginId, audited }) {
      await host.reload({ pluginId })
      await store.transaction(audited)
      await onEnabled()
      return viewOf({ pluginId })
    },
    async rescan(audited) {
      const { added, reloaded, removed } = await host.rescan()
      const found = { added: [...added], reloaded: [...reloaded], removed: [...removed] }
      await store.transaction((transaction) => audited(transaction, found))
      await onEnabled()
      return { ...found, items: host.list().map(tell) }
    },
    enable: (change) => setEnabled(change, true),
    disable: (change) => setEnabled(change, false),
    remove: (change) => remove(options, tell, change),
  }
  return administration
}

/** A plugin's own configuration: every one that was in force is kept, and can be brought back. */
function keepConfigurations({ host, store, secrets }: PluginAdministrationOptions) {
  const enforce = async (
    change: PluginChange & { readonly clear: JsonObject; readonly restoredFrom: number | null },
  ): Promise<void> => {
    const { pluginId, clear, by, restoredFrom, audited } = change
    const { schema, version: configVersion } = await host.settings({ pluginId })
    // Judged and tried by the host, where what is in force runs on until it is well.
    await host.configure({ pluginId, config: clear })
    const config =
      schema === null ? clear : mapSecrets({ schema, value: clear, replace: secrets.seal })
    await store.transaction(async (transaction) => {
      const kept = { config, configVersion, by, restoredFrom }
      await store.keepConfig(pluginId, kept, transaction)
      await (restoredFrom === null ? audited(transaction) : audited(transaction, { restoredFrom }))
    })
  }
  return {
    async settings(plugin: { readonly pluginId: string }) {
      const { schema, version, config } = await host.settings(plugin)
      const shown = schema === null ? config : maskSecrets({ schema, value: config })
      return { config: shown, schema, version }
    },

    async configurations({ pluginId }: { readonly pluginId: string }) {
      host.get({ pluginId })
      const schema = (await host.settings({ pluginId }).catch(() => null))?.schema ?? null
      const kept = await store.configurations(pluginId)
      return kept.map((one, index) => tellKept(one, { schema, current: index === 0 }))
    },

    async configure(change: PluginChange & { readonly config: JsonObject }) {
      const { schema, config: stored } = await host.settings(change)
      const value = change.config
      const clear = schema === null ? value : unmaskSecrets({ schema, value, stored })
      await enforce({ ...change, clear, restoredFrom: null })
    },

    async restore(change: PluginChange & { readonly version: number }) {
      const { pluginId, version } = change
      host.get({ pluginId })
      const found = await store.configuration(pluginId, version)
      if (!found)
        throw busbarError('not-found', {
          detail: `Plugin "${pluginId}" has no version ${version}.`,
        })
      const kept = { ...found, enabled: true }
      const { config: clear } = await host.settings({ pluginId, kept })
      await enforce({ ...change, clear, restoredFrom: version })
    },
  }
}

function tellKept(
  { at, config, configVersion, ...kept }: KeptPluginConfiguration,
  { schema, current }: { readonly schema: JsonObject | null; readonly current: boolean },
) {
  // Both: it may have been kept by a schema that named other secrets.
  const masked = maskSealed(config, SECRET_MASK)
  const shown = schema === null ? masked : maskSecrets({ schema, value: masked })
  return {
    ...{ ...kept, current, at: formatInstant(at), schemaVersion: configVersion },
    config: { ...shown },
  }
}

/** @throws `not-found`, `plugin-built-in`, `in-use` */
async function remove(
  { host, store, installed }: PluginAdministrationOptions,
  tell: (status: PluginStatus) => PluginView,
  { pluginId, audited }: PluginChange,
): Promise<PluginView> {
  const status = host.get({ pluginId })
  if (!installed.has(status))
    throw busbarError('plugin-built-in', {
      detail: `"${pluginId}" comes with Busbar and cannot be removed; disable it instead.`,
    })
  const strategies = status.contributions.flatMap(({ point, type }) =>
    point === 'tariffStrategies' ? [type] : [],
  )
  const dependents = await store.usersOf({ pluginId, strategies })
  if (dependents.length > 0)
    throw busbarError('in-use', {
      detail: `"${pluginId}" is in use (${dependents.map(({ count, resource }) => `${resource}: ${count}`).join(', ')}).`,
      dependents,
    })
  const removed = tell(await host.remove({ pluginId }))
  await installed.delete(status)
  host.forget({ pluginId })
  await store.transaction(audited)
  return removed
}
