import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { PointBinding } from '@busbar/core/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { testConnection } from '../passing.ts'
import { createField, FIRST_INSTANCE, keptUdpPort } from './field.ts'
import { framed, iAm, objectId, openRaw, passTo, type RawDevice } from './raw-device.ts'
import { isUp, startRig, until, valuesOf } from './rig.ts'
import { openRouter } from './router.ts'
import { createVirtualDevice, type VirtualDevice, type VirtualObject } from './virtual-device.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const PRESENT_VALUE = 85

function analog(instance: number, value: number): VirtualObject {
  const properties = new Map([[PRESENT_VALUE, [{ type: 4, value }]]])
  return { id: { type: 0, instance }, properties }
}

function point(device: number, objectInstance: number, more: object = {}): PointBinding {
  const address = { device, objectType: 'analog-input', objectInstance, ...more }
  return { pointId: `${device}-${objectInstance}`, role: 'value', unit: '', address }
}

/** A device with a port of its own; counts what it is asked. */
async function plainDevice(
  instance: number,
  objects: readonly VirtualObject[],
  host = '127.0.0.1',
) {
  const asked: { readonly service: number; readonly at: number }[] = []
  const held: { readonly device?: VirtualDevice } = {}
  const raw = await openRaw({
    host,
    onFrame: ({ apdu, from }) => {
      if ((apdu[0] ?? 0) >> 4 === 0) asked.push({ service: apdu[3] ?? 0, at: performance.now() })
      if (held.device) passTo(held.device, apdu, from)
    },
  })
  const device = createVirtualDevice({
    ...{ instance, objects, maxProperties: 8 },
    send: (frame, to) => {
      const [address = '', port = '0'] = to.split(':')
      raw.sendFrame(frame, { address, port: Number(port) })
    },
    onWrite: async () => ({ behaviour: 'answer' }),
  })
  Object.assign(held, { device })
  closers.push(raw.close)
  return { raw, device, asked }
}

describe('devices', () => {
  it('200 devices with 20 points each are read on one UDP port, at most 64 at once', async () => {
    const field = await createField({ extra: 18 })
    closers.push(field.close)
    await field.start()
    const points = Array.from({ length: 200 }, (_, device) => {
      const { register, power } = field.device(device)
      const extras = Array.from({ length: 18 }, (_, at) => point(FIRST_INSTANCE + device, 100 + at))
      return [register, power, ...extras]
    }).flat()
    for (let device = 0; device < 200; device += 1)
      await field.publish({ device, register: `${device}`, power: '1', at: 0 })
    const connection = { ...field.connection, cov: 'off', maxInFlight: 1 }
    const { driver, sink, counters } = startRig({ connection, points, closers })
    let most = 0
    const watch = setInterval(async () => {
      most = Math.max(most, (await counters()).inFlightRequests ?? 0)
    }, 2)
    closers.push(() => clearInterval(watch))
    await driver.connect()
    const seen = () => new Set(sink.kept().flatMap(({ values }) => values.map((v) => v.pointId)))
    await until(
      () => seen().size,
      (size) => size === 4_000,
    )
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(64)
    expect(valuesOf(sink, `${FIRST_INSTANCE + 7}-102`)).toEqual(['7.5'])
  })

  it('what does not fit into one answer is asked for in smaller batches', async () => {
    const objects = Array.from({ length: 30 }, (_, at) => analog(at, at + 0.25))
    const { raw, asked } = await plainDevice(7, objects)
    const points = objects.map((_, at) => point(7, at, { cov: false }))
    const connection = { devices: [{ instance: 7, address: `127.0.0.1:${raw.port}` }] }
    const { driver, sink } = startRig({ connection, points, closers })
    await driver.connect()
    await isUp(driver)
    await until(
      () => sink.kept().flatMap(({ values }) => values).length,
      (many) => many === 30,
    )
    expect(valuesOf(sink, '7-29')).toEqual(['29.25'])
    expect(asked.filter(({ service }) => service === 14).length).toBeLessThan(20)
  })

  it('a device is asked no more often, and no more at once, than it is said to bear', async () => {
    const objects = Array.from({ length: 40 }, (_, at) => analog(at, at))
    const { raw, asked } = await plainDevice(7, objects)
    const connection = {
      ...{ devices: [{ instance: 7, address: `127.0.0.1:${raw.port}` }], maxInFlight: 1 },
      ...{ requestsPerSecond: 10, cov: 'off', searchSeconds: 3_600 },
    }
    const points = objects.map((_, at) => point(7, at))
    const { driver, sink } = startRig({ connection, points, closers })
    void driver.connect()
    await until(
      () => sink.kept().flatMap(({ values }) => values).length,
      (many) => many === 40,
    )
    const [first] = asked
    const last = asked.at(-1)
    const seconds = ((last?.at ?? 0) - (first?.at ?? 0)) / 1_000
    // A burst of one second's worth is allowed, then ten a second.
    expect(asked.length).toBeLessThanOrEqual(10 + seconds * 10 + 1)
  })

  it('subscriptions are renewed, and cancelled by a stop', async () => {
    const field = await createField()
    closers.push(field.close)
    await field.start()
    const { register, power } = field.device(0)
    const connection = { ...field.connection, covLifetimeSeconds: 1 }
    const { driver, sink } = startRig({ connection, points: [register, power], closers })
    await driver.connect()
    await isUp(driver)
    expect(await field.subscriptions()).toBe(2)
    // The devices forget them, as after a loss of power that nobody noticed.
    await field.stop()
    await field.start()
    await until(
      () => field.subscriptions(),
      (count) => count === 2,
    )
    await field.publish({ device: 0, register: '5', power: '6', at: 0 })
    await until(
      () => valuesOf(sink, register.pointId),
      (values) => values.includes('5'),
    )
    await driver.stop()
    await until(
      () => field.subscriptions(),
      (count) => count === 0,
    )
  })

  it('a device whose last point is taken away is left without a subscription', async () => {
    const field = await createField()
    closers.push(field.close)
    await field.start()
    const { register, power } = field.device(0)
    const { driver } = startRig({
      connection: field.connection,
      points: [register, power],
      closers,
    })
    await driver.connect()
    await isUp(driver)
    expect(await field.subscriptions()).toBe(2)
    await driver.setPoints({ points: [field.device(1).register] })
    await until(
      () => field.subscriptions(),
      (count) => count === 1,
    )
  })

  it('what a device refuses to notify of is polled', async () => {
    const object = analog(1, 1)
    const { raw, device, asked } = await plainDevice(7, [object])
    const points = [point(7, 1), point(7, 2)]
    const connection = {
      ...{ devices: [{ instance: 7, address: `127.0.0.1:${raw.port}` }], pollSeconds: 0.3 },
    }
    const { driver, sink } = startRig({ connection, points, closers })
    await driver.connect()
    await isUp(driver)
    // Object 2 comes later: its subscription was refused, its value is found by polls.
    const late = analog(2, 8.5)
    device.objects.set('0:2', late)
    await until(
      () => valuesOf(sink, '7-2'),
      (values) => values.length === 1,
    )
    expect(valuesOf(sink, '7-2')).toEqual(['8.5'])
    expect(asked.filter(({ service }) => service === 5).length).toBe(2)
  })
})

describe('networks', () => {
  it('a device behind a BBMD is found by whom it serves as a foreign device', async () => {
    const { raw } = await plainDevice(77, [analog(1, 3.5)], '127.0.0.3')
    const registered: Buffer[] = []
    const bbmd = await openRaw({
      host: '127.0.0.1',
      onFrame: ({ frame, from, self }) => {
        if (frame[1] === 5) {
          registered.push(frame)
          self.sendFrame(Buffer.from('810000060000', 'hex'), from)
        }
        if (frame[1] !== 9) return
        // Distribute-Broadcast-To-Network of a Who-Is: the I-Am comes back as Forwarded-NPDU.
        const origin = Buffer.from([127, 0, 0, 3, raw.port >> 8, raw.port & 255])
        const body = Buffer.concat([origin, Buffer.from([1, 0]), iAm(77)])
        const forwarded = Buffer.concat([Buffer.from([0x81, 4, 0, body.length + 4]), body])
        self.sendFrame(forwarded, from)
      },
    })
    closers.push(bbmd.close)
    const connection = { bbmd: { address: `127.0.0.1:${bbmd.port}`, lifetimeSeconds: 30 } }
    const { driver, sink } = startRig({ connection, points: [point(77, 1)], closers })
    await driver.connect()
    await isUp(driver)
    await until(
      () => valuesOf(sink, '77-1'),
      (values) => values.length === 1,
    )
    expect(valuesOf(sink, '77-1')).toEqual(['3.5'])
    expect(registered[0]?.toString('hex')).toBe('81050006001e')
  })

  it('a BBMD that refuses is told', async () => {
    const bbmd = await openRaw({
      host: '127.0.0.1',
      onFrame: ({ frame, from, self }) => {
        if (frame[1] === 5) self.sendFrame(Buffer.from('810000060030', 'hex'), from)
      },
    })
    closers.push(bbmd.close)
    const { raw } = await plainDevice(7, [analog(1, 1)])
    const connection = {
      bbmd: { address: `127.0.0.1:${bbmd.port}` },
      devices: [{ instance: 7, address: `127.0.0.1:${raw.port}` }],
    }
    const { driver } = startRig({ connection, points: [point(7, 1)], closers })
    await driver.connect()
    await until(
      async () => (await driver.health()).detail,
      (detail) => detail.includes('refuses us (result 48)'),
    )
  })

  it('devices of two networks behind one router with one address there are told apart', async () => {
    const port = await keptUdpPort()
    const devices = [5, 6].map((network) => ({ network, instance: 50 + network }))
    const router = await openRouter({ host: '127.0.0.1', port, network: 5 })
    closers.push(router.close)
    const [near] = devices
    const made = createVirtualDevice({
      ...{ instance: near?.instance ?? 0, objects: [analog(1, 5.5)] },
      send: (frame, to) => router.sendFrom('0a', frame, to),
      onWrite: async () => ({ behaviour: 'answer' }),
    })
    router.attach('0a', made)
    const connection = {
      devices: [
        { instance: 55, address: `127.0.0.1:${port}/5:0a` },
        { instance: 56, address: `127.0.0.1:${port}/6:0a` },
      ],
    }
    const points = [point(55, 1), point(56, 1)]
    const { driver, sink } = startRig({ connection, points, closers })
    await driver.connect()
    await until(
      () => valuesOf(sink, '55-1'),
      (values) => values.length === 1,
    )
    expect(valuesOf(sink, '55-1')).toEqual(['5.5'])
    expect(valuesOf(sink, '56-1')).toEqual([])
    // Found out by the time that its answer may take.
    await until(
      async () => await driver.health(),
      ({ status, detail }) => status === 'degraded' && detail.includes('Device 56'),
    )
  })

  it('a segmented answer is put together, in order and with a segment lost', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => objectId(0, at))
    const list = Buffer.concat([
      ...[Buffer.from([0x0c]), objectId(8, 9), Buffer.from([0x19, 76, 0x3e])],
      ...ids.map((id) => Buffer.concat([Buffer.from([0xc4]), id])),
      Buffer.from([0x3f]),
    ])
    let lost = false
    const segment = (invokeId: number, at: number) => {
      const part = list.subarray(at * 100, at * 100 + 100)
      const more = (at + 1) * 100 < list.length
      return Buffer.concat([Buffer.from([more ? 0x3c : 0x38, invokeId, at, 1, 12]), part])
    }
    const onFrame: Parameters<typeof openRaw>[0]['onFrame'] = ({ apdu, from, self }) => {
      const [type = 0, second = 0, sequence = 0] = apdu
      if (type === 0x10) self.send(iAm(9), from)
      else if (type >> 4 === 4) {
        const next = sequence + 1
        // The first time a segment goes missing: the one after it comes, and is not taken.
        const skip = next === 2 && !lost
        if (skip) lost = true
        if (next * 100 < list.length) self.send(segment(second, skip ? 3 : next), from)
      } else if (type >> 4 === 0) {
        const invokeId = sequence
        if (apdu[3] === 12 && apdu.at(-1) === 76) self.send(segment(invokeId, 0), from)
        else if (apdu[3] === 12) {
          const head = Buffer.from([0x30, invokeId, 12, 0x0c])
          const name = Buffer.from([0x19, 77, 0x3e, 0x75, 4, 0, 0x42, 0x69, 0x67, 0x3f])
          self.send(Buffer.concat([head, objectId(8, 9), name]), from)
        } else self.send(Buffer.from([0x50, invokeId, apdu[3] ?? 0, 0x91, 2, 0x91, 31]), from)
      }
    }
    const raw: RawDevice = await openRaw({ host: '127.0.0.1', onFrame })
    closers.push(raw.close)
    const connection = { targets: [`127.0.0.1:${raw.port}`] }
    const { driver } = startRig({ connection, points: [], closers })
    await driver.connect()
    const { devices } = await driver.discover({ timeoutMs: 6_000, limit: 100 })
    expect(devices[0]).toMatchObject({ source: 'device 9' })
    expect(devices[0]?.points.length).toBe(60)
    expect(lost).toBe(true)
  })
})

describe('the port', () => {
  it('in use: it is said, tried again, and taken once it is free', async () => {
    const other = createSocket('udp4')
    other.bind(0, '0.0.0.0')
    await once(other, 'listening')
    const { port } = other.address()
    const { driver } = startRig({ connection: { port }, points: [], closers })
    const health = await driver.connect()
    expect(health.status).toBe('down')
    expect(health.detail).toContain(`UDP port ${port} is in use by another program`)
    expect(await testConnection({ connection: { port }, timeoutMs: 500 })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('is in use by another program'),
    })
    other.close()
    await until(
      async () => (await driver.health()).detail,
      (detail) => detail === 'No device answers.',
    )
  })

  it('an address of another machine is said, with those that there are', async () => {
    const connection = { bindAddress: '192.0.2.1' }
    const { driver } = startRig({ connection, points: [], closers })
    const { detail } = await driver.connect()
    expect(detail).toContain('192.0.2.1 is no address of this machine; it has')
    expect(detail).toContain('127.0.0.1')
  })
})

it('framed gives the length that it has', () => {
  expect(framed(Buffer.from([0x10, 8])).toString('hex')).toBe('810a000801001008')
})
