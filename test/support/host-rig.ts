import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type {
  DriverOptions,
  Health,
  JsonObject,
  Log,
  Snapshot,
} from '../../core/contracts/index.ts'
import { createBroker } from '../../core/host/broker.ts'
import { tariffStrategyClient } from '../../core/host/client.ts'
import { createHost, type HostOptions, type PluginHost } from '../../core/host/host.ts'
import type { PluginRepair } from '../../core/host/status.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/plugins', import.meta.url))
export const NOW = Date.parse('2026-01-31T08:00:00Z')
const clock = { now: () => NOW }

interface Rig {
  readonly host: PluginHost
  readonly broker: ReturnType<typeof createBroker>['broker']
  readonly repairs: PluginRepair[]
  readonly logged: string[]
  readonly advance: (ms: number) => void
}

const running: Rig[] = []

async function rig(options: Partial<HostOptions> = {}): Promise<Rig> {
  const logged: string[] = []
  const write = (message: string, data?: JsonObject): void => {
    logged.push(`${message} ${JSON.stringify(data)}`)
  }
  const log: Log = { debug: () => undefined, info: write, warn: write, error: write }
  const { broker } = createBroker({ nodeId: 'host-test', log, drainMs: 1_000 })
  await broker.start()
  const repairs: PluginRepair[] = []
  let elapsedMs = 0
  const host = await createHost({
    ...{ broker, log, clock, wallClock: clock, monotonic: () => elapsedMs },
    directories: [FIXTURES],
    settingsOf: async ({ pluginId }) => ({
      enabled: true,
      config: pluginId === 'good' ? { token: 'token-of-good' } : {},
    }),
    onRepair: (repair) => repairs.push(repair),
    roundTrip: true,
    ...options,
    limits: { registerMs: 200, methodFactor: 0.005, ...options.limits },
  })
  const created: Rig = {
    ...{ host, broker, repairs, logged },
    advance: (ms) => {
      elapsedMs += ms
    },
  }
  running.push(created)
  return created
}

/** A host on the fixture plugins, its clock in the test's hand. */
export async function started(options: Partial<HostOptions> = {}): Promise<Rig> {
  const made = await rig(options)
  await made.host.start()
  return made
}

/** To be called after each test. */
export async function stopHosts(): Promise<void> {
  for (const { host, broker } of running.splice(0)) {
    await host.stop()
    await broker.stop()
  }
}

export const stateOf = ({ host }: Rig, pluginId: string) =>
  host.list().find(({ id }) => id === pluginId)

export const code = (expected: string) => expect.objectContaining({ code: expected })

export function driverConnection(
  overrides: Partial<Parameters<PluginHost['openConnection']>[0]> = {},
) {
  const heard: Snapshot[] = []
  const healths: Health[] = []
  const events: DriverOptions['events'] = {
    snapshots: async ({ snapshots }) => {
      heard.push(...snapshots)
    },
    malformed: async () => undefined,
    health: (health) => {
      healths.push(health)
    },
  }
  const request = {
    point: 'meterDrivers' as const,
    type: 'memory',
    connectionId: '7',
    connection: { host: 'here', password: 'open sesame' } as JsonObject,
    points: [{ pointId: 'p1', role: 'register' as const, unit: 'kWh', address: { topic: 'a/b' } }],
    guardPublicKeyPem: '',
    events,
  }
  return { request: { ...request, ...overrides } as typeof request, heard, healths }
}

export const misbehaving = (mode: string) =>
  driverConnection({ type: 'misbehaving', connection: { mode, password: 'open sesame' } })

export const moody = ({ broker }: Rig, mood: string) =>
  tariffStrategyClient({ broker, pluginId: 'misbehaves', type: 'moody' }).compile({
    terms: { mood },
    calendar: { timeZone: 'Asia/Shanghai', holidays: [], workedWeekendDays: [] },
    from: NOW,
    to: NOW + 1,
  })
