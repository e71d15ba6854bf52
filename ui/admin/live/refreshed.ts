import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { live } from '../../shared/api/events.ts'
import { createBurst } from './burst.ts'

const QUIET_MS = 400
const MOST_MS = 2_000
/** Readings come all the time: figures that rest on them follow at this pace. */
const READINGS_MS = 10_000

/** What is loaded now, and again whenever something has happened that may change it; an older answer never wins. */
export function useRefreshed<T>(load: () => Promise<T>) {
  const value = shallowRef<T | null>(null)
  const failure = shallowRef<unknown>(null)
  const at = ref<number | null>(null)
  let running = false
  let again = false

  async function reload(): Promise<void> {
    again = true
    if (running) return
    running = true
    while (again) {
      again = false
      try {
        value.value = await load()
        failure.value = null
        at.value = Date.now()
      } catch (thrown) {
        failure.value = thrown
      }
    }
    running = false
  }

  const act = () => void reload()
  const facts = createBurst({ act, quietMs: QUIET_MS, mostMs: MOST_MS })
  const readings = createBurst({ act, quietMs: READINGS_MS, mostMs: READINGS_MS })
  // What happened while the line was broken was not heard of.
  watch(live, (is) => {
    if (is && at.value !== null) facts.soon()
  })
  onScopeDispose(() => {
    facts.stop()
    readings.stop()
  })
  act()
  return {
    value,
    failure,
    at,
    reload,
    /** After an event of the topic. */
    heard(topic: string) {
      if (topic === 'reading') readings.soon()
      else facts.soon()
    },
  }
}
