import { computed, type Ref, ref, shallowRef, watch } from 'vue'
import { send } from '../../shared/api/client.ts'

export type Item = Readonly<Record<string, unknown>>
interface Page {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

const PER_PAGE = 50

/**
 * Pages of a list by cursor: the way back is the cursors that led here, so that a list of any length is as quick as a
 * short one.
 */
export function usePages(path: () => string | null, query: Ref<Readonly<Record<string, string>>>) {
  const page = shallowRef<Page>({ items: [], nextCursor: null })
  const trail = ref<(string | undefined)[]>([undefined])
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  let asked: AbortController | null = null

  async function reload(): Promise<void> {
    const address = path()
    if (address === null) return
    asked?.abort()
    const mine = new AbortController()
    asked = mine
    busy.value = true
    failure.value = null
    const cursor = trail.value.at(-1)
    try {
      const { data } = await send<Page>('GET', address, {
        query: { limit: PER_PAGE, ...query.value, cursor },
        signal: mine.signal,
      })
      page.value = data
    } catch (thrown) {
      if (!mine.signal.aborted) failure.value = thrown
    } finally {
      if (asked === mine) busy.value = false
    }
  }

  watch(
    [path, () => JSON.stringify(query.value)],
    () => {
      trail.value = [undefined]
      void reload()
    },
    { immediate: true },
  )

  return {
    items: computed(() => page.value.items),
    number: computed(() => trail.value.length),
    hasNext: computed(() => page.value.nextCursor !== null),
    busy,
    failure,
    reload,
    next: () => {
      const { nextCursor } = page.value
      if (nextCursor === null) return
      trail.value = [...trail.value, nextCursor]
      void reload()
    },
    back: () => {
      trail.value = trail.value.slice(0, -1)
      void reload()
    },
  }
}
