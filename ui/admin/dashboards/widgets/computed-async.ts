import { type Ref, shallowRef, watchEffect } from 'vue'

/** A value that takes its time; an older one never overtakes a newer. */
export function computedAsync<T>(make: () => Promise<T>, first: T): Ref<T> {
  const value = shallowRef(first)
  let newest = 0
  watchEffect(async () => {
    newest += 1
    const mine = newest
    const made = await make()
    if (mine === newest) value.value = made
  })
  return value
}
