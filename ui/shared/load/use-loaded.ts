import { type Ref, ref, shallowRef, watch } from 'vue'

export interface Loaded<T> {
  readonly data: Readonly<Ref<T | null>>
  readonly busy: Readonly<Ref<boolean>>
  /** What was thrown; null where it worked. */
  readonly failure: Readonly<Ref<unknown>>
  reload(): Promise<void>
}

/**
 * Loads something at once and whenever what it depends on changes. An answer that another request has overtaken is let
 * go; a failed reload leaves what is shown as it is.
 */
export function useLoaded<T>(
  load: () => Promise<T>,
  dependsOn: () => unknown = () => null,
): Loaded<T> {
  const data = shallowRef<T | null>(null)
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  let latest = 0

  async function reload(): Promise<void> {
    const turn = ++latest
    busy.value = true
    try {
      const loaded = await load()
      if (turn !== latest) return
      data.value = loaded
      failure.value = null
    } catch (thrown) {
      if (turn === latest) failure.value = thrown
    } finally {
      if (turn === latest) busy.value = false
    }
  }
  watch(dependsOn, () => void reload(), { immediate: true })
  return { data, busy, failure, reload }
}
