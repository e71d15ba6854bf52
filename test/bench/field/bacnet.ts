import bacstack from 'bacstack'
import pLimit from 'p-limit'
import type { JsonObject, PointBinding } from '../../../core/contracts/index.ts'
import { keptUdpPort } from '../../../plugins/driver-bacnet/test/field.ts'
import { alternate, repeatFor } from '../rounds.ts'
import { addressOf, FIRST_INSTANCE } from './bacnet-places.ts'
import { end, forked } from './child.ts'
import { makeDriver } from './drivers.ts'

const DEVICES = 200
const POINTS = 20
const ROUND_MS = 2_000
const ROUNDS = 6
/** As many questions under way as driver-bacnet allows itself. */
const IN_FLIGHT = 64
const PRESENT_VALUE = 85
const STATUS_FLAGS = 111

/** What a bare client uses, with bacstack's own transport and invoke ids. */
type BareClient = new (options: {
  readonly port: number
  readonly interface: string
  readonly apduTimeout: number
}) => {
  readPropertyMultiple(
    address: string,
    wanted: readonly object[],
    next: (error: Error | null, answer?: { readonly values: readonly unknown[] }) => void,
  ): void
  close(): void
}

export interface BacnetField {
  readonly port: number
  readonly connection: JsonObject
}

/** Devices in a process of their own. */
export async function withBacnetDevices<T>(work: (field: BacnetField) => Promise<T>): Promise<T> {
  const port = await keptUdpPort(addressOf(0))
  const file = new URL('./bacnet-devices.ts', import.meta.url)
  const { child } = await forked(file, [port, DEVICES, POINTS].map(String))
  try {
    return await work({ port, connection: connectionTo(port) })
  } finally {
    await end(child)
  }
}

const connectionTo = (port: number): JsonObject => ({
  ...{ port: 0, bindAddress: '127.0.0.1', broadcastAddress: '127.255.255.255', cov: 'off' },
  // Asked by the bench alone: nothing is polled meanwhile.
  ...{ pollSeconds: 86_400, refreshSeconds: 86_400, keepAliveSeconds: 3_600 },
  ...{ requestsPerSecond: 1_000, maxInFlight: 1 },
  targets: Array.from({ length: DEVICES }, (_, device) => `${addressOf(device)}:${port}`),
})

export const bacnetPoints = (devices: number): readonly PointBinding[] =>
  Array.from({ length: devices * POINTS }, (_, index) => ({
    ...{ pointId: `${index}`, role: 'value' as const, unit: 'W' },
    address: {
      device: FIRST_INSTANCE + Math.floor(index / POINTS),
      ...{ objectType: 'analog-input', objectInstance: index % POINTS },
    },
  }))

/**
 * Values a second by ReadPropertyMultiple: asked of driver-bacnet, beside a bare client of bacstack that asks the same
 * devices for the same properties in the same portions, as many at once.
 */
export function compareBacnet() {
  return withBacnetDevices(async (field) => {
    const driver = await openDriver(field)
    const client = openClient(field)
    try {
      // Once unmeasured: the devices' answers are encoded, both sides run compiled.
      await driver.round()
      await client.round()
      return await alternate({ rounds: ROUNDS, ours: driver.round, ceiling: client.round })
    } finally {
      await driver.stop()
      client.close()
    }
  })
}

async function openDriver({ connection }: BacnetField) {
  const points = bacnetPoints(DEVICES)
  const up = Promise.withResolvers<void>()
  const driver = makeDriver({
    ...{ name: 'bacnet', connection, points, onValues: () => undefined, onUp: up.resolve },
  })
  await driver.connect()
  await up.promise
  const pointIds = points.map(({ pointId }) => pointId)
  return {
    round: () =>
      repeatFor(ROUND_MS, async () => {
        const { items } = await driver.read({ pointIds, timeoutMs: 10_000 })
        const bad = items.find(({ error }) => error !== undefined)
        if (bad) throw new Error(`${bad.pointId}: ${bad.error?.message}`)
        return items.length
      }),
    stop: () => driver.stop(),
  }
}

function openClient({ port }: BacnetField) {
  const client = new (bacstack as unknown as BareClient)({
    port,
    interface: '127.0.0.1',
    apduTimeout: 3_000,
  })
  const limit = pLimit(IN_FLIGHT)
  const wanted = Array.from({ length: POINTS }, (_, instance) => ({
    objectId: { type: 0, instance },
    properties: [{ id: PRESENT_VALUE }, { id: STATUS_FLAGS }],
  }))
  const ask = (device: number) =>
    new Promise<number>((resolve, reject) => {
      client.readPropertyMultiple(addressOf(device), wanted, (error, answer) => {
        if (error) reject(error)
        else resolve(answer?.values.length ?? 0)
      })
    })
  return {
    round: () =>
      repeatFor(ROUND_MS, async () => {
        const devices = Array.from({ length: DEVICES }, (_, device) => limit(ask, device))
        return (await Promise.all(devices)).reduce((sum, count) => sum + count, 0)
      }),
    close: () => client.close(),
  }
}
