import { buildingGateways, definePlugin } from '@busbar/core/contracts'
import { deferred } from './deferred.ts'

export default definePlugin({
  register(scope) {
    scope.provide(buildingGateways, {
      type: 'mqtt',
      create: (options) =>
        deferred(async () => (await import('./gateway.ts')).createMqttGateway(options)),
      test: async (request) => (await import('./test-connection.ts')).testConnection(request),
    })
  },
})
