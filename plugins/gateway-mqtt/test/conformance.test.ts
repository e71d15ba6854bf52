import { buildingGateways } from '@busbar/core/contracts'
import { buildingGatewaySuite, inProcess } from '@busbar/core/testkit'
import { afterAll, describe } from 'vitest'
import manifest from '../plugin.json' with { type: 'json' }
import { createRig } from './rig.ts'
import { createSparkplugRig } from './sparkplug-rig.ts'

const [declared] = manifest.contributes.buildingGateways
if (declared === undefined) throw new Error('plugin.json contributes no gateway.')
const { capabilities, type } = declared

describe('to Home Assistant', () => {
  buildingGatewaySuite({ capabilities, create: (options) => createRig(options) })
})

describe('to a host application of Sparkplug B', () => {
  buildingGatewaySuite({ capabilities, create: (options) => createSparkplugRig(options) })
})

describe('in both formats at once, to Home Assistant', () => {
  buildingGatewaySuite({
    capabilities,
    create: (options) => createRig(options, { publishAs: 'home-assistant-and-sparkplug' }),
  })
})

describe('in both formats at once, to a host application of Sparkplug B', () => {
  buildingGatewaySuite({
    capabilities,
    create: (options) => createSparkplugRig(options, { publishAs: 'home-assistant-and-sparkplug' }),
  })
})

const apart = await inProcess({
  manifest: new URL('../plugin.json', import.meta.url),
  ...{ point: buildingGateways, type },
})
afterAll(apart.close)

describe('in a process of its own, to Home Assistant', () => {
  buildingGatewaySuite({
    capabilities,
    create: (options) => createRig(options, {}, apart.contribution.create),
  })
})
