import type { JsonObject } from '../../kernel/canonical.ts'
import type { Transaction } from '../ledger/ports.ts'

/** What an owner has set of a plugin. */
export interface PluginSettings {
  readonly enabled: boolean
  /** Its secrets are sealed. */
  readonly config: JsonObject
  /** Version of the plugin's configuration schema that it was saved by. */
  readonly configVersion: number
}

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
  keepConfig(
    pluginId: string,
    kept: Pick<PluginSettings, 'config' | 'configVersion'>,
    transaction: Transaction,
  ): Promise<void>
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  keepRepair(trouble: PluginTrouble): Promise<void>
}
