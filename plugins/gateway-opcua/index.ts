import { buildingGateways, definePlugin } from '@busbar/core/contracts'
import { createOpcUaGateway } from './gateway.ts'
import { createFindIdentity } from './identity.ts'
import { createTestConnection } from './test-connection.ts'

export default definePlugin({
  register({ kept, provide }) {
    const findIdentity = createFindIdentity(kept)
    provide(buildingGateways, {
      type: 'opcua',
      create: (options) => createOpcUaGateway({ ...options, findIdentity, now: Date.now }),
      test: createTestConnection(findIdentity),
    })
  },
})
