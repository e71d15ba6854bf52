import { nextStep, type Route } from '../../domain/notices/routing.ts'
import type { Clock } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import { defaultChannels } from './default-routes.ts'
import type { DueNotice, NoticeChannels, NoticeOutcome, NoticeStore, StoredRoute } from './ports.ts'

export interface PlanOptions {
  readonly store: NoticeStore
  readonly channels: NoticeChannels
  /** The domain clock: quiet hours and patience run by it. */
  readonly clock: Clock
  /** Attempts run by the wall clock. */
  readonly wallClock: Clock
  readonly receiptPatienceMs: number
  readonly limit: number
}

/** Decides the next step of notices that are due: one transaction, and no channel is called. */
export async function planNotices(options: PlanOptions): Promise<{ readonly planned: number }> {
  const { store, clock, limit } = options
  return store.transaction(async (transaction) => {
    const notices = await store.lockDue({ now: clock.now(), limit, transaction })
    if (notices.length === 0) return { planned: 0 }
    const defaults = await defaultChannels(notices, options, transaction)
    const noticeIds = notices.map(({ noticeId }) => noticeId)
    await store.addDefaultRoutes({ noticeIds, defaults, transaction })
    const due = await store.waysOf({ notices, defaults, transaction })
    const outcomes: NoticeOutcome[] = []
    for (const item of due) outcomes.push(await planOne(item, options, transaction))
    await store.setOutcomes({ outcomes, transaction })
    return { planned: due.length }
  })
}

async function planOne(
  { notice, routes, deliveries }: DueNotice,
  { store, channels, clock, wallClock, receiptPatienceMs }: PlanOptions,
  transaction: Transaction,
): Promise<NoticeOutcome> {
  const { noticeId } = notice
  const now = clock.now()
  const ways = new Map(routes.map((route) => [route.routeId, wayOf(route, channels)]))
  const taken = nextStep({
    routes: [...ways.values()],
    tried: deliveries.map((delivery) => {
      const { routeId, connectionId } = delivery
      if (routeId === null || connectionId === null) return { route: null, delivery }
      // A route that was switched off meanwhile is still a way that was tried.
      const gone = { routeId, connectionId, rank: 0 }
      return { route: ways.get(routeId) ?? wayOf(gone, channels), delivery }
    }),
    requiredLevel: notice.requiredLevel,
    text: notice,
    doorNotice: notice.doorNotice,
    now,
    receiptPatienceMs,
  })
  const open = { notice, state: 'open', deliveredAt: null, planAt: null } as const
  switch (taken.step) {
    case 'delivered':
      // Somebody whom a channel reaches is no longer one whom none does.
      if (deliveries.some(({ connectionId, state }) => connectionId !== null && state === 'sent'))
        await store.closeUnreachable({ notice, transaction })
      return { ...open, state: 'delivered', deliveredAt: taken.at }
    case 'undeliverable':
      await store.openUnreachable({ notice, transaction })
      return { ...open, state: 'undeliverable' }
    case 'wait':
      return { ...open, planAt: taken.until }
    case 'door':
      await store.openDoorTask({ notice, transaction })
      return open
    case 'send': {
      const chosen = new Set(taken.routes.map(({ routeId }) => routeId))
      await store.addDeliveries({
        noticeId,
        routes: routes.filter(({ routeId }) => chosen.has(routeId)),
        attemptAt: wallClock.now(),
        transaction,
      })
      return open
    }
  }
}

/**
 * A channel that is away just now, as while its plugin is reloaded, is tried all the same: its
 * attempts fail and are repeated, which gives it the time to come back.
 */
function wayOf(
  { routeId, connectionId, rank }: Pick<StoredRoute, 'routeId' | 'connectionId' | 'rank'>,
  channels: Pick<NoticeChannels, 'capabilities'>,
): Route {
  const { declares, maxTextLength } = channels.capabilities({ connectionId }) ?? {
    declares: 'accepted',
    maxTextLength: Number.MAX_SAFE_INTEGER,
  }
  return { routeId, rank, declares, maxTextLength }
}
