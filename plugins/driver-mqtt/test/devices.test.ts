import type { JsonObject, PointBinding, WriteRequest } from '@busbar/core/contracts'
import {
  createDriverSink,
  createLeapingClock,
  createRecordingLog,
  createTestGuard,
} from '@busbar/core/testkit'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMqttDriver } from '../driver.ts'
import { startAedes } from './aedes-broker.ts'
import { QUICK } from './aedes-peer.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Answer = (
  topic: string,
  payload: string,
) => readonly { topic: string; payload: string; retain?: boolean }[]

/** A broker, a device that answers what it is sent, and a driver bound to the points. */
async function bench(request: {
  readonly points: readonly PointBinding[]
  readonly answer: Answer
  readonly connection?: JsonObject
}) {
  const { url, close } = await startAedes()
  closers.push(close)
  const device = mqtt.connect(url, { clientId: 'device', reconnectPeriod: 0 })
  closers.push(() => device.endAsync(true))
  await new Promise<void>((resolve) => device.once('connect', () => resolve()))
  device.on('message', (topic, payload) => {
    for (const reply of request.answer(topic, payload.toString()))
      device.publish(reply.topic, reply.payload, { qos: 1, retain: reply.retain ?? false })
  })
  const commands: { topic: string; retain: boolean }[] = []
  device.on('message', (topic, _payload, packet) => {
    // Not the answers, which match the wildcard too.
    if (!topic.startsWith('busbar-')) commands.push({ topic, retain: packet.retain })
  })
  await device.subscribeAsync(['+/rpc', 'plug/set', 'plug/get', 'cmnd/#'], { qos: 1 })
  const sink = createDriverSink()
  const guard = createTestGuard()
  const clock = createLeapingClock({ ticking: true })
  const driver = createMqttDriver({
    connectionId: 'devices',
    connection: { url, ...QUICK, ...request.connection },
    points: request.points,
    events: sink.events,
    guardPublicKeyPem: guard.publicKeyPem,
    log: createRecordingLog(),
    clock,
    signal: new AbortController().signal,
    random: Math.random,
  })
  closers.push(() => driver.stop())
  await driver.connect()
  let intents = 0
  const command = (action: 'cut' | 'restore'): WriteRequest => {
    intents += 1
    const expiresAt = clock.now() + 30_000
    const intent = { intentId: `i${intents}`, pointId: 'relay', action, contractId: null } as const
    return {
      pointId: 'relay',
      value: action === 'restore',
      expiresAt,
      signedIntent: guard.sign({
        ...intent,
        installationId: '1',
        balanceVersion: '1',
        issuedAt: clock.now(),
        expiresAt,
      }),
    }
  }
  return { driver, device, sink, command, commands }
}

function relayPoint(address: JsonObject): PointBinding {
  return { pointId: 'relay', role: 'relay', unit: '', address }
}

/** A Shelly's RPC over MQTT, as documented: answers at <src>/rpc with the request's id. */
function shelly(call: (method: string, params: { on?: boolean }) => object): Answer {
  return (topic, payload) => {
    if (topic !== 'shellyplug/rpc') return []
    const { id, src, method, params } = JSON.parse(payload)
    const body = { id, src: 'shellyplug', dst: src, ...call(method, params ?? {}) }
    return [{ topic: `${src}/rpc`, payload: JSON.stringify(body) }]
  }
}

describe('Shelly Gen2 relays', () => {
  const points = [
    relayPoint({ format: 'shelly-gen2', device: 'shellyplug', component: 'switch:0' }),
    {
      pointId: 'total',
      role: 'register',
      unit: 'kWh',
      address: { format: 'shelly-gen2', device: 'shellyplug', component: 'switch:0' },
    },
  ] as const

  function plug(obeys: boolean): Answer {
    let on = true
    return shelly((method, params) => {
      const was = on
      if (method === 'Switch.Set' && obeys) on = params.on ?? on
      if (method === 'Switch.Set') return { result: { was_on: was } }
      if (method === 'Switch.GetStatus') return { result: { id: 0, output: on } }
      const status = { output: on, aenergy: { total: 1234.567 } }
      return { result: { 'switch:0': status, sys: { unixtime: 1_757_591_520 } } }
    })
  }

  it('are moved by RPC and read back', async () => {
    const { driver, command, commands } = await bench({ points, answer: plug(true) })
    expect(await driver.write(command('cut'))).toMatchObject({
      outcome: 'confirmed',
      readBack: false,
    })
    expect(commands.length).toBe(2)
    expect(commands.every(({ retain }) => !retain)).toBe(true)
  })

  it('are found out when they acknowledge and do nothing', async () => {
    const { driver, command } = await bench({ points, answer: plug(false) })
    expect(await driver.write(command('cut'))).toMatchObject({ outcome: 'unknown', readBack: true })
  })

  it('are refused when the device answers an error', async () => {
    const answer = shelly(() => ({ error: { code: -103, message: 'Invalid argument' } }))
    const { driver, command } = await bench({ points, answer })
    const result = await driver.write(command('cut'))
    expect(result).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('Invalid') })
  })

  it('ignore answers to the requests of others', async () => {
    const answer: Answer = (topic, payload) => {
      const { src } = topic === 'shellyplug/rpc' ? JSON.parse(payload) : { src: 'nobody' }
      const body = { id: 1, src: 'shellyplug', result: { was_on: true, output: false } }
      return [{ topic: `${src}/rpc`, payload: JSON.stringify(body) }]
    }
    const { driver, command } = await bench({ points, answer })
    expect((await driver.write(command('cut'))).outcome).toBe('unknown')
  })

  it('are offline at once when the will says so', async () => {
    const { driver, command, device, commands } = await bench({ points, answer: plug(true) })
    await device.publishAsync('shellyplug/online', 'false', { retain: true, qos: 1 })
    await vi.waitFor(async () =>
      expect(await driver.write(command('cut'))).toMatchObject({ outcome: 'offline' }),
    )
    const sent = commands.length
    expect((await driver.write(command('cut'))).outcome).toBe('offline')
    expect(commands).toHaveLength(sent)
  })

  it('are discovered with their registers, by their will and their own answer', async () => {
    // A broker that keeps devices to their topics lets them answer at the reply prefix alone.
    const answer: Answer = (topic, payload) =>
      plug(true)(topic, payload).filter((reply) => reply.topic === 'busbar-devices/rpc')
    const { driver, device } = await bench({ points: [], answer })
    await device.publishAsync('shellyplug/online', 'true', { retain: true, qos: 1 })
    const { devices } = await driver.discover({ timeoutMs: 1_000 })
    const found = devices.find(({ source }) => source === 'shellyplug')
    const at = { format: 'shelly-gen2', device: 'shellyplug' }
    const component = { ...at, component: 'switch:0' }
    expect(found?.points.map(({ role, address }) => ({ role, address }))).toEqual([
      { role: 'online', address: at },
      { role: 'register', address: { ...component, pointer: '/aenergy/total' } },
      { role: 'relay', address: { ...component, pointer: '/output' } },
    ])
  })

  it('answer a read of several points with one request, at their own time', async () => {
    const { driver, commands } = await bench({ points, answer: plug(true) })
    const { items } = await driver.read({ pointIds: ['relay', 'total'], timeoutMs: 2_000 })
    expect(items).toEqual([
      { pointId: 'relay', value: true, at: 1_757_591_520_000 },
      { pointId: 'total', value: '1.234567', at: 1_757_591_520_000 },
    ])
    expect(commands).toHaveLength(1)
  })
})

describe('relays described as data', () => {
  const connection: JsonObject = {
    decoders: [
      {
        topic: '+/state',
        values: { relay: { pointer: '/state', role: 'relay' } },
        query: { topic: '{1}/get', payload: '{"state":""}' },
        command: { topic: '{1}/set', on: '{"state":"ON"}', off: '{"state":"OFF"}' },
      },
    ],
  }
  const points = [relayPoint({ format: 'json', topic: 'plug/state', value: 'relay' })]

  it('are moved and read back by their own topics', async () => {
    let state = 'ON'
    const answer: Answer = (topic, payload) => {
      if (topic === 'plug/set') state = JSON.parse(payload).state
      return [{ topic: 'plug/state', payload: JSON.stringify({ state }) }]
    }
    const { driver, command, sink } = await bench({ points, answer, connection })
    expect(await driver.write(command('cut'))).toMatchObject({ outcome: 'confirmed' })
    expect(state).toBe('OFF')
    const { items } = await driver.read({ pointIds: ['relay'], timeoutMs: 2_000 })
    expect(items).toEqual([{ pointId: 'relay', value: false, at: null }])
    // What the device reports when asked is a reading like any other.
    await vi.waitFor(() => expect(sink.kept().length).toBeGreaterThan(1))
  })

  it('are discovered by the values that the decoders name', async () => {
    const { driver, device } = await bench({ points: [], answer: () => [], connection })
    await device.publishAsync('plug/state', '{"state":"ON"}', { retain: true, qos: 1 })
    await device.publishAsync('other/state', '{"temperature":20}', { retain: true, qos: 1 })
    const { devices } = await driver.discover({ timeoutMs: 500 })
    const address = { format: 'json', topic: 'plug/state', value: 'relay' }
    expect(devices.map(({ points }) => points)).toEqual([
      [{ address, title: 'plug/state relay', role: 'relay', unit: '' }],
    ])
  })

  it('are told with what was heard lately and what of it could be bound, understood or not', async () => {
    const points = [relayPoint({ format: 'json', topic: 'plug/state', value: 'relay' })]
    const { driver, device } = await bench({ points, answer: () => [], connection })
    await device.publishAsync('plug/state', '{"state":"ON"}', { qos: 1 })
    await device.publishAsync(
      'other/state',
      '{"a/b":{"energy":"12.5","on":true},"power":3,"text":null}',
      { retain: true, qos: 1 },
    )
    await device.publishAsync('third/state', 'no JSON', { retain: true, qos: 1 })
    const { sources = [] } = await driver.discover({ timeoutMs: 1_000 })
    const at = expect.any(Number)
    const json = { format: 'json', topic: 'other/state' }
    const relay = { format: 'json', topic: 'plug/state', value: 'relay' }
    expect(sources).toHaveLength(3)
    expect(sources).toEqual(
      expect.arrayContaining([
        {
          ...{ source: 'plug/state', at, count: 1, sample: '{"state":"ON"}' },
          fields: [
            {
              ...{ place: '/state', value: 'ON' },
              point: { address: relay, title: 'plug/state relay', role: 'relay', unit: '' },
            },
          ],
        },
        { source: 'third/state', at, count: 1, sample: 'no JSON', fields: [] },
      ]),
    )
    const other = sources.find(({ source }) => source === 'other/state')
    expect(
      other?.fields.map(({ value, point: { address, role, unit } }) => [
        value,
        address,
        role,
        unit,
      ]),
    ).toEqual([
      ['12.5', { ...json, pointer: '/a~1b/energy' }, 'register', 'kWh'],
      ['true', { ...json, pointer: '/a~1b/on' }, 'value', ''],
      ['3', { ...json, pointer: '/power' }, 'power', 'W'],
    ])
    expect((await driver.discover({ timeoutMs: 300, limit: 1 })).sources).toHaveLength(1)
  })

  it('without a query cannot be written', async () => {
    const plain = [relayPoint({ format: 'json', topic: 'plug/state', pointer: '/state' })]
    const { driver, command } = await bench({ points: plain, answer: () => [] })
    expect((await driver.write(command('cut'))).outcome).toBe('refused')
  })
})
