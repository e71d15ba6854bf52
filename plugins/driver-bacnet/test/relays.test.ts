import type { PointBinding } from '@busbar/core/contracts'
import { afterEach, expect, it } from 'vitest'
import { objectId, openRaw, passTo } from './raw-device.ts'
import { command, isUp, startRig } from './rig.ts'
import {
  createVirtualDevice,
  type VirtualDevice,
  type VirtualObject,
  type WriteVerdict,
} from './virtual-device.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function setUp(
  options: {
    readonly address?: object
    readonly hidden?: boolean
    readonly behaviour?: WriteVerdict['behaviour']
  } = {},
) {
  const relay: VirtualObject = {
    id: { type: 5, instance: 3 },
    properties: new Map([[85, [{ type: 9, value: 1 }]]]),
    slots: new Map(),
  }
  const writes: string[] = []
  const held: { readonly device?: VirtualDevice } = {}
  const raw = await openRaw({
    host: '127.0.0.1',
    onFrame: ({ apdu, from, self }) => {
      if (apdu[3] === 15) writes.push(apdu.subarray(4).toString('hex'))
      // A device that keeps its priority array to itself: unknown property.
      if (options.hidden && (apdu[3] === 14 || apdu[3] === 12) && apdu.includes(87))
        self.send(Buffer.from([0x50, apdu[2] ?? 0, apdu[3], 0x91, 2, 0x91, 32]), from)
      else if (held.device) passTo(held.device, apdu, from)
    },
  })
  const device = createVirtualDevice({
    ...{ instance: 7, objects: [relay] },
    send: (frame, to) => {
      const [address = '', port = '0'] = to.split(':')
      raw.sendFrame(frame, { address, port: Number(port) })
    },
    onWrite: async () => ({ behaviour: options.behaviour ?? 'answer' }),
  })
  Object.assign(held, { device })
  closers.push(raw.close)
  const point: PointBinding = {
    ...{ pointId: 'relay', role: 'relay', unit: '' },
    address: { device: 7, objectType: 'binary-value', objectInstance: 3, ...options.address },
  }
  const connection = { devices: [{ instance: 7, address: `127.0.0.1:${raw.port}` }] }
  const { driver, guard } = startRig({ connection, points: [point], closers })
  await driver.connect()
  await isUp(driver)
  const move = (action: 'cut' | 'restore') => driver.write(command(guard, 'relay', action))
  return { relay, writes, move }
}

const HEAD = `0c${objectId(5, 3).toString('hex')}1955`

it('S5: a cut is confirmed when its place in the priority array and the present value say so', async () => {
  const { relay, writes, move } = await setUp({ address: { priority: 6 } })
  expect(await move('cut')).toMatchObject({ outcome: 'confirmed', readBack: false })
  expect(writes).toEqual([`${HEAD}3e91003f4906`])
  expect([...(relay.slots ?? [])]).toEqual([[6, { type: 9, value: 0 }]])
})

it('a restoration by relinquishing writes Null and is confirmed by the empty place', async () => {
  const { relay, writes, move } = await setUp({ address: { restoreBy: 'relinquish' } })
  await move('cut')
  expect(await move('restore')).toMatchObject({ outcome: 'confirmed', readBack: true })
  expect(writes[1]).toBe(`${HEAD}3e003f4908`)
  expect([...(relay.slots ?? [])]).toEqual([])
})

it('what a stronger priority holds is not done', async () => {
  const { relay, move } = await setUp()
  relay.slots?.set(1, { type: 9, value: 1 })
  const result = await move('cut')
  expect(result).toMatchObject({ outcome: 'unknown', readBack: true })
  expect(result.detail).toContain('another priority')
})

it('what was acknowledged and kept nowhere is not done, though another priority holds it there', async () => {
  const { relay, move } = await setUp({ behaviour: 'lie' })
  relay.slots?.set(3, { type: 9, value: 0 })
  relay.properties.set(85, [{ type: 9, value: 0 }])
  const result = await move('cut')
  expect(result).toMatchObject({ outcome: 'unknown', readBack: false })
  expect(result.detail).toContain('priority array says otherwise')
})

it('without a priority array that can be read nothing is confirmed', async () => {
  const { move } = await setUp({ hidden: true })
  const result = await move('cut')
  expect(result.outcome).toBe('unknown')
  expect(result.detail).toContain('priority array cannot be read')
})

it('a contactor that is driven to open is cut by the active value', async () => {
  const { writes, move } = await setUp({ address: { inverted: true } })
  expect(await move('cut')).toMatchObject({ outcome: 'confirmed', readBack: false })
  expect(writes).toEqual([`${HEAD}3e91013f4908`])
})
