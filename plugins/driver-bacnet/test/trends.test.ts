import { formatInstant } from '@busbar/core/contracts'
import { afterEach, expect, it } from 'vitest'
import { objectId, openRaw } from './raw-device.ts'
import { isUp, startRig, until } from './rig.ts'

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

/** A device with a trend log and nothing else, and a driver that reads it. */
async function setUp(options: {
  readonly log: readonly Logged[]
  /** What becomes of a range that is asked for; answered as it is where this says nothing. */
  readonly onRange?: (first: number, count: number) => 'silent' | 'error' | number | undefined
  /** What it says of how many records there are, as a tag. */
  readonly count?: readonly number[]
  readonly healHours?: number
}) {
  const asked: [number, number][] = []
  const log = [...options.log]
  const state = { away: false }
  const device = await openRaw({
    host: '127.0.0.1',
    onFrame: ({ apdu, from, self }) => {
      if (state.away) return
      const [, , invokeId = 0, service = 0] = apdu
      const ack = (...parts: Uint8Array[]) =>
        self.send(Buffer.concat([Buffer.from([0x30, invokeId, service]), ...parts]), from)
      const fault = (code: number) =>
        self.send(Buffer.from([0x50, invokeId, service, 0x91, 2, 0x91, code]), from)
      if (service === 12 && apdu.at(-1) === 141) {
        const said = options.count ?? [0x21, log.length]
        const count = Buffer.from([0x19, 141, 0x3e, ...said, 0x3f])
        ack(Buffer.from([0x0c]), objectId(20, 4), count)
      } else if (service === 26) {
        const first = apdu[4 + 5 + 2 + 2] ?? 0
        const count = apdu[4 + 5 + 2 + 4] ?? 0
        asked.push([first, count])
        const verdict = options.onRange?.(first, count)
        if (verdict === 'silent') return
        if (verdict === 'error') return fault(31)
        const items = log.slice(first - 1, first - 1 + (verdict ?? count))
        const head = Buffer.from([0x19, 131, 0x3a, 5, 0xe0, 0x49, items.length, 0x5e])
        const body = items.map(({ at, value }) => record(at, value, value === 20.5))
        ack(Buffer.from([0x0c]), objectId(20, 4), head, ...body, Buffer.from([0x5f]))
      } else fault(32)
    },
  })
  closers.push(device.close)
  const address = { device: 7, objectType: 'analog-input', objectInstance: 1, trendLog: 4 }
  const { driver, sink } = startRig({
    connection: {
      devices: [{ instance: 7, address: `127.0.0.1:${device.port}` }],
      ...{ timeZone: 'Asia/Shanghai', healHours: options.healHours ?? 2, pollSeconds: 0.5 },
    },
    points: [{ pointId: 'energy', role: 'register', unit: 'kWh', address }],
    closers,
  })
  await driver.connect()
  const got = () => sink.kept().map(({ at, values }) => [formatInstant(at ?? 0), values[0]?.value])
  const has = (count: number) =>
    until(
      () => sink.kept().length,
      (many) => many >= count,
    )
  return { driver, sink, asked, log, state, got, has }
}

interface Logged {
  readonly at: number
  readonly value: number
}

/** One record a minute, the last of them `endsMinutes` from now. */
function minutes(count: number, endsMinutes = 0): Logged[] {
  const last = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + endsMinutes * MINUTE_MS
  return Array.from({ length: count }, (_, index) => ({
    at: last - (count - 1 - index) * MINUTE_MS,
    value: index + 0.5,
  }))
}

const told = (log: readonly Logged[]) =>
  log.map(({ at, value }) => [formatInstant(at), String(value)])

it('I3: a gap is healed from the trend log, with the times of the device', async () => {
  const log = minutes(40, -1)
  const { sink, asked, got, has } = await setUp({ log, healHours: 0.5 })
  const since = Date.now() - 30 * MINUTE_MS
  const wanted = log.filter(({ at }) => at > since)
  await has(wanted.length - 1)
  expect(got().slice(-25)).toEqual(told(wanted).slice(-25))
  const bad = sink.kept().find(({ values }) => values[0]?.value === '20.5')
  expect(bad?.values[0]?.quality).toBe('bad')
  // The newest first, in chunks, and not further back than is wanted.
  expect(asked[0]).toEqual([26, 15])
  expect(asked.length).toBe(2)
})

it('I3: while a device was away its log went on: each record once, in the end', async () => {
  const { driver, log, state, got, has } = await setUp({ log: minutes(20, -30) })
  await isUp(driver)
  await has(20)
  state.away = true
  await until(
    async () => (await driver.health()).status,
    (status) => status === 'down',
  )
  log.push(...minutes(25, -1).map(({ at }, index) => ({ at, value: 50.5 + index })))
  state.away = false
  await has(45)
  expect(got()).toEqual(told(log))
})

it('I3: a log that falls silent half-way is read again: nothing is missing, nothing comes twice', async () => {
  let silent = 4
  const log = minutes(40, -1)
  const { got, has } = await setUp({
    log,
    // The second range, asked for once and tried once more, in two attempts.
    onRange: (first) => (first === 11 && silent-- > 0 ? 'silent' : undefined),
  })
  await has(40)
  expect(silent).toBeLessThanOrEqual(0)
  expect(got()).toEqual(told(log))
})

it('I3: a device whose clock is ahead of ours is healed as well', async () => {
  const log = minutes(40, 5)
  const { got, has } = await setUp({ log })
  const past = log.filter(({ at }) => at <= Date.now())
  await has(past.length)
  expect(got()).toEqual(told(past))
})

it('I3: what does not fit into one answer is asked for', async () => {
  const log = minutes(40, -1)
  const { got, has, asked } = await setUp({ log, onRange: (_, count) => Math.min(count, 6) })
  await has(40)
  expect(got()).toEqual(told(log))
  expect(asked.slice(0, 3)).toEqual([
    [26, 15],
    [32, 9],
    [38, 3],
  ])
})

it('a range that the device refuses is told, and what there is before it is handed over', async () => {
  const log = minutes(40, -1)
  const { sink, got, has } = await setUp({
    log,
    onRange: (first) => (first < 26 ? 'error' : undefined),
  })
  await has(15)
  expect(got()).toEqual(told(log.slice(25)))
  expect(sink.malformed()).toMatchObject([
    {
      source: expect.stringContaining('device 7'),
      reason: expect.stringContaining('does not give its log'),
    },
  ])
})

it.each([
  ['NaN', [0x44, 0x7f, 0xc0, 0, 0]],
  ['a text', [0x72, 0, 0x37]],
  ['a half', [0x44, 0x3f, 0, 0, 0]],
  ['nothing', [0x20]],
])('X3: a log with %s for a count is told, and harms nobody', async (_, count) => {
  const { driver, sink, asked } = await setUp({ log: minutes(5), count })
  await until(
    () => sink.malformed().length,
    (many) => many > 0,
  )
  expect(sink.malformed()[0]?.reason).toContain('count')
  expect(asked).toEqual([])
  expect((await driver.health()).status).toBe('up')
})
