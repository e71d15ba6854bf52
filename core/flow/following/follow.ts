/** What is told next. */
export interface Next<Page> {
  /** Absent: there is nothing new. */
  readonly page?: Page | undefined
  /** There is more of it already. */
  readonly isFull: boolean
  /** Nothing will come after it. */
  readonly isLast: boolean
}

/** How long the next ones are gathered. */
const GATHER_MS = 250
/** The longest silence, after which is asked again whether the listener may listen. */
const PAUSE_MS = 15_000

/**
 * Tells what there is, page by page, and what comes from now on; null at each pause. It ends with the last page, and
 * where the listener may listen no more.
 */
export async function* follow<Page>({
  listen,
  next,
  stillAllowed,
  pauseMs = PAUSE_MS,
}: {
  /** Tells of every change, until what it gives back is called. */
  listen(told: () => void): () => void
  next(): Next<Page>
  stillAllowed(): Promise<boolean>
  readonly pauseMs?: number | undefined
}): AsyncGenerator<Page | null, void, undefined> {
  const changes = createChanges(listen)
  let askedAt = performance.now()
  try {
    for (;;) {
      const { page, isFull, isLast } = next()
      if (page !== undefined) yield page
      if (isLast) return
      if (!isFull) await changes.within(askedAt + pauseMs - performance.now(), GATHER_MS)
      if (performance.now() - askedAt < pauseMs) continue
      if (!(await stillAllowed())) return
      askedAt = performance.now()
      yield null
    }
  } finally {
    changes.close()
  }
}

/** Waits for changes, also those that came while nobody waited. */
function createChanges(listen: (told: () => void) => () => void) {
  let changed = false
  let wake = (): void => undefined
  const close = listen(() => {
    changed = true
    wake()
  })
  return {
    close,
    /** Settles after a change and a moment for more, or once the time is up. */
    async within(longestMs: number, gatherMs: number): Promise<void> {
      const waited = Promise.withResolvers<void>()
      wake = waited.resolve
      const timer = setTimeout(waited.resolve, Math.max(0, longestMs))
      if (!changed) await waited.promise
      clearTimeout(timer)
      if (changed) await new Promise((resolve) => setTimeout(resolve, gatherMs))
      changed = false
    },
  }
}
