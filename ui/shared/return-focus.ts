import { nextTick, onBeforeUnmount } from 'vue'

/** What a person comes back to: what was in focus, or the button of the menu that it was in. */
function origin(): HTMLElement | null {
  const { activeElement } = document
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return null
  const menu = activeElement.closest('.v-overlay')?.id
  if (!menu) return activeElement
  return document.querySelector(`[aria-controls~="${menu}"], [aria-owns~="${menu}"]`)
}

/** Where nothing is left to come back to: the page itself. */
const page = () => document.getElementById('main')

/** For a dialog that is there while it is open: the focus returns to where it came from, or at least into the page. */
export function useReturnFocus(): void {
  const from = origin()
  onBeforeUnmount(async () => {
    await nextTick()
    // Somebody has put it elsewhere already, as a dialog that follows on this one.
    const { activeElement } = document
    if (activeElement !== null && activeElement !== document.body) return
    const back = from?.isConnected === true && !from.matches(':disabled') ? from : page()
    back?.focus()
  })
}
