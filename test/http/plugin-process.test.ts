import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

const SHIPPED = fileURLToPath(new URL('../../plugins', import.meta.url))

let api: Api
let owner: Person
let building: Building

beforeAll(async () => {
  api = await startApi({ plugins: SHIPPED })
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'north')
})
afterAll(() => api.stop())

const told = async (id: string) => (await owner.call('GET', `/api/v1/plugins/${id}`)).body

test('driver-bacnet has no process while nobody needs it, and one of its own from the first test of settings on', async () => {
  expect(await told('driver-bacnet')).toMatchObject({
    ...{ isolation: 'process', state: 'enabled', process: null, lastError: null },
    health: { status: 'up', detail: expect.stringContaining('when it is first needed') },
    permissions: { network: ['udp:*'], workers: false },
  })
  const refused = await owner.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId: building.siteId, pluginId: 'driver-bacnet', extensionPoint: 'meterDrivers' },
      ...{ type: 'bacnet', name: 'Network' },
      config: { port: 0, bindAddress: '127.0.0.1', broadcastAddress: '127.255.255.255' },
    },
  })
  // By the plugin's own words, from its process: there is nobody on this network.
  expect(refused.body).toMatchObject({ code: 'connection-test-failed' })
  expect(refused.text).toContain('No device answers')
  expect(await told('driver-bacnet')).toMatchObject({
    ...{ state: 'enabled', lastError: null },
    process: { state: 'running', pid: expect.any(Number), restarts: 0 },
  })
})

test('gateways whose protocol may end a process have one of their own too, when they are needed', async () => {
  for (const id of ['gateway-bacnet', 'gateway-opcua'])
    expect(await told(id)).toMatchObject({ isolation: 'process', state: 'enabled', process: null })
})

test('it is told which plugins ask for worker threads', async () => {
  expect(await told('driver-mqtt')).toMatchObject({ permissions: { workers: true } })
  expect(await told('gateway-mqtt')).toMatchObject({ permissions: { workers: false } })
})
