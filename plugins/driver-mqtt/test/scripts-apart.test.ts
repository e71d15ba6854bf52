import { meterDrivers } from '@busbar/core/contracts'
import { inProcess } from '@busbar/core/testkit'
import mqtt from 'mqtt'
import { afterAll, afterEach, expect, it } from 'vitest'
import { startAedes } from './aedes-broker.ts'
import { point, startBench, until } from './bench.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
const apart = await inProcess({
  manifest: new URL('../plugin.json', import.meta.url),
  ...{ point: meterDrivers, type: 'mqtt' },
})
afterAll(apart.close)

const SCRIPT =
  'function decodeUplink({ bytes }) { return { data: { total: bytes[0] * 256 + bytes[1] } } }'
const LOOP = 'function decodeUplink() { for (;;) {} }'

it('a codec’s script runs where the driver has a process of its own, and one that loops is ended there too', async () => {
  const { url, close } = await startAedes()
  closers.push(close)
  const device = mqtt.connect(url, { clientId: 'device', reconnectPeriod: 0 })
  closers.push(() => device.endAsync(true))
  const lora = { format: 'chirpstack', application: 'app', pointer: '/total' }
  const { driver, valuesOf } = startBench({
    create: apart.contribution.create,
    connection: {
      url,
      codecs: [
        { name: 'own', type: 'script', script: SCRIPT },
        { name: 'loop', type: 'script', script: LOOP },
      ],
    },
    points: [
      point('total', 'register', 'kWh', { ...lora, device: 'aa00000000000001', codec: 'own' }),
      point('never', 'register', 'kWh', { ...lora, device: 'aa00000000000002', codec: 'loop' }),
    ],
  })
  closers.push(() => driver.stop())
  expect(await driver.connect()).toMatchObject({ status: 'up' })
  const send = (id: string, frame: string, time: string) =>
    device.publishAsync(
      `application/app/device/${id}/event/up`,
      JSON.stringify({ time, fPort: 2, data: Buffer.from(frame, 'hex').toString('base64') }),
      { qos: 1 },
    )
  await send('aa00000000000001', '0102', '2026-07-18T09:00:00Z')
  await until(
    () => valuesOf('total').map(({ value }) => value),
    (values) => values.includes('258'),
  )
  await send('aa00000000000002', '0102', '2026-07-18T09:00:00Z')
  await send('aa00000000000001', '0203', '2026-07-18T09:15:00Z')
  await until(
    () => valuesOf('total').map(({ value }) => value),
    (values) => values.includes('515'),
  )
  expect(valuesOf('never')).toEqual([])
  expect((await driver.health()).status).toBe('up')
}, 60_000)
