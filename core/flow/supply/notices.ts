import type { Clock } from '../../kernel/instant.ts'
import type { NoticeStore } from '../notices/ports.ts'
import { noticeProof, queueNotice } from '../notices/queue.ts'
import type { SupplyNotices } from './ports.ts'

/** Supply's notices by way of the notices flow: written in supply's own transaction. */
export function createSupplyNotices({
  store,
  clock,
}: {
  readonly store: Pick<NoticeStore, 'findRecipient' | 'insert' | 'findByCause'>
  /** The domain clock. */
  readonly clock: Clock
}): SupplyNotices {
  return Object.freeze<SupplyNotices>({
    queue: (transaction, { accountId, notice, leastLevel }) =>
      queueNotice({
        store,
        clock,
        transaction,
        target: { kind: 'account', accountId },
        facts: notice,
        requiredLevel: leastLevel,
      }),

    async cutComingDelivered(transaction, { accountId, cause, leastLevel }) {
      const proof = await noticeProof({
        store,
        transaction,
        accountId,
        cause: { kind: 'cut-coming', cause },
        requiredLevel: leastLevel,
      })
      return { deliveredAt: proof?.deliveredAt ?? null }
    },
  })
}
