import { expect } from 'vitest'
import type { DriverBench, MeterDriverCase } from './meter-driver-bench.ts'
import { connected, pointsOf, readingTime, snapshotsWith, valuesOf } from './meter-driver-bench.ts'

const GONE_MS = 1_500
const SETTLE_MS = 1_000
const MANY_POINTS = 1_000
const FLOOD = 3_000

/** Values on their way in: connection, order, completeness, faults, back-pressure. */
export const meterDriverValueCases: readonly MeterDriverCase[] = [
  {
    name: 'unreachable at start: settles, and connects once the peer appears',
    async run(bench) {
      const first = await bench.driver.connect()
      expect(first.status).toBe('down')
      await bench.peer.start()
      await bench.until('health up', async () => (await bench.driver.health()).status === 'up')
      await publish(bench, 0, 0)
      await arrived(bench, 0, 1)
    },
  },
  {
    name: 'the connection test says yes to a peer that is there and no to one that is not',
    async run({ options, peer, patienceMs }) {
      const request = { connection: peer.connection, timeoutMs: Math.min(patienceMs, 5_000) }
      expect((await options.test(request)).ok).toBe(false)
      await peer.start()
      expect(await options.test(request)).toMatchObject({ ok: true })
    },
  },
  {
    name: 'peer gone and back: readings resume, no double subscription, nothing twice',
    async run(bench) {
      await connected(bench)
      await publish(bench, 0, 0)
      await arrived(bench, 0, 1)
      await bench.peer.stop()
      await bench.until('health down', async () => (await bench.driver.health()).status === 'down')
      await sleep(GONE_MS)
      await bench.peer.start()
      await bench.until('health up', async () => (await bench.driver.health()).status !== 'down')
      for (let index = 1; index <= 5; index += 1) await publish(bench, 0, index)
      await arrived(bench, 0, 6)
      await sleep(SETTLE_MS)
      expect(registers(bench, 0)).toEqual([0, 1, 2, 3, 4, 5].map(registerText))
    },
  },
  {
    name: 'network cut and healed: readings resume, nothing twice',
    async run(bench) {
      await connected(bench)
      await publish(bench, 0, 0)
      await arrived(bench, 0, 1)
      await bench.peer.partition({ cut: true })
      await sleep(GONE_MS)
      await bench.peer.partition({ cut: false })
      await bench.until('health up', async () => (await bench.driver.health()).status !== 'down')
      await publish(bench, 0, 1)
      await arrived(bench, 0, 2)
      await sleep(SETTLE_MS)
      expect(registers(bench, 0)).toEqual([0, 1].map(registerText))
    },
  },
  {
    name: 'stop is idempotent, emits nothing afterwards and leaves no handle',
    async run(bench) {
      await bench.peer.start()
      const before = handles()
      await bench.driver.connect()
      await publish(bench, 0, 0)
      await arrived(bench, 0, 1)
      await Promise.all([bench.driver.stop(), bench.driver.stop()])
      await bench.driver.stop()
      const healths = bench.sink.healths().length
      await publish(bench, 0, 1)
      await sleep(SETTLE_MS)
      expect(registers(bench, 0)).toEqual([registerText(0)])
      expect(bench.sink.healths()).toHaveLength(healths)
      await bench.until('sockets and timers back to before', () =>
        Object.entries(handles()).every(([kind, count]) => count <= (before[kind] ?? 0)),
      )
    },
  },
  {
    name: 'stop while the peer is not reachable settles too',
    async run({ driver, sink, peer }) {
      await driver.connect()
      await driver.stop()
      await peer.start()
      await sleep(SETTLE_MS)
      expect((await driver.health()).status).toBe('down')
      expect(sink.kept()).toEqual([])
    },
  },
  {
    name: 'values of one device at one instant arrive as one snapshot, every digit kept',
    async run(bench) {
      await connected(bench)
      const { register, power, relay } = bench.peer.device(0)
      const at = readingTime(0)
      const reading = { device: 0, register: '2589773.391234', power: '375.5', at }
      await bench.peer.publish(reading)
      await arrived(bench, 0, 1)
      const [snapshot] = snapshotsWith(bench.sink, register)
      // A device may tell in the same breath where its relay is.
      const measured = snapshot?.values.filter(({ pointId }) => pointId !== relay?.pointId)
      expect(measured).toHaveLength(2)
      expect(measured).toEqual(
        expect.arrayContaining([
          { pointId: register.pointId, value: '2589773.391234', quality: 'good' },
          { pointId: power.pointId, value: '375.5', quality: 'good' },
        ]),
      )
    },
  },
  {
    name: 'duplicate and out-of-order values are passed on with their source times',
    needs: 'sourceTime',
    async run(bench) {
      await connected(bench)
      const order = [2, 0, 1, 1]
      for (const index of order) await publish(bench, 0, index)
      await arrived(bench, 0, order.length)
      const got = snapshotsWith(bench.sink, bench.peer.device(0).register)
      expect(got.map(({ at }) => at)).toEqual(order.map(readingTime))
      expect(registers(bench, 0)).toEqual(order.map(registerText))
    },
  },
  {
    name: 'what cannot be understood is reported with its source, and the next reading arrives',
    async run(bench) {
      await connected(bench)
      await bench.peer.publishGarbage({ device: 1 })
      await bench.until('malformed kept', () => bench.sink.malformed().length > 0)
      const [malformed] = bench.sink.malformed()
      expect(malformed?.source).not.toBe('')
      expect(malformed?.reason).not.toBe('')
      expect(Buffer.from(malformed?.payloadBase64 ?? '', 'base64').length).toBeLessThanOrEqual(4096)
      await publish(bench, 1, 0)
      await arrived(bench, 1, 1)
    },
  },
  {
    name: 'changed points are used without a reconnect, removed ones fall silent',
    async run(bench) {
      await connected(bench)
      const added = bench.peer.device(5)
      await bench.driver.setPoints({ points: [added.register, added.power] })
      await publish(bench, 5, 0)
      await publish(bench, 0, 0)
      await arrived(bench, 5, 1)
      await sleep(SETTLE_MS)
      expect(registers(bench, 0)).toEqual([])
    },
  },
  {
    name: '1,000 points are live',
    async run(bench) {
      await bench.driver.stop()
      await bench.peer.start()
      const count = MANY_POINTS / 2
      const points = pointsOf(bench.peer, count).filter(({ role }) => role !== 'relay')
      const many = bench.another({ points })
      await many.connect()
      await bench.until('health up', async () => (await many.health()).status === 'up')
      for (let device = 0; device < count; device += 1) await publish(bench, device, device)
      await bench.until('a value of every point', () => {
        const seen = bench.sink.kept().flatMap(({ values }) => values.map((one) => one.pointId))
        return new Set(seen).size === points.length
      })
    },
  },
  {
    name: 'a core that rejects for a while gets everything, and once',
    async run(bench) {
      await connected(bench)
      bench.sink.behave({ kind: 'reject', calls: 4 })
      for (let index = 0; index < 20; index += 1) await publish(bench, 0, index)
      await arrived(bench, 0, 20)
      await sleep(SETTLE_MS)
      expect(bench.sink.rejections()).toBe(4)
      expect([...registers(bench, 0)].sort()).toEqual(numbers(20).map(registerText).sort())
    },
  },
  {
    name: 'back-pressure: a core that takes nothing is not flooded, and nothing is dropped',
    async run(bench) {
      await connected(bench)
      bench.sink.behave({ kind: 'hold' })
      const flood = Promise.all(numbers(FLOOD).map((index) => publish(bench, 0, index)))
      await sleep(SETTLE_MS)
      expect(bench.sink.outstanding().now).toBeLessThan(FLOOD)
      bench.sink.behave({ kind: 'keep' })
      // A peer may itself wait for the driver.
      await flood
      await bench.until('everything kept', () => registers(bench, 0).length >= FLOOD)
      await sleep(SETTLE_MS)
      expect([...registers(bench, 0)].sort()).toEqual(numbers(FLOOD).map(registerText).sort())
      expect(bench.sink.outstanding().most).toBeLessThan(FLOOD)
    },
  },
  {
    name: 'a read on request answers per point',
    needs: 'read',
    async run(bench) {
      await connected(bench)
      const { register, power } = bench.peer.device(0)
      await publish(bench, 0, 7)
      await arrived(bench, 0, 1)
      const pointIds = [register.pointId, 'no-such-point', power.pointId]
      const { items } = await bench.driver.read({ pointIds, timeoutMs: 5_000 })
      expect(items.map(({ pointId }) => pointId)).toEqual(pointIds)
      expect(items[0]).toMatchObject({ value: registerText(7) })
      expect(items[1]?.error?.code).toEqual(expect.any(String))
      expect(items[2]).toMatchObject({ value: powerText(7) })
    },
  },
  {
    name: 'a read of a device that is away is an error of that point alone',
    needs: 'read',
    async run(bench) {
      await connected(bench)
      await publish(bench, 1, 0)
      await arrived(bench, 1, 1)
      await bench.peer.setDeviceOnline({ device: 0, online: false })
      const pointIds = [0, 1].map((device) => bench.peer.device(device).register.pointId)
      const { items } = await bench.driver.read({ pointIds, timeoutMs: 3_000 })
      expect(items[0]?.error?.code).toEqual(expect.any(String))
      expect(items[0]?.value).toBeUndefined()
      expect(items[1]).toMatchObject({ value: registerText(0) })
    },
  },
  {
    name: "discovery finds the peer's devices, with addresses that can be bound",
    needs: 'discover',
    async run(bench) {
      await bench.driver.stop()
      await bench.peer.start()
      const finder = bench.another({ points: [] })
      await finder.connect()
      for (const device of [0, 1]) await publish(bench, device, 0)
      const { devices } = await finder.discover({ timeoutMs: 3_000 })
      const found = devices
        .flatMap(({ points }) => points)
        .filter(({ role }) => role === 'register')
      expect(found.length).toBeGreaterThanOrEqual(2)
      const points = found.map(({ address, role, unit }, index) => {
        return { pointId: `found-${index}`, role, unit, address }
      })
      await finder.setPoints({ points })
      for (const device of [0, 1]) await publish(bench, device, 1)
      await bench.until(
        'values of the found points',
        () => points.filter((point) => valuesOf(bench.sink, point).length > 0).length >= 2,
      )
    },
  },
]

const registerText = (index: number) => `${1_000 + index}.125`
const powerText = (index: number) => `${100 + (index % 50)}.5`
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

function publish({ peer }: DriverBench, device: number, index: number): Promise<void> {
  const [register, power] = [registerText(index), powerText(index)]
  return peer.publish({ device, register, power, at: readingTime(index) })
}

function registers({ peer, sink }: DriverBench, device: number) {
  return valuesOf(sink, peer.device(device).register)
}

function arrived(bench: DriverBench, device: number, count: number): Promise<void> {
  return bench.until(
    `${count} readings of device ${device}`,
    () => registers(bench, device).length >= count,
  )
}

function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}

/** Sockets and timers that keep a process alive, by kind. */
function handles(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo())
    if (/TCPSocket|TLSSocket|UDP|Timeout|ChildProcess/.test(kind))
      counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
