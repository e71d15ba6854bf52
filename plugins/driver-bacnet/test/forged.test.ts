import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { createField, type Field, keptUdpPort } from './field.ts'
import { iAm } from './raw-device.ts'
import { command, isUp, type Rig, startRig, until, valuesOf } from './rig.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

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
  const forger = createSocket('udp4')
  forger.bind(0, '127.0.0.1')
  await once(forger, 'listening')
  closers.push(() => forger.close())
  return { field, rig, port, forger }
}

/** The same answer under each invoke id there is, straight and as if it came from the network behind. */
function forge(forger: Socket, port: number, apdu: (invokeId: number) => readonly number[]): void {
  for (const header of [
    [1, 0],
    [1, 8, 0x07, 0xd1, 2, 0, 0],
  ])
    for (let id = 1; id < 256; id += 1) {
      const frame = Buffer.from([0x81, 10, 0, 0, ...header, ...apdu(id)])
      frame.writeUInt16BE(frame.length, 2)
      forger.send(frame, port, '127.0.0.1')
    }
}

it('S5: an acknowledgement from anyone but the device is not believed', async () => {
  const { field, rig, port, forger } = await setUp()
  const relay = field.device(0).relay?.pointId ?? ''
  field.relay.behave({ device: 0, behaviour: 'silent' })
  const writing = rig.driver.write(command(rig.guard, relay, 'cut'))
  const timer = setInterval(() => forge(forger, port, (id) => [0x20, id, 15]), 30)
  const result = await writing
  clearInterval(timer)
  expect(result.outcome).toBe('unknown')
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
  const timer = setInterval(() => forge(forger, port, ack), 30)
  const { items } = await reading
  clearInterval(timer)
  await field.partition({ cut: false })
  expect(items[0]?.value).toBeUndefined()
  expect(items[0]?.error?.code).toBe('timeout')
})

it('notifications and introductions of an impostor change nothing', async () => {
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
