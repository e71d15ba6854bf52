import mqtt from 'mqtt'
import { afterEach, expect, test, vi } from 'vitest'
import { HOUR_MS, wallClock } from '../../core/kernel/instant.ts'
import { createRecordingLog, createTestGuard } from '../../core/testkit/index.ts'
import { createMqttDriver } from '../../plugins/driver-mqtt/driver.ts'
import { startAedes } from '../../plugins/driver-mqtt/test/aedes-broker.ts'
import { mqttCorpus } from '../../plugins/driver-mqtt/test/fixtures/corpus.ts'
import { createBuilding } from '../support/building.ts'
import { createTemporaryDatabase } from '../support/database.ts'
import { flatTariff } from '../support/tariffs.ts'

const TOPICS = { json: 'j/x', tasmota: 'tele/m/SENSOR', zigbee: 'zigbee2mqtt/z' }

const WITHIN = { timeout: 20_000, interval: 50 }

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A building whose meters are read by the driver itself, and a field that may send what it likes. */
async function openBuilding() {
  const start = wallClock.now() - HOUR_MS
  const database = await createTemporaryDatabase()
  closers.push(() => database.drop())
  const building = await createBuilding({
    ...{ appUrl: database.appUrl, now: wallClock.now, start },
    // One currency unit a kWh, so that balances read as consumption.
    tariff: flatTariff({ from: start, to: start + 24 * HOUR_MS, priceMicros: 1_000_000n }),
  })
  closers.push(() => building.close())
  const broker = await startAedes()
  closers.push(() => broker.close())
  return { building, broker }
}

test('X4: whatever a field sends between two readings, only what lies between them is charged', async () => {
  const { building, broker } = await openBuilding()
  // Nothing that is sent is refused because it is much: what is left to refuse it is that it is wrong.
  const shape = { maxRateMicros: 1_000_000_000_000_000n, digits: 12 }
  const json = await building.addMetered('json', undefined, shape)
  const tasmota = await building.addMetered('tasmota', undefined, shape)
  const zigbee = await building.addMetered('zigbee', undefined, shape)
  const malformed: string[] = []
  const point = (pointId: string, address: Record<string, string>) => ({
    ...{ pointId, role: 'register' as const, unit: 'kWh', address },
  })
  const driver = createMqttDriver({
    connectionId: building.connectionId,
    // aedes speaks MQTT 3.1.1.
    connection: { url: broker.url, protocolVersion: 4 },
    points: [
      point(json.pointId, { format: 'json', topic: TOPICS.json, pointer: '/kwh' }),
      point(tasmota.pointId, { format: 'tasmota', device: 'm' }),
      point(zigbee.pointId, { format: 'zigbee2mqtt', device: 'z' }),
    ],
    events: {
      snapshots: ({ snapshots }) =>
        building.ingest.snapshots({ connectionId: building.connectionId, snapshots }),
      malformed: async ({ source }) => void malformed.push(source),
      health: () => undefined,
    },
    ...{ guardPublicKeyPem: createTestGuard().publicKeyPem, log: createRecordingLog() },
    ...{ clock: wallClock, signal: new AbortController().signal, random: Math.random },
  })
  closers.push(() => driver.stop())
  await driver.connect()
  await vi.waitFor(async () => expect((await driver.health()).status).toBe('up'), WITHIN)
  const field = mqtt.connect(broker.url, { clientId: 'field', reconnectPeriod: 0 })
  closers.push(() => field.endAsync(true))
  await new Promise<void>((resolve) => field.once('connect', () => resolve()))
  const tell = async (kwh: number) => {
    const figures = { kwh, energy: kwh, ENERGY: { Total: kwh } }
    for (const topic of Object.values(TOPICS))
      await field.publishAsync(topic, JSON.stringify(figures), { qos: 1 })
  }
  const isCharged = (micros: bigint) =>
    vi.waitFor(async () => {
      for (const { purseId } of [json, tasmota, zigbee])
        expect(-(await building.balanceOf(purseId))).toBe(micros)
    }, WITHIN)

  await tell(50)
  await isCharged(50_000_000n)
  for (const { payload } of mqttCorpus)
    for (const topic of Object.values(TOPICS)) await field.publishAsync(topic, payload, { qos: 1 })
  await tell(54)
  await isCharged(54_000_000n)

  const unreadable = mqttCorpus.filter((one) => one.unreadable || one.figureless).length
  for (const topic of Object.values(TOPICS))
    expect(malformed.filter((source) => source === topic).length).toBeGreaterThanOrEqual(unreadable)
  // Figures that could be read, and are none that a register goes to, are kept and shown.
  const { rows } = await building.pool.query(
    "SELECT count(*)::int AS kept FROM quarantined_reading WHERE reason = 'falling' AND closed_at IS NULL",
  )
  expect(rows[0].kept).toBeGreaterThan(0)
}, 60_000)
