import { buildingGatewaySuite } from '@busbar/core/testkit'
import { afterAll } from 'vitest'
import manifest from '../plugin.json' with { type: 'json' }
import { startClientProcess } from './client.ts'
import { createRig } from './rig.ts'

const [declared] = manifest.contributes.buildingGateways
if (declared === undefined) throw new Error('plugin.json contributes no gateway.')

const client = startClientProcess()
afterAll(() => client.close())

buildingGatewaySuite({
  capabilities: declared.capabilities,
  patienceMs: 20_000,
  skip: { 'says how it fares': 'It is a server: whether a client is there is nothing to it.' },
  create: (options) => createRig(client, options),
})
