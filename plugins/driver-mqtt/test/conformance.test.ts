import {
  type DriverOptions,
  type MeterDriverContribution,
  meterDrivers,
} from '@busbar/core/contracts'
import { inProcess, meterDriverSuite } from '@busbar/core/testkit'
import { afterAll, describe } from 'vitest'
import { createMqttDriver } from '../driver.ts'
import { testConnection } from '../passing-client.ts'
import manifest from '../plugin.json' with { type: 'json' }
import { tryDiscover } from '../searches.ts'
import { createAedesPeer } from './aedes-peer.ts'

const [contribution] = manifest.contributes.meterDrivers
if (contribution === undefined) throw new Error('plugin.json declares no meter driver')

const create: MeterDriverContribution['create'] = (options: DriverOptions) =>
  createMqttDriver({ ...options, random: Math.random })

const options = {
  peer: createAedesPeer,
  capabilities: { ...contribution.capabilities, sourceTime: true },
}

describe('driver-mqtt on aedes', () => {
  meterDriverSuite({ ...options, create, test: testConnection, tryDiscover })
})

const apart = await inProcess({
  manifest: new URL('../plugin.json', import.meta.url),
  ...{ point: meterDrivers, type: contribution.type },
  without: ['tryBrowse', 'browse'],
})
afterAll(apart.close)

describe('driver-mqtt on aedes, in a process of its own', () => {
  meterDriverSuite({ ...options, ...apart.contribution })
})
