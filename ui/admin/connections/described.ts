import { shallowRef, watch } from 'vue'
import { send } from '../../shared/api/client.ts'
import type { FormSchema } from '../forms/schema.ts'
import { withPart } from '../welcome/schema.ts'
import { type Contribution, loadContributions } from './contributions.ts'

/**
 * The form of a point with its address as the plugin of its connection describes it, instead of as text. Where neither can
 * be read, the form stays as it was.
 * @param isPoint whether the form is one of a point
 * @param connectionId of its connection; empty: none is chosen yet
 */
export function useAddressForm(isPoint: () => boolean, connectionId: () => string) {
  const part = shallowRef<FormSchema | undefined>(undefined)

  async function partOf(id: string): Promise<FormSchema | undefined> {
    const path = `/api/v1/connections/${encodeURIComponent(id)}`
    const [{ data }, all] = await Promise.all([
      send<Pick<Contribution, 'pluginId' | 'type'>>('GET', path),
      loadContributions(),
    ])
    const { pluginId, type } = data
    return all.find((each) => each.pluginId === pluginId && each.type === type)?.schemas.point
  }
  watch(
    () => (isPoint() ? connectionId() : ''),
    async (id, _, onCleanup) => {
      let over = false
      onCleanup(() => {
        over = true
      })
      const found = id === '' ? undefined : await partOf(id).catch(() => undefined)
      if (!over) part.value = found
    },
    { immediate: true },
  )
  return (body: FormSchema): FormSchema => withPart(body, 'address', part.value)
}
