import type { PaymentChannel } from '@busbar/core/testkit'
import { paymentProviderSuite } from '@busbar/core/testkit'
import manifest from './plugin.json' with { type: 'json' }
import { cash } from './provider.ts'

const drawer: PaymentChannel = {
  currency: 'CNY',
  secrets: [],
  start: async () => undefined,
  stop: async () => undefined,
  connection: () => ({ deskCode: 'LOBBY1' }),
}

const NOTHING_SENT = 'a cash desk sends nothing over a network that could fail or be forged'
const NO_BOOKS = 'a cash desk keeps no books; the core refuses this before it asks'
const faults = ['late', 'lost', 'not-received', 'server-error', 'garbage', 'forged']

const [contribution] = manifest.contributes.paymentProviders
if (contribution === undefined) throw new Error('plugin.json contributes no payment provider.')
paymentProviderSuite({
  create: cash.create,
  test: cash.test,
  channel: drawer,
  capabilities: contribution.capabilities,
  skips: {
    ...Object.fromEntries(
      faults.flatMap((fault) => [
        [`${fault}-payment`, NOTHING_SENT],
        [`${fault}-refund`, NOTHING_SENT],
      ]),
    ),
    'channel-down': NOTHING_SENT,
    stopped: NOTHING_SENT,
    'connection-test-refused': 'there is nobody who could turn a desk away',
    'refused-connection': 'there is nobody who could turn a desk away',
    'nothing-before-the-payer': 'the cashier counts the money before giving the command',
    closes: 'a cash payment is never unpaid, so it cannot be closed',
    expires: 'a cash payment is never unpaid, so it cannot expire',
    'same-id-other-amount': NO_BOOKS,
    'same-refund-other-amount': NO_BOOKS,
    'partial-refunds': NO_BOOKS,
    'refund-race': NO_BOOKS,
    'refund-too-much': NO_BOOKS,
    'refund-unpaid': NO_BOOKS,
    'never-refunded': NO_BOOKS,
  },
})
