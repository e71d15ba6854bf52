import type { DriverEvents, Log, Snapshot } from '@busbar/core/contracts'

const HIGH = 500
const LOW = 100
const AT_ONCE = 200
const RETRY_MS = 500

/**
 * Hands snapshots to the core in order and waits for each hand-over: when the core is slower than
 * the devices, `hold` stops the reading off the wire, so that nothing piles up here or is dropped.
 */
export function createIntake(options: {
  readonly events: DriverEvents
  readonly log: Log
  readonly hold: (held: boolean) => void
}) {
  const { events, log, hold } = options
  const queue: Snapshot[] = []
  let draining = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let wake = (): void => undefined

  async function drain(): Promise<void> {
    if (draining) return
    draining = true
    while (queue.length > 0 && !stopped) {
      const snapshots = queue.slice(0, AT_ONCE)
      try {
        await events.snapshots({ snapshots })
        queue.splice(0, snapshots.length)
      } catch {
        log.warn('The core took no readings; they are handed over again.')
        await pause()
      }
      if (queue.length <= LOW) hold(false)
    }
    draining = false
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve
      timer = setTimeout(resolve, RETRY_MS)
    })
  }

  return {
    take(snapshot: Snapshot): void {
      if (stopped) return
      queue.push(snapshot)
      if (queue.length >= HIGH) hold(true)
      void drain()
    },
    stop(): void {
      stopped = true
      clearTimeout(timer)
      wake()
    },
  }
}
