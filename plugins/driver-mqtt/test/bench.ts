import type {
  DriverOptions,
  JsonObject,
  MeterDriver,
  MeterDriverContribution,
  PointBinding,
  PointRole,
  WriteRequest,
} from '@busbar/core/contracts'
import {
  createDriverSink,
  createLeapingClock,
  createRecordingLog,
  createTestGuard,
} from '@busbar/core/testkit'
import { expect, vi } from 'vitest'
import { createCodecs } from '../codecs/registry.ts'
import { createMqttDriver } from '../driver.ts'
import type { PlanContext } from '../plan-points.ts'
import { readSettings } from '../settings.ts'
import { createSparkplugHost } from '../sparkplug/host.ts'
import { QUICK } from './aedes-peer.ts'

/** What plans need, of a connection that is never opened. */
export function planContext(connection: JsonObject): PlanContext {
  const now = () => Date.now()
  const settings = readSettings(connection, 'test')
  const host = createSparkplugHost({ now, publish: () => undefined })
  return { settings, now, host, codecs: createCodecs(settings.codecs) }
}

export function point(
  pointId: string,
  role: PointRole,
  unit: string,
  address: JsonObject,
): PointBinding {
  return { pointId, role, unit, address }
}

/** Waits for what is looked at to be as expected; fails with what it was last. */
export function until<T>(
  look: () => T | Promise<T>,
  expected: (seen: T) => boolean,
): Promise<void> {
  const check = async () => expect(await look()).toSatisfy(expected)
  return vi.waitFor(check, { timeout: 20_000, interval: 20 })
}

const createHere: MeterDriverContribution['create'] = (options) =>
  createMqttDriver({ ...options, random: Math.random })

/** A driver on a broker, with a Guard that permits and a core that keeps. */
export function startBench(request: {
  readonly connection: JsonObject
  readonly points: readonly PointBinding[]
  readonly connectionId?: string
  readonly trace?: DriverOptions['trace']
  /** Where the driver runs: here unless given. */
  readonly create?: MeterDriverContribution['create']
}) {
  const { create = createHere } = request
  const sink = createDriverSink()
  const guard = createTestGuard()
  const clock = createLeapingClock({ ticking: true })
  const driver: MeterDriver = create({
    connectionId: request.connectionId ?? 'bench',
    connection: { ...QUICK, ...request.connection },
    points: request.points as DriverOptions['points'],
    events: sink.events,
    guardPublicKeyPem: guard.publicKeyPem,
    log: createRecordingLog(),
    ...(request.trace !== undefined && { trace: request.trace }),
    clock,
    signal: new AbortController().signal,
  })
  let intents = 0
  const command = (action: 'cut' | 'restore', pointId = 'relay'): WriteRequest => {
    intents += 1
    const expiresAt = clock.now() + 30_000
    const intent = { intentId: `i${intents}`, pointId, action, contractId: null } as const
    const rest = { installationId: '1', balanceVersion: '1', issuedAt: clock.now(), expiresAt }
    const signedIntent = guard.sign({ ...intent, ...rest })
    return { pointId, value: action === 'restore', expiresAt, signedIntent }
  }
  /** Every value that was kept of a point, in order. */
  const valuesOf = (pointId: string) =>
    sink
      .kept()
      .flatMap(({ at, values }) => values.map((value) => ({ ...value, at })))
      .filter((value) => value.pointId === pointId)
  return { driver, sink, clock, command, valuesOf }
}
