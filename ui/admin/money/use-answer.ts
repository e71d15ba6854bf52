import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { send } from '../../shared/api/client.ts'

/**
 * What a GET answers, read again whenever its address changes; what was shown stays until the new answer is there.
 * @param address null: nothing is asked
 */
export function useAnswer<T>(address: () => string | null) {
  const data = shallowRef<T | null>(null)
  const failure = shallowRef<unknown>(null)
  const busy = ref(false)
  let asked: AbortController | null = null

  async function reload(): Promise<void> {
    const path = address()
    asked?.abort()
    if (path === null) return
    const mine = new AbortController()
    asked = mine
    busy.value = true
    failure.value = null
    try {
      data.value = (await send<T>('GET', path, { signal: mine.signal })).data
    } catch (thrown) {
      if (!mine.signal.aborted) failure.value = thrown
    } finally {
      if (asked === mine) busy.value = false
    }
  }

  watch(address, () => void reload(), { immediate: true })
  onScopeDispose(() => asked?.abort())
  return { data, failure, busy, reload }
}

/** Acts once for all calls within `delayMs` of the first. */
export function useCalm(act: () => void, delayMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined
      act()
    }, delayMs)
  }
}
