import type { Clock, Instant } from '../../contracts/index.ts'

/** What a clock of the core showed, and what the machine's clock showed then. */
export interface ClockSample {
  readonly machineAt: Instant
  readonly now: Instant
}

/** Spans shorter than this say too little about a rate, in milliseconds. */
const MIN_SPAN_MS = 500
/** Two spans that differ by no more tell the same rate. */
const TOLERANCE = 0.02

/**
 * A clock of the core as another process of the same machine shows it: both have the machine's
 * clock, so samples need not arrive in time. Between samples it runs at the rate that the last two
 * spans agree on; a leap makes one span disagree, and changes what is shown, not the rate.
 */
export function createFollowedClock(machine: Clock): {
  readonly clock: Clock
  follow(sample: ClockSample): void
} {
  let latest: ClockSample | undefined
  let spanStart: ClockSample | undefined
  let lastRate = 1
  let rate = 1
  return Object.freeze({
    clock: Object.freeze({
      now: () => {
        const machineAt = machine.now()
        if (!latest) return machineAt
        return Math.floor(latest.now + (machineAt - latest.machineAt) * rate)
      },
    }),
    follow: (sample: ClockSample) => {
      latest = sample
      if (!spanStart) spanStart = sample
      const spanMs = sample.machineAt - spanStart.machineAt
      if (spanMs >= 0 && spanMs < MIN_SPAN_MS) return
      const seen = (sample.now - spanStart.now) / spanMs
      spanStart = sample
      if (spanMs < 0 || seen < 0) return
      if (Math.abs(seen - lastRate) <= TOLERANCE * Math.max(seen, lastRate))
        rate = Math.abs(seen - 1) <= TOLERANCE ? 1 : seen
      lastRate = seen
    },
  })
}
