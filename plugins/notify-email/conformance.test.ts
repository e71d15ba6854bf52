import { wallClock } from '@busbar/core/contracts'
import { notificationChannelSuite } from '@busbar/core/testkit'
import { createEmailChannel } from './channel.ts'
import manifest from './plugin.json' with { type: 'json' }
import { certificatePem, FROM, PASSWORD, startSmtpPeer, USER } from './test/smtp-peer.ts'

const [contribution] = manifest.contributes.notificationChannels

notificationChannelSuite({
  capabilities: {
    declares: 'accepted',
    maxTextLength: contribution?.capabilities.maxTextLength ?? 0,
  },
  patienceMs: 10_000,
  async create({ log, signal }) {
    const peer = await startSmtpPeer()
    const connection = {
      host: '127.0.0.1',
      port: peer.port,
      security: 'starttls',
      caPem: certificatePem,
      user: USER,
      password: PASSWORD,
      from: FROM,
      fromName: 'Harbour Court, "management"',
      timeoutSeconds: 2,
    }
    return {
      channel: createEmailChannel({ connection, log, signal, clock: wallClock }),
      peer,
      address: (index) => ({ email: `tenant.${index}@example.org` }),
      refusedAddresses: [
        { email: 'refused@example.org' },
        { email: 'a@example.org\r\nBcc: spy@example.com' },
        { email: 'a@example.org, spy@example.com' },
        { email: '<spy@example.com>' },
        { email: 'a@example.org> NOTIFY=SUCCESS' },
        {},
      ],
      secrets: [PASSWORD, `\0${USER}\0${PASSWORD}`],
      genuineEvents: () => [],
      worthlessEvents: [
        { kind: 'opened', deliveryId: 'd-1', at: 0 },
        { kind: 'webhook', headers: {}, bodyBase64: '' },
        { kind: 'webhook', headers: { 'content-type': 'application/json' }, bodyBase64: '/w==' },
      ],
      close: () => peer.close(),
    }
  },
})
