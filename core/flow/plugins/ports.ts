import type { JsonObject } from '../../kernel/canonical.ts'
import type { Dependents } from '../../kernel/error.ts'
import type { KeptBy, KeptConfiguration } from '../connections/ports.ts'
import type { Transaction } from '../ledger/ports.ts'

/** What an owner has set of a plugin. */
export interface PluginSettings {
  readonly enabled: boolean
  /** Its secrets are sealed. */
  readonly config: JsonObject
  /** Version of the plugin's configuration schema that it was saved by. */
  readonly configVersion: number
}

/** A plugin's own configuration that was kept. */
export type KeptPluginConfiguration = KeptConfiguration & Pick<PluginSettings, 'configVersion'>

/** Something of a plugin that a person has to mend; open until it is told resolved. */
export interface PluginTrouble {
  readonly status: 'open' | 'resolved'
  /** The same trouble has the same key. */
  readonly key: string
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly remedy: string
}

export interface PluginSettingsStore {
  /** What was set; a plugin that nobody has set anything of is enabled. */
  settingsOf(pluginId: string): Promise<PluginSettings>
  keepEnabled(pluginId: string, enabled: boolean, transaction: Transaction): Promise<void>
  /** Puts it in force and keeps it as a version. */
  keepConfig(
    pluginId: string,
    kept: Pick<PluginSettings, 'config' | 'configVersion'> & KeptBy,
    transaction: Transaction,
  ): Promise<void>
  /** What was kept lately, newest first. */
  configurations(pluginId: string): Promise<readonly KeptPluginConfiguration[]>
  configuration(pluginId: string, version: number): Promise<KeptPluginConfiguration | null>
  /** What uses a plugin: its connections, and tariff plans of its strategies. */
  usersOf(plugin: {
    readonly pluginId: string
    readonly strategies: readonly string[]
  }): Promise<readonly Dependents[]>
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  keepRepair(trouble: PluginTrouble): Promise<void>
}
