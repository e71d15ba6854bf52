import type { IAm } from '@busbar/bacnet/apdu'
import { type Peer, parsePeer, peerKey } from '@busbar/bacnet/frames'
import type {
  BrowsedNode,
  BrowseRequest,
  Browsing,
  DiscoveredDevice,
  Discovery,
  SearchLimits,
  SeenSource,
} from '@busbar/core/contracts'
import { pause } from '@busbar/core/contracts'
import { type Abilities, abilitiesOf, type Calls } from './calls.ts'
import { readEde } from './ede.ts'
import { type FoundObject, listObjects } from './object-list.ts'
import type { Settings } from './settings.ts'

export interface Searches {
  discover(request: SearchLimits): Promise<Discovery>
  browse(request: BrowseRequest): Promise<Browsing>
  /** One that has ended, or never was, is no error. */
  cancelSearch(request: { readonly searchId: string }): Promise<void>
  heardIAm(from: Peer, iAm: IAm): void
  stop(): void
}

interface Found {
  readonly peer: Peer
  readonly iAm: IAm
}

const DEFAULT_LIMIT = 200
/** After this long without a new device nobody more is expected to answer. */
const QUIET_MS = 700
const STEP_MS = 100

/** Looks for devices and their objects; the devices of EDE files are there without being asked. */
export function createSearches(options: {
  readonly settings: Settings
  readonly calls: Calls
  readonly ask: () => void
  readonly sources: (limit: number) => readonly SeenSource[]
}): Searches {
  const { settings, calls } = options
  const underWay = new Map<string, AbortController>()
  const stopping = new AbortController()
  const listeners = new Set<(found: Found) => void>()
  const planned = settings.ede.flatMap((text) => readEde(text).devices)

  async function limited<T>(
    { timeoutMs, searchId }: SearchLimits,
    work: (signal: AbortSignal, endsAt: number) => Promise<T>,
  ): Promise<T> {
    const own = new AbortController()
    if (searchId !== undefined) underWay.set(searchId, own)
    // Asked for the last time a little before: answers on their way are still waited for.
    const timer = setTimeout(() => own.abort(), Math.max(0, timeoutMs - STEP_MS))
    try {
      const signal = AbortSignal.any([own.signal, stopping.signal])
      return await work(signal, performance.now() + timeoutMs)
    } finally {
      clearTimeout(timer)
      if (searchId !== undefined && underWay.get(searchId) === own) underWay.delete(searchId)
    }
  }

  /** Asks who is there and listens, until nobody new has answered for a while. */
  async function whoIsThere(signal: AbortSignal, endsAt: number): Promise<readonly Found[]> {
    const found = new Map<number, Found>()
    let newestAt = performance.now()
    const listen = (one: Found) => {
      if (!found.has(one.iAm.device)) newestAt = performance.now()
      found.set(one.iAm.device, one)
    }
    for (const { instance, address } of settings.devices) {
      const peer = parsePeer(address, 47_808)
      const iAm = { device: instance, maxApdu: 480, segmentation: 3, vendor: 0 }
      if (peer) found.set(instance, { peer, iAm })
    }
    listeners.add(listen)
    const half = performance.now() + (endsAt - performance.now()) / 2
    options.ask()
    while (!signal.aborted && performance.now() < half && performance.now() - newestAt < QUIET_MS)
      await pause(STEP_MS, signal)
    listeners.delete(listen)
    return [...found.values()].sort((one, other) => one.iAm.device - other.iAm.device)
  }

  async function objectsOf(found: Found, limit: number, signal: AbortSignal) {
    const from: Abilities = abilitiesOf(found.peer, found.iAm.maxApdu)
    const listing = listObjects({ calls, from, device: found.iAm.device, limit, signal })
    return orEmpty(listing, signal)
  }

  async function describe(found: Found, limit: number, signal: AbortSignal) {
    const { iAm, peer } = found
    const { name, objects } = await objectsOf(found, limit, signal)
    const points = objects.flatMap(({ point }) => point ?? [])
    const title = `${name ?? `Device ${iAm.device}`} (${iAm.device}, ${peerKey(peer)})`
    return { source: `device ${iAm.device}`, title, points }
  }

  return {
    discover: (request) =>
      limited(request, async (signal, endsAt) => {
        const { limit = DEFAULT_LIMIT } = request
        const found = (await whoIsThere(signal, endsAt)).slice(0, limit)
        const devices: DiscoveredDevice[] = await Promise.all(
          found.map((one) => describe(one, limit, signal)),
        )
        const there = new Set(devices.map(({ source }) => source))
        const more = planned.filter(({ source }) => !there.has(source))
        return {
          devices: [...devices, ...more].slice(0, limit),
          sources: options.sources(limit),
        }
      }),
    browse: (request) =>
      limited(request, async (signal, endsAt) => {
        const { nodeId, limit = DEFAULT_LIMIT } = request
        const found = await whoIsThere(signal, endsAt)
        if (nodeId === null) return { nodes: rootOf(found, planned).slice(0, limit) }
        const device = found.find(({ iAm }) => nodeId === `device ${iAm.device}`)
        const objects = device ? (await objectsOf(device, limit, signal)).objects : []
        const nodes = objects.length > 0 ? objects.map(nodeOf) : plannedNodes(planned, nodeId)
        return { nodes: nodes.slice(0, limit) }
      }),
    async cancelSearch({ searchId }) {
      underWay.get(searchId)?.abort()
    },
    heardIAm(peer, iAm) {
      for (const listen of listeners) listen({ peer, iAm })
    },
    stop: () => stopping.abort(),
  }
}

function rootOf(found: readonly Found[], planned: readonly DiscoveredDevice[]) {
  const nodes = new Map<string, BrowsedNode>()
  for (const { source, title } of planned)
    nodes.set(source, { nodeId: source, title, hasChildren: true })
  for (const { iAm, peer } of found) {
    const nodeId = `device ${iAm.device}`
    nodes.set(nodeId, { nodeId, title: `${nodeId} (${peerKey(peer)})`, hasChildren: true })
  }
  return [...nodes.values()]
}

function nodeOf({ nodeId, title, point, value }: FoundObject): BrowsedNode {
  return {
    ...{ nodeId, title, hasChildren: false },
    ...(point === undefined ? {} : { point }),
    ...(value === undefined ? {} : { value }),
  }
}

function plannedNodes(planned: readonly DiscoveredDevice[], nodeId: string): BrowsedNode[] {
  const points = planned.filter(({ source }) => source === nodeId).flatMap((one) => one.points)
  return points.map((point, index) => {
    return { nodeId: `${nodeId} ${index}`, title: point.title, hasChildren: false, point }
  })
}

/** A search that is ended does not wait for devices that are silent. */
async function orEmpty(
  listing: ReturnType<typeof listObjects>,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<typeof listObjects>>> {
  const ended = Promise.withResolvers<{ name: undefined; objects: readonly FoundObject[] }>()
  const end = () => ended.resolve({ name: undefined, objects: [] })
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })
  return Promise.race([listing, ended.promise]).finally(() =>
    signal.removeEventListener('abort', end),
  )
}
