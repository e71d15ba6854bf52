import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Pool } from 'pg'
import type { DriverEvents } from '../../core/contracts/meter-driver.ts'
import { createIngest, driverEvents } from '../../core/flow/metering/ingest.ts'
import { createBroker } from '../../core/host/broker.ts'
import { meterDriverClient } from '../../core/host/client.ts'
import { createHost } from '../../core/host/host.ts'
import { defined } from '../../core/kernel/assert.ts'
import { wallClock } from '../../core/kernel/instant.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { createPointStore } from '../../core/persistence/point-store.ts'
import { outliveLostConnections } from '../../core/persistence/pool.ts'
import { streamsOn } from '../support/streams.ts'
import { dayTariff } from '../support/tariffs.ts'
import { type BenchMeter, fillBuilding } from './fixture.ts'
import { alternate, type Measured, report } from './rounds.ts'
import { startBenchServer } from './server.ts'

const START = Date.UTC(2026, 0, 1)
const END = Date.UTC(2046, 0, 1)
const METERS = 4_000
const ROUND_MS = 2_000
const ROUNDS = 6
/** Readings that driver-mqtt hands over together. */
const BATCH = 500
const PLUGIN = fileURLToPath(new URL('./isolation', import.meta.url))
/** The ratio below which isolation would cost too much. */
const BAR = 0.8
const ISOLATIONS = ['shared', 'process'] as const
type Isolation = (typeof ISOLATIONS)[number]

const silent = { debug() {}, info() {}, warn() {}, error: console.error }

/** Readings per second from one driver through the host to the commit, in both isolations in turn. */
export async function run({ json }: { readonly json: boolean }): Promise<void> {
  const server = await startBenchServer()
  const pool = new Pool({ connectionString: server.appUrl, max: 6 })
  outliveLostConnections(pool)
  const folder = mkdtempSync(join(tmpdir(), 'busbar-bench-plugins-'))
  try {
    for (const isolation of ISOLATIONS) writePlugin(folder, isolation)
    const tariff = dayTariff({ from: START, to: END })
    const { meters } = await fillBuilding(
      { pool, analyze: server.analyze },
      { meters: METERS, start: START, tariff },
    )
    const rig = await openHost(folder)
    try {
      const ingest = ingestOn(pool)
      const kept = (connectionId: string): DriverEvents => ({
        ...driverEvents(ingest, connectionId),
        health: () => undefined,
      })
      const rows = []
      for (const [what, events] of [
        ['committed', kept],
        ['handed over to nobody', () => nobody],
      ] as const) {
        const share = (odd: 0 | 1) => meters.filter((_, index) => (index % 4) >> 1 === odd)
        const sides = {
          ours: await rig.open({ isolation: 'process', meters: share(0), events }),
          ceiling: await rig.open({ isolation: 'shared', meters: share(1), events }),
        }
        // Once unmeasured: caches are filled, both sides run compiled.
        await sides.ours()
        await sides.ceiling()
        await server.analyze()
        rows.push({ what, ...(await alternate({ rounds: ROUNDS, ...sides })) })
      }
      tell({ json, rows, residentBytes: rig.residentBytes() })
    } finally {
      await rig.stop()
    }
  } finally {
    await pool.end()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const nobody: DriverEvents = {
  snapshots: async () => undefined,
  malformed: async () => undefined,
  health: () => undefined,
}

/** The bench's plugin, with this isolation in its manifest. */
function writePlugin(folder: string, isolation: Isolation): void {
  const to = join(folder, isolation)
  cpSync(PLUGIN, to, { recursive: true })
  const file = join(to, 'plugin.json')
  const text = readFileSync(file, 'utf8').replaceAll('bench-shared', `bench-${isolation}`)
  writeFileSync(file, JSON.stringify({ ...JSON.parse(text), isolation }))
}

function ingestOn(pool: Pool) {
  const clock = { now: () => END }
  return createIngest({
    streams: streamsOn({ pool, ids: createIdAllocator(pool), clock }),
    points: createPointStore({ pool }),
    observe: async () => undefined,
    ...{ clock, log: silent, writers: 2, batchReadings: 1_000 },
    ...{ queuedReadings: 10_000, cachedStreams: METERS },
  })
}

/** A host as the core has it, and connections of its two plugins. */
async function openHost(folder: string) {
  const { broker } = createBroker({ nodeId: 'bench', log: silent })
  await broker.start()
  const host = await createHost({
    ...{ broker, log: silent, clock: wallClock, wallClock, monotonic: () => performance.now() },
    directories: [folder],
    settingsOf: async () => ({ enabled: true, config: {} }),
    onRepair: ({ detail }) => console.error(detail),
  })
  await host.start()
  let connections = 0

  const open = async (of: {
    readonly isolation: Isolation
    readonly meters: readonly BenchMeter[]
    readonly events: (connectionId: string) => DriverEvents
  }): Promise<() => Promise<Measured>> => {
    const type = `bench-${of.isolation}`
    connections += 1
    const connectionId = String(connections)
    await host.openConnection({
      ...{ point: 'meterDrivers', type, connectionId, guardPublicKeyPem: '' },
      connection: { batch: BATCH, start: START },
      events: of.events(connectionId),
      points: of.meters.map(({ pointId }) => ({
        ...{ pointId, role: 'register', unit: 'kWh', address: {} },
      })),
    })
    const driver = meterDriverClient({ broker, pluginId: type, type, connectionId })
    return async () => {
      const { items } = await driver.read({ pointIds: [], timeoutMs: ROUND_MS })
      const [count, seconds] = items.map(({ value }) => Number(value))
      return { count: defined(count, 'the count'), seconds: defined(seconds, 'the time') }
    }
  }
  return {
    open,
    residentBytes: () => {
      const found = host.list().find(({ isolation }) => isolation === 'process')
      return found?.process?.residentBytes ?? 0
    },
    stop: async () => {
      await host.stop()
      await broker.stop()
    },
  }
}

function tell(result: {
  readonly json: boolean
  readonly rows: readonly (Awaited<ReturnType<typeof alternate>> & { readonly what: string })[]
  readonly residentBytes: number
}): void {
  const { rows, residentBytes, json } = result
  const [committed] = rows
  report({
    title: `isolation: one driver through the host, ${METERS / 2} meters, batches of ${BATCH}; the process holds ${Math.round(residentBytes / 1024 / 1024)} MiB; bar ${BAR}`,
    rows: rows.map(({ what, perSecond, ceilingPerSecond, ratio }) => ({
      readings: what,
      'process/s': Math.round(perSecond),
      'shared/s': Math.round(ceilingPerSecond),
      ratio: Number(ratio.toFixed(3)),
    })),
    result: { ratio: committed?.ratio, bar: BAR, residentBytes, rows },
    json,
  })
}
