import type { Clock, Instant } from '@busbar/core/contracts'

const FIRST_DELAY_MS = 1_000
const MAX_DELAY_MS = 60_000

/** How long a server that does not answer is left alone. */
export interface Backoff {
  /**
   * Runs a task, unless the server was found dead a moment ago; then answers how long it is still
   * left alone. While the server is in doubt, one task at a time finds out.
   */
  run<T>(
    task: () => Promise<{ readonly serverDown: boolean; readonly value: T }>,
  ): Promise<
    { readonly ran: true; readonly value: T } | { readonly ran: false; readonly waitMs: number }
  >
}

/** Delays double from a second to a minute and start over with the first success. */
export function createBackoff({ clock }: { readonly clock: Clock }): Backoff {
  let failures = 0
  let closedUntil: Instant = 0
  let probe: Promise<unknown> | null = null

  async function attempt<T>(
    task: () => Promise<{ readonly serverDown: boolean; readonly value: T }>,
  ): Promise<{ readonly ran: true; readonly value: T }> {
    const { serverDown, value } = await task()
    if (!serverDown) failures = 0
    else if (clock.now() >= closedUntil) {
      // Tasks that were under way together count as one failure.
      closedUntil = clock.now() + Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures)
      failures += 1
    }
    return { ran: true, value }
  }

  return {
    async run(task) {
      while (probe !== null) await probe
      const waitMs = closedUntil - clock.now()
      // A clock that was put back must not close the channel for longer than it ever should be.
      if (failures > 0 && waitMs > 0 && waitMs <= MAX_DELAY_MS) return { ran: false, waitMs }
      if (failures === 0) return attempt(task)
      const running = attempt(task)
      probe = running.catch(() => undefined)
      try {
        return await running
      } finally {
        probe = null
      }
    },
  }
}
