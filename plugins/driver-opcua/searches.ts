import type {
  BrowseRequest,
  Browsing,
  Clock,
  DiscoveredDevice,
  Discovery,
  SearchLimits,
} from '@busbar/core/contracts'
import { busbarError } from '@busbar/core/contracts'
import type { Link } from './link.ts'
import { browseNode, findDevices } from './search.ts'
import type { Opened } from './session.ts'
import { asSource } from './trust.ts'

export interface Searches {
  discover(request: SearchLimits): Promise<Discovery>
  browse(request: BrowseRequest): Promise<Browsing>
  /** One that has ended, or never was, is no error. */
  cancelSearch(request: { readonly searchId: string }): Promise<void>
  /** Ends all that are under way. */
  stop(): void
}

/** Searches over the session of a connection, each to be ended by its name. */
export function createSearches(options: {
  readonly link: Pick<Link, 'current' | 'refused'>
  readonly clock: Clock
  /** Aborted when the plugin is stopped. */
  readonly signal: AbortSignal
}): Searches {
  const { link } = options
  const underWay = new Map<string, AbortController>()
  const stopping = new AbortController()

  async function named<T>(
    { searchId }: SearchLimits,
    search: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const own = new AbortController()
    if (searchId !== undefined) underWay.set(searchId, own)
    try {
      return await search(AbortSignal.any([options.signal, stopping.signal, own.signal]))
    } finally {
      if (searchId !== undefined && underWay.get(searchId) === own) underWay.delete(searchId)
    }
  }

  return {
    async discover(request) {
      const sources = link.refused().map(({ certificate, at }) => asSource(certificate, at))
      const opened = link.current()
      if (opened === undefined) return { devices: [], sources }
      return named(request, async (signal) => ({
        devices: await discoverOn(opened, request, signal),
        sources: sources.slice(0, request.limit ?? sources.length),
      }))
    },
    async browse(request) {
      const opened = link.current()
      if (opened === undefined)
        throw busbarError('plugin-not-available', {
          detail: 'There is no session with the server.',
        })
      return named(request, (signal) => browseOn(opened, request, signal))
    },
    async cancelSearch({ searchId }) {
      underWay.get(searchId)?.abort()
    },
    stop: () => stopping.abort(),
  }
}

/** What is found until it ends, is ended, or the time is over. */
export async function discoverOn(
  opened: Opened,
  request: SearchLimits,
  signal: AbortSignal,
): Promise<readonly DiscoveredDevice[]> {
  const devices: DiscoveredDevice[] = []
  const ending = AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs)])
  const work = findDevices(opened, request, { devices, signal: ending })
  await Promise.race([work, aborted(ending)])
  // Whoever walks on has a list of nobody.
  return devices.slice()
}

/** @throws `plugin-timeout` where the time is over before */
export async function browseOn(
  opened: Opened,
  request: BrowseRequest,
  signal: AbortSignal,
): Promise<Browsing> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs)])
  const found = await Promise.race([browseNode(opened, request), aborted(ending)])
  if (found === undefined)
    throw busbarError('plugin-timeout', { detail: 'The server did not answer in time.' })
  return found
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
