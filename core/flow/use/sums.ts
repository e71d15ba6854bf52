import type { Id } from '../../kernel/id.ts'
import type { UseSumStore } from './ports.ts'

/** Adds use and charges to the sums that reads are answered from. */
export interface UseSums {
  /** Adds what is not summed yet, point by point, until nothing was left of any or `isStopped` says so. */
  sum(request?: { readonly isStopped?: () => boolean }): Promise<{ readonly points: number }>
}

/** Metering points in one transaction: short enough for a correction to wait for. */
const POINTS_AT_ONCE = 50

/** @see UseSums */
export function createUseSums({
  store,
  rest = async () => undefined,
}: {
  readonly store: UseSumStore
  /** Between two transactions. */
  readonly rest?: () => Promise<void>
}): UseSums {
  return {
    async sum({ isStopped = () => false } = {}) {
      let points = 0
      for (const siteId of await store.sites()) {
        let after: Id = '0'
        while (!isStopped()) {
          const step = await store.add({ siteId, after, limit: POINTS_AT_ONCE })
          if (step.last === null) break
          points += step.points
          // A point with much to add is added in parts.
          if (step.isComplete) after = step.last
          await rest()
        }
      }
      return { points }
    },
  }
}
