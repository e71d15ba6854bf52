import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodePayload } from '@busbar/sparkplug/wire'
import { Ajv2020 } from 'ajv/dist/2020.js'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { tryDiscover } from '../searches.ts'
import { startAedes } from './aedes-broker.ts'
import { QUICK } from './aedes-peer.ts'
import { startBench, until } from './bench.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../point.schema.json'), 'utf8'))
const fits = new Ajv2020({ strict: false }).compile(schema)

/** A broker on which devices of every kind have said something that it keeps. */
async function brokerWith(messages: Readonly<Record<string, string | Buffer>>) {
  const { url, close } = await startAedes()
  closers.push(close)
  const field = mqtt.connect(url, { clientId: 'field', reconnectPeriod: 0 })
  closers.push(() => field.endAsync(true))
  await new Promise<void>((resolve) => field.once('connect', () => resolve()))
  for (const [topic, payload] of Object.entries(messages))
    await field.publishAsync(topic, payload, { qos: 1, retain: true })
  return { url, field }
}

const EUI = '24e124445d186666'
const birth = encodePayload({
  timestamp: 1_750_000_000_000,
  metrics: [
    { name: 'Energy/Total', datatype: 8, longValue: '1000' },
    { name: 'Relay', datatype: 11, booleanValue: true },
  ],
})

// Written by hand from the documents of the projects named in homeassistant/recognise.ts and beside it.
const MESSAGES = {
  'homeassistant/sensor/heat1/energy/config': JSON.stringify({
    ...{ '~': 'heat/1', stat_t: '~/state', val_tpl: '{{ value_json.meter.energy | float }}' },
    ...{ dev_cla: 'energy', unit_of_meas: 'Wh', name: 'Energy', uniq_id: 'heat1_energy' },
    dev: { ids: ['heat1'], name: 'Heat meter' },
  }),
  'homeassistant/device/heat2/config': JSON.stringify({
    dev: { ids: 'heat2', name: 'Second' },
    ...{ state_topic: 'heat/2/state' },
    cmps: {
      a: {
        p: 'sensor',
        device_class: 'power',
        unit_of_measurement: 'kW',
        value_template: "{{ value_json['p'] }}",
      },
      b: { p: 'sensor', value_template: '{{ value_json.x * 2 }}' },
    },
  }),
  'zigbee2mqtt/bridge/devices': JSON.stringify([
    {
      friendly_name: 'plug kitchen',
      definition: {
        exposes: [
          {
            type: 'switch',
            features: [{ type: 'binary', name: 'state', property: 'state', access: 7 }],
          },
          { type: 'numeric', property: 'energy', unit: 'kWh', access: 1 },
        ],
      },
    },
  ]),
  [`application/app/device/${EUI}/event/up`]: JSON.stringify({
    ...{ deviceInfo: { deviceName: 'Socket' }, fPort: 85 },
    data: Buffer.from('0683e803000008700 1'.replace(' ', ''), 'hex').toString('base64'),
  }),
  'spBv1.0/house/DBIRTH/gateway/meter': Buffer.from(birth),
  'cellar/unknown-thing': '{"reading":{"kwh":12.5},"name":"x"}',
  'cellar/binary': Buffer.from([0xff, 0x00, 0xfe]),
}

describe('looking for devices', () => {
  it('lists what every format announces, and what nobody knows as a candidate', async () => {
    const { url } = await brokerWith(MESSAGES)
    const connection = { url, ...QUICK }
    const { devices, sources = [] } = await tryDiscover({ connection, timeoutMs: 1_500 })
    const points = devices.flatMap(({ source, points }) =>
      points.map((one) => ({ source, ...one })),
    )
    for (const { address } of points) expect(fits(address) || [address, fits.errors]).toBe(true)
    const found = (part: object) => expect(points).toContainEqual(expect.objectContaining(part))
    found({
      ...{ source: 'heat1', role: 'register', unit: 'kWh' },
      address: {
        ...{ format: 'json', topic: 'heat/1/state', pointer: '/meter/energy' },
        decimalExponent: -3,
      },
    })
    found({
      ...{ source: 'heat2', role: 'power', unit: 'W' },
      address: { format: 'json', topic: 'heat/2/state', pointer: '/p', decimalExponent: 3 },
    })
    const zigbee = { format: 'zigbee2mqtt', device: 'plug kitchen' }
    found({ role: 'relay', address: { ...zigbee, pointer: '/state' } })
    found({ role: 'register', unit: 'kWh', address: { ...zigbee, pointer: '/energy' } })
    const lora = { format: 'chirpstack', application: 'app', device: EUI, codec: 'milesight-ws523' }
    found({ role: 'register', address: { ...lora, pointer: '/power_consumption' } })
    found({ role: 'relay', address: { ...lora, pointer: '/socket_status' } })
    const spark = { format: 'sparkplug', group: 'house', node: 'gateway', device: 'meter' }
    found({ role: 'register', address: { ...spark, metric: 'Energy/Total' } })
    found({ role: 'relay', address: { ...spark, metric: 'Relay' } })
    found({
      ...{ source: 'cellar/unknown-thing', role: 'register', unit: 'kWh' },
      address: { format: 'json', topic: 'cellar/unknown-thing', pointer: '/reading/kwh' },
    })
    expect(devices.map(({ source }) => source)).not.toContain('zigbee2mqtt/bridge/devices')
    expect(sources.map(({ source }) => source)).toContain('cellar/binary')
  })

  it('a candidate is bound as it was found, and its next message counts', async () => {
    const { url, field } = await brokerWith(MESSAGES)
    const { devices } = await tryDiscover({ connection: { url, ...QUICK }, timeoutMs: 1_000 })
    const unknown = devices.find(({ source }) => source === 'cellar/unknown-thing')
    const register = unknown?.points.find(({ role }) => role === 'register')
    if (register === undefined) throw new Error('the candidate has a register')
    const { address, role, unit } = register
    const bench = startBench({
      connection: { url },
      points: [{ pointId: 'new', role, unit, address }],
    })
    closers.push(() => bench.driver.stop())
    await bench.driver.connect()
    await field.publishAsync('cellar/unknown-thing', '{"reading":{"kwh":13.5}}', { qos: 1 })
    await until(
      () => bench.valuesOf('new').map(({ value }) => value),
      (values) => values.includes('13.5'),
    )
  })

  it('hears no more than it was told to', async () => {
    const { url } = await brokerWith(MESSAGES)
    const connection = { url, ...QUICK, onboardingTopics: [] }
    const { devices, sources = [] } = await tryDiscover({ connection, timeoutMs: 800 })
    const heard = [...devices, ...sources].map(({ source }) => source)
    expect(heard).not.toContain('cellar/unknown-thing')
    expect(heard).toContain('heat1')
  })
})
