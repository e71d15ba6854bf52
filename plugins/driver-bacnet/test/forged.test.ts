import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { createField, type Field, keptUdpPort } from './field.ts'
import { iAm, openRaw, passTo } from './raw-device.ts'
import { command, isUp, type Rig, startRig, until, valuesOf } from './rig.ts'
import { createVirtualDevice, type VirtualDevice, type VirtualObject } from './virtual-device.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function openForger(): Promise<Socket> {
  const forger = createSocket('udp4')
  forger.bind(0, '127.0.0.1')
  await once(forger, 'listening')
  closers.push(() => forger.close())
  return forger
}

async function setUp(): Promise<{ field: Field; rig: Rig; port: number; forger: Socket }> {
  const field = await createField()
  closers.push(field.close)
  await field.start()
  const port = await keptUdpPort('0.0.0.0')
  const { register, power, relay } = field.device(0)
  const points = [register, power, ...(relay ? [relay] : [])]
  const rig = startRig({ points, closers, connection: { ...field.connection, port } })
  await rig.driver.connect()
  await isUp(rig.driver)
  return { field, rig, port, forger: await openForger() }
}

/** What a BBMD writes before a frame that it passes on, from whomever it says. */
const passedOn = (port: number) => [0x81, 4, 0, 0, 127, 0, 0, 1, port >> 8, port & 255]
const BEHIND_THE_ROUTER = [1, 8, 0x07, 0xd1, 2, 0, 0]

/**
 * The same answer under each invoke id there is: straight, as if it came from the network behind, and as if a BBMD had it
 * from the device's own address.
 */
function forge(
  forger: Socket,
  { port, field }: { readonly port: number; readonly field: Field },
  apdu: (invokeId: number) => readonly number[],
): void {
  for (const header of [
    [0x81, 10, 0, 0, 1, 0],
    [0x81, 10, 0, 0, ...BEHIND_THE_ROUTER],
    [...passedOn(field.port), ...BEHIND_THE_ROUTER],
  ])
    for (let id = 1; id < 256; id += 1) {
      const frame = Buffer.from([...header, ...apdu(id)])
      frame.writeUInt16BE(frame.length, 2)
      forger.send(frame, port, '127.0.0.1')
    }
}

it('S5: an acknowledgement from anyone but the device is not believed', async () => {
  const { field, rig, port, forger } = await setUp()
  const relay = field.device(0).relay?.pointId ?? ''
  field.relay.behave({ device: 0, behaviour: 'silent' })
  const writing = rig.driver.write(command(rig.guard, relay, 'cut'))
  const timer = setInterval(() => forge(forger, { port, field }, (id) => [0x20, id, 15]), 30)
  const result = await writing
  clearInterval(timer)
  // Not "acknowledged, but": nothing that was acknowledged was heard.
  expect(result).toMatchObject({ outcome: 'unknown', detail: 'The device did not answer.' })
  expect(field.relay.isOn(0)).toBe(true)
  const counters = await rig.counters()
  expect(counters.unasked).toBeGreaterThan(255)
  const { sources = [] } = await rig.driver.discover({ timeoutMs: 1_000 })
  const { port: from } = forger.address()
  expect(sources.some(({ source }) => source.startsWith(`127.0.0.1:${from}`))).toBe(true)
})

it('a value from anyone but the device is not believed', async () => {
  const { field, rig, port, forger } = await setUp()
  await field.publish({ device: 0, register: '10', power: '1', at: 0 })
  const { register } = field.device(0)
  await until(
    () => valuesOf(rig.sink, register.pointId),
    (values) => values.length === 1,
  )
  await field.partition({ cut: true })
  const reading = rig.driver.read({ pointIds: [register.pointId], timeoutMs: 700 })
  // ReadPropertyMultiple-ACK: object 46:1, present value 99 (Double).
  const value = [0x0c, 0x0b, 0x80, 0, 1, 0x1e, 0x29, 85, 0x4e, 0x55, 8, 0x40, 0x58, 0xc0]
  const ack = (id: number) => [0x30, id, 14, ...value, 0, 0, 0, 0, 0, 0x4f, 0x1f]
  const timer = setInterval(() => forge(forger, { port, field }, ack), 30)
  const { items } = await reading
  clearInterval(timer)
  await field.partition({ cut: false })
  expect(items[0]?.value).toBeUndefined()
  expect(items[0]?.error?.code).toBe('timeout')
})

it('a notification from anyone but the device is not believed, not even word for word', async () => {
  const object = { type: 46, instance: 1 }
  const told: Buffer[] = []
  const held: { device?: VirtualDevice } = {}
  const raw = await openRaw({
    host: '127.0.0.1',
    onFrame: ({ apdu, from }) => held.device && passTo(held.device, apdu, from),
  })
  closers.push(raw.close)
  const energy: VirtualObject = {
    id: object,
    properties: new Map([[85, [{ type: 5, value: 1 }]]]),
  }
  held.device = createVirtualDevice({
    ...{ instance: 7, objects: [energy], onWrite: async () => ({ behaviour: 'answer' }) },
    send: (frame, to) => {
      // Unconfirmed-Request, COV notification.
      if (frame[6] === 0x10 && frame[7] === 2) told.push(frame)
      const [address = '', toPort = '0'] = to.split(':')
      raw.sendFrame(frame, { address, port: Number(toPort) })
    },
  })
  const port = await keptUdpPort('0.0.0.0')
  const address = { device: 7, objectType: 'large-analog-value', objectInstance: 1 }
  const rig = startRig({
    points: [{ pointId: 'energy', role: 'register', unit: 'kWh', address }],
    connection: {
      port,
      cov: 'unconfirmed',
      devices: [{ instance: 7, address: `127.0.0.1:${raw.port}` }],
    },
    closers,
  })
  await rig.driver.connect()
  await isUp(rig.driver)
  await until(
    () => told.length,
    (count) => count > 0,
  )
  const forger = await openForger()
  const genuine = told[0] ?? Buffer.alloc(0)
  const as = (value: number) => {
    const frame = Buffer.from(genuine)
    // The Double of the present value.
    frame.writeDoubleBE(value, frame.indexOf(Buffer.from([0x55, 8])) + 2)
    return frame
  }
  const { unasked: before = 0 } = await rig.counters()
  const forwarded = Buffer.concat([Buffer.from(passedOn(raw.port)), as(98).subarray(4)])
  forwarded.writeUInt16BE(forwarded.length, 2)
  for (const frame of [as(97), forwarded]) forger.send(frame, port, '127.0.0.1')
  await until(
    async () => (await rig.counters()).unasked,
    (count) => count === before + 2,
  )
  // The device's own is taken, so the others were not refused for how they are made.
  raw.sendFrame(as(99), { address: '127.0.0.1', port })
  await until(
    () => valuesOf(rig.sink, 'energy'),
    (values) => values.includes('99'),
  )
  expect(valuesOf(rig.sink, 'energy')).toEqual(['1', '99'])
})

it('introductions of an impostor change nothing', async () => {
  const { field, rig, port, forger } = await setUp()
  await field.publish({ device: 0, register: '10', power: '1', at: 0 })
  const { register } = field.device(0)
  await until(
    () => valuesOf(rig.sink, register.pointId),
    (values) => values.length === 1,
  )
  for (let step = 0; step < 20; step += 1) {
    const introduction = Buffer.concat([Buffer.from([0x81, 11, 0, 0, 1, 0]), iAm(1_000)])
    introduction.writeUInt16BE(introduction.length, 2)
    forger.send(introduction, port, '127.0.0.1')
  }
  await until(
    async () => (await rig.counters()).impostors ?? 0,
    (count) => count === 20,
  )
  expect((await rig.driver.health()).detail).toContain('Two devices have one number')
  await field.publish({ device: 0, register: '11', power: '1', at: 0 })
  await until(
    () => valuesOf(rig.sink, register.pointId),
    (values) => values.includes('11'),
  )
  expect(valuesOf(rig.sink, register.pointId)).toEqual(['10', '11'])
})
