import { hash } from 'node:crypto'

/** What the filter needs to know of a message. */
export interface Arrival {
  readonly topic: string
  readonly payload: Uint8Array
  readonly messageId: number | undefined
  readonly dup: boolean
  readonly retain: boolean
}

/**
 * - `new`: to be handed on
 * - `pending`: a copy of one that is being handed over; only its acknowledgement is owed
 * - `kept`: a copy of one that was committed; acknowledge at once
 */
type Verdict = 'new' | 'pending' | 'kept'

export interface RedeliveryFilter {
  judge(arrival: Arrival): { readonly verdict: Verdict; readonly fingerprint: string }
  /** The message was committed: a copy of it need not be handed on again. */
  kept(fingerprint: string): void
  /** The broker began a new session: packet ids start over. */
  newSession(): void
}

/**
 * Knows the copies that MQTT itself makes: redelivery of what was committed while the connection
 * broke before its PUBACK arrived, and retained messages replayed at a new subscription. Messages
 * that a device sends twice are no copies and pass.
 * @param limit how many messages and how many topics are remembered.
 */
export function createRedeliveryFilter({ limit }: { readonly limit: number }): RedeliveryFilter {
  const states = new Map<string, 'pending' | 'kept'>()
  const lastByTopic = new Map<string, string>()

  return {
    judge({ topic, payload, messageId, dup, retain }) {
      const content = `${topic}\n${hash('sha256', payload, 'base64')}`
      const fingerprint = `${messageId ?? ''}\n${content}`
      if (retain && lastByTopic.get(topic) === content) return { verdict: 'kept', fingerprint }
      const known = messageId !== undefined && dup ? states.get(fingerprint) : undefined
      if (known !== undefined) return { verdict: known, fingerprint }
      remember(lastByTopic, topic, content, limit)
      if (messageId !== undefined) remember(states, fingerprint, 'pending', limit)
      return { verdict: 'new', fingerprint }
    },
    kept(fingerprint) {
      if (states.has(fingerprint)) states.set(fingerprint, 'kept')
    },
    newSession() {
      states.clear()
    },
  }
}

/** Sets the entry as the youngest and forgets the oldest beyond the limit. */
function remember<V>(map: Map<string, V>, key: string, value: V, limit: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > limit) {
    const oldest = map.keys().next()
    if (!oldest.done) map.delete(oldest.value)
  }
}
