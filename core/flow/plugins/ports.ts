import type { JsonObject } from '../../kernel/canonical.ts'

/** What an owner has set of a plugin. */
export interface PluginSettings {
  readonly enabled: boolean
  readonly config: JsonObject
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
  keep(pluginId: string, settings: PluginSettings): Promise<void>
  keepRepair(trouble: PluginTrouble): Promise<void>
}
