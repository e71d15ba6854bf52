/**
 * Exponential delay with jitter, so that a hundred clients do not come back in the same second:
 * between half and the whole of `minMs · 2^attempt`, at most `maxMs`.
 * @param attempt 0 for the first.
 */
export function backoffMs(
  attempt: number,
  limits: { readonly minMs: number; readonly maxMs: number },
  random: () => number,
): number {
  const fullMs = Math.min(limits.maxMs, limits.minMs * 2 ** Math.min(attempt, 30))
  return Math.round(fullMs / 2 + (random() * fullMs) / 2)
}

/** Waits, or until the signal is aborted. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, delayMs)
    signal.addEventListener('abort', done)
  })
}
