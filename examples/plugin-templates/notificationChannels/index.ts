import { definePlugin, notificationChannels } from '@busbar/core/contracts'
import { createChannel } from './channel.ts'

export default definePlugin({
  register: (scope) =>
    scope.provide(notificationChannels, {
      type: 'template-type',
      create: createChannel,
      async test({ connection, timeoutMs }) {
        try {
          const response = await fetch(String(connection.url), {
            method: 'HEAD',
            redirect: 'error',
            signal: AbortSignal.timeout(timeoutMs),
            headers: { authorization: `Bearer ${connection.token}` },
          })
          if (response.status === 401 || response.status === 403)
            return { ok: false, detail: 'The service does not know the token.' }
          return { ok: true, detail: `The service answers (status ${response.status}).` }
        } catch {
          return { ok: false, detail: `Nobody answers at ${new URL(String(connection.url)).host}.` }
        }
      },
    }),
})
