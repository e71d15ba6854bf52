import type { MeterDriverPeer } from '@busbar/core/testkit'
import { keptPort } from '@busbar/core/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bindingOf, createPeer, nodeIdOf } from './peer.ts'
import { createRig, until } from './rig.ts'
import { startServerProcess, type TestServer } from './server.ts'

const CASE_MS = 120_000
const START = Date.UTC(2026, 0, 1)
const MINUTE_MS = 60_000
const register = bindingOf(0, 'Energy')

let server: TestServer
beforeAll(() => {
  server = startServerProcess()
})
afterAll(() => server.close())

let rig = createRig()
let peer: MeterDriverPeer & { readonly url: string }
beforeEach(async () => {
  rig = createRig()
  peer = await createPeer(server, { history: true, values: 100 })
}, CASE_MS)
afterEach(async () => {
  await rig.stop()
  await peer.close()
})

const publish = (index: number) => publishAt(peer, index)
const publishAt = (at: MeterDriverPeer, index: number) =>
  at.publish({
    device: 0,
    register: `${1_000 + index}`,
    power: '5',
    at: START + index * MINUTE_MS,
  })
const arrived = (index: number) =>
  until(`reading ${index}`, () => rig.times(register.pointId).includes(START + index * MINUTE_MS))
const isUp = (driver: ReturnType<typeof rig.driver>) =>
  until('up', async () => (await driver.health()).status === 'up')
const inOrder = (pointId: string) =>
  [...rig.times(pointId)].sort((one, other) => Number(one) - Number(other))
const minutes = (count: number) =>
  Array.from({ length: count }, (_, index) => START + index * MINUTE_MS)

const isDown = (driver: ReturnType<typeof rig.driver>) =>
  until('down', async () => (await driver.health()).status === 'down')

/** A driver that has heard the first reading, and then nothing any more. */
async function cutOff(): Promise<ReturnType<typeof rig.driver>> {
  await peer.start()
  const driver = rig.driver(peer.connection, [register])
  await driver.connect()
  await isUp(driver)
  await publish(0)
  await arrived(0)
  await peer.partition({ cut: true })
  await isDown(driver)
  return driver
}

describe('an outage', () => {
  it(
    'of hours is healed from history: every value once, in the end',
    async () => {
      // Longer than the subscription and the session live on the server's side is not waited for: the gap is.
      const driver = await cutOff()
      for (let index = 1; index <= 600; index += 1) await publish(index)
      await peer.partition({ cut: false })
      await isUp(driver)
      await publish(601)
      await arrived(601)
      await until('all of it', () => rig.times(register.pointId).length >= 602)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(inOrder(register.pointId)).toEqual(minutes(602))
      expect((await driver.health()).counters?.healed).toBeGreaterThan(500)
      expect((await server.counts()).subscriptions).toBeLessThanOrEqual(2)
    },
    CASE_MS,
  )

  it(
    'that comes again while history is being read leaves no gap: every value once, in the end',
    async () => {
      const driver = await cutOff()
      for (let index = 1; index <= 2_500; index += 1) await publish(index)
      await server.limitHistory({ answers: 1, after: 'silent' })
      await peer.partition({ cut: false })
      await isUp(driver)
      await until('the beginning', () => rig.times(register.pointId).length >= 1_000)
      // What is told meanwhile is later than all that is missing.
      await publish(2_501)
      await arrived(2_501)
      await peer.partition({ cut: true })
      await isDown(driver)
      await publish(2_502)
      await server.limitHistory({ answers: 1_000, after: 'fail' })
      await peer.partition({ cut: false })
      await isUp(driver)
      await publish(2_503)
      await until('all of it', () => rig.times(register.pointId).length >= 2_504)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(inOrder(register.pointId)).toEqual(minutes(2_504))
    },
    CASE_MS,
  )

  it(
    'whose history is refused at first is healed from it later, while the session lasts',
    async () => {
      const driver = await cutOff()
      for (let index = 1; index <= 20; index += 1) await publish(index)
      await server.limitHistory({ answers: 0, after: 'fail' })
      await peer.partition({ cut: false })
      await isUp(driver)
      await publish(21)
      await arrived(21)
      await server.limitHistory({ answers: 1_000, after: 'fail' })
      await until('all of it', () => rig.times(register.pointId).length >= 22)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(inOrder(register.pointId)).toEqual(minutes(22))
      expect((await driver.health()).counters?.sessions).toBe(2)
    },
    CASE_MS,
  )

  it(
    'of subscriptions alone: polled meanwhile, told, and subscribed again',
    async () => {
      await peer.start()
      const driver = rig.driver(peer.connection, [register])
      await driver.connect()
      await isUp(driver)
      await publish(0)
      await arrived(0)
      await server.refuseSubscriptions({ refuse: true })
      await server.endSubscriptions()
      await until('polling', async () => ((await driver.health()).counters?.polled ?? 0) === 1)
      expect(await driver.health()).toMatchObject({ status: 'degraded' })
      await publish(1)
      await arrived(1)
      await server.refuseSubscriptions({ refuse: false })
      await isUp(driver)
      await publish(2)
      await arrived(2)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(rig.times(register.pointId)).toEqual(minutes(3))
      expect((await driver.health()).counters?.polled).toBe(0)
    },
    CASE_MS,
  )

  it(
    'of the first server: the second serves, which is told',
    async () => {
      await peer.start()
      const dead = `opc.tcp://127.0.0.1:${await keptPort()}`
      const settings = { ...peer.connection, url: dead, redundantUrls: [peer.url] }
      const driver = rig.driver(settings, [register])
      const health = await driver.connect()
      expect(health).toMatchObject({ status: 'degraded' })
      expect(health.detail).toContain(peer.url)
      await publish(0)
      await arrived(0)
      expect(await rig.test({ connection: settings, timeoutMs: 20_000 })).toMatchObject({
        ok: true,
      })
    },
    CASE_MS,
  )

  it(
    'of the server that serves: its twin goes on, what was missed is healed, and nothing comes twice',
    async () => {
      const twinServer = startServerProcess()
      const twin = await createPeer(twinServer, { history: true })
      try {
        await Promise.all([peer.start(), twin.start()])
        const settings = { ...peer.connection, redundantUrls: [twin.url] }
        const driver = rig.driver(settings, [register])
        await driver.connect()
        await isUp(driver)
        const both = async (index: number) => {
          await Promise.all([peer, twin].map((one) => publishAt(one, index)))
        }
        await both(0)
        await arrived(0)
        await peer.stop()
        for (const index of [1, 2, 3]) await publishAt(twin, index)
        await until('the twin', async () => (await driver.health()).detail.includes(twin.url))
        expect(await driver.health()).toMatchObject({ status: 'degraded' })
        await publishAt(twin, 4)
        await until('all of it', () => rig.times(register.pointId).length >= 5)
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        expect(inOrder(register.pointId)).toEqual(minutes(5))
      } finally {
        await twin.close()
        await twinServer.close()
      }
    },
    CASE_MS,
  )

  it(
    'at the start: history is read as far back as the settings say',
    async () => {
      await peer.start()
      for (let index = 0; index < 10; index += 1) await publish(index)
      rig.clock.leap({ byMs: START + 10 * MINUTE_MS - rig.clock.now() })
      const driver = rig.driver({ ...peer.connection, catchUpHours: 1 }, [register])
      await driver.connect()
      await until('ten readings', () => rig.times(register.pointId).length >= 10)
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(inOrder(register.pointId)).toEqual(minutes(10))
    },
    CASE_MS,
  )
})

describe('subscriptions', () => {
  it(
    'are as few as the settings allow, and deadbands keep small changes away',
    async () => {
      await peer.start()
      const points = Array.from({ length: 100 }, (_, index) => ({
        pointId: `value-${index}`,
        role: 'value' as const,
        unit: 'W',
        address: {
          nodeId: nodeIdOf(`Values.${index}`),
          ...(index === 0 ? { deadband: 'absolute', deadbandValue: 5 } : {}),
        },
      }))
      const driver = rig.driver({ ...peer.connection, itemsPerSubscription: 40 }, points)
      await driver.connect()
      await isUp(driver)
      expect(await server.counts()).toMatchObject({ subscriptions: 3, monitoredItems: 100 })
      for (const value of [10, 12, 20]) {
        await server.setAll({ value })
        await until(`${value}`, () => rig.values('value-1').includes(`${value}`))
      }
      await until('the large change', () => rig.values('value-0').includes('20'))
      expect(rig.values('value-0')).toEqual(['10', '20'])
      expect(rig.values('value-1')).toEqual(['10', '12', '20'])
    },
    CASE_MS,
  )
})
