import { afterEach, expect, test } from 'vitest'
import { createFakeBuilding } from '../../core/testkit/fake-building.ts'
import { createRecordingLog } from '../../core/testkit/index.ts'
import { point, startBench, until } from '../../plugins/driver-mqtt/test/bench.ts'
import { startBroker } from '../../plugins/gateway-mqtt/test/broker.ts'
import { CREDENTIALS, createGateway, quickly } from '../../plugins/gateway-mqtt/test/rig.ts'

const undone: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of undone.splice(0).reverse()) await undo()
})

const at = (device: string, metric?: string) => ({
  ...{ format: 'sparkplug', group: 'busbar', node: 'busbar-9', device },
  ...(metric !== undefined && { metric }),
})
const POINTS = [
  point('energy', 'register', 'kWh', at('meter-12', 'register.1.8.0')),
  point('power', 'power', 'W', at('meter-12', 'power.12')),
  point('on', 'value', '', at('supply-12', 'on')),
  point('order', 'relay', '', at('supply-12', 'order')),
  point('there', 'online', '', at('meter-12')),
]

/** One house publishes itself, and another one reads it as its field. */
async function houses() {
  const broker = await startBroker(CREDENTIALS)
  undone.push(broker.close)
  const building = createFakeBuilding({ authority: true })
  const gateway = createGateway({
    ...{ connectionId: '9', building: building.view, log: createRecordingLog() },
    signal: new AbortController().signal,
    connection: { ...quickly(broker), publishAs: 'sparkplug', sparkplugHostId: 'other-house' },
  })
  undone.push(() => gateway.stop())
  await gateway.connect()
  const startHost = async () => {
    const bench = startBench({
      connection: { url: broker.url, ...CREDENTIALS, sparkplugHostId: 'other-house' },
      points: POINTS,
    })
    undone.push(() => bench.driver.stop())
    await bench.driver.connect()
    return bench
  }
  return { building, gateway, startHost }
}

const healthOf = async (gateway: Awaited<ReturnType<typeof houses>>['gateway']) =>
  (await gateway.health()).status

test('driver-mqtt reads what gateway-mqtt publishes, orders by it, and is the host that it waits for', async () => {
  const { building, gateway, startHost } = await houses()
  expect(await healthOf(gateway)).toBe('degraded')
  const { driver, valuesOf, command, sink } = await startHost()
  const last = (pointId: string) => valuesOf(pointId).at(-1)
  await until(
    () => last('on'),
    (value) => value?.value === 'true' || value?.value === true,
  )
  expect(last('energy')).toMatchObject({ value: '12345.678', quality: 'good' })
  expect(last('power')).toMatchObject({ value: '230.5' })
  expect(last('there')).toMatchObject({ value: true })
  expect(await healthOf(gateway)).toBe('up')

  const then = Date.UTC(2026, 4, 1)
  building.set({ pointId: 'meter:12/register.1.8.0', value: '12346', at: then })
  building.set({ pointId: 'meter:12/power.12', value: '-7.25', quality: 'uncertain' })
  await until(
    () => last('power'),
    (value) => value?.value === '-7.25' && value.quality === 'uncertain',
  )
  expect(last('energy')).toMatchObject({ value: '12346', at: then })

  expect(await driver.write(command('cut', 'order'))).toMatchObject({
    ...{ outcome: 'confirmed', readBack: false },
  })
  expect(building.writes).toMatchObject([{ pointId: 'supply:12/order', value: false }])
  building.answerWrites('refused')
  expect((await driver.write(command('restore', 'order'))).outcome).not.toBe('confirmed')
  expect(sink.malformed()).toEqual([])
  expect((await driver.health()).counters).toMatchObject({ sequenceGaps: 0, nodesOnline: 1 })

  await driver.stop()
  await until(
    () => healthOf(gateway),
    (status) => status === 'degraded',
  )
  building.set({ pointId: 'meter:12/register.1.8.0', value: '20000' })
  const again = await startHost()
  await until(
    () => again.valuesOf('energy').at(-1),
    (value) => value?.value === '20000',
  )
})
