import { EventSourceParserStream } from 'eventsource-parser/stream'
import { type Caller, credentials, eventsUrl } from './api.ts'

/** One of Busbar's server-sent events: a fact, or the latest reading of a meter. */
export interface BusbarEvent {
  readonly topic: string
  /** What happened; empty for readings. */
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

const AGAIN_MS = 2_000

/**
 * Hands over events until `signal` is aborted. Reconnects by itself and goes on after the last fact it has seen.
 */
export async function follow(
  caller: Caller,
  {
    site,
    topics,
    onEvent,
    signal,
  }: {
    readonly site: string
    readonly topics: readonly string[]
    readonly onEvent: (event: BusbarEvent) => void
    readonly signal: AbortSignal
  },
): Promise<void> {
  let lastId = ''
  while (!signal.aborted) {
    try {
      const headers = { ...credentials(caller), ...(lastId && { 'last-event-id': lastId }) }
      const response = await fetch(eventsUrl(caller.url, { site, topics }), { headers, signal })
      if (!response.ok || response.body === null) throw new Error(`Events: ${response.status}`)
      const events = response.body
        .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
        .pipeThrough(new EventSourceParserStream())
      for await (const { id, data } of events) {
        if (id) lastId = id
        const event = parseEvent(data)
        if (event !== undefined) onEvent(event)
      }
    } catch {
      // The API is away, or we are to stop: both show at the top of the loop.
    }
    await pause(AGAIN_MS, signal)
  }
}

export function parseEvent(text: string): BusbarEvent | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  if (parsed === null || typeof parsed !== 'object') return undefined
  const { topic, type, data } = parsed as Record<string, unknown>
  if (typeof topic !== 'string') return undefined
  return {
    topic,
    type: typeof type === 'string' ? type : '',
    data: data !== null && typeof data === 'object' ? (data as BusbarEvent['data']) : {},
  }
}

/** Resolves after a while, or at once when aborted. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, delayMs)
    signal.addEventListener('abort', done)
  })
}
