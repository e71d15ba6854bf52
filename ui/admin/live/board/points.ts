import { onScopeDispose, shallowRef } from 'vue'
import type { SupplyPoint } from '../../../../core/generated/api.ts'
import { createBurst } from '../burst.ts'
import { useRefreshed } from '../refreshed.ts'
import { pointOf, pointsAt } from './board.ts'

const QUIET_MS = 250
const MOST_MS = 1_500
/** Beyond so many points at once, one list is less than many questions. */
const ONE_BY_ONE = 12

/** The supply points of the sites; after an event about one of them, that one alone is asked for again. */
export function usePoints(siteIds: readonly string[]) {
  const all = useRefreshed(() => pointsAt(siteIds))
  const touched = new Set<string>()
  const failure = shallowRef<unknown>(null)

  async function renew(): Promise<void> {
    const ids = [...touched]
    touched.clear()
    if (ids.length > ONE_BY_ONE) return all.reload()
    try {
      const fresh = new Map<string, SupplyPoint>()
      for (const point of await Promise.all(ids.map(pointOf))) fresh.set(point.id, point)
      all.value.value = (all.value.value ?? []).map((point) => fresh.get(point.id) ?? point)
      failure.value = null
    } catch (thrown) {
      failure.value = thrown
    }
  }
  const burst = createBurst({ act: () => void renew(), quietMs: QUIET_MS, mostMs: MOST_MS })
  onScopeDispose(burst.stop)

  return {
    ...all,
    renewal: failure,
    /** Something happened to the point; null: to any. */
    touch(id: string | null) {
      if (id === null) return all.heard('supply')
      touched.add(id)
      burst.soon()
    },
  }
}
