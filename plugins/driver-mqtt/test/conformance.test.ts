import type { DriverOptions, MeterDriverContribution } from '@busbar/core/contracts'
import { meterDriverSuite } from '@busbar/core/testkit'
import { describe } from 'vitest'
import { createMqttDriver } from '../driver.ts'
import { testConnection } from '../passing-client.ts'
import manifest from '../plugin.json' with { type: 'json' }
import { createAedesPeer } from './aedes-peer.ts'

const [contribution] = manifest.contributes.meterDrivers
if (contribution === undefined) throw new Error('plugin.json declares no meter driver')

const create: MeterDriverContribution['create'] = (options: DriverOptions) =>
  createMqttDriver({ ...options, random: Math.random })

describe('driver-mqtt on aedes', () => {
  meterDriverSuite({
    create,
    test: testConnection,
    peer: createAedesPeer,
    capabilities: { ...contribution.capabilities, sourceTime: true },
  })
})
