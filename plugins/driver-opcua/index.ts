import { definePlugin, meterDrivers } from '@busbar/core/contracts'
import { createOpcUaDriver } from './driver.ts'
import { createFindIdentity } from './identity.ts'
import { createPassing } from './passing.ts'

export default definePlugin({
  register(scope) {
    const { clock, signal } = scope
    const findIdentity = createFindIdentity(scope.kept)
    scope.provide(meterDrivers, {
      type: 'opcua',
      create: (options) => createOpcUaDriver({ ...options, findIdentity, random: Math.random }),
      ...createPassing({ findIdentity, clock, signal }),
    })
  },
})
