import { notificationChannelSuite } from '@busbar/core/testkit'
import { expect, test } from 'vitest'
import { createInboxChannel, MAX_TEXT_LENGTH } from './channel.ts'
import manifest from './plugin.json' with { type: 'json' }

const [declared] = manifest.contributes.notificationChannels
const noPeer = 'the core stores the notice itself, and no other program is talked to'

notificationChannelSuite({
  capabilities: { declares: 'read', maxTextLength: declared?.capabilities.maxTextLength ?? 0 },
  skip: {
    'subject and text arrive whole, at nobody else': noPeer,
    'a dead peer is not hammered, and is found again': noPeer,
    'a silent peer is given up in time': noPeer,
    'markup in a notice stays text': noPeer,
    'nothing can be put beside a notice': noPeer,
  },
  create: async () => ({
    channel: createInboxChannel(),
    peer: null,
    address: (index) => ({ userId: `user-${index}` }),
    refusedAddresses: [{}, { userId: '' }, { userId: 'a b' }, { userId: 7 }],
    secrets: [],
    genuineEvents: (deliveryId) => [
      { event: { kind: 'opened', deliveryId, at: 1_700_000_000_000 }, level: 'read' },
    ],
    worthlessEvents: [{ kind: 'webhook', headers: {}, bodyBase64: '' }],
    close: async () => undefined,
  }),
})

test('a stored notice is delivered, an opened one read at that instant', async () => {
  const channel = createInboxChannel()
  const notice = {
    deliveryId: 'd-1',
    address: { userId: 'u1' },
    language: 'en',
    subject: 'Low balance',
    text: 'Top up.',
    urgency: 'normal',
  } as const
  expect((await channel.send({ notices: [notice] })).items).toEqual([
    { deliveryId: 'd-1', outcome: 'sent', level: 'delivered' },
  ])
  const event = { kind: 'opened', deliveryId: 'd-1', at: 42 } as const
  expect(await channel.receipts({ event })).toEqual({
    receipts: [{ deliveryId: 'd-1', level: 'read', at: 42 }],
  })
  expect(declared?.capabilities.maxTextLength).toBe(MAX_TEXT_LENGTH)
})
