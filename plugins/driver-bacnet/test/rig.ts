import type { DriverOptions, JsonObject, MeterDriver, PointBinding } from '@busbar/core/contracts'
import {
  createDriverSink,
  createLeapingClock,
  createRecordingLog,
  createTestGuard,
  type DriverSink,
  type TestGuard,
} from '@busbar/core/testkit'
import { expect, vi } from 'vitest'
import { createBacnetDriver } from '../driver.ts'
import { QUICK } from './field.ts'

export interface Rig {
  readonly driver: MeterDriver
  readonly sink: DriverSink
  readonly guard: TestGuard
  counters(): Promise<Readonly<Record<string, number>>>
}

/** A driver with a core to talk to; stopped by the caller's closer. */
export function startRig(options: {
  readonly connection: JsonObject
  readonly points: readonly PointBinding[]
  readonly closers: (() => unknown)[]
  readonly log?: DriverOptions['log']
}): Rig {
  const sink = createDriverSink()
  const guard = createTestGuard()
  const driver = createBacnetDriver({
    connectionId: 'test',
    connection: { ...QUICK, broadcastAddress: '127.255.255.255', ...options.connection },
    points: options.points,
    guardPublicKeyPem: guard.publicKeyPem,
    events: sink.events,
    log: options.log ?? createRecordingLog(),
    clock: createLeapingClock({ ticking: true }),
    signal: new AbortController().signal,
    random: Math.random,
  })
  options.closers.push(() => driver.stop())
  return { driver, sink, guard, counters: async () => (await driver.health()).counters ?? {} }
}

/** Waits for what is looked at to be as expected; fails with what it was last. */
export function until<T>(
  look: () => T | Promise<T>,
  expected: (seen: T) => boolean,
): Promise<void> {
  const check = async () => expect(await look()).toSatisfy(expected)
  return vi.waitFor(check, { timeout: 20_000, interval: 20 })
}

export function isUp(driver: MeterDriver): Promise<void> {
  return until(
    async () => await driver.health(),
    ({ status }) => status === 'up',
  )
}

/** All values of a point that were kept, in their order. */
export function valuesOf(sink: DriverSink, pointId: string): readonly unknown[] {
  return sink
    .kept()
    .flatMap(({ values }) => values)
    .filter((one) => one.pointId === pointId)
    .map(({ value }) => value)
}

/** A relay command as the Guard permits it, for a minute. */
export function command(guard: TestGuard, pointId: string, action: 'cut' | 'restore') {
  const issuedAt = Date.now()
  const intent = {
    ...{ intentId: `${action}-${issuedAt}-${Math.random()}`, pointId, action, issuedAt },
    ...{ contractId: '7', installationId: '11', balanceVersion: '3' },
    expiresAt: issuedAt + 60_000,
  }
  return {
    ...{ pointId, value: action === 'restore', expiresAt: intent.expiresAt },
    signedIntent: guard.sign(intent),
  }
}
