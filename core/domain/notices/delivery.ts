import type { DeliveryLevel, DeliveryReceipt, SendResult } from '../../contracts/index.ts'
import type { Instant } from '../../kernel/instant.ts'

/**
 * - `queued`: to be sent at `attemptAt`, for the first time or again
 * - `sent`: the channel took it; `reached` says how far it is known to have come
 * - `failed`: this channel gave up
 * - `undeliverable`: the channel took it and later said that it could not be brought
 * - `door`: a task of the staff, sent once somebody confirms it
 */
type DeliveryState = 'queued' | 'sent' | 'failed' | 'undeliverable' | 'door'

/** One notice on one channel to one address. */
export interface Delivery {
  readonly state: DeliveryState
  /** Attempts begun, the running one included. */
  readonly attempts: number
  /** Wall-clock instant of the next attempt; null where none will be made. */
  readonly attemptAt: Instant | null
  /** When each level was reached, by the domain clock. */
  readonly reached: Readonly<Partial<Record<DeliveryLevel, Instant>>>
  /** The channel's own id. */
  readonly reference: string | null
  /** What the channel last said of a failure. */
  readonly detail: string | null
}

export interface RetryPolicy {
  /** Attempts on one channel before the next one is tried. */
  readonly maxAttempts: number
  readonly firstDelayMs: number
  readonly maxDelayMs: number
}

export const defaultRetryPolicy: RetryPolicy = Object.freeze({
  maxAttempts: 6,
  firstDelayMs: 15_000,
  maxDelayMs: 900_000,
})

/** Levels from the least to the furthest; a further one implies those before it. */
export const deliveryLevels: readonly DeliveryLevel[] = Object.freeze([
  'accepted',
  'delivered',
  'read',
])

/** Whether `level` is at least `required`. */
export function atLeast(level: DeliveryLevel, required: DeliveryLevel): boolean {
  return deliveryLevels.indexOf(level) >= deliveryLevels.indexOf(required)
}

export function queuedDelivery({ attemptAt }: { readonly attemptAt: Instant }): Delivery {
  return Object.freeze({
    state: 'queued',
    attempts: 0,
    attemptAt,
    reached: Object.freeze({}),
    reference: null,
    detail: null,
  })
}

/** A task for the staff: bring the notice to the door. */
export function doorDelivery(): Delivery {
  return Object.freeze({ ...queuedDelivery({ attemptAt: 0 }), state: 'door', attemptAt: null })
}

/** When a delivery is first known to have reached at least a level; null where it is not. */
export function deliveredAt(delivery: Delivery, requiredLevel: DeliveryLevel): Instant | null {
  if (delivery.state !== 'sent') return null
  const instants = deliveryLevels
    .filter((level) => atLeast(level, requiredLevel))
    .flatMap((level) => delivery.reached[level] ?? [])
  return instants.length === 0 ? null : Math.min(...instants)
}

/** Whether a delivery counts as made, where the policy asks for a level. */
export function isDelivered(delivery: Delivery, requiredLevel: DeliveryLevel): boolean {
  return deliveredAt(delivery, requiredLevel) !== null
}

/** Delay before the next attempt: doubling up to a bound, a random half of it jitter. */
export function retryDelayMs({
  attempts,
  policy,
  random,
}: {
  /** Attempts made, at least one. */
  readonly attempts: number
  readonly policy: RetryPolicy
  /** From [0, 1). */
  readonly random: number
}): number {
  const full = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempts - 1))
  return Math.round(full / 2 + (full / 2) * random)
}

/** Marks an attempt as begun; until `leaseUntil` nobody else begins one. */
export function beginAttempt(delivery: Delivery, leaseUntil: Instant): Delivery {
  return Object.freeze({ ...delivery, attempts: delivery.attempts + 1, attemptAt: leaseUntil })
}

/**
 * What a channel's answer makes of a delivery. An answer that comes after the attempt's lease has
 * run out still counts where it says that the notice went out; a failure counts only if no later
 * attempt has begun.
 */
export function applySendResult({
  delivery,
  attempt,
  result,
  now,
  wallNow,
  policy,
  random,
}: {
  readonly delivery: Delivery
  /** The attempt that was answered, counted from 1. */
  readonly attempt: number
  readonly result: SendResult
  /** By the domain clock. */
  readonly now: Instant
  readonly wallNow: Instant
  readonly policy: RetryPolicy
  readonly random: number
}): Delivery {
  if (result.outcome === 'sent') {
    const reference = remark(result.reference) ?? delivery.reference
    return reach({ ...delivery, reference }, result.level, now)
  }
  if (delivery.state !== 'queued' || delivery.attempts !== attempt) return delivery
  const again = result.retryable && attempt < policy.maxAttempts
  return Object.freeze({
    ...delivery,
    state: again ? 'queued' : 'failed',
    attemptAt: again ? wallNow + retryDelayMs({ attempts: attempt, policy, random }) : null,
    detail: remark(result.detail),
  })
}

/**
 * What a receipt makes of a delivery; receipts may come twice and in any order. Who has read the
 * notice has it, whatever was said of it otherwise; short of that, `undeliverable` is believed.
 */
export function applyReceipt(
  delivery: Delivery,
  receipt: Pick<DeliveryReceipt, 'level' | 'at' | 'detail'>,
): Delivery {
  if (receipt.level !== 'undeliverable') return reach(delivery, receipt.level, receipt.at)
  if (delivery.reached.read !== undefined) return delivery
  return Object.freeze({
    ...delivery,
    state: 'undeliverable',
    attemptAt: null,
    detail: remark(receipt.detail) ?? delivery.detail,
  })
}

/** A door notice that somebody brought: it was put into the tenant's hands or on the door. */
export function confirmDoorNotice(delivery: Delivery, at: Instant): Delivery {
  return delivery.state === 'door' ? reach(delivery, 'delivered', at) : delivery
}

/** What a channel said, in a form that can be stored: bounded, and without NUL. */
function remark(text: string | undefined): string | null {
  return text === undefined ? null : text.replaceAll('\0', ' ').slice(0, 500)
}

function reach(delivery: Delivery, level: DeliveryLevel, at: Instant): Delivery {
  const known = delivery.reached[level]
  const reached = Object.freeze({
    ...delivery.reached,
    [level]: known === undefined ? at : Math.min(known, at),
  })
  const refused = delivery.state === 'undeliverable' && level !== 'read'
  return Object.freeze({
    ...delivery,
    reached,
    state: refused ? 'undeliverable' : 'sent',
    attemptAt: null,
  })
}
