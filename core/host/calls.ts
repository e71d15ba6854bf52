import { busbarError } from '../kernel/error.ts'

/** Milliseconds that only ever grow: breakers and time limits do not see clock jumps. */
export type Monotonic = () => number

/**
 * Waits for plugin code, but not for ever. Its late answer is ignored; its work may go on.
 * @throws `plugin-timeout`
 */
export async function withinLimit<T>(request: {
  readonly what: string
  readonly limitMs: number
  readonly run: () => T | Promise<T>
}): Promise<T> {
  const { what, limitMs, run } = request
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(busbarError('plugin-timeout', { detail: `${what}: no answer in ${limitMs} ms.` })),
      limitMs,
    )
  })
  try {
    return await Promise.race([(async () => run())(), limit])
  } finally {
    clearTimeout(timer)
  }
}

/** Bounds how many calls of one contribution run at once, and how many wait for their turn. */
export interface Bulkhead {
  /** @throws `overloaded` when the queue is full; nothing was run then */
  run<T>(request: { readonly what: string; readonly run: () => Promise<T> }): Promise<T>
}

export function createBulkhead(limits: {
  readonly concurrency: number
  readonly queue: number
}): Bulkhead {
  let running = 0
  const waiting: (() => void)[] = []

  const enter = (what: string): Promise<void> | undefined => {
    if (running < limits.concurrency) {
      running += 1
      return undefined
    }
    if (waiting.length >= limits.queue)
      throw busbarError('overloaded', {
        detail: `${what}: ${running} calls of this plugin are running and ${waiting.length} waiting.`,
      })
    // The place of the one that leaves is handed on: `running` stays as it is.
    return new Promise((resolve) => waiting.push(resolve))
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  return Object.freeze({
    run: async ({ what, run }) => {
      await enter(what)
      try {
        return await run()
      } finally {
        leave()
      }
    },
  } satisfies Bulkhead)
}

/** Stops calling what keeps crashing, then lets one call try. */
export interface Breaker {
  /** @throws `plugin-not-available` while it is tripped */
  admit(what: string): void
  /** An answer came, even if it was no. */
  succeeded(): void
  /** The plugin crashed or did not answer. */
  crashed(detail: string): void
  readonly tripped: boolean
}

export function createBreaker(options: {
  readonly crashes: number
  readonly crashWindowMs: number
  readonly cooldownMs: number
  readonly monotonic: Monotonic
  readonly onTrip: (detail: string) => void
  readonly onRecover: () => void
}): Breaker {
  const { crashes, crashWindowMs, cooldownMs, monotonic } = options
  let recent: number[] = []
  let closedUntilMs: number | undefined

  return {
    get tripped() {
      return closedUntilMs !== undefined
    },
    admit: (what) => {
      if (closedUntilMs === undefined) return
      const waitMs = closedUntilMs - monotonic()
      if (waitMs > 0)
        throw busbarError('plugin-not-available', {
          detail: `${what}: it crashed ${crashes} times; the next try is in ${Math.ceil(waitMs / 1000)} s.`,
        })
      // This call is the one that tries; the others wait for its outcome.
      closedUntilMs = monotonic() + cooldownMs
    },
    succeeded: () => {
      recent = []
      if (closedUntilMs === undefined) return
      closedUntilMs = undefined
      options.onRecover()
    },
    crashed: (detail) => {
      const now = monotonic()
      recent = [...recent.filter((at) => now - at < crashWindowMs), now].slice(-crashes)
      if (closedUntilMs !== undefined) closedUntilMs = now + cooldownMs
      else if (recent.length >= crashes) {
        closedUntilMs = now + cooldownMs
        options.onTrip(detail)
      }
    },
  }
}
