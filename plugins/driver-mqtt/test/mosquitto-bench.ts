import type { DriverOptions, JsonObject, MeterDriver } from '@busbar/core/contracts'
import { createLeapingClock, createRecordingLog, type DriverSink } from '@busbar/core/testkit'
import { expect, vi } from 'vitest'
import { createMqttDriver } from '../driver.ts'
import { QUICK } from './aedes-peer.ts'
import { type Access, createMosquitto, type Mosquitto } from './mosquitto.ts'
import { createTasmotaField } from './tasmota-field.ts'

export const BUSBAR = { username: 'busbar', password: 'correct horse' }
export const FIELD = { username: 'field', password: 'battery staple' }

/** As the README has it: the core reads all, each device writes under its own name alone. */
export const ACCESS: readonly Access[] = [
  {
    user: BUSBAR.username,
    password: BUSBAR.password,
    rules: ['topic read tele/#', 'topic read stat/#', 'topic write cmnd/#'],
  },
  {
    user: FIELD.username,
    password: FIELD.password,
    rules: ['topic write tele/#', 'topic write stat/#', 'topic read cmnd/#'],
  },
  {
    user: 'operator',
    password: 'c',
    rules: ['topic read tele/#', 'topic write cmnd-free/#', 'topic write elsewhere/#'],
  },
  { user: 'meter0', password: 'a', rules: ['topic write tele/meter0/#'] },
  { user: 'meter1', password: 'b', rules: ['topic write tele/meter1/#'] },
]

const closers: (() => unknown)[] = []

/** Takes away all that was started; after each test. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close()
}

/** To be called by `closeAll`. */
export function later(close: () => unknown): void {
  closers.push(close)
}

export async function startBroker() {
  const broker = await createMosquitto(ACCESS)
  closers.push(broker.close)
  await broker.start()
  const field = createTasmotaField()
  await field.connect(`mqtts://127.0.0.1:${broker.ports.password}`, {
    ca: broker.ca,
    ...FIELD,
  })
  closers.push(field.disconnect)
  return { broker, field }
}

export function connectionTo({ ports, ca }: Mosquitto, change: JsonObject = {}): JsonObject {
  const url = `mqtts://127.0.0.1:${ports.password}`
  return { url, ca, ...BUSBAR, ...QUICK, protocolVersion: 5, ...change }
}

export function startDriver(
  connection: JsonObject,
  points: DriverOptions['points'],
  sink: DriverSink,
): MeterDriver {
  const driver = createMqttDriver({
    connection,
    points,
    events: sink.events,
    connectionId: 'test',
    guardPublicKeyPem: '',
    log: createRecordingLog(),
    clock: createLeapingClock({ ticking: true }),
    signal: new AbortController().signal,
    random: Math.random,
  })
  closers.push(() => driver.stop())
  return driver
}

/** Waits for what is looked at to be as expected; fails with what it was last. */
export function until<T>(
  look: () => T | Promise<T>,
  expected: (seen: T) => boolean,
): Promise<void> {
  const check = async () => expect(await look()).toSatisfy(expected)
  return vi.waitFor(check, { timeout: 20_000, interval: 20 })
}

export function registersIn(sink: DriverSink): readonly unknown[] {
  return sink.kept().flatMap(({ values }) => values.map(({ value }) => value))
}

export const readingOf = (index: number) => {
  return { device: 0, register: String(index), power: '1', at: 1e12 + index * 1e3 }
}
