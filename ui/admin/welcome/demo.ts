import { ref, shallowRef, watch } from 'vue'
import type { DemoBuilding } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'
import { live, useEvents } from '../../shared/api/events.ts'

/** What must be typed before the demo is loaded, in every language. */
export const CONFIRMATION = 'demo'

/** What is made of the demo building, in this order. */
export const STEPS = ['surroundings', 'site', 'tenants', 'meters', 'payments', 'supply'] as const

/** How the demo building stands in this instance, live; null until it is known. */
export function useDemo() {
  const standing = shallowRef<DemoBuilding | null>(null)
  /** Whether it was being loaded while this page looked on. */
  const seenLoading = ref(false)

  function take(next: DemoBuilding): void {
    if (next.state === 'loading') seenLoading.value = true
    standing.value = next
  }
  async function load(): Promise<void> {
    // Where it cannot be asked the page is as useful as before; the next event asks again.
    const next = await dataOf(api.GET('/api/v1/setup/demo')).catch(() => null)
    if (next !== null) take(next)
  }
  async function begin(key: string): Promise<void> {
    const params = { header: { 'Idempotency-Key': key } }
    const body = { confirm: CONFIRMATION } as const
    take(await dataOf(api.POST('/api/v1/setup/demo', { params, body })))
  }
  useEvents(['setup'], () => void load())
  // What happened while the line was broken is asked for.
  watch(live, (is) => {
    if (is) void load()
  })
  return { standing, seenLoading, load, begin }
}
