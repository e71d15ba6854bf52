/** Counts who needs a process, and tells when nobody has for a while. */
export interface Needs {
  /** Somebody does, until what this gives back is called, once or more. */
  take(): () => void
  /** It runs now: it may be that nobody needs it any more. */
  rest(): void
  close(): void
}

/** @see Needs */
export function createNeeds(options: {
  readonly idleMs: number
  readonly onIdle: () => void
}): Needs {
  let users = 0
  let timer: NodeJS.Timeout | undefined
  const rest = (): void => {
    clearTimeout(timer)
    if (users > 0) return
    timer = setTimeout(options.onIdle, options.idleMs)
    timer.unref()
  }
  return Object.freeze({
    take: () => {
      let open = true
      users += 1
      clearTimeout(timer)
      return () => {
        if (!open) return
        open = false
        users -= 1
        rest()
      }
    },
    rest,
    close: () => clearTimeout(timer),
  } satisfies Needs)
}
