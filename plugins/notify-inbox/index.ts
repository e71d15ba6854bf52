import { definePlugin, notificationChannels } from '@busbar/core/contracts'
import { createInboxChannel } from './channel.ts'

export default definePlugin({
  register(scope) {
    scope.provide(notificationChannels, {
      type: 'inbox',
      create: createInboxChannel,
      test: async () => ({ ok: true, detail: 'The inbox is part of the portal.' }),
    })
  },
})
