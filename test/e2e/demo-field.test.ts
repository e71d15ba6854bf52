import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DriverOptions, JsonObject, MeterDriver, PointBinding } from '@busbar/core/contracts'
import {
  createDriverSink,
  createLeapingClock,
  createRecordingLog,
  createTestGuard,
} from '@busbar/core/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { deviceLogin, integratorLogin } from '../../examples/demo-building/broker/access.ts'
import { startBroker } from '../../examples/demo-building/broker/broker.ts'
import { METERS } from '../../examples/demo-building/building/meters.ts'
import type { DeviceSpec, MeterSpec } from '../../examples/demo-building/building/types.ts'
import { type Protocol, protocolOf } from '../../examples/demo-building/building/wiring.ts'
import { type Child, startChild } from '../../examples/demo-building/child.ts'
import type { DevicesReady } from '../../examples/demo-building/devices/main.ts'
import {
  bacnetConfig,
  mqttConfig,
  opcuaConfig,
  pointsOf,
} from '../../examples/demo-building/seed/addresses.ts'
import { createBacnetDriver } from '../../plugins/driver-bacnet/driver.ts'
import { createMqttDriver } from '../../plugins/driver-mqtt/driver.ts'
import { createOpcUaDriver } from '../../plugins/driver-opcua/driver.ts'
import { createFindIdentity } from '../../plugins/driver-opcua/identity.ts'

/*
 * The demo's devices as its processes play them, and the drivers as its connections configure them: one meter with a
 * relay of each protocol. Time is the wall clock's.
 */

const PLACE = new URL('../../examples/demo-building/', import.meta.url)
const WITHIN = { timeout: 30_000, interval: 100 }
/** Two reports. */
const INTERVALS_MS = 2_000
const PASSWORDS = { broker: 'busbar at the broker', opcua: 'busbar at the server' }
const drivers: MeterDriver[] = []
const guard = createTestGuard()
let dataDir = ''
let devices: Child
let broker: Awaited<ReturnType<typeof startBroker>>
let ready: DevicesReady

/** The unit whose relay is cut in the demo, drawing a lot and reporting each second. */
function meterOf(code: string): MeterSpec {
  const meter = METERS.find((one) => one.code === code)
  if (meter === undefined) throw new Error(`There is no meter ${code}.`)
  const load = { kind: 'electricity', profile: 'g1', yearly: 600_000, shift: 1 } as const
  return { ...meter, device: { ...meter.device, load, intervalS: 1, phaseS: 0 } }
}
const CUT: Readonly<Record<Protocol, MeterSpec>> = {
  mqtt: meterOf('201-E'),
  opcua: meterOf('103-E'),
  bacnet: meterOf('106-E'),
}
const passwordOf = ({ device }: DeviceSpec) => `password of ${device}`

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-demo-field-'))
  const specs = Object.values(CUT).map(({ device }) => device)
  const logins = specs.map((spec) => deviceLogin(spec.device, passwordOf(spec)))
  broker = await startBroker({ logins: [integratorLogin('busbar', PASSWORDS.broker), ...logins] })
  devices = await startChild({
    script: new URL('devices/main.ts', PLACE),
    config: {
      brokerPort: broker.port,
      bacnet: { port: 0 },
      opcua: {
        ...{ port: 0, certificatesDir: join(dataDir, 'opcua') },
        ...{ username: 'busbar', password: PASSWORDS.opcua },
      },
      clock: { startAt: 0, rate: 1, wallAt: 0 },
      bornAt: Date.now() - 3_600_000,
      calendar: { utcOffsetMinutes: 480, holidays: [], workedWeekendDays: [] },
      devices: specs.map((spec) => ({ ...spec, password: passwordOf(spec) })),
      statePath: join(dataDir, 'devices.json'),
    },
  })
  ready = devices.ready as DevicesReady
}, 90_000)

afterAll(async () => {
  await Promise.all(drivers.map((driver) => driver.stop()))
  await devices?.stop()
  await broker?.close()
  rmSync(dataDir, { recursive: true, force: true })
}, 30_000)

function connectionOf(protocol: Protocol, password = PASSWORDS.opcua): JsonObject {
  if (ready.opcua === null || ready.bacnet === null) throw new Error('A network is missing.')
  const timeZone = 'Asia/Shanghai'
  switch (protocol) {
    case 'mqtt':
      return mqttConfig({ port: broker.port, password: PASSWORDS.broker, timeZone })
    case 'opcua':
      return opcuaConfig({ ...ready.opcua, username: 'busbar', password })
    case 'bacnet':
      return bacnetConfig({ port: ready.bacnet.port, timeZone })
  }
}

function driverOf(protocol: Protocol, connection = connectionOf(protocol)) {
  const sink = createDriverSink()
  const points = pointsOf(CUT[protocol]).map(
    ({ role, unit, address }): PointBinding => ({
      ...{ pointId: role, role, unit, address: address as JsonObject },
    }),
  )
  const options: DriverOptions & { random: () => number } = {
    ...{ connectionId: protocol, connection, points, events: sink.events },
    ...{ guardPublicKeyPem: guard.publicKeyPem, log: createRecordingLog() },
    clock: createLeapingClock({ ticking: true }),
    signal: new AbortController().signal,
    random: Math.random,
  }
  const driver = {
    mqtt: () => createMqttDriver(options),
    opcua: () => createOpcUaDriver({ ...options, findIdentity: createFindIdentity(undefined) }),
    bacnet: () => createBacnetDriver(options),
  }[protocol]()
  drivers.push(driver)
  const values = (role: string) =>
    sink
      .kept()
      .flatMap((snapshot) => snapshot.values)
      .filter(({ pointId }) => pointId === role)
      .map(({ value }) => value)
  return { driver, values, latest: (role: string) => values(role).at(-1) }
}

function command(action: 'cut' | 'restore') {
  const issuedAt = Date.now()
  const intent = {
    ...{ intentId: `${action}-${issuedAt}`, pointId: 'relay', action, issuedAt },
    ...{ contractId: '7', installationId: '11', balanceVersion: '3' },
    expiresAt: issuedAt + 60_000,
  }
  return {
    ...{ pointId: 'relay', value: action === 'restore', expiresAt: intent.expiresAt },
    signedIntent: guard.sign(intent),
  }
}

it.each(['mqtt', 'opcua', 'bacnet'] as const)(
  'a tenant on %s is read, cut and restored, and draws nothing in between',
  async (protocol) => {
    expect(protocolOf(CUT[protocol].device.kind)).toBe(protocol)
    const { driver, values, latest } = driverOf(protocol)
    await driver.connect()
    const amperes = () => Number(latest('current'))
    await expect.poll(() => new Set(values('register')).size, WITHIN).toBeGreaterThan(2)
    expect(values('register').map(Number)).toEqual(
      values('register')
        .map(Number)
        .toSorted((a, b) => a - b),
    )
    expect(Number(values('register')[0])).toBeGreaterThan(CUT[protocol].device.initial / 1_000)
    expect(amperes()).toBeGreaterThan(0.05)

    expect(await driver.write(command('cut'))).toMatchObject({
      outcome: 'confirmed',
      readBack: false,
    })
    await expect.poll(amperes, WITHIN).toBe(0)
    await expect.poll(() => latest('relay'), WITHIN).toBe(false)
    const standing = latest('register')
    await new Promise((resolve) => setTimeout(resolve, INTERVALS_MS))
    expect(latest('register')).toBe(standing)

    expect(await driver.write(command('restore'))).toMatchObject({
      ...{ outcome: 'confirmed', readBack: true },
    })
    await expect.poll(amperes, WITHIN).toBeGreaterThan(0.05)
    await expect.poll(() => latest('relay'), WITHIN).toBe(true)
    await expect.poll(() => Number(latest('register')), WITHIN).toBeGreaterThan(Number(standing))
  },
  120_000,
)

it('X2: the OPC UA server lets in nobody but by the certificate and the password of its set-up', async () => {
  const given = connectionOf('opcua')
  const { certificate: _, privateKey: __, ...strange } = given
  const { username: _user, password: _password, ...anonymous } = given
  const refused = [
    [connectionOf('opcua', 'a guess'), /refuses the user/],
    [anonymous, /anonymous/i],
    [strange, /does not trust Busbar's certificate/],
  ] as const
  for (const [connection, detail] of refused) {
    const { driver } = driverOf('opcua', connection)
    await driver.connect()
    expect(await driver.health()).toMatchObject({ status: 'down' })
    expect((await driver.health()).detail).toMatch(detail)
    await driver.stop()
  }
  const { driver } = driverOf('opcua', given)
  await driver.connect()
  await expect.poll(async () => (await driver.health()).status, WITHIN).toBe('up')
}, 120_000)
