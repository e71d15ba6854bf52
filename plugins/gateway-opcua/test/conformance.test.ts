import { buildingGateways } from '@busbar/core/contracts'
import {
  type BuildingGatewaySuiteOptions,
  buildingGatewaySuite,
  inProcess,
} from '@busbar/core/testkit'
import { afterAll, describe } from 'vitest'
import { createOpcUaGateway } from '../gateway.ts'
import { createFindIdentity } from '../identity.ts'
import manifest from '../plugin.json' with { type: 'json' }
import { startClientProcess } from './client.ts'
import { createRig } from './rig.ts'

const [declared] = manifest.contributes.buildingGateways
if (declared === undefined) throw new Error('plugin.json contributes no gateway.')

const client = startClientProcess()
afterAll(() => client.close())

const options: Omit<BuildingGatewaySuiteOptions, 'create'> = {
  capabilities: declared.capabilities,
  patienceMs: 20_000,
  skip: { 'says how it fares': 'It is a server: whether a client is there is nothing to it.' },
}

describe('in the core’s process', () => {
  const findIdentity = createFindIdentity(undefined)
  buildingGatewaySuite({
    ...options,
    create: (given) =>
      createRig(
        client,
        (asked) => createOpcUaGateway({ ...asked, findIdentity, now: Date.now }),
        given,
      ),
  })
})

const apart = await inProcess({
  manifest: new URL('../plugin.json', import.meta.url),
  ...{ point: buildingGateways, type: declared.type },
})
afterAll(apart.close)

describe('in a process of its own', () => {
  buildingGatewaySuite({
    ...options,
    create: (given) => createRig(client, apart.contribution.create, given),
  })
})
