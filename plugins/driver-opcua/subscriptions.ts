import type { NotificationMessage, PublishResponse } from 'node-opcua-client'
import { pieces, type ServerLimits } from './limits.ts'
import { type Item, watch } from './monitor.ts'
import type { Point } from './plan.ts'
import type { Arrival } from './receive.ts'
import type { Opened } from './session.ts'
import type { Settings } from './settings.ts'

export interface SubscriptionsOptions {
  readonly opened: Opened
  readonly settings: Settings
  readonly limits: ServerLimits
  readonly onArrivals: (arrivals: readonly Arrival[]) => void
  /** Undefined when more may come now; otherwise resolves when it may. */
  readonly room: () => Promise<void> | undefined
  /** Points that no subscription watches any more, or yet, and why. */
  readonly onUnwatched: (points: readonly Point[], reason: string) => void
  /** The session itself does not work any more. */
  readonly onBroken: (reason: string) => void
  /** Monotonic. */
  readonly nowMs: () => number
}

/** The subscriptions of one session: as few as the server's limits allow. */
export interface Subscriptions {
  /** Watches these points besides those that are; each ends up watched, or told by `onUnwatched`. */
  add(points: readonly Point[]): Promise<void>
  remove(points: readonly Point[]): Promise<void>
  /** Finds subscriptions that have fallen silent: call it now and then. */
  checkSilence(): void
  stop(): void
  count(): number
}

interface Subscription {
  readonly id: number
  readonly items: Map<number, Item>
  /** The server says something at least this often. */
  readonly keepaliveMs: number
  heardAtMs: number
}

/** Several notifications that belong together are joined up to so many values. */
const MOST_JOINED = 50_000
const MOST_PER_PUBLISH = 10_000
const PIPELINE = 3
/** A subscription lives this many keep-alive periods without being asked for news. */
const LIFETIME_PERIODS = 30
const SILENT_PERIODS = 3
const GRACE_MS = 5_000

export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { opened, settings } = options
  const { session, library } = opened
  const subscriptions = new Map<number, Subscription>()
  let acknowledgements: { subscriptionId: number; sequenceNumber: number }[] = []
  let joined: Arrival[] = []
  let handle = 0
  let asking = 0
  let pipeline = PIPELINE
  let stopped = false
  let held = false
  let turn: Promise<unknown> = Promise.resolve()

  async function subscribe(): Promise<Subscription> {
    const requestedMaxKeepAliveCount = Math.max(
      2,
      Math.round(settings.keepaliveMs / settings.publishingMs),
    )
    const answer = await session.createSubscription({
      requestedPublishingInterval: settings.publishingMs,
      requestedMaxKeepAliveCount,
      requestedLifetimeCount: requestedMaxKeepAliveCount * LIFETIME_PERIODS,
      maxNotificationsPerPublish: MOST_PER_PUBLISH,
      publishingEnabled: true,
      priority: 0,
    })
    const keepaliveMs = answer.revisedPublishingInterval * answer.revisedMaxKeepAliveCount
    const heardAtMs = options.nowMs()
    const made = { id: answer.subscriptionId, items: new Map(), keepaliveMs, heardAtMs }
    subscriptions.set(made.id, made)
    return made
  }

  async function addTo(subscription: Subscription, points: readonly Point[]): Promise<void> {
    const { items, refused } = await watch({
      ...{ opened, settings, limits: options.limits, points },
      subscriptionId: subscription.id,
      nextHandle: () => {
        handle += 1
        return handle
      },
    })
    for (const [one, item] of items) subscription.items.set(one, item)
    const byReason = Map.groupBy(refused.keys(), (point) => refused.get(point) ?? '')
    for (const [reason, of] of byReason) options.onUnwatched(of, reason)
  }

  async function add(points: readonly Point[]): Promise<void> {
    let rest = points
    while (rest.length > 0 && !stopped) {
      const withRoom = [...subscriptions.values()].find(
        ({ items }) => items.size < settings.itemsPerSubscription,
      )
      let part: readonly Point[] = rest
      try {
        const subscription = withRoom ?? (await subscribe())
        const space = settings.itemsPerSubscription - subscription.items.size
        ;[part = []] = pieces(rest, space)
        await addTo(subscription, part)
        ask()
      } catch (thrown) {
        options.onUnwatched(part, statusOf(thrown))
      }
      rest = rest.slice(part.length)
    }
  }

  /** Keeps a few requests for news with the server; waits while nothing more can be taken. */
  function ask(): void {
    const room = options.room()
    if (stopped || held) return
    if (room !== undefined) {
      held = true
      room.then(resume, resume)
      return
    }
    for (; asking < pipeline && subscriptions.size > 0; asking += 1) askOnce()
  }

  function resume(): void {
    held = false
    // It was we who did not listen.
    for (const subscription of subscriptions.values()) subscription.heardAtMs = options.nowMs()
    ask()
  }

  function askOnce(): void {
    const subscriptionAcknowledgements = acknowledgements
    acknowledgements = []
    const longestMs = Math.max(...[...subscriptions.values()].map((one) => one.keepaliveMs))
    const timeoutHint = longestMs * SILENT_PERIODS * pipeline + GRACE_MS
    const request = new library.PublishRequest({
      requestHeader: { timeoutHint },
      subscriptionAcknowledgements,
    })
    session.publish(request, (error, response) => {
      asking -= 1
      if (stopped) return
      if (response) hear(response)
      else failed(statusOf(error))
      // Not at once within the answer: a server that always fails must not keep this process busy.
      if (response) ask()
      else setImmediate(ask)
    })
  }

  function failed(status: string): void {
    if (status === 'BadNoSubscription') loseAll(status)
    else if (status === 'BadTooManyPublishRequests') pipeline = Math.max(1, asking)
    else if (status !== 'BadTimeout') options.onBroken(status)
  }

  function hear(response: PublishResponse): void {
    const { subscriptionId, notificationMessage, moreNotifications } = response
    const subscription = subscriptions.get(subscriptionId)
    if (subscription === undefined) return
    subscription.heardAtMs = options.nowMs()
    const { sequenceNumber } = notificationMessage
    const data = notificationMessage.notificationData ?? []
    if (data.length > 0) acknowledgements.push({ subscriptionId, sequenceNumber })
    joined.push(...arrivalsOf(subscription, data))
    // Values of one instant may be spread over several messages.
    if (moreNotifications && joined.length < MOST_JOINED) return
    const arrivals = joined
    joined = []
    if (arrivals.length > 0) options.onArrivals(arrivals)
  }

  function arrivalsOf(
    subscription: Subscription,
    data: NonNullable<NotificationMessage['notificationData']>,
  ): readonly Arrival[] {
    return data.flatMap((part) => {
      if (part instanceof library.StatusChangeNotification) {
        lose(subscription, part.status.name)
        return []
      }
      if (!(part instanceof library.DataChangeNotification)) return []
      return (part.monitoredItems ?? []).flatMap(({ clientHandle, value }) => {
        const item = subscription.items.get(clientHandle)
        if (item === undefined) return []
        const by = item.fresh ? 'again' : 'live'
        item.fresh = false
        return { point: item.point, dataValue: value, by } as const
      })
    })
  }

  function lose({ id, items }: Subscription, reason: string): void {
    subscriptions.delete(id)
    session.deleteSubscriptions({ subscriptionIds: [id] }, () => undefined)
    options.onUnwatched(
      [...items.values()].map(({ point }) => point),
      reason,
    )
  }

  function loseAll(reason: string): void {
    for (const subscription of [...subscriptions.values()]) lose(subscription, reason)
  }

  async function remove(points: readonly Point[]): Promise<void> {
    const gone = new Set(points)
    for (const { id, items } of subscriptions.values()) {
      const ends = [...items].filter(([, { point }]) => gone.has(point))
      for (const [one] of ends) items.delete(one)
      for (const part of pieces(ends, options.limits.monitor))
        await session.deleteMonitoredItems({
          subscriptionId: id,
          monitoredItemIds: part.map(([, { monitoredItemId }]) => monitoredItemId),
        })
    }
  }

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  return {
    add: (points) => inTurn(() => add(points)),
    remove: (points) => inTurn(() => remove(points)),
    checkSilence() {
      // While nothing is asked for, nothing can be heard.
      if (held) return
      for (const subscription of [...subscriptions.values()]) {
        const limitMs = subscription.keepaliveMs * SILENT_PERIODS + GRACE_MS
        if (options.nowMs() - subscription.heardAtMs > limitMs) lose(subscription, 'silent')
      }
    },
    stop() {
      stopped = true
    },
    count: () => subscriptions.size,
  }
}

/** The name of the status that an error of the library tells of, or its words. */
export function statusOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return /Bad[A-Z][A-Za-z]+/.exec(message)?.[0] ?? message.slice(0, 200)
}
