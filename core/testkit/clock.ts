import type { Clock, Instant } from '../contracts/index.ts'

/** A clock that leaps: what depends on expiry, days or jumps is tested without waiting. */
export interface LeapingClock extends Clock {
  /** Moves it, forward or back. */
  leap(request: { readonly byMs: number }): void
}

/**
 * @param startAt where it starts; now, unless given.
 * @param ticking whether it also runs with real time between leaps; otherwise it stands still.
 */
export function createLeapingClock({
  startAt = Date.now(),
  ticking = false,
}: {
  readonly startAt?: Instant
  readonly ticking?: boolean
} = {}): LeapingClock {
  const origin = performance.now()
  let offsetMs = 0
  return {
    now: () => {
      const elapsedMs = ticking ? Math.floor(performance.now() - origin) : 0
      return startAt + offsetMs + elapsedMs
    },
    leap({ byMs }) {
      offsetMs += byMs
    },
  }
}
