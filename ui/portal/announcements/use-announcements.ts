import { computed, onScopeDispose, watch } from 'vue'
import { api, dataOf } from '../../shared/api/client.ts'
import { useLoaded } from '../../shared/load/use-loaded.ts'

/** A browser's timers take no longer waits. */
const LONGEST_MS = 2 ** 31 - 1

/**
 * What is announced at a site, read again by itself when one begins or ends. A failure leaves what is shown: it is said
 * where the page's own things fail.
 * @param siteId null: of none
 */
export function useAnnouncements(siteId: () => string | null, place: 'portal' | 'kiosk') {
  const { data, reload } = useLoaded(async () => {
    const id = siteId()
    if (id === null) return null
    const params = { path: { id }, query: { place } }
    return dataOf(api.GET('/api/v1/sites/{id}/announcements', { params }))
  }, siteId)

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(data, (told) => {
    clearTimeout(timer)
    if (told === null || told.changesAt === null) return
    // By the server's clock: this one may be wrong.
    const waitMs = Date.parse(told.changesAt) - Date.parse(told.at)
    if (waitMs <= LONGEST_MS) timer = setTimeout(() => void reload(), Math.max(waitMs, 1_000))
  })
  onScopeDispose(() => clearTimeout(timer))

  return {
    items: computed(() => data.value?.items ?? []),
    reload: () => void reload(),
  }
}
