import { definePlugin, meterDrivers } from '@busbar/core/contracts'
import { createMqttDriver } from './driver.ts'
import { testConnection } from './passing-client.ts'

export default definePlugin({
  register(scope) {
    scope.provide(meterDrivers, {
      type: 'mqtt',
      create: (options) => createMqttDriver({ ...options, random: Math.random }),
      test: testConnection,
    })
  },
})
