import type { DriverOptions, MeterDriver } from '@busbar/core/contracts'
import { meterDriverSuite } from '@busbar/core/testkit'
import { describe } from 'vitest'
import { createMqttDriver } from '../../plugins/driver-mqtt/driver.ts'
import { testConnection } from '../../plugins/driver-mqtt/passing-client.ts'
import manifest from '../../plugins/driver-mqtt/plugin.json' with { type: 'json' }
import { tryDiscover } from '../../plugins/driver-mqtt/searches.ts'
import { createMqttFieldPeer } from './mqtt-peer.ts'

const [contribution] = manifest.contributes.meterDrivers
if (contribution === undefined) throw new Error('plugin.json declares no meter driver')

const options = {
  create: (driver: DriverOptions): MeterDriver =>
    createMqttDriver({ ...driver, random: Math.random }),
  test: testConnection,
  tryDiscover,
  capabilities: { ...contribution.capabilities, sourceTime: true },
}

describe("driver-mqtt on the demo's Shelly 1PM", () => {
  meterDriverSuite({ ...options, peer: () => createMqttFieldPeer('shelly-1pm') })
})

describe("driver-mqtt on the demo's Tasmota", () => {
  meterDriverSuite({
    ...options,
    // Tasmota prints kWh with three decimals.
    peer: async () => ({
      ...(await createMqttFieldPeer('tasmota-power')),
      longestRegister: '2589773.391',
    }),
  })
})
