import type { Instant } from '@busbar/core/contracts'

/** A live message (no retained one and no copy), as those who wait for an answer see it. */
interface Heard {
  readonly topic: string
  readonly text: string
  readonly receivedAt: Instant
}

export interface Answers {
  hear(message: Heard): void
  /** Whether anybody waits for this topic. */
  expects(topic: string): boolean
  /**
   * Resolves with the first answer that `read` makes something of, or undefined after the time.
   * Listen before asking. `cancel` ends the wait.
   */
  next<T>(request: {
    readonly topics: readonly string[]
    readonly timeoutMs: number
    readonly read: (message: Heard) => T | undefined
  }): { readonly answer: Promise<T | undefined>; cancel(): void }
  cancelAll(): void
}

/** Lets callers wait for the messages that answer them. */
export function createAnswers(): Answers {
  const listeners = new Map<string, Set<(message: Heard) => void>>()
  const cancels = new Set<() => void>()

  return {
    hear(message) {
      for (const listener of listeners.get(message.topic) ?? []) listener(message)
    },
    expects: (topic) => listeners.has(topic),
    next({ topics, timeoutMs, read }) {
      const outcome = Promise.withResolvers<ReturnType<typeof read>>()
      const listener = (message: Heard) => {
        const answer = tryRead(read, message)
        if (answer !== undefined) finish(answer)
      }
      const finish = (answer?: ReturnType<typeof read>) => {
        clearTimeout(timer)
        cancels.delete(cancel)
        for (const topic of topics) removeFrom(listeners, topic, listener)
        outcome.resolve(answer)
      }
      const cancel = () => finish()
      const timer = setTimeout(cancel, timeoutMs)
      cancels.add(cancel)
      for (const topic of topics) addTo(listeners, topic, listener)
      return { answer: outcome.promise, cancel }
    },
    cancelAll() {
      for (const cancel of [...cancels]) cancel()
    },
  }
}

/** What cannot be read is no answer; the pipeline reports it as malformed. */
function tryRead<T>(read: (message: Heard) => T | undefined, message: Heard): T | undefined {
  try {
    return read(message)
  } catch {
    return undefined
  }
}

function addTo<V>(map: Map<string, Set<V>>, key: string, value: V): void {
  const set = map.get(key) ?? new Set<V>()
  map.set(key, set)
  set.add(value)
}

function removeFrom<V>(map: Map<string, Set<V>>, key: string, value: V): void {
  const set = map.get(key)
  set?.delete(value)
  if (set?.size === 0) map.delete(key)
}
