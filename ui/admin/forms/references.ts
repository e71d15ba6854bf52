import { computed, inject, onScopeDispose, type Ref, ref, watch } from 'vue'
import { type Choice, REFS } from './form.ts'

const PAUSE_MS = 250

interface Wanted {
  readonly service: Ref<string>
  /** Ids that are chosen; their names are always among the choices. */
  readonly chosen: Ref<readonly string[]>
}

/** Things to choose from, as they are searched for; with no source, ids alone. */
export function useChoices({ service, chosen }: Wanted) {
  const source = inject(REFS, null)
  const choices = ref<readonly Choice[]>([])
  const isSearching = ref(false)
  /** Nothing can be chosen, whatever is searched for. */
  const isEmpty = ref(false)
  const labels = new Map<string, string>()
  let searches = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const withChosen = (found: readonly Choice[]): Choice[] => {
    const rest = chosen.value.filter((id) => !found.some((each) => each.id === id))
    return [...rest.map((id) => ({ id, label: labels.get(id) ?? id })), ...found]
  }

  async function find(text: string): Promise<void> {
    const search = ++searches
    isSearching.value = true
    const found = await (source?.search(service.value, text) ?? [])
    if (search !== searches) return
    for (const { id, label } of found) labels.set(id, label)
    if (text === '') isEmpty.value = found.length === 0
    isSearching.value = false
    choices.value = withChosen(found)
  }
  const failed = (search: number) => (): void => {
    if (search === searches) isSearching.value = false
  }
  /** An empty search is the first look into the list. */
  const search = (text: string): void => {
    clearTimeout(timer)
    // The picker searches for what it shows of the chosen one.
    const isChosen = chosen.value.some((id) => labels.get(id) === text)
    timer = setTimeout(() => void find(isChosen ? '' : text).catch(failed(searches)), PAUSE_MS)
  }
  onScopeDispose(() => clearTimeout(timer))

  watch(
    [chosen, service],
    async ([ids]) => {
      const unknown = ids.filter((id) => !labels.has(id))
      choices.value = withChosen(choices.value.filter(({ id }) => labels.has(id)))
      const named = await Promise.all(
        unknown.map(
          async (id) =>
            [id, (await source?.label(service.value, id).catch(() => id)) ?? id] as const,
        ),
      )
      for (const [id, label] of named) labels.set(id, label)
      const known = choices.value.map(({ id }) => ({ id, label: labels.get(id) ?? id }))
      choices.value = withChosen(known)
    },
    { immediate: true },
  )
  /** Where one is made, as long as there is none. */
  const make = computed(() => (isEmpty.value ? (source?.make?.(service.value) ?? null) : null))
  return { choices, isSearching, search, make }
}
