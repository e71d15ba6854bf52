import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPeer, nodeIdOf } from './peer.ts'
import { createRig, until } from './rig.ts'
import { startServerProcess, type TestServer } from './server.ts'

const MANY = 5_000
const CASE_MS = 240_000

let server: TestServer
let peer: Awaited<ReturnType<typeof createPeer>>
const rig = createRig()
beforeAll(async () => {
  server = startServerProcess()
  peer = await createPeer(server, { values: MANY })
  await peer.start()
}, CASE_MS)
afterAll(async () => {
  await rig.stop()
  await peer.close()
  await server.close()
})

it(
  '5,000 items of one server are live in one subscription, and each change arrives once',
  async () => {
    const points = Array.from({ length: MANY }, (_, index) => ({
      pointId: `value-${index}`,
      role: 'value' as const,
      unit: 'W',
      address: { nodeId: nodeIdOf(`Values.${index}`) },
    }))
    await server.setAll({ value: 1 })
    const driver = rig.driver(peer.connection, points)
    await driver.connect()
    const values = () => rig.sink.kept().flatMap((snapshot) => snapshot.values)
    await until('a value of every item', () => values().length >= MANY)
    expect(await server.counts()).toMatchObject({ subscriptions: 1, monitoredItems: MANY })
    expect(await driver.health()).toMatchObject({ status: 'up' })
    await server.setAll({ value: 2 })
    await until('a change of every item', () => values().length >= 2 * MANY)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(values()).toHaveLength(2 * MANY)
    const changed = values().filter(({ value }) => value === '2')
    expect(new Set(changed.map(({ pointId }) => pointId)).size).toBe(MANY)
  },
  CASE_MS,
)
