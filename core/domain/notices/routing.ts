import type { DeliveryLevel } from '../../contracts/index.ts'
import type { Instant } from '../../kernel/instant.ts'
import { atLeast, type Delivery, deliveredAt } from './delivery.ts'

/** A way to reach a recipient: an address on one channel. */
export interface Route {
  readonly routeId: string
  /** Routes of the least rank are used together; the next rank only where they do not do. */
  readonly rank: number
  /** The furthest level that the channel can report. */
  readonly declares: DeliveryLevel
  /** Longest text that the channel takes, in characters. */
  readonly maxTextLength: number
}

/** What has been tried: a delivery by a route, or by hand where the route is null. */
export interface Tried {
  readonly route: Route | null
  readonly delivery: Delivery
}

/**
 * - `delivered`: the required level is reached, since `at`
 * - `wait`: an attempt or a receipt may still do it; look again when one comes, or at `until`
 * - `send`: use these routes next
 * - `door`: no channel is left, and staff must bring it
 * - `undeliverable`: no channel is left
 */
export type NextStep =
  | { readonly step: 'delivered'; readonly at: Instant }
  | { readonly step: 'wait'; readonly until: Instant | null }
  | { readonly step: 'send'; readonly routes: readonly Route[] }
  | { readonly step: 'door' }
  | { readonly step: 'undeliverable' }

/**
 * Decides how a notice goes on, from channel to channel.
 *
 * A channel that cannot report the required level is used as well, for the reader's sake, yet does
 * not keep the next one from being tried: an accepted e-mail does not prove a delivery.
 */
export function nextStep({
  routes,
  tried,
  requiredLevel,
  text,
  doorNotice,
  now,
  receiptPatienceMs,
}: {
  readonly routes: readonly Route[]
  readonly tried: readonly Tried[]
  readonly requiredLevel: DeliveryLevel
  readonly text: NoticeText
  readonly doorNotice: boolean
  /** By the domain clock. */
  readonly now: Instant
  /** How long after sending a receipt of the required level is waited for. */
  readonly receiptPatienceMs: number
}): NextStep {
  const made = tried.flatMap(({ delivery }) => deliveredAt(delivery, requiredLevel) ?? [])
  if (made.length > 0) return { step: 'delivered', at: Math.min(...made) }

  if (tried.some(({ delivery }) => delivery.state === 'queued'))
    return { step: 'wait', until: null }

  const patience = tried
    .flatMap((item) => receiptAwaitedUntil(item, requiredLevel, receiptPatienceMs) ?? [])
    .filter((until) => until > now)
  if (patience.length > 0) return { step: 'wait', until: Math.max(...patience) }

  const used = new Set(tried.map(({ route }) => route?.routeId))
  const unused = routes.filter(
    (route) => !used.has(route.routeId) && textFor(text, route.maxTextLength) !== null,
  )
  if (unused.length > 0) {
    const rank = Math.min(...unused.map((route) => route.rank))
    return { step: 'send', routes: unused.filter((route) => route.rank === rank) }
  }
  // A task at the door stays open until somebody confirms it: nothing else is to be done.
  if (tried.some(({ delivery }) => delivery.state === 'door')) return { step: 'wait', until: null }
  return doorNotice ? { step: 'door' } : { step: 'undeliverable' }
}

function receiptAwaitedUntil(
  { route, delivery }: Tried,
  requiredLevel: DeliveryLevel,
  receiptPatienceMs: number,
): Instant | null {
  if (route === null || delivery.state !== 'sent') return null
  if (!atLeast(route.declares, requiredLevel)) return null
  const sentAt = deliveredAt(delivery, 'accepted')
  return sentAt === null ? null : sentAt + receiptPatienceMs
}

export interface NoticeText {
  readonly subject: string
  readonly text: string
}

/**
 * What a channel is given to send: the text, or where that is too long the subject, which says the
 * essentials; null where even that does not fit. Nothing is cut off: a deadline could be lost.
 */
export function textFor({ subject, text }: NoticeText, maxTextLength: number): string | null {
  return [text, subject].find((candidate) => [...candidate].length <= maxTextLength) ?? null
}
