import type { Instant } from '../../kernel/instant.ts'
import type { WakePort } from '../wakes/ports.ts'
import type { PaymentBooks, PaymentStore } from './ports.ts'

/**
 * The store, waking who asks the channels: whatever makes an order or a refund due for an inquiry sends
 * the wake-up for it in the same transaction.
 */
export function wakingPayments({
  store,
  wakes,
}: {
  readonly store: PaymentStore
  readonly wakes: WakePort
}): PaymentStore {
  return { transact: (work) => store.transact((books) => work(wakingBooks(books, wakes))) }
}

function wakingBooks(books: PaymentBooks, wakes: WakePort): PaymentBooks {
  const { transaction } = books
  const due = (instants: readonly (Instant | null | undefined)[]) =>
    wakes.send({
      wakes: instants.flatMap((at) =>
        at === null || at === undefined ? [] : [{ by: 'wall', at }],
      ),
      transaction,
    })
  return {
    ...books,
    async insertOrder(draft) {
      const stored = await books.insertOrder(draft)
      await due([draft.nextPollAt])
      return stored
    },
    async saveOrder(change) {
      await books.saveOrder(change)
      await due([change.nextPollAt])
    },
    async hurryAlternatives(request) {
      await books.hurryAlternatives(request)
      await due([request.at])
    },
    async insertRefund(draft) {
      const stored = await books.insertRefund(draft)
      await due([draft.nextPollAt])
      return stored
    },
    async saveRefund(change) {
      await books.saveRefund(change)
      await due([change.nextPollAt])
    },
    async claimDueOrders(request) {
      const claimed = await books.claimDueOrders(request)
      await due(claimed.map(({ nextPollAt }) => nextPollAt))
      return claimed
    },
    async claimDueRefunds(request) {
      const claimed = await books.claimDueRefunds(request)
      await due(claimed.map(({ nextPollAt }) => nextPollAt))
      return claimed
    },
  }
}
