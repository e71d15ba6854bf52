import { readonly, ref } from 'vue'

const state = ref(navigator.onLine)

addEventListener('online', () => {
  state.value = true
})
addEventListener('offline', () => {
  state.value = false
})

/** Whether the phone has a connection, as far as it knows itself; the last failed request may know better. */
export const online = readonly(state)
