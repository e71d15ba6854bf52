import {
  type EffectScope,
  getCurrentScope,
  type InjectionKey,
  inject,
  onScopeDispose,
  provide,
} from 'vue'
import type { SiteOverview } from '../../../core/generated/api.ts'
import { type LiveEvent, useEvents } from '../../shared/api/events.ts'
import { overviewOf } from '../live/holds.ts'
import { useRefreshed } from '../live/refreshed.ts'
import { sites } from '../site.ts'

const TOPICS = ['supply', 'payment', 'notice', 'reading']

type Hear = (event: LiveEvent) => void
type Overviews = ReturnType<typeof useRefreshed<readonly SiteOverview[]>>

/** What the widgets of one page share: the site it is about, one line to the server, and answers that many want. */
export interface Feed {
  /** Null: all sites. */
  readonly siteId: string | null
  /** Sites that a widget is about; one may be set for it alone. */
  sitesOf(own: unknown): readonly string[]
  /** Sites as they stand, read once for all widgets that ask. */
  overviews(siteIds: readonly string[]): Overviews
  hear(act: Hear): () => void
}

const FEED: InjectionKey<Feed> = Symbol('feed')

/** Opens the line for the widgets within the calling component. */
export function provideFeed(siteId: string | null): void {
  const scope: EffectScope | undefined = getCurrentScope()
  const listeners = new Set<Hear>()
  const known = new Map<string, Overviews>()
  const hear = (act: Hear) => {
    listeners.add(act)
    return () => listeners.delete(act)
  }
  useEvents(
    TOPICS,
    (event) => {
      for (const act of listeners) act(event)
    },
    siteId === null ? {} : { siteId },
  )
  provide(FEED, {
    siteId,
    hear,
    sitesOf(own) {
      if (siteId !== null) return [siteId]
      return typeof own === 'string' && own !== '' ? [own] : sites.value.map(({ id }) => id)
    },
    overviews(siteIds) {
      const key = siteIds.join()
      // It lives as long as the page, not as the widget that asked first.
      const begin = () => useRefreshed(() => Promise.all(siteIds.map(overviewOf)))
      const state = known.get(key) ?? scope?.run(begin) ?? begin()
      if (!known.has(key)) hear(({ topic }) => state.heard(topic))
      known.set(key, state)
      return state
    },
  })
}

export function useFeed(): Feed {
  const feed = inject(FEED)
  if (feed === undefined) throw new Error('A widget stands outside of a board')
  return feed
}

/** What a widget shows: loaded now, and again when something has happened that may change it. */
export function useFresh<T>(load: () => Promise<T>) {
  const state = useRefreshed(load)
  onScopeDispose(useFeed().hear(({ topic }) => state.heard(topic)))
  return state
}
