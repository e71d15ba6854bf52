import type { DeliveryLevel } from '../../contracts/notification-channel.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type { SiteCalendar } from './calendar.ts'

export type Wish = 'on' | 'off'

/** The notice that names the deadline, and how far it is known to have come. */
export interface CutComingNotice {
  readonly noticeId: Id
  /** No cut before this instant. */
  readonly deadlineAt: Instant
  /** When each level was first reached. */
  readonly reached: Readonly<Partial<Record<DeliveryLevel, Instant>>>
}

/** A debt: it begins below the limit and ends at restoration. */
export interface DebtEpisode {
  readonly id: Id
  readonly beganAt: Instant
  /** When the balance was first seen back at the limit or above. */
  readonly recoveredAt: Instant | null
  /** When the first cut of the episode was sent. */
  readonly cutAt: Instant | null
  readonly notice: CutComingNotice | null
  readonly cutNoticed: boolean
  readonly approval: 'none' | 'requested' | 'approved' | 'refused'
}

export interface Dispute {
  readonly id: Id
  readonly reviewAt: Instant
}

/** Kept as long as its next instalment is not overdue. */
export interface PaymentPlan {
  readonly id: Id
  readonly nextDueAt: Instant
}

export interface AccountFacts {
  readonly accountId: Id
  /** The energy balance: unearmarked credit less energy charges. */
  readonly balanceMicros: Micros
  /** Counts the bookings that moved it; `0`: there was none yet. */
  readonly balanceVersion: string
  readonly overdraftMicros: Micros
  readonly emergencyCreditMicros: Micros
  readonly lowMicros: Micros
  readonly veryLowMicros: Micros
  /** When the balance fell below each warning level; null above it. */
  readonly lowSince: Instant | null
  readonly veryLowSince: Instant | null
  readonly episode: DebtEpisode | null
  /** Those that are open. */
  readonly disputes: readonly Dispute[]
  /** Those that have not been ended. */
  readonly paymentPlans: readonly PaymentPlan[]
  /** Requests that a payment provider has not answered; an unpaid order is none. */
  readonly unknownPayments: number
}

/** Maintenance: off until whoever set it, or two people, release it. */
export interface LockOut {
  readonly id: Id
  readonly setBy: string
  readonly reason: string
  readonly since: Instant
}

/** Supply that nobody below may cut, by date or by hour. */
export interface Protection {
  readonly id: Id
  readonly kind: 'medical' | 'date' | 'hours' | 'other'
  readonly from: Instant
  readonly to: Instant | null
  /** Local minutes of the day; null: all day. At or after `toMinute` it spans midnight. */
  readonly hours: { readonly fromMinute: number; readonly toMinute: number } | null
  readonly reason: string
}

/** A switching order of a person, a building management system or an automation. */
export interface SupplyOrder {
  readonly id: Id
  readonly authority: 'manual' | 'bms' | 'automation'
  readonly wish: Wish
  readonly by: string
  readonly reason: string
  readonly from: Instant
  readonly until: Instant | null
}

export interface PointFacts {
  readonly supplyPointId: Id
  /** Fire, lifts, medical: never switched. */
  readonly lifeSafety: boolean
  readonly lockOut: LockOut | null
  readonly protections: readonly Protection[]
  /** Those that have not been ended, the latest last. */
  readonly orders: readonly SupplyOrder[]
  readonly reading: { readonly lastAt: Instant | null; readonly intervalMs: number }
  /** What the meter says of its presence; null where it says nothing. */
  readonly online: boolean | null
  /** Whether its transport promises that no command acts after its expiry. */
  readonly expiringCommands: boolean
  readonly desired: Wish
  /** The debt episode that it stands cut by, null where it does not. */
  readonly cutByEpisode: Id | null
  readonly verified: Wish | 'unknown'
}

export interface SiteFacts {
  readonly calendar: SiteCalendar
  /** Ids of the 'hold all cuts' switches that are set. */
  readonly holds: readonly Id[]
}

/** All that one point's decision rests on. */
export interface SupplyFacts {
  readonly now: Instant
  readonly site: SiteFacts
  /** Null where nobody pays, as in a vacant unit. */
  readonly account: AccountFacts | null
  readonly point: PointFacts
}

export type ConditionName =
  | 'below-limit'
  | 'unprotected'
  | 'no-dispute'
  | 'no-payment-plan'
  | 'notice-delivered'
  | 'grace-over'
  | 'outside-friendly-hours'
  | 'no-weekend'
  | 'no-holiday'
  | 'no-weather-ban'
  | 'reading-fresh'
  | 'meter-online'
  | 'no-unknown-payment'
  | 'commands-expire'
  | 'no-hold'
  | 'approved'

/** What one condition of a cut came to. */
export interface ConditionOutcome {
  readonly name: ConditionName
  readonly holds: boolean
  /** The facts that it rests on. */
  readonly facts: JsonObject
  /** When time alone may change it; null where it never does. */
  readonly until: Instant | null
}

/** Who decided, highest authority first. */
type Rule =
  | 'life-safety'
  | 'lock-out'
  | 'protection'
  | 'manual-order'
  | 'credit'
  | 'bms-order'
  | 'no-account'

/** A rank that was asked, and what it said. */
export interface AuthorityStep {
  readonly rule: Rule
  /** Null: it has no say here. */
  readonly wish: Wish | null
  readonly facts: JsonObject
}

/** The wish for one point, with everything that led to it. */
export interface Decision {
  readonly supplyPointId: Id
  readonly at: Instant
  readonly desired: Wish
  readonly because: { readonly rule: Rule; readonly facts: JsonObject }
  /** Every condition of a cut by debt that fails, where credit has the say. */
  readonly blockedBy: readonly ConditionName[]
  /** When time alone may change it; null where it never does. */
  readonly nextEvaluationAt: Instant | null
  readonly authorities: readonly AuthorityStep[]
  readonly conditions: readonly ConditionOutcome[]
  readonly profile: { readonly code: string; readonly version: string }
  /** Null where nobody pays. */
  readonly balanceVersion: string | null
}

/** The lowest balance at which supply runs: −(overdraft + emergency credit). */
export function limitOf(
  account: Pick<AccountFacts, 'overdraftMicros' | 'emergencyCreditMicros'>,
): Micros {
  return -(account.overdraftMicros + account.emergencyCreditMicros)
}
