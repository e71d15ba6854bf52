import {
  createDriverSink,
  createLeapingClock,
  createRecordingLog,
  createTestGuard,
} from '@busbar/core/testkit'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { createMqttDriver } from '../driver.ts'
import { QUICK } from './aedes-peer.ts'
import {
  BUSBAR,
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

afterEach(closeAll)

describe('links to mosquitto', () => {
  it('X1: readings come in and commands go out by a client certificate, over a restart', async () => {
    const { broker, field } = await startBroker()
    const sink = createDriverSink()
    const own = broker.clientCertificate(BUSBAR.username)
    const url = `mqtts://127.0.0.1:${broker.ports.certificate}`
    const connection = { url, ca: broker.ca, ...own, ...QUICK, protocolVersion: 5 }
    const driver = startDriver(connection, [field.device(0).register], sink)
    expect(await driver.connect()).toMatchObject({ status: 'up' })
    await field.publish(readingOf(1))
    await until(
      () => registersIn(sink),
      ({ length }) => length === 1,
    )
    const read = await driver.read({
      ...{ pointIds: [field.device(0).register.pointId], timeoutMs: 5_000 },
    })
    expect(read.items[0]).toMatchObject({ value: '1' })
    await broker.terminate()
    await broker.start()
    await until(
      () => driver.health(),
      ({ status }) => status === 'up',
    )
    // A certificate of a name that the access list does not know reads nothing.
    const stranger = broker.clientCertificate('stranger')
    const nosy = createDriverSink()
    const other = startDriver(
      { ...connection, ...stranger, clientId: 'nosy' },
      [field.device(0).register],
      nosy,
    )
    await other.connect()
    await field.disconnect()
    await field.connect(`mqtts://127.0.0.1:${broker.ports.password}`, { ca: broker.ca, ...FIELD })
    await field.publish(readingOf(2))
    await until(
      () => registersIn(sink),
      (values) => values.includes('2'),
    )
    expect(registersIn(nosy)).toEqual([])
  })

  it('connections of a share divide the readings, and each hears the answer to its command', async () => {
    const { broker, field } = await startBroker()
    const { register, relay } = field.device(0)
    if (relay === undefined) throw new Error('the field has relays')
    const guard = createTestGuard()
    const sinks = [createDriverSink(), createDriverSink()]
    const drivers = sinks.map((sink, index) => {
      const driver = createMqttDriver({
        ...{ connectionId: 'shared', points: [register, relay], events: sink.events },
        connection: connectionTo(broker, { shareName: 'house', clientId: `busbar-${index}` }),
        guardPublicKeyPem: guard.publicKeyPem,
        log: createRecordingLog(),
        clock: createLeapingClock({ ticking: true }),
        signal: new AbortController().signal,
        random: Math.random,
      })
      later(() => driver.stop())
      return driver
    })
    for (const driver of drivers) expect(await driver.connect()).toMatchObject({ status: 'up' })
    for (let index = 0; index < 40; index += 1) await field.publish(readingOf(index))
    const all = () =>
      sinks.flatMap((sink) => registersIn(sink)).filter((one) => typeof one === 'string')
    await until(all, ({ length }) => length >= 40)
    for (const [index, driver] of drivers.entries()) {
      const issuedAt = Date.now()
      const expiresAt = issuedAt + 30_000
      const intent = {
        ...{ intentId: `share-${index}`, pointId: relay.pointId, action: 'restore' as const },
        ...{ contractId: null, installationId: '1', balanceVersion: '1', issuedAt, expiresAt },
      }
      expect(
        await driver.write({
          ...{ pointId: relay.pointId, value: true, expiresAt },
          signedIntent: guard.sign(intent),
        }),
      ).toMatchObject({ outcome: 'confirmed' })
    }
    const got = all().map(Number)
    expect(got.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index))
    for (const sink of sinks) expect(registersIn(sink).length).toBeGreaterThan(0)
  })

  it('MQTT 5: properties are read beside the payload, and commands carry theirs', async () => {
    const { broker } = await startBroker()
    const url = `mqtts://127.0.0.1:${broker.ports.password}`
    const login = { ca: broker.ca, protocolVersion: 5, reconnectPeriod: 0 } as const
    const field = mqtt.connect(url, { ...login, ...FIELD })
    later(() => field.endAsync(true))
    await new Promise<void>((resolve) => field.once('connect', () => resolve()))
    const asked: unknown[] = []
    field.on('message', (_topic, _payload, { properties }) => asked.push(properties))
    await field.subscribeAsync('cmnd/meter9/ask', { qos: 1 })
    const decoder = {
      ...{ topic: 'tele/meter9/raw', withProperties: true },
      time: { pointer: '/userProperties/measured', format: 'rfc3339' },
      values: {
        total: { pointer: '/payload/total', role: 'register', unit: 'kWh' },
        kind: { pointer: '/contentType' },
      },
      query: { topic: 'cmnd/meter9/ask', payload: '{"now":true}' },
    }
    const sink = createDriverSink()
    const address = { format: 'json', topic: 'tele/meter9/raw' }
    const driver = startDriver(
      connectionTo(broker, { decoders: [decoder], userProperties: { from: 'busbar' } }),
      [
        {
          pointId: 'total',
          role: 'register',
          unit: 'kWh',
          address: { ...address, value: 'total' },
        },
        { pointId: 'kind', role: 'value', unit: '', address: { ...address, value: 'kind' } },
      ],
      sink,
    )
    await driver.connect()
    await field.publishAsync('tele/meter9/raw', '{"total":12.5}', {
      qos: 1,
      properties: {
        ...{ contentType: 'application/json', messageExpiryInterval: 60 },
        userProperties: { measured: '2026-03-01T00:00:00Z' },
      },
    })
    await until(sink.kept, ({ length }) => length === 1)
    expect(sink.kept()[0]).toMatchObject({
      at: Date.UTC(2026, 2, 1),
      values: [{ value: '12.5' }, { value: 'application/json' }],
    })
    await driver.read({ pointIds: ['total'], timeoutMs: 500 })
    expect(asked).toMatchObject([
      {
        ...{ contentType: 'application/json', payloadFormatIndicator: true },
        userProperties: { from: 'busbar' },
      },
    ])
  })
})
