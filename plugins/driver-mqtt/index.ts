import { definePlugin, meterDrivers } from '@busbar/core/contracts'
import { deferred } from './deferred.ts'

export default definePlugin({
  register(scope) {
    scope.provide(meterDrivers, {
      type: 'mqtt',
      create: (options) =>
        deferred(async () => {
          const { createMqttDriver } = await import('./driver.ts')
          return createMqttDriver({ ...options, random: Math.random })
        }),
      test: async (request) => (await import('./passing-client.ts')).testConnection(request),
      tryDiscover: async (request) => (await import('./searches.ts')).tryDiscover(request),
    })
  },
})
