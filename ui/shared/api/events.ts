import { onScopeDispose, ref } from 'vue'
import { openStream } from './stream.ts'

/** What the stream of live events says. */
export interface LiveEvent {
  readonly topic: string
  readonly type?: string
  readonly siteId: string | null
  readonly meterId?: string
  readonly at?: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Whether the last word from the server is fresh. */
export const live = ref(false)

/**
 * Listens to the server's events for as long as the calling component lives. The browser resumes after a break where it
 * left off, by the last event's id.
 * @param topics such as `supply`, `payment`, `notice`, `reading`
 */
export function useEvents(
  topics: readonly string[],
  act: (event: LiveEvent) => void,
  options: { readonly siteId?: string } = {},
): void {
  const query = new URLSearchParams({ topics: topics.join(',') })
  if (options.siteId !== undefined) query.set('site', options.siteId)
  const each = (data: string) => act(JSON.parse(data))
  let close: () => void
  const open = () => {
    close = openStream({
      path: `/api/v1/events?${query}`,
      on: Object.fromEntries(topics.map((topic) => [topic, each])),
      refused: open,
      heard: (isLive) => {
        live.value = isLive
      },
    })
  }
  open()
  onScopeDispose(() => close())
}
