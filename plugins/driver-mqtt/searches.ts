import type { Discovery, JsonObject, SearchLimits } from '@busbar/core/contracts'
import { discoverDevices } from './discover.ts'
import { createSeenTopics, type SeenTopics } from './seen.ts'
import { readSettings, type Settings } from './settings.ts'

export interface Searches {
  discover(request: SearchLimits): Promise<Discovery>
  /** One that has ended, or never was, is no error. */
  cancelSearch(request: { readonly searchId: string }): Promise<void>
  /** Ends all that are under way. */
  stop(): void
}

const DEFAULT_LIMIT = 200

/** As a driver's `discover`, for settings that are not saved yet. @throws when the broker is not reached */
export async function tryDiscover(
  request: SearchLimits & { readonly connection: JsonObject },
): Promise<Discovery> {
  const { connection, timeoutMs, limit = DEFAULT_LIMIT } = request
  const settings = readSettings(connection, 'draft')
  const seen = createSeenTopics({ settings })
  const { devices } = await discoverDevices({
    ...{ settings, timeoutMs, signal: new AbortController().signal },
    onMessage: (message) => seen.note({ ...message, at: Date.now() }),
  })
  return { devices: devices.slice(0, limit), sources: seen.sources({ limit }) }
}

/** Searches that are under way, each to be ended by its name. */
export function createSearches(options: {
  readonly settings: Settings
  readonly seen: SeenTopics
  readonly now: () => number
  /** Aborted when the plugin is stopped. */
  readonly signal: AbortSignal
}): Searches {
  const { settings, seen, now, signal } = options
  const underWay = new Map<string, AbortController>()
  const stopping = new AbortController()
  return {
    async discover({ timeoutMs, searchId, limit = DEFAULT_LIMIT }) {
      const own = new AbortController()
      if (searchId !== undefined) underWay.set(searchId, own)
      try {
        const { devices } = await discoverDevices({
          ...{ settings, timeoutMs },
          signal: AbortSignal.any([signal, stopping.signal, own.signal]),
          onMessage: (message) => seen.note({ ...message, at: now() }),
        })
        return { devices: devices.slice(0, limit), sources: seen.sources({ limit }) }
      } finally {
        if (searchId !== undefined && underWay.get(searchId) === own) underWay.delete(searchId)
      }
    },
    async cancelSearch({ searchId }) {
      underWay.get(searchId)?.abort()
    },
    stop: () => stopping.abort(),
  }
}
