import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'

/** What stands below a plot: buttons to save it, and its figures as a table. */
const BELOW_PX = 66
const LEAST_PX = 96

/** The height that a plot may have within its place. */
export function usePlotHeight(place: Ref<HTMLElement | null>): Ref<number> {
  const heightPx = ref(200)
  let watcher: ResizeObserver | null = null
  onMounted(() => {
    watcher = new ResizeObserver(([entry]) => {
      if (entry !== undefined)
        heightPx.value = Math.max(LEAST_PX, Math.floor(entry.contentRect.height) - BELOW_PX)
    })
    if (place.value !== null) watcher.observe(place.value)
  })
  onBeforeUnmount(() => watcher?.disconnect())
  return heightPx
}
