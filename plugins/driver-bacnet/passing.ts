import type { IAm } from '@busbar/bacnet/apdu'
import { type Peer, parsePeer, peerKey } from '@busbar/bacnet/frames'
import type { ConnectionTest, Discovery, JsonObject, SearchLimits } from '@busbar/core/contracts'
import { abilitiesOf } from './calls.ts'
import { createSearches, type Searches } from './searches.ts'
import { readSettings, type Settings } from './settings.ts'
import { createStation, type Station } from './station.ts'

const silent = () => undefined
const LOG = { debug: silent, info: silent, warn: silent, error: silent }
const STEP_MS = 50

interface Passing {
  readonly settings: Settings
  readonly station: Station
  readonly searches: Searches
  readonly found: ReadonlyMap<number, { readonly from: Peer; readonly iAm: IAm }>
  /** Why the port of the settings could not be taken, and another one was. */
  readonly inUse: string | undefined
}

/**
 * A station of its own that leaves nothing behind. Where the port is taken, as by the connection
 * itself while it runs, it asks from a free one: devices that are asked directly answer there too.
 */
async function passing<T>(
  connection: JsonObject,
  use: (passing: Passing) => Promise<T>,
): Promise<T> {
  const settings = readSettings(connection)
  const first = open(settings)
  await first.station.link.start()
  const state = first.station.link.state()
  if (state.state === 'up') return finished(first, use, undefined)
  const second = open({ ...settings, port: 0 })
  await close(first)
  await second.station.link.start()
  return finished(second, use, state.detail)
}

function open(settings: Settings) {
  const found = new Map<number, { readonly from: Peer; readonly iAm: IAm }>()
  const station = createStation({
    ...{ settings, log: LOG },
    events: {
      iAm(from, iAm) {
        found.set(iAm.device, { from, iAm })
        searches.heardIAm(from, iAm)
      },
      ...{ cov: silent, unasked: silent, malformed: silent, state: silent, frame: silent },
    },
  })
  const searches: Searches = createSearches({
    ...{ settings, calls: station.calls, ask: station.whoIs, sources: () => [] },
  })
  return { settings, station, searches, found }
}

async function close({ station, searches }: ReturnType<typeof open>): Promise<void> {
  searches.stop()
  station.requests.stop()
  await station.link.stop()
}

async function finished<T>(
  opened: ReturnType<typeof open>,
  use: (passing: Passing) => Promise<T>,
  inUse: string | undefined,
): Promise<T> {
  try {
    return await use({ ...opened, inUse })
  } finally {
    await close(opened)
  }
}

/** Opens the port and asks who is there: yes if a device answers. */
export function testConnection(request: {
  readonly connection: JsonObject
  readonly timeoutMs: number
}): Promise<ConnectionTest> {
  return passing(request.connection, async ({ settings, station, found, inUse }) => {
    const state = station.link.state()
    if (state.state === 'down') return { ok: false, detail: state.detail }
    const endsAt = performance.now() + request.timeoutMs * 0.8
    const alive = askFixed(settings, station)
    for (let step = 0; performance.now() < endsAt && found.size === 0; step += 1) {
      if (step % 20 === 0) station.whoIs()
      if (alive.answered > 0) break
      await new Promise((resolve) => setTimeout(resolve, STEP_MS))
    }
    const count = Math.max(found.size, alive.answered)
    const hint = inUse === undefined ? '' : ` ${inUse}`
    if (count > 0) return { ok: true, detail: `Devices answer (${names(found)}).${hint}` }
    return { ok: false, detail: `No device answers.${hint || ` ${advice(settings)}`}` }
  })
}

function names(found: Passing['found']): string {
  const some = [...found].slice(0, 5).map(([device, { from }]) => `${device} at ${peerKey(from)}`)
  return some.length === 0 ? 'those named' : some.join(', ')
}

/** Devices with a fixed address need not answer Who-Is: they are asked for their status. */
function askFixed(settings: Settings, { calls }: Station): { readonly answered: number } {
  const alive = { answered: 0 }
  for (const { instance, address } of settings.devices) {
    const from = fixedAbilities(address)
    if (from === undefined) continue
    const wanted = [{ object: { type: 8, instance }, property: 112 }]
    void calls.read({ from, wanted }).then(({ ok }) => {
      if (ok) alive.answered += 1
    })
  }
  return alive
}

function advice({ bindAddress, targets, bbmd }: Settings): string {
  if (bindAddress !== '0.0.0.0')
    return `Who is bound to one address (${bindAddress}) hears no broadcasts: 0.0.0.0 does.`
  return targets.length === 0 && bbmd === undefined
    ? 'Devices of another subnet are reached by a BBMD, or as targets.'
    : 'Check the addresses, and whether a firewall lets UDP pass.'
}

/** As a driver's `discover`, for settings that are not saved yet. */
export function tryDiscover(
  request: SearchLimits & { readonly connection: JsonObject },
): Promise<Discovery> {
  const { connection, ...limits } = request
  return passing(connection, ({ searches }) => searches.discover(limits))
}

function fixedAbilities(address: string) {
  const peer = parsePeer(address, 47_808)
  return peer && abilitiesOf(peer, 480)
}
