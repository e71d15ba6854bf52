import type { JsonObject, PointBinding, PointRole } from '@busbar/core/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, groupByTopic } from '../decode/plan.ts'
import { planPoints } from '../plan-points.ts'
import { planContext } from './bench.ts'
import messages from './fixtures/device-messages.json' with { type: 'json' }

const RECEIVED_AT = Date.UTC(2026, 0, 1)

/** Messages as devices publish them; each fixture names its source. */
function fixture(name: string, index = 0): string {
  const found = messages.filter((message) => message.name === name)[index]
  if (found === undefined) throw new Error(`no fixture ${name} ${index}`)
  return JSON.stringify(found.payload)
}

function point(pointId: string, role: PointRole, unit: string, address: JsonObject): PointBinding {
  return { pointId, role, unit, address }
}

function decodeOn(
  topic: string,
  payload: string | Uint8Array,
  points: readonly PointBinding[],
  options: { readonly connection?: JsonObject; readonly retained?: boolean } = {},
) {
  const connection = { url: 'mqtt://broker.example', ...options.connection }
  const { plans, faults } = planPoints(points, planContext(connection))
  expect(faults).toEqual([])
  const byTopic = groupByTopic([...plans.values()].flatMap(({ topics }) => topics))
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
  const message = { payload: bytes, retained: options.retained ?? false, receivedAt: RECEIVED_AT }
  const [plan, ...others] = byTopic.get(topic) ?? []
  if (plan === undefined) throw new Error(`nothing is bound to ${topic}`)
  expect(others).toEqual([])
  return decode(plan, message)
}

function values(decoded: ReturnType<typeof decode>) {
  return Object.fromEntries(
    (decoded.snapshot?.values ?? []).map(({ pointId, value }) => [pointId, value]),
  )
}

describe('tasmota', () => {
  const device = { format: 'tasmota', device: 'pow1' }
  const points = [
    point('total', 'register', 'kWh', device),
    point('power', 'power', 'W', device),
    point('current', 'current', 'A', device),
    point('factor', 'value', '1', { ...device, pointer: '/ENERGY/Factor' }),
  ]
  const expected = { total: '6.294', power: '2635', current: '11.661', factor: '0.99' }

  it('reads SENSOR as one snapshot, its local time in the configured zone', () => {
    const connection = { timeZone: 'Asia/Shanghai' }
    const decoded = decodeOn('tele/pow1/SENSOR', fixture('tasmota-pow'), points, { connection })
    expect(values(decoded)).toEqual(expected)
    expect(decoded.snapshot).toMatchObject({
      source: 'pow1',
      at: Date.UTC(2018, 1, 15, 9, 37, 10),
    })
  })

  it('reads the answer to STATUS 8', () => {
    const decoded = decodeOn('stat/pow1/STATUS8', fixture('tasmota-pow', 1), points)
    expect(values(decoded)).toMatchObject({ total: '6.404', power: '2629' })
    expect(decoded.snapshot?.at).toBe(Date.UTC(2018, 10, 15, 8, 54, 18))
  })

  it('reads another FullTopic, and two tariff registers in Wh as kWh', () => {
    const linky = { format: 'tasmota', device: 'denky_D6C0C0', decimalExponent: -3 }
    const decoded = decodeOn(
      'emoncms/ch2i/factory/denky_D6C0C0/tele/SENSOR',
      fixture('tasmota-teleinfo-linky'),
      [
        point('offPeak', 'register', 'kWh', { ...linky, pointer: '/TIC/HCHC' }),
        point('peak', 'register', 'kWh', { ...linky, pointer: '/TIC/HCHP' }),
      ],
      { connection: { tasmotaFullTopic: 'emoncms/ch2i/factory/%topic%/%prefix%/' } },
    )
    expect(values(decoded)).toEqual({ offPeak: '920.75', peak: '2275.56' })
  })

  const relay = point('relay', 'relay', '', device)
  it.each([
    ['stat/pow1/POWER', 'ON', true],
    ['stat/pow1/POWER1', 'OFF', false],
    ['tele/pow1/STATE', '{"Time":"2026-01-01T00:00:00","POWER":"OFF"}', false],
    ['stat/pow1/STATUS11', '{"StatusSTS":{"Time":"2026-01-01T00:00:00","POWER1":"ON"}}', true],
  ])('reads the relay on %s', (topic, payload, on) => {
    expect(values(decodeOn(topic, payload, [relay]))).toEqual({ relay: on })
  })

  it('counts relays from 1', () => {
    const second = point('relay', 'relay', '', { ...device, relay: 2 })
    const payload = '{"Time":"2026-01-01T00:00:00","POWER1":"ON","POWER2":"OFF"}'
    expect(values(decodeOn('tele/pow1/STATE', payload, [second]))).toEqual({ relay: false })
  })

  it('reads the will: good, though it is always retained', () => {
    const online = point('online', 'online', '', device)
    const decoded = decodeOn('tele/pow1/LWT', 'Offline', [online], { retained: true })
    expect(decoded.snapshot?.values).toEqual([{ pointId: 'online', value: false, quality: 'good' }])
  })

  it('takes numbers sent as strings and skips nulls', () => {
    const payload =
      '{"Time":"2026-01-01T00:00:00","ENERGY":{"Total":" 12.50","Power":null,"Current":1}}'
    const decoded = decodeOn('tele/pow1/SENSOR', payload, points)
    expect(values(decoded)).toEqual({ total: '12.5', current: '1' })
    expect(decoded.faults).toEqual([])
  })

  it('reports a value that is none, and keeps the others', () => {
    const payload = '{"Time":"2026-01-01T00:00:00","ENERGY":{"Total":"n/a","Power":5}}'
    const decoded = decodeOn('tele/pow1/SENSOR', payload, points)
    expect(values(decoded)).toEqual({ power: '5' })
    expect(decoded.faults).toEqual([expect.stringContaining('total')])
  })

  it('counts a retained value without a time as uncertain', () => {
    const decoded = decodeOn('stat/pow1/POWER', 'ON', [relay], { retained: true })
    expect(decoded.snapshot).toMatchObject({ at: null, values: [{ quality: 'uncertain' }] })
  })

  it('takes a retained value at its own time', () => {
    const payload = fixture('tasmota-pow')
    const decoded = decodeOn('tele/pow1/SENSOR', payload, points, { retained: true })
    expect(decoded.snapshot?.at).toBe(Date.UTC(2018, 1, 15, 17, 37, 10))
    expect(decoded.snapshot?.values.every(({ quality }) => quality === 'good')).toBe(true)
  })
})

describe('shelly-gen2', () => {
  const meter = { format: 'shelly-gen2', device: 'shellypro3em-1234567890ab' }
  const energy = { ...meter, component: 'emdata:0' }
  const points = [
    point('total', 'register', 'kWh', energy),
    point('returned', 'register', 'kWh', { ...energy, pointer: '/total_act_ret' }),
    point('phaseA', 'register', 'Wh', { ...energy, pointer: '/a_total_act_energy' }),
  ]

  it('reads a notification at its own time; the total is taken as sent, never summed', () => {
    const topic = 'shellypro3em-1234567890ab/events/rpc'
    const decoded = decodeOn(topic, fixture('shelly-pro3em-notify'), points)
    expect(values(decoded)).toEqual({ total: '26.28957', returned: '131.88186', phaseA: '0.06' })
    expect(decoded.snapshot?.at).toBe(1_757_060_280_210)
  })

  it('reads a status, which carries no time', () => {
    const topic = 'shellypro3em-1234567890ab/status/emdata:0'
    const decoded = decodeOn(topic, fixture('shelly-pro3em-emdata0'), points)
    expect(values(decoded)).toEqual({
      total: '2589.77339',
      returned: '1.02661',
      phaseA: '2034616.71',
    })
    expect(decoded.snapshot?.at).toBeNull()
  })

  it('skips a null current', () => {
    const em = { ...meter, component: 'em:0' }
    const decoded = decodeOn(
      'shellypro3em-1234567890ab/status/em:0',
      fixture('shelly-pro3em-em0'),
      [
        point('neutral', 'current', 'A', { ...em, pointer: '/n_current' }),
        point('power', 'power', 'W', em),
      ],
    )
    expect(values(decoded)).toEqual({ power: '558.965' })
  })

  it('reads a switch, and a notification that tells of its relay alone', () => {
    const plug = { format: 'shelly-gen2', device: 'plug', component: 'switch:0' }
    const both = [point('total', 'register', 'kWh', plug), point('relay', 'relay', '', plug)]
    const metered = decodeOn('plug/events/rpc', fixture('shelly-1pm-switch'), both)
    expect(values(metered)).toEqual({ total: '0' })
    const switched =
      '{"src":"plug","method":"NotifyStatus","params":{"ts":1757591521.5,"switch:0":{"id":0,"output":false}}}'
    expect(values(decodeOn('plug/events/rpc', switched, both))).toEqual({ relay: false })
  })

  it('passes over notifications of other kinds', () => {
    const event = '{"src":"x","method":"NotifyEvent","params":{"ts":1,"events":[]}}'
    const topic = 'shellypro3em-1234567890ab/events/rpc'
    expect(decodeOn(topic, event, points)).toEqual({ faults: [] })
  })
})

describe('json', () => {
  const connection = {
    decoders: [
      {
        topic: 'application/+/device/+/event/up',
        time: { pointer: '/time', format: 'rfc3339' },
        quality: { pointer: '/object/status', uncertain: ['estimated'], bad: ['broken'] },
        values: {
          energy: { pointer: '/object/energy', decimalExponent: -3, role: 'register', unit: 'kWh' },
          valve: { pointer: '/object/valve_1', role: 'relay', on: ['open'], off: ['close'] },
        },
      },
    ],
  }
  const topic = 'application/7/device/0101010101010101/event/up'
  const points = [
    point('energy', 'register', 'kWh', { format: 'json', topic, value: 'energy' }),
    point('valve', 'relay', '', { format: 'json', topic, value: 'valve' }),
  ]

  function uplink(object: object): string {
    return JSON.stringify({ ...JSON.parse(fixture('chirpstack-v4-up')), object })
  }

  it('reads an uplink by the decoder of its topic, the time to the millisecond', () => {
    const decoded = decodeOn(topic, uplink({ energy: '26121', valve_1: 'close' }), points, {
      connection,
    })
    expect(values(decoded)).toEqual({ energy: '26.121', valve: false })
    expect(decoded.snapshot?.at).toBe(Date.parse('2022-07-18T09:34:15.775Z'))
  })

  it('has nothing to say to an uplink without a decoded object', () => {
    const decoded = decodeOn(topic, fixture('chirpstack-v4-up'), points, { connection })
    expect(decoded).toEqual({ faults: [] })
  })

  it.each([
    ['estimated', 'uncertain'],
    ['broken', 'bad'],
    ['ok', 'good'],
  ])('takes the quality "%s" as %s', (status, quality) => {
    const decoded = decodeOn(topic, uplink({ energy: 1, status }), points, { connection })
    expect(decoded.snapshot?.values).toEqual([{ pointId: 'energy', value: '0.001', quality }])
  })

  it('reads a plain topic by a pointer alone', () => {
    const plain = 'zigbee2mqtt/fridge'
    const bound = [
      point('e', 'register', 'kWh', { format: 'json', topic: plain, pointer: '/energy' }),
      point('p', 'power', 'W', { format: 'json', topic: plain, pointer: '/power' }),
    ]
    const decoded = decodeOn(plain, fixture('zigbee2mqtt-metering'), bound)
    expect(values(decoded)).toEqual({ e: '0.66', p: '49.6' })
  })

  it('says which value is missing from the decoders', () => {
    const bound = [point('x', 'value', '', { format: 'json', topic, value: 'water' })]
    const { faults } = planPoints(bound, planContext({ url: 'mqtt://x', ...connection }))
    expect(faults).toEqual([{ pointId: 'x', reason: expect.stringContaining('"water"') }])
  })
})

describe('decoding is total', () => {
  const device = { format: 'tasmota', device: 'pow1' }
  const points = [point('total', 'register', 'kWh', device)]
  const topic = 'tele/pow1/SENSOR'

  it.each([
    ['empty', ''],
    ['no JSON', 'ON'],
    ['cut short', '{"Time":"2026-01-01T00:00:00","ENERGY":{"Tot'],
    ['no object', '7'],
    ['a time that is none', '{"Time":"now","ENERGY":{"Total":1}}'],
    ['NaN', '{"Time":"2026-01-01T00:00:00","ENERGY":{"Total":nan}}'],
    ['beyond reason', '{"ENERGY":{"Total":1e400}}'],
    ['nested without end', '['.repeat(200_000)],
    ['nested without end, with long numbers', `12345678901234567890${'['.repeat(200_000)}`],
    ['too large', `"${'x'.repeat(300_000)}"`],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe])],
  ])('%s is reported', (_name, payload) => {
    const decoded = decodeOn(topic, payload, points)
    expect(decoded.faults).toHaveLength(1)
    expect(decoded.snapshot).toBeUndefined()
  })

  it('X4: whatever arrives, decoding returns plain data', () => {
    const text = fixture('tasmota-pow')
    const mutated = fc
      .array(fc.tuple(fc.nat({ max: text.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 })
      .map((changes) => {
        const bytes = Buffer.from(text)
        for (const [at, byte] of changes) bytes[at] = byte
        return bytes
      })
    const json = fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text))
    fc.assert(
      fc.property(fc.oneof(mutated, json, fc.uint8Array()), (payload) => {
        const { snapshot, faults } = decodeOn(topic, payload, points)
        for (const { value } of snapshot?.values ?? []) expect(value).toMatch(/^-?\d+(\.\d+)?$/)
        expect(Array.isArray(faults)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
