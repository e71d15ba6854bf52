import { type DriverOptions, meterDrivers } from '@busbar/core/contracts'
import { inProcess, meterDriverSuite } from '@busbar/core/testkit'
import { afterAll, describe } from 'vitest'
import { createBacnetDriver } from '../driver.ts'
import { testConnection, tryDiscover } from '../passing.ts'
import manifest from '../plugin.json' with { type: 'json' }
import { createField } from './field.ts'

const [contribution] = manifest.contributes.meterDrivers
if (contribution === undefined) throw new Error('plugin.json declares no meter driver')

const options = {
  peer: () => createField(),
  capabilities: { ...contribution.capabilities, sourceTime: false },
}

describe('driver-bacnet against devices of @bacnet-js/client behind a router', () => {
  meterDriverSuite({
    create: (options: DriverOptions) => createBacnetDriver({ ...options, random: Math.random }),
    test: testConnection,
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

describe('driver-bacnet in a process of its own', () => {
  meterDriverSuite({ ...options, ...apart.contribution })
})
