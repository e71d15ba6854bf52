import { buildingGateways } from '@busbar/core/contracts'
import {
  type BuildingGatewaySuiteOptions,
  buildingGatewaySuite,
  inProcess,
} from '@busbar/core/testkit'
import { afterAll, describe } from 'vitest'
import { createBacnetGateway } from '../gateway.ts'
import manifest from '../plugin.json' with { type: 'json' }
import { createRig } from './rig.ts'

const [declared] = manifest.contributes.buildingGateways
if (declared === undefined) throw new Error('plugin.json contributes no gateway.')

const options: Omit<BuildingGatewaySuiteOptions, 'create'> = {
  capabilities: declared.capabilities,
  skip: {
    'says how it fares': 'It is a server on UDP: whether a client is there is nothing to it.',
  },
}

describe('in the core’s process', () => {
  buildingGatewaySuite({ ...options, create: (given) => createRig(createBacnetGateway, given) })
})

const apart = await inProcess({
  manifest: new URL('../plugin.json', import.meta.url),
  ...{ point: buildingGateways, type: declared.type },
})
afterAll(apart.close)

describe('in a process of its own', () => {
  buildingGatewaySuite({
    ...options,
    create: (given) => createRig(apart.contribution.create, given),
  })
})
