import { createServer } from 'node:net'
import { buildingGateways, definePlugin, errorMessage } from '@busbar/core/contracts'
import { createGateway } from './gateway.ts'

export default definePlugin({
  register: (scope) =>
    scope.provide(buildingGateways, {
      type: 'template-type',
      create: createGateway,
      // The port itself may be taken by the connection that is being changed: only the address is tried.
      test: ({ connection }) =>
        new Promise((resolve) => {
          const host = String(connection.host ?? '127.0.0.1')
          const probe = createServer()
          probe.once('error', (thrown) =>
            resolve({ ok: false, detail: `It cannot listen at ${host}: ${errorMessage(thrown)}.` }),
          )
          probe.listen({ host, port: 0 }, () =>
            probe.close(() => resolve({ ok: true, detail: `It can listen at ${host}.` })),
          )
        }),
    }),
})
