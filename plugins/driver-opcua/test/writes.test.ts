import type { PointBinding, WriteRequest } from '@busbar/core/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPeer, nodeIdOf } from './peer.ts'
import { createRig, oddPoint, until } from './rig.ts'
import { startServerProcess, type TestServer } from './server.ts'

// Relays and the Guard's intents are the suite's; here are the values besides.

const CASE_MS = 120_000

let server: TestServer
let peer: Awaited<ReturnType<typeof createPeer>>
beforeAll(async () => {
  server = startServerProcess()
  peer = await createPeer(server)
  await peer.start()
}, CASE_MS)
afterAll(async () => {
  await peer.close()
  await server.close()
})

let rig = createRig()
afterEach(async () => {
  await rig.stop()
  rig = createRig()
})

const setpoint: PointBinding = {
  ...oddPoint('value', 'W'),
  address: { nodeId: nodeIdOf('Odd'), writable: true, decimalExponent: -3 },
}
const order = (value: string, more: Partial<WriteRequest> = {}): WriteRequest => ({
  pointId: 'odd',
  value,
  expiresAt: rig.clock.now() + 60_000,
  ...more,
})

async function connected(point: PointBinding) {
  const driver = rig.driver(peer.connection, [point])
  await driver.connect()
  await until('up', async () => (await driver.health()).status === 'up')
  return driver
}

describe('a setpoint', () => {
  it.each([
    ['Double', 20.5, '0.0215'],
    ['Float', 20.5, '0.0215'],
    ['Int32', 20, '0.021'],
    ['UInt16', 20, '0.021'],
  ])(
    'of type %s is written in its own type, and confirmed once it is read back',
    async (dataType, value, wanted) => {
      await server.set({ name: 'Odd', dataType, value })
      const driver = await connected(setpoint)
      const written = await driver.write(order(wanted))
      expect(written).toMatchObject({ outcome: 'confirmed', readBack: wanted })
    },
    CASE_MS,
  )

  it(
    'that does not fit the type exactly is refused, and nothing moves',
    async () => {
      await server.set({ name: 'Odd', dataType: 'UInt16', value: 20 })
      const driver = await connected(setpoint)
      for (const wrong of ['0.0215', '-0.001', '70', 'full'])
        expect((await driver.write(order(wrong))).outcome).toBe('refused')
      const { items } = await driver.read({ pointIds: ['odd'], timeoutMs: 5_000 })
      expect(items).toMatchObject([{ value: '0.02' }])
    },
    CASE_MS,
  )

  it(
    'is refused where it is not bound as writable, or has expired',
    async () => {
      await server.set({ name: 'Odd', dataType: 'Double', value: 1 })
      const driver = await connected(setpoint)
      const expired = order('0.002', { expiresAt: rig.clock.now() - 1 })
      expect((await driver.write(expired)).outcome).toBe('refused')
      await driver.setPoints({ points: [oddPoint('value', 'W')] })
      expect((await driver.write(order('2'))).outcome).toBe('refused')
      await driver.setPoints({ points: [{ ...oddPoint(), address: setpoint.address }] })
      expect((await driver.write(order('2'))).outcome).toBe('refused')
    },
    CASE_MS,
  )

  it(
    'of a node that is not there, or away, is refused or offline',
    async () => {
      const lost = { ...setpoint, address: { nodeId: nodeIdOf('Nowhere'), writable: true } }
      const driver = rig.driver(peer.connection, [lost])
      await driver.connect()
      expect((await driver.write(order('1'))).outcome).toBe('refused')
      await server.set({ name: 'Odd', dataType: 'Double', value: 1, status: 'BadNoCommunication' })
      await driver.setPoints({ points: [setpoint] })
      expect((await driver.write(order('0.002'))).outcome).toBe('offline')
    },
    CASE_MS,
  )
})
