import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type PlanOptions, planNotices } from './plan.ts'
import type { ClaimedDelivery } from './ports.ts'
import { type SendOptions, sendClaimed } from './send.ts'

export interface NoticeWorkerOptions extends PlanOptions, SendOptions {
  /** How long it rests with nothing to do, unless woken. */
  readonly idleMs: number
}

/** Brings queued notices to their channels. */
export interface NoticeWorker {
  /** Decides and sends what is due, and waits until every channel has answered. */
  runOnce(): Promise<{ readonly planned: number; readonly attempted: number }>
  start(): void
  /** Something was committed that may be due. */
  wake(): void
  /** Idempotent; resolves when the calls under way have ended and are kept. */
  stop(): Promise<void>
}

/** What a send may take beyond its time-out before another worker takes over. */
const LEASE_MARGIN_MS = 30_000

export function createNoticeWorker(options: NoticeWorkerOptions): NoticeWorker {
  const { store, wallClock, limit, sendTimeoutMs, log, idleMs } = options
  const flights = new Map<Id, Promise<void>>()
  let stopped = false
  let loop: Promise<void> | null = null
  let woken = false
  let rouse: (() => void) | null = null

  /** A connection is called once at a time, and a slow one holds up no other. */
  function send(connectionId: Id, claimed: readonly ClaimedDelivery[]): void {
    const flight = sendClaimed(connectionId, claimed, options)
      .catch((thrown: unknown) => {
        log.error('Results of a notification channel were not kept; it is asked again.', {
          connectionId,
          detail: errorMessage(thrown),
        })
      })
      .finally(() => {
        flights.delete(connectionId)
        wake()
      })
    flights.set(connectionId, flight)
  }

  async function step(): Promise<{ readonly planned: number; readonly attempted: number }> {
    const { planned } = await planNotices(options)
    const wallNow = wallClock.now()
    const claimed = await store.claim({
      wallNow,
      leaseUntil: wallNow + sendTimeoutMs + LEASE_MARGIN_MS,
      limit,
      busyConnectionIds: [...flights.keys()],
    })
    const groups = Map.groupBy(claimed, ({ delivery }) => delivery.connectionId)
    for (const [connectionId, group] of groups) if (connectionId !== null) send(connectionId, group)
    return { planned, attempted: claimed.length }
  }

  function wake(): void {
    woken = true
    rouse?.()
  }

  async function rest(): Promise<void> {
    if (woken || stopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMs)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    rouse = null
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      try {
        const { planned, attempted } = await step()
        if (planned + attempted > 0) continue
      } catch (thrown) {
        // A wake-up must not turn a database that is away into a busy loop.
        woken = false
        log.warn('Notices are not sent just now.', { detail: errorMessage(thrown) })
      }
      await rest()
    }
  }

  return {
    async runOnce() {
      const done = await step()
      await Promise.all(flights.values())
      return done
    },
    start() {
      loop ??= run()
    },
    wake,
    async stop() {
      stopped = true
      rouse?.()
      await loop
      await Promise.all(flights.values())
    },
  }
}
