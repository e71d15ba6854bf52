import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, describe, expect, test } from 'vitest'
import connectionSchema from '../connection.schema.json' with { type: 'json' }
import { readSettings } from '../settings.ts'
import { testConnection } from '../test-connection.ts'
import { startBroker } from './broker.ts'
import { CREDENTIALS, createRig, type Rig } from './rig.ts'
import { snapshot, still } from './still-building.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const undone: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of undone.splice(0).reverse()) await undo()
})

async function rig(building = still): Promise<Rig> {
  const made = await createRig({ building, log, signal: new AbortController().signal })
  undone.push(async () => {
    await made.gateway.stop()
    await made.close()
  })
  return made
}

describe('at the broker', () => {
  test('what an earlier run left and is gone now is taken away, and nothing of others', async () => {
    const { gateway, home } = await rig()
    const left = 'homeassistant/switch/busbar_9/supply_4-order/config'
    const others = 'homeassistant/switch/busbar_90/supply_4-order/config'
    for (const topic of [left, others]) await home.publish(topic, '{"state_topic":"x"}', true)
    await home.publish('busbar/9/supply/4/order', '{"value":null}', true)
    await gateway.connect()
    await expect
      .poll(() => [...home.retained().keys()].sort())
      .toEqual([
        ...['busbar/9/alarms', 'busbar/9/site/1/held', 'busbar/9/status'],
        'homeassistant/binary_sensor/busbar_9/site_1-held/config',
        'homeassistant/sensor/busbar_9/alarms/config',
        others,
      ])
    expect(home.seen().get('site:1/held')).toMatchObject({ value: false, good: true })
  })

  test('it is offline by its last will when it falls, and by its own word when it stops', async () => {
    const { gateway, home, broker } = await rig()
    await gateway.connect()
    const status = () => home.retained().get('busbar/9/status')
    await expect.poll(status).toBe('online')
    await broker.shut()
    await expect.poll(status).toBe('offline')
    await broker.open()
    await expect.poll(status, { timeout: 5_000 }).toBe('online')
    await gateway.stop()
    await expect.poll(status).toBe('offline')
  })

  test('a refusal is told where the command was given', async () => {
    const order = { ...snapshot.points[0], pointId: 'supply:5/order', nodeId: 'supply:5' }
    const { gateway, home } = await rig({
      ...still,
      snapshot: async () => ({
        ...snapshot,
        nodes: [
          ...snapshot.nodes,
          { nodeId: 'supply:5', kind: 'supply', parentId: 'site:1', title: 'Supply' },
        ],
        points: [{ ...order, name: 'order', title: 'Order', writable: true } as never],
        values: [{ pointId: 'supply:5/order', value: null, quality: 'good', at: null }],
      }),
      write: async () => ({ outcome: 'refused', detail: 'Life safety.' }),
    })
    await gateway.connect()
    await expect.poll(() => home.retained().get('busbar/9/status')).toBe('online')
    await home.publish('busbar/9/supply/5/order/set', 'OFF')
    await expect
      .poll(() => home.passed('busbar/9/supply/5/order/result'))
      .toEqual(['{"outcome":"refused","detail":"Life safety."}'])
  })
})

describe('settings', () => {
  const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(connectionSchema)

  test('are secure unless they say otherwise', () => {
    const url = 'mqtt://broker.example'
    expect(() => readSettings({ url, username: 'a', password: 'b' })).toThrow('not encrypted')
    expect(() => readSettings({ url: 'mqtts://broker.example' })).toThrow('user name')
    expect(readSettings({ url: 'mqtts://broker.example', username: 'a' })).toBeDefined()
    expect(readSettings({ url, allowUnencrypted: true, allowAnonymous: true })).toBeDefined()
  })

  test('are by default what the schema says', () => {
    const settings: Record<string, unknown> = {
      ...readSettings({ url: 'mqtts://broker.example', username: 'a' }),
    }
    for (const [name, property] of Object.entries(connectionSchema.properties))
      if ('default' in property)
        expect({ [name]: settings[name] }).toEqual({ [name]: property.default })
  })

  test('of the schema keep passwords out of the address', () => {
    expect(validate({ url: 'mqtts://user:word@broker.example' })).toBe(false)
    expect(validate({ url: 'mqtts://broker.example', username: 'a', password: 'b' })).toBe(true)
    expect(validate({ url: 'mqtts://broker.example', username: 'a' })).toBe(false)
    const named = (name: string) =>
      validate({
        url: 'mqtts://broker.example',
        publishAs: 'home-assistant-and-sparkplug',
        sparkplugNodeId: name,
      })
    expect(named('东塔 1')).toBe(false)
    expect(named('东塔-1')).toBe(true)
    for (const sign of ['/', '+', '#']) expect(named(`a${sign}b`)).toBe(false)
    expect(validate({ url: 'mqtts://broker.example', topicPrefix: 'a/#' })).toBe(false)
  })
})

describe('the test of a connection', () => {
  test('says in a sentence what is wrong, and no password', async () => {
    const broker = await startBroker(CREDENTIALS)
    undone.push(broker.close)
    const common = { url: broker.url, allowUnencrypted: true, protocolVersion: 4 }
    const tried = (connection: object) =>
      testConnection({ connection: { ...common, ...connection }, timeoutMs: 2_000 })
    expect(await tried(CREDENTIALS)).toEqual({
      ok: true,
      detail: 'The broker accepts the connection.',
    })
    const wrong = await tried({ ...CREDENTIALS, password: 'wrong-word' })
    expect(wrong).toMatchObject({ ok: false })
    expect(wrong.detail).toContain('refuses the user name or password')
    expect(wrong.detail).not.toContain('wrong-word')
    expect(await tried({ ...CREDENTIALS, allowUnencrypted: false })).toMatchObject({ ok: false })
    expect(await tried({ ...CREDENTIALS, url: 'mqtt://127.0.0.1:1' })).toMatchObject({
      ok: false,
      detail: 'No connection to 127.0.0.1:1: ECONNREFUSED.',
    })
  })
})
