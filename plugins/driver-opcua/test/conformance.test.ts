import { type MeterDriverContribution, meterDrivers } from '@busbar/core/contracts'
import { createLeapingClock, inProcess, meterDriverSuite } from '@busbar/core/testkit'
import { afterAll, beforeAll, describe } from 'vitest'
import { createOpcUaDriver } from '../driver.ts'
import { createFindIdentity } from '../identity.ts'
import { createPassing } from '../passing.ts'
import manifest from '../plugin.json' with { type: 'json' }
import { createPeer } from './peer.ts'
import { startServerProcess, type TestServer } from './server.ts'

const [contribution] = manifest.contributes.meterDrivers
if (contribution === undefined) throw new Error('plugin.json declares no meter driver')

const findIdentity = createFindIdentity(undefined)
const { test, tryDiscover } = createPassing({
  findIdentity,
  clock: createLeapingClock({ ticking: true }),
  signal: new AbortController().signal,
})
const create: MeterDriverContribution['create'] = (options) =>
  createOpcUaDriver({ ...options, findIdentity, random: Math.random })

let server: TestServer
beforeAll(() => {
  server = startServerProcess()
})
afterAll(() => server.close())

const options = {
  peer: () => createPeer(server),
  capabilities: { ...contribution.capabilities, sourceTime: true },
}

describe('driver-opcua on a server of node-opcua', () => {
  meterDriverSuite({
    create,
    test,
    tryDiscover,
    ...options,
  })
})

const apart = await inProcess({
  manifest: new URL('../plugin.json', import.meta.url),
  ...{ point: meterDrivers, type: contribution.type },
  without: ['tryBrowse'],
})
afterAll(apart.close)

describe('driver-opcua in a process of its own', () => {
  meterDriverSuite({ ...options, ...apart.contribution })
})
