import { CHANNEL_FAULTS, type PaymentChannel, paymentProviderSuite } from '@busbar/core/testkit'
import manifest from './plugin.json' with { type: 'json' }
import { provider } from './provider.ts'

/** The other side: nobody. A channel with a network has a simulator here that keeps books. */
const channel: PaymentChannel = {
  currency: 'CNY',
  secrets: [],
  start: async () => undefined,
  stop: async () => undefined,
  connection: () => ({ code: 'LOBBY1' }),
}

const NO_NETWORK = 'nothing is sent over a network that could fail or be forged'
const NO_BOOKS = 'a desk keeps no books; the core refuses this before it asks'
const NEVER_UNPAID = 'a payment at a desk is never unpaid'

const [contribution] = manifest.contributes.paymentProviders
if (contribution === undefined) throw new Error('plugin.json contributes no payment provider.')
paymentProviderSuite({
  create: provider.create,
  test: provider.test,
  channel,
  capabilities: contribution.capabilities,
  skips: {
    ...Object.fromEntries(
      CHANNEL_FAULTS.flatMap((fault) => [
        [`${fault}-payment`, NO_NETWORK],
        [`${fault}-refund`, NO_NETWORK],
      ]),
    ),
    'channel-down': NO_NETWORK,
    stopped: NO_NETWORK,
    'connection-test-refused': NO_NETWORK,
    'refused-connection': NO_NETWORK,
    'nothing-before-the-payer': NEVER_UNPAID,
    closes: NEVER_UNPAID,
    expires: NEVER_UNPAID,
    'same-id-other-amount': NO_BOOKS,
    'same-refund-other-amount': NO_BOOKS,
    'partial-refunds': NO_BOOKS,
    'refund-race': NO_BOOKS,
    'refund-too-much': NO_BOOKS,
    'refund-unpaid': NO_BOOKS,
    'never-refunded': NO_BOOKS,
  },
})
