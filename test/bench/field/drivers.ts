import { generateKeyPairSync } from 'node:crypto'
import type {
  DriverEvents,
  JsonObject,
  Log,
  MeterDriver,
  PointBinding,
} from '../../../core/contracts/index.ts'
import { createBacnetDriver } from '../../../plugins/driver-bacnet/driver.ts'
import { createMqttDriver } from '../../../plugins/driver-mqtt/driver.ts'
import { createOpcUaDriver } from '../../../plugins/driver-opcua/driver.ts'
import { createFindIdentity } from '../../../plugins/driver-opcua/identity.ts'

const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }

function nothing(): void {}

export type DriverName = 'mqtt' | 'opcua' | 'bacnet'

/** A driver as the core makes it, before a core that takes everything at once. */
export function makeDriver(request: {
  readonly name: DriverName
  readonly connectionId?: string
  readonly connection: JsonObject
  readonly points: readonly PointBinding[]
  readonly onValues: (count: number) => void
  readonly onUp?: () => void
}): MeterDriver {
  const { name, connectionId = 'bench', connection, points, onValues, onUp = nothing } = request
  const events: DriverEvents = {
    async snapshots({ snapshots }) {
      let count = 0
      for (const { values } of snapshots) count += values.length
      onValues(count)
    },
    async malformed({ reason }) {
      throw new Error(`The bench sent nothing malformed: ${reason}`)
    },
    health: ({ status }) => {
      if (status === 'up') onUp()
    },
  }
  const options = {
    ...{ connectionId, connection, points, events, log: SILENT, random: Math.random },
    guardPublicKeyPem: guardKey(),
    clock: { now: () => Date.now() },
    signal: new AbortController().signal,
  }
  if (name === 'mqtt') return createMqttDriver(options)
  if (name === 'bacnet') return createBacnetDriver(options)
  return createOpcUaDriver({ ...options, findIdentity: createFindIdentity(undefined) })
}

function guardKey(): string {
  const { publicKey } = generateKeyPairSync('ed25519')
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

/** Waits until so many were counted since the last wait. */
export function createCounter() {
  let seen = 0
  let wanted = Number.POSITIVE_INFINITY
  let reached = Promise.withResolvers<void>()
  return {
    add(count: number): void {
      seen += count
      if (seen >= wanted) reached.resolve()
    },
    /** Begins to count at 0. */
    async until(count: number, work: () => Promise<unknown>): Promise<void> {
      seen = 0
      wanted = count
      reached = Promise.withResolvers<void>()
      await Promise.all([work(), reached.promise])
    },
  }
}
