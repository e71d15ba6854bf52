/**
 * Runs an act once after a burst of calls, and every now and then during a long one: what happens is followed, and a
 * thousand events are no thousand requests.
 */
export interface Burst {
  /** Something has happened: act soon. */
  soon(): void
  stop(): void
}

/** @param quietMs how long nothing more has to happen; @param mostMs how long the act waits at most */
export function createBurst(options: {
  readonly act: () => void
  readonly quietMs: number
  readonly mostMs: number
}): Burst {
  const { act, quietMs, mostMs } = options
  let quiet: ReturnType<typeof setTimeout> | undefined
  let most: ReturnType<typeof setTimeout> | undefined
  function stop() {
    clearTimeout(quiet)
    clearTimeout(most)
    quiet = undefined
    most = undefined
  }
  function run() {
    stop()
    act()
  }
  return {
    soon() {
      clearTimeout(quiet)
      quiet = setTimeout(run, quietMs)
      most ??= setTimeout(run, mostMs)
    },
    stop,
  }
}
