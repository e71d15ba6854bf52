import { definePlugin, meterDrivers } from '@busbar/core/contracts'
import { createDriver } from './driver.ts'
import { testConnection } from './test-connection.ts'

export default definePlugin({
  register: (scope) =>
    scope.provide(meterDrivers, {
      type: 'template-type',
      create: createDriver,
      test: testConnection,
    }),
})
