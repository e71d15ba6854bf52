import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '@busbar/core/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeFields } from '../codecs/frame.ts'
import type { Codec } from '../codecs/registry.ts'
import { createCodecs } from '../codecs/registry.ts'
import { decode, groupByTopic } from '../decode/plan.ts'
import { planPoints } from '../plan-points.ts'
import { planContext, point } from './bench.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const hex = (text: string) => Buffer.from(text, 'hex')
const uplinkOf = (text: string, fPort = 85) => ({ bytes: hex(text), fPort, receivedAt: 0 })

function codecs(own: Parameters<typeof createCodecs>[0] = []) {
  const all = createCodecs(own)
  closers.push(all.stop)
  return all
}

function readNow(codec: Codec, frame: string) {
  if (!('decode' in codec)) throw new Error('a codec of data reads at once')
  return codec.decode(uplinkOf(frame))
}

async function readLater(codec: Codec, frame: string) {
  if (!('decodeLater' in codec)) throw new Error('a script reads later')
  return codec.decodeLater(uplinkOf(frame))
}

// Frames of the tables at github.com/Milesight-IoT/SensorDecoders, put together by hand.
describe('codecs as data', () => {
  it.each([
    ['milesight-ct101', '039710270000', { total_current: '100' }],
    ['milesight-ct101', '0498b80b', { current: '30' }],
    ['milesight-ct101', '0498ffff', {}],
    ['milesight-ct101', '09670afff000', { temperature: '-24.6' }],
    [
      'milesight-ws523',
      '08700105812c07c94a000374300906830966000004800700000'.concat('0'),
      {
        ...{ socket_status: 'on', power_factor: '44', current: '74', voltage: '235.2' },
        ...{ power_consumption: '26121', active_power: '7' },
      },
    ],
    [
      'milesight-uc511',
      '01755c03010004c805000000',
      { battery: '92', valve_1: 'close', valve_1_pulse: '5' },
    ],
  ])('%s reads %s', (name, frame, expected) => {
    const { document } = readNow(codecs().named(name), frame)
    expect({ ...(document as object) }).toMatchObject(expected)
  })

  it('a part that is not in the table ends the reading, and says so', () => {
    const { document, faults } = readNow(codecs().named('milesight-ws523'), '087001aaaa01')
    expect({ ...(document as object) }).toEqual({ socket_status: 'on' })
    expect(faults).toEqual([expect.stringContaining('"aaaa"')])
    expect(readNow(codecs().named('milesight-ws523'), '0683').faults).toHaveLength(1)
  })

  it('reads fixed places of either end, signed, bits, BCD, floats and words', () => {
    const whole = { offset: 0, length: 2 } as const
    const codec = {
      type: 'fields',
      frames: [
        { fPort: 2, fields: [{ name: 'other', ...whole, type: 'uint' }] },
        {
          length: 8,
          fields: [
            { name: 'little', ...whole, type: 'uint' },
            { name: 'big', ...whole, type: 'int', endian: 'big', decimalExponent: -1 },
            { name: 'bit', ...whole, type: 'uint', bits: { first: 9, count: 3 } },
            { name: 'bcd', offset: 2, length: 2, type: 'bcd', endian: 'big' },
            { name: 'float', offset: 4, length: 4, type: 'float', endian: 'big' },
            { name: 'word', offset: 2, length: 1, type: 'uint', words: { 18: 'open' } },
            { name: 'beyond', offset: 7, length: 2, type: 'uint' },
          ],
        },
      ],
    } as const
    const { document, faults } = decodeFields(codec, uplinkOf('fffe12343dcccccd'))
    expect({ ...(document as object) }).toEqual({
      ...{ little: '65279', big: '-0.2', bit: '7', bcd: '1234', float: '0.1', word: 'open' },
    })
    expect(faults).toEqual([expect.stringContaining('beyond')])
    expect(decodeFields(codec, uplinkOf('00')).faults).toHaveLength(1)
  })
})

describe('codecs as scripts', () => {
  const script = (code: string) => ({ name: 'own', type: 'script', script: code }) as const

  it('run decodeUplink as ChirpStack and The Things Stack do, and Decode as before', async () => {
    const modern =
      'function decodeUplink(input) { return { data: { kwh: (input.bytes[0] << 8 | input.bytes[1]) / 100, port: input.fPort } } }'
    const all = codecs([
      script(modern),
      { ...script('function Decode(fPort, bytes) { return { n: bytes.length } }'), name: 'old' },
    ])
    expect(await readLater(all.named('own'), '2710')).toEqual({
      ...{ document: { kwh: 100, port: 85 }, faults: [] },
    })
    expect(await readLater(all.named('old'), '2710')).toMatchObject({ document: { n: 2 } })
  })

  it('cannot reach out, work or grow without end, nor answer nonsense', async () => {
    const attempts: Record<string, string> = {
      process:
        'function decodeUplink() { return { data: { p: typeof process + typeof require + typeof fetch } } }',
      loop: 'function decodeUplink() { for (;;); }',
      memory: 'function decodeUplink() { const a = []; for (;;) a.push(new Array(10000).fill(7)) }',
      depth: 'function decodeUplink() { return decodeUplink() }',
      error: 'function decodeUplink() { return { errors: ["no such frame"] } }',
      syntax: 'function decodeUplink( {',
      nothing: 'const x = 1',
      large: 'function decodeUplink() { return { data: "x".repeat(100000) } }',
    }
    const all = codecs(
      Object.entries(attempts).map(([name, code]) => ({ name, type: 'script', script: code })),
    )
    expect((await readLater(all.named('process'), '00')).document).toEqual({
      p: 'undefinedundefinedundefined',
    })
    for (const name of Object.keys(attempts).slice(1)) {
      const { faults } = await readLater(all.named(name), '00')
      expect({ [name]: faults.length }).toEqual({ [name]: 1 })
    }
    expect((await readLater(all.named('error'), '00')).faults[0]).toContain('no such frame')
    expect((await readLater(all.named('process'), '00')).faults).toEqual([])
  })

  it('a loop that the engine does not count is ended from outside, and left alone in the end', async () => {
    const all = codecs([
      script('function decodeUplink() { return [].indexOf.call({ length: 2 ** 53 - 1 }, 1) }'),
      { ...script('function decodeUplink() { return { data: { ok: 1 } } }'), name: 'good' },
    ])
    await readLater(all.named('good'), '00')
    expect((await readLater(all.named('own'), '00')).faults).toEqual([
      expect.stringContaining('did not end'),
    ])
    expect((await readLater(all.named('good'), '00')).document).toEqual({ ok: 1 })
  }, 60_000)
})

const CHIRPSTACK = 'application/app/device/0101010101010101/event/up'

function chirpstack(change: object): string {
  const event = {
    ...{ time: '2022-07-18T09:34:15.775023242+00:00', fPort: 85 },
    deviceInfo: { devEui: '0101010101010101', deviceName: 'Test device' },
  }
  return JSON.stringify({ ...event, ...change })
}

function values(topic: string, payload: string, addresses: readonly JsonObject[]) {
  const points = addresses.map((address, index) => point(`p${index}`, 'value', '', address))
  const { plans, faults } = planPoints(points, planContext({ url: 'mqtt://b' }))
  expect(faults).toEqual([])
  const [plan, ...more] =
    groupByTopic([...plans.values()].flatMap(({ topics }) => topics)).get(topic) ?? []
  expect(more).toEqual([])
  if (plan === undefined) throw new Error(`nothing is bound to ${topic}`)
  return decode(plan, { payload: Buffer.from(payload), retained: false, receivedAt: 0 })
}

describe('uplinks of network servers', () => {
  const device = { format: 'chirpstack', application: 'app', device: '0101010101010101' }

  it('ChirpStack: the object it decoded, or the frame by a codec', () => {
    const object = { meter: { energy: 1234.5 } }
    const decoded = values(CHIRPSTACK, chirpstack({ object }), [
      { ...device, pointer: '/meter/energy' },
    ])
    expect(decoded.snapshot).toMatchObject({
      ...{ source: '0101010101010101', at: Date.parse('2022-07-18T09:34:15.775Z') },
      values: [{ value: '1234.5' }],
    })
    const data = hex('087001068309660000').toString('base64')
    const framed = values(CHIRPSTACK, chirpstack({ data }), [
      { ...device, codec: 'milesight-ws523', pointer: '/power_consumption', decimalExponent: -3 },
      { ...device, codec: 'milesight-ws523', pointer: '/socket_status' },
    ])
    expect(framed.snapshot?.values.map(({ value }) => value)).toEqual(['26.121', 'on'])
    expect(values(CHIRPSTACK, chirpstack({}), [{ ...device, pointer: '/x' }])).toEqual({
      faults: [],
    })
  })

  it('The Things Stack: the decoded payload, or the frame by a codec', () => {
    const topic = 'v3/meters@ttn/devices/socket-1/up'
    const ttn = { format: 'ttn', application: 'meters@ttn', device: 'socket-1' }
    const uplink = JSON.stringify({
      end_device_ids: { device_id: 'socket-1' },
      received_at: '2026-02-12T15:15:46.000Z',
      uplink_message: {
        ...{ f_port: 85, frm_payload: hex('0683e8030000').toString('base64') },
        ...{ decoded_payload: { total: '12.50' }, received_at: '2026-02-12T15:15:45.787Z' },
      },
    })
    expect(values(topic, uplink, [{ ...ttn, pointer: '/total' }]).snapshot).toMatchObject({
      at: Date.parse('2026-02-12T15:15:45.787Z'),
      values: [{ value: '12.50' }],
    })
    const address = { ...ttn, codec: 'milesight-ws523', pointer: '/power_consumption' }
    expect(values(topic, uplink, [address]).snapshot?.values).toMatchObject([{ value: '1000' }])
  })

  it.each([
    ['[]', 'no uplink'],
    ['{"data":7}', 'base64'],
    ['{"data":"!!"}', 'base64'],
    ['{"data":"qqqqqg=="}', 'knows no'],
    ['{"time":"x","data":"CHAB"}', ''],
  ])('ChirpStack: %s is a fault', (payload, reason) => {
    const address = { ...device, codec: 'milesight-ws523', pointer: '/socket_status' }
    const { faults, snapshot } = values(CHIRPSTACK, payload, [address])
    expect(faults).toEqual([expect.stringContaining(reason)])
    expect(snapshot).toBeUndefined()
  })
})

// What vendors and projects publish, where it lies beside the repository.
const PUBLISHED = join(import.meta.dirname, '../../../../shared/data/mqtt-payloads.json')

describe.skipIf(!existsSync(PUBLISHED))('published payloads', () => {
  const published: readonly {
    name: string
    source: string
    payload: { hex?: string; decoded?: object }
  }[] = existsSync(PUBLISHED) ? JSON.parse(readFileSync(PUBLISHED, 'utf8')) : []
  const frames = published.filter(({ name }) => name === 'milesight-lorawan')

  it('Milesight: each frame gives what the vendor says', () => {
    expect(frames.length).toBeGreaterThan(0)
    for (const { source, payload } of frames) {
      const [, model = ''] = /-series\/(\w+)\//.exec(source) ?? []
      const { document } = readNow(codecs().named(`milesight-${model}`), payload.hex ?? '')
      const numbers = Object.entries(payload.decoded ?? {}).map(([key, value]) => [key, `${value}`])
      expect({ source, ...(document as object) }).toMatchObject(Object.fromEntries(numbers))
    }
  })
})
