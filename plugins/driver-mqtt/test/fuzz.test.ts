import fc from 'fast-check'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { createCodecs } from '../codecs/registry.ts'
import { decode, groupByTopic } from '../decode/plan.ts'
import { discoverDevices } from '../discover.ts'
import { planPoints } from '../plan-points.ts'
import { createSparkplugHost } from '../sparkplug/host.ts'
import { startAedes } from './aedes-broker.ts'
import { planContext, point, startBench, until } from './bench.ts'
import { type CorpusEntry, mqttCorpus } from './fixtures/corpus.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const LORA = { application: 'app', device: 'dev', codec: 'milesight-ws523' }
const SPARK = { format: 'sparkplug', group: 'g', node: 'n', device: 'd' }

/** A register of every format, and the topics by which each hears. */
const FORMATS = [
  point('tasmota', 'register', 'kWh', { format: 'tasmota', device: 'm' }),
  point('shelly', 'register', 'kWh', { format: 'shelly-gen2', device: 's', component: 'switch:0' }),
  point('json', 'register', 'kWh', { format: 'json', topic: 'j/x', pointer: '/kwh' }),
  point('zigbee', 'register', 'kWh', { format: 'zigbee2mqtt', device: 'z' }),
  point('chirpstack', 'register', 'kWh', {
    ...{ ...LORA, format: 'chirpstack', pointer: '/power_consumption', decimalExponent: -3 },
  }),
  point('ttn', 'register', 'kWh', { ...LORA, format: 'ttn', pointer: '/power_consumption' }),
  point('sparkplug', 'register', 'kWh', { ...SPARK, metric: 'Energy' }),
]
const SPARK_TOPICS = [
  'NBIRTH/n',
  'NDATA/n',
  'NDEATH/n',
  'DBIRTH/n/d',
  'DDATA/n/d',
  'DDEATH/n/d',
].map((tail) => `spBv1.0/g/${tail}`)

function everyTopic() {
  const { plans } = planPoints(FORMATS, planContext({ url: 'mqtt://b' }))
  return groupByTopic([...plans.values()].flatMap(({ topics }) => topics))
}

/** Seeded with what breaks readers, then bent at random. */
const anyPayload = fc.oneof(
  fc.constantFrom(...mqttCorpus).map(({ payload }) => payload),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.constantFrom(...mqttCorpus), fc.nat(), fc.nat(255), fc.nat())
    .map(([{ payload }, at, byte, cut]) => {
      const bent = Buffer.from(payload.subarray(0, 2_000))
      if (bent.length > 0) bent[at % bent.length] = byte
      return bent.subarray(0, 1 + (cut % Math.max(1, bent.length)))
    }),
  fc.json().map((text) => Buffer.from(text)),
)

describe('fuzz: whatever a device sends', () => {
  it('X4: every format gives values or faults, and nothing is thrown', () => {
    const topics = [...everyTopic()]
    expect(topics.length).toBeGreaterThan(5)
    fc.assert(
      fc.property(anyPayload, (payload) => {
        for (const [, plans] of topics)
          for (const plan of plans) {
            const { snapshot, faults } = decode(plan, {
              payload,
              retained: false,
              receivedAt: 1e12,
            })
            expect(faults.every((fault) => fault.length > 0)).toBe(true)
            for (const { value } of snapshot?.values ?? [])
              expect(value).toMatch(/^-?\d{1,30}(\.\d{1,30})?$/)
          }
      }),
      { numRuns: 400 },
    )
  })

  it('X4: Sparkplug payloads of any bytes, in any order', () => {
    const context = planContext({ url: 'mqtt://b' })
    const host = createSparkplugHost({ now: () => 1e12, publish: () => undefined })
    const [{ sparkplug } = { sparkplug: undefined }] = [
      ...planPoints(FORMATS.slice(-1), context).plans.values(),
    ]
    if (sparkplug === undefined) throw new Error('the last format is Sparkplug')
    host.use([sparkplug])
    fc.assert(
      fc.property(fc.constantFrom(...SPARK_TOPICS), anyPayload, (topic, payload) => {
        const news = host.take({ topic, payload })
        for (const { values } of news?.snapshots ?? [])
          for (const { value } of values) expect(value).toMatch(/^-?\d{1,30}(\.\d{1,30})?$/)
      }),
      { numRuns: 600 },
    )
  })

  it('X4: codecs read any frame', () => {
    const codecs = createCodecs([])
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 255 }), fc.nat(255), (bytes, fPort) => {
        for (const codec of codecs.all())
          if ('decode' in codec)
            expect(codec.decode({ bytes, fPort, receivedAt: 0 }).faults).toBeInstanceOf(Array)
      }),
    )
  })

  it('each is counted and shown with its source, none is billed, and the next reading arrives', async () => {
    const { url, close } = await startAedes()
    closers.push(close)
    const bench = startBench({ connection: { url }, points: FORMATS })
    closers.push(() => bench.driver.stop())
    await bench.driver.connect()
    const field = mqtt.connect(url, { clientId: 'field', reconnectPeriod: 0 })
    closers.push(() => field.endAsync(true))
    await new Promise<void>((resolve) => field.once('connect', () => resolve()))
    const broken = mqttCorpus.filter(({ unreadable }) => unreadable)
    const wrong = mqttCorpus.filter(({ figureless }) => figureless)
    const everywhere = ['tele/m/SENSOR', 'j/x', 'zigbee2mqtt/z']
    const sent = new Map<string, readonly CorpusEntry[]>([
      ...everywhere.map((topic) => [topic, [...broken, ...wrong]] as const),
      ['spBv1.0/g/DDATA/n/d', broken],
    ])
    for (const [topic, entries] of sent)
      for (const { payload } of entries) await field.publishAsync(topic, payload, { qos: 1 })
    const expected = [...sent.values()].flat().length
    await until(
      () => bench.sink.malformed().length,
      (count) => count >= expected,
    )
    const bySource = new Map<string, number>()
    for (const { source } of bench.sink.malformed())
      bySource.set(source, (bySource.get(source) ?? 0) + 1)
    expect(Object.fromEntries(bySource)).toEqual(
      Object.fromEntries([...sent].map(([topic, { length }]) => [topic, length])),
    )
    expect((await bench.driver.health()).counters).toMatchObject({ malformed: expected })
    expect(bench.sink.kept()).toEqual([])
    await field.publishAsync('j/x', '{"kwh":"7.25"}', { qos: 1 })
    await until(
      () => bench.valuesOf('json').map(({ value }) => value),
      (values) => values.join() === '7.25',
    )
  })

  it('a search survives it too', async () => {
    const { url, close } = await startAedes()
    closers.push(close)
    const field = mqtt.connect(url, { clientId: 'field', reconnectPeriod: 0 })
    closers.push(() => field.endAsync(true))
    await new Promise<void>((resolve) => field.once('connect', () => resolve()))
    const topics = [
      ...['homeassistant/sensor/x/config', 'zigbee2mqtt/bridge/devices', 'cellar/x', 's/online'],
      ...['application/a/device/d/event/up', 'spBv1.0/g/NBIRTH/n', 'tele/x/SENSOR'],
    ]
    const { settings } = planContext({ url, protocolVersion: 4 })
    const heard: string[] = []
    const search = discoverDevices({
      ...{ settings, timeoutMs: 2_500, signal: new AbortController().signal },
      onMessage: ({ topic }) => heard.push(topic),
    })
    await new Promise((resolve) => setTimeout(resolve, 500))
    for (const topic of topics)
      for (const { payload } of mqttCorpus) await field.publishAsync(topic, payload, { qos: 1 })
    expect((await search).devices).toBeInstanceOf(Array)
    expect(heard.length).toBeGreaterThan(topics.length)
  })
})
