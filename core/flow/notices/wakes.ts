import type { WakePort } from '../wakes/ports.ts'
import type { NoticeStore } from './ports.ts'

/**
 * The store, waking the worker: whatever makes a step or an attempt due at an instant sends the wake-up
 * for it in the same transaction. Steps go by the domain clock, attempts by the wall clock.
 */
export function wakingNotices({
  store,
  wakes,
}: {
  readonly store: NoticeStore
  readonly wakes: WakePort
}): NoticeStore {
  return {
    ...store,
    async insert(request) {
      const { draft, transaction } = request
      const done = await store.insert(request)
      if (done.created)
        await wakes.send({ wakes: [{ by: 'domain', at: draft.planAt }], transaction })
      return done
    },
    async setOutcomes(request) {
      const { outcomes, transaction } = request
      await store.setOutcomes(request)
      const due = outcomes.flatMap(({ planAt }) =>
        planAt === null ? [] : [{ by: 'domain' as const, at: planAt }],
      )
      await wakes.send({ wakes: due, transaction })
    },
    async addDeliveries(request) {
      const { attemptAt, transaction } = request
      await store.addDeliveries(request)
      await wakes.send({ wakes: [{ by: 'wall', at: attemptAt }], transaction })
    },
    async claim(request) {
      const { leaseUntil, transaction } = request
      const claimed = await store.claim(request)
      if (claimed.length > 0)
        await wakes.send({ wakes: [{ by: 'wall', at: leaseUntil }], transaction })
      return claimed
    },
    async saveDeliveries(request) {
      const { deliveries, now, transaction } = request
      const done = await store.saveDeliveries(request)
      const attempts = deliveries.flatMap(({ attemptAt }) =>
        attemptAt === null ? [] : [{ by: 'wall' as const, at: attemptAt }],
      )
      if (deliveries.length > 0)
        await wakes.send({ wakes: [{ by: 'domain', at: now }, ...attempts], transaction })
      return done
    },
  }
}
