import type { BACNetObjectID } from '@bacnet-js/client'
import type { Values } from './objects.ts'

/** Who wants to be told of changes of an object, and until when. */
export interface Subscriber {
  readonly receiver: { readonly address: string }
  readonly processId: number
  readonly object: BACNetObjectID
  readonly confirmed: boolean
  /** By `performance.now()`; `Infinity` for ever. */
  readonly until: number
}

export interface Notification {
  readonly subscriber: Subscriber
  readonly values: readonly { readonly property: { readonly id: number }; readonly value: Values }[]
}

export interface Subscribers {
  set(subscriber: Subscriber): void
  cancel(subscriber: Omit<Subscriber, 'confirmed' | 'until'>): void
  of(object: BACNetObjectID): readonly Subscriber[]
  /** One after the other to each for each object: meanwhile only the newest waits. Resolves once nothing does. */
  tell(notification: Notification): Promise<void>
}

const keyOf = ({ receiver, processId, object }: Omit<Subscriber, 'confirmed' | 'until'>) =>
  `${receiver.address} ${processId} ${object.type}:${object.instance}`

/** @param send resolves once it has been acknowledged or given up */
export function createSubscribers(
  send: (notification: Notification) => Promise<unknown>,
): Subscribers {
  const subscribers = new Map<string, Subscriber>()
  const waiting = new Map<string, Notification>()
  const working = new Map<string, Promise<void>>()

  async function work(key: string): Promise<void> {
    for (let next = waiting.get(key); next !== undefined; next = waiting.get(key)) {
      waiting.delete(key)
      await send(next).catch(() => undefined)
    }
    working.delete(key)
  }

  return {
    set: (subscriber) => void subscribers.set(keyOf(subscriber), subscriber),
    cancel: (subscriber) => void subscribers.delete(keyOf(subscriber)),
    of({ type, instance }) {
      const now = performance.now()
      for (const [key, { until }] of subscribers) if (until <= now) subscribers.delete(key)
      return [...subscribers.values()].filter(
        ({ object }) => object.type === type && object.instance === instance,
      )
    },
    tell(notification) {
      const key = keyOf(notification.subscriber)
      waiting.set(key, notification)
      const done = working.get(key) ?? work(key)
      working.set(key, done)
      return done
    },
  }
}
