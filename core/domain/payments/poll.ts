import { MINUTE_MS, SECOND_MS } from '../../kernel/instant.ts'

/**
 * How long the channel is left in peace before it is asked again: often at first, when the payer is
 * about to pay, then ever less; the last delay repeats, so it is never never.
 */
export const POLL_DELAYS_MS: readonly [number, ...number[]] = Object.freeze([
  5 * SECOND_MS,
  10 * SECOND_MS,
  20 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
])

/**
 * When an order that was just stored is first asked for: later than any provider's time-out, so that
 * a request still under way is not taken for one that was lost.
 */
export const FIRST_POLL_MS = 75 * SECOND_MS
