import { computed, shallowRef } from 'vue'
import type { AccountSummary } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'
import { isOffline } from '../../shared/api/problem.ts'
import { useLoaded } from '../../shared/load/use-loaded.ts'
import { session } from '../../shared/session.ts'
import { accounts } from '../account/accounts.ts'
import { onLiveSettled } from '../live/live.ts'
import { online } from '../offline/connection.ts'
import { keepLastSeen, lastSeen } from '../offline/last-seen.ts'

/** How the chosen account stands, live; without a connection what was last seen of it. */
export function useSummary() {
  /** When what is shown was seen, where that is not now; epoch milliseconds. */
  const asOf = shallowRef<number | null>(null)

  async function load(): Promise<AccountSummary> {
    const id = accounts.state.chosenId ?? ''
    try {
      const summary = await dataOf(
        api.GET('/api/v1/accounts/{id}/summary', { params: { path: { id } } }),
      )
      asOf.value = null
      remember(summary)
      return summary
    } catch (thrown) {
      const seen = isOffline(thrown) ? lastSeen() : null
      if (seen?.summary.accountId !== id) throw thrown
      asOf.value = seen.seenAt
      return seen.summary
    }
  }
  const loaded = useLoaded(load, () => online.value)
  onLiveSettled(['payment', 'supply', 'notice', 'reading'], () => void loaded.reload())
  return { ...loaded, asOf: computed(() => asOf.value) }
}

function remember(summary: AccountSummary): void {
  const user = session.user.value
  if (user === null) return
  const items = accounts.state.items
  keepLastSeen({ userId: user.id, name: user.name, accounts: items, summary, seenAt: Date.now() })
}
