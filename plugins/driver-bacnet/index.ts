import { definePlugin, meterDrivers } from '@busbar/core/contracts'
import { createBacnetDriver } from './driver.ts'
import { testConnection, tryDiscover } from './passing.ts'

export default definePlugin({
  register(scope) {
    scope.provide(meterDrivers, {
      type: 'bacnet',
      create: (options) => createBacnetDriver({ ...options, random: Math.random }),
      test: testConnection,
      tryDiscover,
    })
  },
})
