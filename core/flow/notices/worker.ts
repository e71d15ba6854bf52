import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { oneAtATime } from '../wakes/one-at-a-time.ts'
import { type PlanOptions, planNotices } from './plan.ts'
import type { ClaimedDelivery } from './ports.ts'
import { type SendOptions, sendClaimed } from './send.ts'

export interface NoticeWorkerOptions extends PlanOptions, SendOptions {}

/** Brings queued notices to their channels. */
export interface NoticeWorker {
  /** Decides one step of what is due, sends, and waits until every channel has answered. */
  runOnce(): Promise<{ readonly planned: number; readonly attempted: number }>
  /** Takes all that is due in hand; channels may still be at work when it resolves. */
  look(): Promise<void>
  /** Idempotent; resolves when the calls under way have ended and are kept. */
  stop(): Promise<void>
}

/** What a send may take beyond its time-out before another worker takes over. */
const LEASE_MARGIN_MS = 30_000

export function createNoticeWorker(options: NoticeWorkerOptions): NoticeWorker {
  const { store, wallClock, limit, sendTimeoutMs, log } = options
  const flights = new Map<Id, Promise<void>>()
  let stopped = false
  const look = oneAtATime(async () => {
    while (!stopped) {
      const { planned, attempted } = await step(goOn)
      if (planned + attempted === 0) return
    }
  })

  /** A connection is called once at a time, and a slow one holds up no other. */
  function send(
    connectionId: Id,
    claimed: readonly ClaimedDelivery[],
    afterwards: () => void,
  ): void {
    const flight = sendClaimed(connectionId, claimed, options)
      .catch((thrown: unknown) => {
        log.error('Results of a notification channel were not kept; it is asked again.', {
          connectionId,
          detail: errorMessage(thrown),
        })
      })
      .finally(() => {
        flights.delete(connectionId)
        afterwards()
      })
    flights.set(connectionId, flight)
  }

  /** Deliveries of a connection that was being called have been left out. */
  function goOn(): void {
    if (!stopped) void look().catch(tellOf)
  }

  /** @param afterwards called when a channel has answered */
  async function step(
    afterwards: () => void,
  ): Promise<{ readonly planned: number; readonly attempted: number }> {
    const { planned } = await planNotices(options)
    const wallNow = wallClock.now()
    const claimed = await store.transaction((transaction) =>
      store.claim({
        wallNow,
        leaseUntil: wallNow + sendTimeoutMs + LEASE_MARGIN_MS,
        limit,
        busyConnectionIds: [...flights.keys()],
        transaction,
      }),
    )
    const groups = Map.groupBy(claimed, ({ delivery }) => delivery.connectionId)
    for (const [connectionId, group] of groups)
      if (connectionId !== null) send(connectionId, group, afterwards)
    return { planned, attempted: claimed.length }
  }

  function tellOf(thrown: unknown): void {
    log.warn('Notices are not sent just now.', { detail: errorMessage(thrown) })
  }

  return {
    async runOnce() {
      const done = await step(() => undefined)
      await Promise.all(flights.values())
      return done
    },
    look,
    async stop() {
      stopped = true
      await look().catch(tellOf)
      await Promise.all(flights.values())
    },
  }
}
