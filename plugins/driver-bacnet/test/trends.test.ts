import { formatInstant } from '@busbar/core/contracts'
import { afterEach, expect, it } from 'vitest'
import { objectId, openRaw } from './raw-device.ts'
import { startRig, until } from './rig.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const MINUTE_MS = 60_000
const ZONE_MS = 8 * 3_600_000

/** A log record: local date and time, Real, status flags (clause 12.25). */
function record(at: number, value: number, fault: boolean): Buffer {
  const local = new Date(at + ZONE_MS)
  const real = Buffer.alloc(4)
  real.writeFloatBE(value)
  return Buffer.concat([
    Buffer.from([0x0e, 0xa4, local.getUTCFullYear() - 1_900, local.getUTCMonth() + 1]),
    Buffer.from([local.getUTCDate(), 255, 0xb4, local.getUTCHours(), local.getUTCMinutes()]),
    Buffer.from([local.getUTCSeconds(), 0, 0x0f, 0x1e, 0x2c]),
    ...[real, Buffer.from([0x1f, 0x2a, 4, fault ? 0x40 : 0])],
  ])
}

it('I3: a gap is healed from the trend log, with the times of the device', async () => {
  const start = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 40 * MINUTE_MS
  const log = Array.from({ length: 40 }, (_, at) => ({
    at: start + at * MINUTE_MS,
    value: at + 0.5,
  }))
  const asked: [number, number][] = []
  const device = await openRaw({
    host: '127.0.0.1',
    onFrame: ({ apdu, from, self }) => {
      const [, , invokeId = 0, service = 0] = apdu
      const ack = (...parts: Uint8Array[]) =>
        self.send(Buffer.concat([Buffer.from([0x30, invokeId, service]), ...parts]), from)
      if (service === 12 && apdu.at(-1) === 141)
        ack(Buffer.from([0x0c]), objectId(20, 4), Buffer.from([0x19, 141, 0x3e, 0x21, 40, 0x3f]))
      else if (service === 26) {
        const first = apdu[4 + 5 + 2 + 2] ?? 0
        const count = apdu[4 + 5 + 2 + 4] ?? 0
        asked.push([first, count])
        const items = log.slice(first - 1, first - 1 + count)
        const head = Buffer.from([0x19, 131, 0x3a, 5, 0xe0, 0x49, items.length, 0x5e])
        const body = items.map(({ at, value }) => record(at, value, value === 20.5))
        ack(Buffer.from([0x0c]), objectId(20, 4), head, ...body, Buffer.from([0x5f]))
      } else self.send(Buffer.from([0x50, invokeId, service, 0x91, 2, 0x91, 32]), from)
    },
  })
  closers.push(device.close)
  const address = { device: 7, objectType: 'analog-input', objectInstance: 1, trendLog: 4 }
  const { driver, sink } = startRig({
    connection: {
      devices: [{ instance: 7, address: `127.0.0.1:${device.port}` }],
      ...{ timeZone: 'Asia/Shanghai', healHours: 0.5 },
    },
    points: [{ pointId: 'energy', role: 'register', unit: 'kWh', address }],
    closers,
  })
  await driver.connect()
  const since = Date.now() - 30 * MINUTE_MS
  const wanted = log.filter(({ at }) => at > since)
  await until(
    () => sink.kept().length,
    (count) => count >= wanted.length - 1,
  )
  const got = sink.kept().map(({ at, values }) => [formatInstant(at ?? 0), values[0]?.value])
  const expected = wanted.map(({ at, value }) => [formatInstant(at), String(value)])
  expect(got.slice(-25)).toEqual(expected.slice(-25))
  const bad = sink.kept().find(({ values }) => values[0]?.value === '20.5')
  expect(bad?.values[0]?.quality).toBe('bad')
  // The newest first, in chunks, and not further back than is wanted.
  expect(asked[0]).toEqual([26, 15])
  expect(asked.length).toBe(2)
})
