import { ref, shallowRef, watch } from 'vue'
import { send } from '../../shared/api/client.ts'
import type { Item } from './pages.ts'

/** One object of a resource, with the ETag that a change of it has to carry. */
export function useObject(address: () => string | null) {
  const item = shallowRef<Item | null>(null)
  const etag = ref<string | null>(null)
  const failure = shallowRef<unknown>(null)
  const busy = ref(false)

  async function reload(): Promise<void> {
    const path = address()
    if (path === null) return
    busy.value = true
    failure.value = null
    try {
      const answer = await send<Item>('GET', path)
      item.value = answer.data
      etag.value = answer.etag
    } catch (thrown) {
      failure.value = thrown
    } finally {
      busy.value = false
    }
  }

  watch(address, () => void reload(), { immediate: true })
  return { item, etag, failure, busy, reload }
}
