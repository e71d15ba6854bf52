import { notificationChannelSuite } from '@busbar/core/testkit'
import { createChannel } from './channel.ts'
import manifest from './plugin.json' with { type: 'json' }
import { createService } from './test/service.ts'

const TOKEN = 'a-token-nobody-may-see'
const [declared] = manifest.contributes.notificationChannels
if (declared === undefined) throw new Error('plugin.json contributes no channel.')

notificationChannelSuite({
  capabilities: { declares: 'accepted', maxTextLength: declared.capabilities.maxTextLength },
  patienceMs: 5_000,
  async create({ log, signal }) {
    const service = await createService({ token: TOKEN })
    const connection = { url: service.url, token: TOKEN, timeoutSeconds: 1 }
    return {
      channel: createChannel({ connectionId: '1', connection, log, signal }),
      peer: service.peer,
      address: (index) => ({ recipient: `tenant-${index}` }),
      refusedAddresses: [{}, { recipient: '' }, { recipient: 'a b' }, { recipient: 7 }],
      secrets: [TOKEN],
      genuineEvents: () => [],
      worthlessEvents: [{ kind: 'webhook', headers: {}, bodyBase64: '' }],
      close: service.close,
    }
  },
})
