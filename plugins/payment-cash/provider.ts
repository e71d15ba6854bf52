import type { JsonObject, PaymentProviderContribution } from '@busbar/core/contracts'
import { busbarError } from '@busbar/core/contracts'

/**
 * The cash desk. The cashier's command is the confirmation that the money was handed over, so a
 * payment is captured by being created, and a refund is paid out by being asked for. It keeps no
 * books: answers follow from the ids alone, so the same id gives the same receipt for ever, and
 * the core's own order is the record.
 */
export const cash: PaymentProviderContribution = {
  type: 'cash',
  create({ connection }) {
    const deskCode = readDeskCode(connection)
    return {
      createPayment: async ({ orderId, amountMinor, currency }) => ({
        orderId,
        state: 'captured',
        channelReference: `${deskCode}-${orderId}`,
        amountMinor,
        currency,
        payerAction: { kind: 'none' },
      }),
      refund: async ({ refundId, amountMinor }) => ({
        refundId,
        state: 'refunded',
        channelReference: `${deskCode}-${refundId}`,
        amountMinor,
      }),
      queryPayment: () => noBooks('Create the payment again with the same id instead.'),
      closePayment: () => noBooks('A cash payment is never unpaid; refund it instead.'),
      queryRefund: () => noBooks('Ask for the refund again with the same id instead.'),
      fetchStatement: () => noBooks('Count the drawer against the orders of the day instead.'),
      async parseCallback() {
        throw busbarError('unsupported', { detail: 'A cash desk sends no callbacks.' })
      },
    }
  },
  async test({ connection }) {
    return { ok: true, detail: `Receipts will begin with ${readDeskCode(connection)}-.` }
  },
}

async function noBooks(instead: string): Promise<never> {
  throw busbarError('unsupported', { detail: `The cash desk keeps no books. ${instead}` })
}

function readDeskCode({ deskCode }: JsonObject): string {
  if (typeof deskCode !== 'string')
    throw busbarError('validation-failed', { detail: 'A cash desk needs its deskCode.' })
  return deskCode
}
