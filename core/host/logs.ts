import type { JsonObject, Log } from '../contracts/index.ts'
import type { Clock, Instant } from '../kernel/instant.ts'

export const logLevels = Object.freeze(['debug', 'info', 'warn', 'error'] as const)
export type LogLevel = (typeof logLevels)[number]

/** One line that a plugin logged, or that was logged about it; secrets were taken out before. */
export interface PluginLogEntry {
  /** Counts up by plugin from 1; gaps are lines that are no longer kept. */
  readonly sequence: number
  /** Wall clock. */
  readonly at: Instant
  readonly level: LogLevel
  readonly message: string
  /** The connection that it is about; null: the plugin itself. */
  readonly connectionId: string | null
  readonly data: JsonObject
}

/** The last lines of each plugin, in memory alone: they end with the process. */
export interface PluginLogs {
  /** The log that goes on to the given one, and keeps what names a plugin. */
  readonly log: Log
  /** Newest first, from the level upwards. */
  list(request: {
    readonly pluginId: string
    readonly level: LogLevel
    readonly limit: number
  }): readonly PluginLogEntry[]
  /** Forgets a plugin that is gone. */
  forget(plugin: { readonly pluginId: string }): void
}

/** Lines kept of each plugin. */
const KEPT = 500

export function createPluginLogs(options: {
  readonly log: Log
  readonly wallClock: Clock
}): PluginLogs {
  const { wallClock } = options
  const rings = new Map<string, { last: number; entries: PluginLogEntry[] }>()

  const write =
    (level: LogLevel) =>
    (message: string, data: JsonObject = {}): void => {
      options.log[level](message, data)
      const { pluginId, connectionId, ...rest } = data
      if (typeof pluginId !== 'string') return
      const ring = rings.get(pluginId) ?? { last: 0, entries: [] }
      rings.set(pluginId, ring)
      ring.last += 1
      ring.entries.push(
        Object.freeze({
          ...{ sequence: ring.last, at: wallClock.now(), level, message, data: rest },
          connectionId: typeof connectionId === 'string' ? connectionId : null,
        }),
      )
      if (ring.entries.length > KEPT) ring.entries.shift()
    }

  return Object.freeze({
    log: Object.freeze({
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    }),
    list: ({ pluginId, level, limit }) => {
      const from = logLevels.indexOf(level)
      return (rings.get(pluginId)?.entries ?? [])
        .filter((entry) => logLevels.indexOf(entry.level) >= from)
        .slice(-limit)
        .reverse()
    },
    forget: ({ pluginId }) => {
      rings.delete(pluginId)
    },
  } satisfies PluginLogs)
}
