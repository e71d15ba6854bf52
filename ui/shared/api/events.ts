import { onScopeDispose, ref } from 'vue'

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

const RETRY_MS = 3_000

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
  let source: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    const query = new URLSearchParams({ topics: topics.join(',') })
    if (options.siteId !== undefined) query.set('site', options.siteId)
    source = new EventSource(`/api/v1/events?${query}`)
    source.onopen = () => {
      live.value = true
    }
    source.onerror = () => {
      live.value = false
      // A refusal closes it for good; a broken line is opened again by the browser itself.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS)
    }
    for (const topic of topics) {
      source.addEventListener(topic, ({ data }: MessageEvent<string>) => act(JSON.parse(data)))
    }
  }
  open()
  onScopeDispose(() => {
    clearTimeout(retry)
    source?.close()
  })
}
