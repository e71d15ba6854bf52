import { buildingGatewaySuite } from '@busbar/core/testkit'
import { createGateway } from './gateway.ts'
import manifest from './plugin.json' with { type: 'json' }
import { createClient } from './test/client.ts'

const TOKEN = 'a-token-nobody-may-see'
const [declared] = manifest.contributes.buildingGateways
if (declared === undefined) throw new Error('plugin.json contributes no gateway.')

buildingGatewaySuite({
  capabilities: declared.capabilities,
  skip: { 'says how it fares': 'It is a server: whether a client is there is nothing to it.' },
  async create(options) {
    const connection = { port: 0, token: TOKEN }
    const gateway = createGateway({ ...options, connectionId: '1', connection })
    return {
      ...{ gateway, secrets: [TOKEN], close: async () => undefined },
      peer: createClient({ url: gateway.url, token: TOKEN }),
    }
  },
})
