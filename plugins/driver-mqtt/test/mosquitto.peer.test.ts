import type { JsonObject } from '@busbar/core/contracts'
import {
  createDriverSink,
  createGate,
  createLeapingClock,
  createRecordingLog,
  createTestGuard,
  type MeterDriverPeer,
  meterDriverSuite,
} from '@busbar/core/testkit'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { createMqttDriver } from '../driver.ts'
import { testConnection } from '../passing-client.ts'
import manifest from '../plugin.json' with { type: 'json' }
import { createMosquitto } from './mosquitto.ts'
import {
  ACCESS,
  closeAll,
  connectionTo,
  FIELD,
  later,
  readingOf,
  registersIn,
  startBroker,
  startDriver,
  until,
} from './mosquitto-bench.ts'
import { createTasmotaField } from './tasmota-field.ts'

afterEach(closeAll)

const [contribution] = manifest.contributes.meterDrivers
if (contribution === undefined) throw new Error('plugin.json declares no meter driver')

async function createMosquittoPeer(protocolVersion: 4 | 5): Promise<MeterDriverPeer> {
  const broker = await createMosquitto(ACCESS)
  const gate = await createGate()
  const field = createTasmotaField()
  async function stop(): Promise<void> {
    await field.disconnect()
    await gate.shut()
    await broker.kill()
  }
  return {
    connection: connectionTo(broker, {
      url: `mqtts://127.0.0.1:${gate.port}`,
      protocolVersion,
    }),
    async start() {
      await broker.start()
      await field.connect(`mqtts://127.0.0.1:${broker.ports.password}`, {
        ca: broker.ca,
        ...FIELD,
      })
      await gate.open(broker.ports.password)
    },
    stop,
    async partition({ cut }) {
      gate.block(cut)
    },
    device: field.device,
    publish: field.publish,
    publishGarbage: ({ device }) => field.publishGarbage(device),
    relay: {
      behave: ({ device, behaviour }) => field.behave(device, behaviour),
      isOn: field.isOn,
    },
    setDeviceOnline: ({ device, online }) => field.setOnline(device, online),
    async close() {
      await stop()
      await broker.close()
    },
  }
}

describe('driver-mqtt on mosquitto', () => {
  describe.each([5, 4] as const)('TLS, password and ACL, MQTT version %i', (protocolVersion) => {
    meterDriverSuite({
      create: (options) => createMqttDriver({ ...options, random: Math.random }),
      test: testConnection,
      peer: () => createMosquittoPeer(protocolVersion),
      capabilities: { ...contribution.capabilities, sourceTime: true },
    })
  })

  it('X1: a device cannot publish as another, and its own readings arrive', async () => {
    const { broker, field } = await startBroker()
    const sink = createDriverSink()
    const points = [field.device(0).register, field.device(1).register]
    const driver = startDriver(connectionTo(broker), points, sink)
    await driver.connect()
    const forger = mqtt.connect(`mqtts://127.0.0.1:${broker.ports.password}`, {
      ...{ ca: broker.ca, username: 'meter0', password: 'a', protocolVersion: 5 },
      reconnectPeriod: 0,
    })
    later(() => forger.endAsync(true))
    await new Promise<void>((resolve) => forger.once('connect', () => resolve()))
    const payload = '{"Time":"2026-01-01T00:00:00","ENERGY":{"Total":7}}'
    await expect(
      forger.publishAsync('tele/meter1/SENSOR', payload, { qos: 1 }),
    ).rejects.toMatchObject({ code: 135 })
    await forger.publishAsync('tele/meter0/SENSOR', payload, { qos: 1 })
    await until(sink.kept, ({ length }) => length > 0)
    expect(sink.kept().map(({ source }) => source)).toEqual(['meter0'])
  })

  it('X1: nobody comes in without credentials, with a wrong password or a foreign authority', async () => {
    const { broker } = await startBroker()
    const foreign = await createMosquitto(ACCESS)
    later(foreign.close)
    const attempt = (change: JsonObject) =>
      testConnection({ connection: connectionTo(broker, change), timeoutMs: 3_000 })
    expect(await attempt({})).toMatchObject({ ok: true })
    const wrong = await attempt({ password: 'wrong' })
    expect(wrong).toMatchObject({ ok: false, detail: expect.stringContaining('password') })
    expect(wrong.detail).not.toContain('wrong')
    expect(await attempt({ password: 'wrong', protocolVersion: 4 })).toMatchObject({ ok: false })
    expect(await attempt({ ca: foreign.ca })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('not trusted'),
    })
    const { ca, url, ...rest } = connectionTo(broker)
    const stranger = { ...rest, url: url ?? '' }
    expect(await testConnection({ connection: stranger, timeoutMs: 3_000 })).toMatchObject({
      ok: false,
    })
    expect(ca).toContain('CERTIFICATE')
  })

  it('X1: a client certificate is an identity of its own', async () => {
    const { broker } = await startBroker()
    const url = `mqtts://127.0.0.1:${broker.ports.certificate}`
    const { ca } = broker
    const own = broker.clientCertificate('busbar')
    const attempt = (connection: JsonObject) => testConnection({ connection, timeoutMs: 3_000 })
    expect(await attempt({ url, ca, ...own })).toMatchObject({ ok: true })
    expect(await attempt({ url, ca })).toMatchObject({ ok: false })
  }, 20_000)

  it('comes in by secure websockets', async () => {
    const { broker, field } = await startBroker()
    const sink = createDriverSink()
    const url = `wss://127.0.0.1:${broker.ports.ws}`
    const driver = startDriver(connectionTo(broker, { url }), [field.device(0).register], sink)
    expect(await driver.connect()).toMatchObject({ status: 'up' })
    await field.publish(readingOf(1))
    await until(
      () => registersIn(sink),
      ({ length }) => length === 1,
    )
  })

  it('a device that the broker does not know is offline at once (MQTT 5)', async () => {
    const { broker } = await startBroker()
    const guard = createTestGuard()
    const address = { format: 'json', topic: 'tele/absent/STATE', value: 'relay' }
    const relay = { pointId: 'relay', role: 'relay', unit: '', address } as const
    const sent = { topic: 'elsewhere/absent', payload: '' }
    const decoder = {
      topic: 'tele/+/STATE',
      values: { relay: { pointer: '/POWER', role: 'relay' } },
      query: sent,
      command: { topic: 'cmnd-free/absent', on: 'ON', off: 'OFF' },
    }
    // The device's own topic space, where nobody listens: the field is subscribed to cmnd/#.
    const change = { decoders: [decoder], username: 'operator', password: 'c' }
    const driver = createMqttDriver({
      connection: connectionTo(broker, change),
      points: [relay],
      events: createDriverSink().events,
      connectionId: 'operator',
      guardPublicKeyPem: guard.publicKeyPem,
      log: createRecordingLog(),
      clock: createLeapingClock({ ticking: true }),
      signal: new AbortController().signal,
      random: Math.random,
    })
    later(() => driver.stop())
    expect(await driver.connect()).toMatchObject({ status: 'up' })
    const now = Date.now()
    const intent = {
      ...({ intentId: '1', pointId: 'relay', action: 'cut', contractId: null } as const),
      ...{
        installationId: '1',
        balanceVersion: '1',
        issuedAt: now + 10,
        expiresAt: now + 60_000,
      },
    }
    const request = { pointId: 'relay', value: false, expiresAt: intent.expiresAt }
    const result = await driver.write({ ...request, signedIntent: guard.sign(intent) })
    expect(result).toMatchObject({ outcome: 'offline' })
    expect(result.detail).toContain('not connected to the broker')
  })

  it('I2: what is published while the driver is away, and over a restart in order, arrives', async () => {
    const { broker, field } = await startBroker()
    const { register } = field.device(0)
    const first = startDriver(connectionTo(broker), [register], createDriverSink())
    await first.connect()
    await first.stop()
    for (let index = 0; index < 1_500; index += 1) await field.publish(readingOf(index))
    await field.disconnect()
    await broker.terminate()
    await broker.start()
    const sink = createDriverSink()
    await startDriver(connectionTo(broker), [register], sink).connect()
    await until(
      () => registersIn(sink).length,
      (count) => count >= 1_500,
    )
    expect(registersIn(sink)).toEqual(Array.from({ length: 1_500 }, (_, index) => String(index)))
  }, 30_000)

  it('I2: nothing is acknowledged before the commit in version 5 either', async () => {
    const { broker, field } = await startBroker()
    const { register } = field.device(0)
    const refusing = createDriverSink()
    const first = startDriver(connectionTo(broker), [register], refusing)
    await first.connect()
    refusing.behave({ kind: 'hold' })
    for (let index = 0; index < 100; index += 1) await field.publish(readingOf(index))
    await until(first.health, ({ counters }) => counters?.inFlight === 100)
    await first.stop()
    const keeping = createDriverSink()
    await startDriver(connectionTo(broker), [register], keeping).connect()
    await until(
      () => registersIn(keeping).length,
      (count) => count >= 100,
    )
    expect(new Set(registersIn(keeping)).size).toBe(100)
  }, 30_000)

  it('I3: a broker killed with -9 loses the session: it is noticed, subscribed again, nothing twice', async () => {
    const { broker, field } = await startBroker()
    const sink = createDriverSink()
    const driver = startDriver(connectionTo(broker), [field.device(0).register], sink)
    await driver.connect()
    await field.publish(readingOf(0))
    await until(
      () => registersIn(sink),
      ({ length }) => length === 1,
    )
    await field.disconnect()
    await broker.kill()
    await until(driver.health, ({ status }) => status === 'down')
    await broker.start()
    await field.connect(`mqtts://127.0.0.1:${broker.ports.password}`, {
      ca: broker.ca,
      ...FIELD,
    })
    await until(driver.health, ({ status }) => status !== 'down')
    expect(await driver.health()).toMatchObject({
      status: 'degraded',
      counters: { sessionsLost: 1 },
    })
    for (let index = 1; index <= 3; index += 1) await field.publish(readingOf(index))
    await until(
      () => registersIn(sink),
      ({ length }) => length >= 4,
    )
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(registersIn(sink)).toEqual(['0', '1', '2', '3'])
    expect(await driver.health()).toMatchObject({ status: 'up' })
  }, 30_000)
})
