import { onScopeDispose } from 'vue'
import type { LiveEvent } from '../../shared/api/events.ts'

/** Topics that the portal listens to, by one stream for all of its pages. */
export const TOPICS = [
  ...(['payment', 'supply', 'notice', 'question', 'announcement', 'reading'] as const),
]

/** What was missed while nobody listened cannot be told: everything may have changed. */
const RESUMED = 'resumed'

type Listener = (event: LiveEvent) => void
const listeners = new Set<Listener>()

/** Hands an event to every page that listens. */
export function tell(event: LiveEvent): void {
  for (const listener of [...listeners]) listener(event)
}

/** The stream is back, or the page is looked at again. */
export const tellResumed = (): void => tell({ topic: RESUMED, siteId: null, data: {} })

/** Calls back for events of these topics, and when some may have been missed, while the calling component lives. */
export function onLive(topics: readonly (typeof TOPICS)[number][], act: Listener): void {
  const listener: Listener = (event) => {
    if (event.topic === RESUMED || (topics as readonly string[]).includes(event.topic)) act(event)
  }
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}

const SETTLE_MS = 250
const READING_MS = 20_000

/**
 * Calls back once things have settled after an event: a payment and its notices come together. Readings, which come
 * every few seconds, call back now and then.
 */
export function onLiveSettled(topics: readonly (typeof TOPICS)[number][], act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAt = Number.POSITIVE_INFINITY
  onLive(topics, ({ topic }) => {
    const at = Date.now() + (topic === 'reading' ? READING_MS : SETTLE_MS)
    if (at >= dueAt && topic === 'reading') return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => {
      dueAt = Number.POSITIVE_INFINITY
      act()
    }, at - Date.now())
  })
  onScopeDispose(() => clearTimeout(timer))
}
