import { type Ref, ref, shallowRef, watch } from 'vue'
import { messageOf } from '../../shared/api/problem.ts'
import { i18n } from '../../shared/locale/i18n.ts'
import { isOffline } from '../offline/connection.ts'

export interface Loaded<T> {
  readonly data: Readonly<Ref<T | null>>
  readonly busy: Readonly<Ref<boolean>>
  /** In words; null where it worked. */
  readonly failure: Readonly<Ref<string | null>>
  reload(): Promise<void>
}

/** What is said of a failure: without a connection in the reader's language, else as the server says. */
export const wordsOf = (thrown: unknown): string =>
  isOffline(thrown) ? i18n.global.t('common.offline') : messageOf(thrown)

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
  const failure = ref<string | null>(null)
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
      if (turn === latest) failure.value = wordsOf(thrown)
    } finally {
      if (turn === latest) busy.value = false
    }
  }
  watch(dependsOn, () => void reload(), { immediate: true })
  return { data, busy, failure, reload }
}
