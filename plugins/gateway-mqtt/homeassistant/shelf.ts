import type { Link } from '../link.ts'

/**
 * Retained messages that should lie at the broker. It holds the latest of each topic and no queue: what changes while
 * the link is slow or down is published once, as it is then.
 */
export interface Shelf {
  /** What is to lie there from now on; of topics that are not among them, nothing. */
  replace(messages: ReadonlyMap<string, string>): void
  put(topic: string, payload: string): void
  /** Something lies there from an earlier run: it is taken away if it should not. */
  found(topic: string): void
  /** Nothing is known of what lies there: all of it is published again. */
  forget(): void
  /** Publishes what differs; settles when it was taken, or when the link is down. */
  settle(): Promise<void>
  /** Published so far. */
  published(): number
}

const AT_ONCE = 100

export function createShelf({ link }: { readonly link: Pick<Link, 'publish' | 'isUp'> }): Shelf {
  const wanted = new Map<string, string>()
  const dirty = new Set<string>()
  /** Found before it was known what should be there. */
  const earlier = new Set<string>()
  let known = false
  let settling: Promise<void> | undefined
  let count = 0

  const put = (topic: string, payload: string): void => {
    if (wanted.get(topic) === payload) return
    wanted.set(topic, payload)
    dirty.add(topic)
  }

  async function publish(topic: string): Promise<void> {
    const payload = wanted.get(topic) ?? ''
    try {
      await link.publish({ topic, payload, retain: true, qos: 1 })
      count += 1
    } catch {
      // The next connection begins with all of it.
      dirty.add(topic)
    }
  }

  async function run(): Promise<void> {
    while (known && link.isUp() && dirty.size > 0) {
      const topics = [...dirty].slice(0, AT_ONCE)
      for (const topic of topics) dirty.delete(topic)
      await Promise.all(topics.map(publish))
    }
  }

  return {
    replace(messages) {
      for (const topic of [...wanted.keys(), ...earlier])
        if (!messages.has(topic)) {
          wanted.delete(topic)
          dirty.add(topic)
        }
      earlier.clear()
      for (const [topic, payload] of messages) put(topic, payload)
      known = true
    },
    put,
    found(topic) {
      if (!known) earlier.add(topic)
      else if (!wanted.has(topic)) dirty.add(topic)
    },
    forget() {
      for (const topic of wanted.keys()) dirty.add(topic)
    },
    settle() {
      settling ??= run().finally(() => {
        settling = undefined
      })
      return settling
    },
    published: () => count,
  }
}
