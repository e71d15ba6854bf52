import { meterDrivers } from '@busbar/core/contracts'
import { inProcess, meterDriverSuite } from '@busbar/core/testkit'
import { afterAll, describe } from 'vitest'
import { createDriver } from './driver.ts'
import manifest from './plugin.json' with { type: 'json' }
import { createGateway } from './test/gateway.ts'
import { testConnection } from './test-connection.ts'

const [declared] = manifest.contributes.meterDrivers
if (declared === undefined) throw new Error('plugin.json contributes no driver.')

const options = {
  peer: createGateway,
  capabilities: { ...declared.capabilities, sourceTime: true },
}

describe('in the core’s process', () => {
  meterDriverSuite({ ...options, create: createDriver, test: testConnection })
})

const apart = await inProcess({
  manifest: new URL('./plugin.json', import.meta.url),
  ...{ point: meterDrivers, type: declared.type },
  without: ['tryDiscover', 'tryBrowse', 'browse', 'cancelSearch'],
})
afterAll(apart.close)

describe('in a process of its own', () => {
  meterDriverSuite({ ...options, ...apart.contribution })
})
