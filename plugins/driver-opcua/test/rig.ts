import type { JsonObject, MeterDriver, PointBinding } from '@busbar/core/contracts'
import {
  createDriverSink,
  createLeapingClock,
  createRecordingLog,
  createTestGuard,
} from '@busbar/core/testkit'
import { createOpcUaDriver } from '../driver.ts'
import { createFindIdentity } from '../identity.ts'
import { createPassing } from '../passing.ts'
import { nodeIdOf } from './peer.ts'

const PATIENCE_MS = 30_000

/** A driver with a core to talk to, and what tries settings before they are saved. */
export function createRig() {
  const sink = createDriverSink()
  const clock = createLeapingClock({ ticking: true })
  const guard = createTestGuard()
  const log = createRecordingLog()
  const signal = new AbortController().signal
  const findIdentity = createFindIdentity(undefined)
  const drivers: MeterDriver[] = []
  return {
    ...{ sink, clock, guard, log },
    ...createPassing({ findIdentity, clock, signal }),
    driver(connection: JsonObject, points: readonly PointBinding[] = []): MeterDriver {
      const driver = createOpcUaDriver({
        ...{ connectionId: 'rig', connection, points, events: sink.events, log, clock, signal },
        ...{ guardPublicKeyPem: guard.publicKeyPem, findIdentity, random: Math.random },
      })
      drivers.push(driver)
      return driver
    },
    /** Source times of what was kept of a point, in the order of commit. */
    times: (pointId: string) => keptOf(sink, pointId).map(({ at }) => at),
    values: (pointId: string) => keptOf(sink, pointId).map(({ value }) => value),
    qualities: (pointId: string) => keptOf(sink, pointId).map(({ quality }) => quality),
    async stop(): Promise<void> {
      await Promise.all(drivers.map((driver) => driver.stop()))
    },
  }
}

function keptOf(sink: ReturnType<typeof createDriverSink>, pointId: string) {
  return sink
    .kept()
    .flatMap(({ at, values }) => values.map((value) => ({ at, ...value })))
    .filter((one) => one.pointId === pointId)
}

/** Waits until the condition holds; fails with the description. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A point of the variable that takes any type. */
export function oddPoint(role: PointBinding['role'] = 'register', unit = 'kWh'): PointBinding {
  return { pointId: 'odd', role, unit, address: { nodeId: nodeIdOf('Odd') } }
}
