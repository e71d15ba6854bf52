import { buildingGateways, definePlugin } from '@busbar/core/contracts'
import { createBacnetGateway } from './gateway.ts'
import { testConnection } from './test-connection.ts'

export default definePlugin({
  register(scope) {
    scope.provide(buildingGateways, {
      type: 'bacnet-device',
      create: createBacnetGateway,
      test: testConnection,
    })
  },
})
