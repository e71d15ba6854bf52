import type { JsonObject, PaymentProviderContribution } from '@busbar/core/contracts'
import { busbarError } from '@busbar/core/contracts'

/**
 * Money that staff take and hand out: a payment is captured by being created. Answers follow from
 * the ids alone, so the same id gives the same receipt for ever. A channel that is asked over a
 * network answers `unknown` where it cannot tell, verifies its callbacks' signatures, and never
 * takes silence for a failure.
 */
export const provider: PaymentProviderContribution = {
  type: 'template-type',
  create({ connection }) {
    const code = readCode(connection)
    return {
      createPayment: async ({ orderId, amountMinor, currency }) => ({
        orderId,
        state: 'captured',
        channelReference: `${code}-${orderId}`,
        amountMinor,
        currency,
        payerAction: { kind: 'none' },
      }),
      refund: async ({ refundId, amountMinor }) => ({
        refundId,
        state: 'refunded',
        channelReference: `${code}-${refundId}`,
        amountMinor,
      }),
      queryPayment: () => unsupported('Create the payment again with the same id instead.'),
      closePayment: () => unsupported('The payment is never unpaid; refund it instead.'),
      queryRefund: () => unsupported('Ask for the refund again with the same id instead.'),
      fetchStatement: () => unsupported('Count the drawer against the orders of the day.'),
      parseCallback: () => unsupported('This channel sends no callbacks.'),
    }
  },
  async test({ connection }) {
    return { ok: true, detail: `Receipts will begin with ${readCode(connection)}-.` }
  },
}

async function unsupported(instead: string): Promise<never> {
  throw busbarError('unsupported', { detail: instead })
}

function readCode({ code }: JsonObject): string {
  if (typeof code === 'string') return code
  throw busbarError('validation-failed', { detail: 'The desk needs its code.' })
}
