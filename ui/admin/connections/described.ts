import { computed, shallowRef, watch } from 'vue'
import { send } from '../../shared/api/client.ts'
import type { FormSchema } from '../forms/schema.ts'
import { withPart } from '../welcome/schema.ts'
import { type Contribution, loadContributions } from './contributions.ts'

async function schemasOf(connectionId: string): Promise<Contribution['schemas'] | undefined> {
  const path = `/api/v1/connections/${encodeURIComponent(connectionId)}`
  const [{ data }, all] = await Promise.all([
    send<Pick<Contribution, 'pluginId' | 'type'>>('GET', path),
    loadContributions(),
  ])
  const { pluginId, type } = data
  return all.find((each) => each.pluginId === pluginId && each.type === type)?.schemas
}

/**
 * A form with those of its fields that the plugin of a connection describes (`x-described-by`) as it does, instead of as text.
 * Where that cannot be read, the form stays as it was.
 * @param connectionId empty: none is chosen yet
 */
export function useDescribed(form: () => FormSchema | null, connectionId: () => string) {
  const described = computed(() =>
    Object.entries(form()?.properties ?? {}).flatMap(([name, field]) => {
      const by = field['x-described-by']
      return by === undefined ? [] : [{ name, by }]
    }),
  )
  const schemas = shallowRef<Contribution['schemas'] | undefined>(undefined)
  watch(
    () => (described.value.length === 0 ? '' : connectionId()),
    async (id, _, onCleanup) => {
      let over = false
      onCleanup(() => {
        over = true
      })
      const found = id === '' ? undefined : await schemasOf(id).catch(() => undefined)
      if (!over) schemas.value = found
    },
    { immediate: true },
  )
  return computed(() =>
    described.value.reduce<FormSchema | null>(
      (whole, { name, by }) => whole && withPart(whole, name, schemas.value?.[by]),
      form(),
    ),
  )
}
