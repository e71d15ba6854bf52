import { definePlugin, notificationChannels, wallClock } from '@busbar/core/contracts'
import { createEmailChannel, testConnection } from './channel.ts'

export default definePlugin({
  register(scope) {
    scope.provide(notificationChannels, {
      type: 'email',
      // How long a server is left alone is real time, at whatever rate the domain's clock runs.
      create: (options) => createEmailChannel({ ...options, clock: wallClock }),
      test: testConnection,
    })
  },
})
