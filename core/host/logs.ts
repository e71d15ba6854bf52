import type { JsonObject, Log } from '../contracts/index.ts'
import type { Clock, Instant } from '../kernel/instant.ts'
import { createListeners } from './listeners.ts'

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

/** Which lines of a plugin. */
export interface PluginLogRequest {
  readonly pluginId: string
  /** This one and above. */
  readonly level: LogLevel
  /** The most lines. */
  readonly limit: number
}

/** The last lines of each plugin, in memory alone: they end with the process. */
export interface PluginLogs {
  /** The log that goes on to the given one, and keeps what names a plugin. */
  readonly log: Log
  /** Newest first. */
  list(request: PluginLogRequest): readonly PluginLogEntry[]
  /** Oldest first, those after the sequence; one that was never reached begins at the start. */
  after(request: PluginLogRequest & { readonly sequence: number }): readonly PluginLogEntry[]
  /** Tells of every line, until what it gives back is called. */
  listen(request: { readonly pluginId: string; readonly told: () => void }): () => void
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
  const listeners = createListeners<() => void>()

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
      for (const told of listeners.of(pluginId)) told()
    }
  const from = (pluginId: string, level: LogLevel): readonly PluginLogEntry[] => {
    const least = logLevels.indexOf(level)
    const { entries = [] } = rings.get(pluginId) ?? {}
    return entries.filter((entry) => logLevels.indexOf(entry.level) >= least)
  }

  return Object.freeze({
    log: Object.freeze({
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    }),
    list: ({ pluginId, level, limit }) => from(pluginId, level).slice(-limit).reverse(),
    after: ({ pluginId, level, limit, sequence }) => {
      const known = sequence > (rings.get(pluginId)?.last ?? 0) ? 0 : sequence
      return from(pluginId, level)
        .filter((entry) => entry.sequence > known)
        .slice(0, limit)
    },
    listen: ({ pluginId, told }) => listeners.add(pluginId, told),
    forget: ({ pluginId }) => {
      rings.delete(pluginId)
    },
  } satisfies PluginLogs)
}
