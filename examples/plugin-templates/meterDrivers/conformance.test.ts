import { meterDriverSuite } from '@busbar/core/testkit'
import { createDriver } from './driver.ts'
import manifest from './plugin.json' with { type: 'json' }
import { createGateway } from './test/gateway.ts'
import { testConnection } from './test-connection.ts'

const [declared] = manifest.contributes.meterDrivers
if (declared === undefined) throw new Error('plugin.json contributes no driver.')

meterDriverSuite({
  create: createDriver,
  test: testConnection,
  peer: createGateway,
  capabilities: { ...declared.capabilities, sourceTime: true },
})
