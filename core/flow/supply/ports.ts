import type { DeliveryLevel, ReadResult, WriteRequest, WriteResult } from '../../contracts/index.ts'
import type { SignedSupplyIntent } from '../../contracts/supply-intent.ts'
import type { NoticeFacts } from '../../domain/notices/kinds.ts'
import type { AlertBounds } from '../../domain/supply/account.ts'
import type { PointSituation, Reconciliation } from '../../domain/supply/machine.ts'
import type { AccountFacts, Decision, PointFacts, SiteFacts } from '../../domain/supply/model.ts'
import type { PolicyRules, WarningKind } from '../../domain/supply/profile.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock, Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type { Transaction } from '../ledger/ports.ts'

export type SupplyPath = 'policy' | 'manual' | 'bms' | 'automation'

export interface StoredProfile {
  readonly code: string
  readonly version: string
  readonly rules: PolicyRules
}

/** A point's facts as stored; what its driver promises is asked of the host. */
export interface StoredPoint {
  readonly facts: Omit<PointFacts, 'expiringCommands'>
  readonly connectionId: Id
  readonly spaceName: string
  /** The decision in force, for telling a change; null before the first. */
  readonly decided: { readonly rule: string; readonly blockedBy: readonly string[] } | null
}

/** An account locked for its evaluation: nothing of it moves before the transaction ends. */
export interface LockedAccount {
  readonly siteId: Id
  readonly profile: StoredProfile
  readonly site: SiteFacts
  readonly purseId: Id
  /** What the notices and payments know is asked of them. */
  readonly account: Omit<AccountFacts, 'unknownPayments'>
  readonly points: readonly StoredPoint[]
}

/** A supply point that nobody pays for, locked. */
export interface LockedPoint {
  readonly siteId: Id
  readonly profile: StoredProfile
  readonly site: SiteFacts
  readonly point: StoredPoint
}

export interface RepairDraft {
  /** Null: the whole instance's. */
  readonly siteId: Id | null
  readonly kind: string
  readonly subject: string
  readonly ownerRole: string
  readonly severity: 'info' | 'warning' | 'critical'
  readonly detail: JsonObject
}

export interface EpisodeChange {
  readonly recoveredAt?: Instant
  readonly ended?: { readonly at: Instant; readonly by: 'recovered' | 'restored' | 'superseded' }
  readonly notice?: { readonly noticeId: Id; readonly deadlineAt: Instant }
  readonly cutNoticed?: true
  readonly approvalRequested?: true
}

/** What evaluations read and write. Methods with a transaction run in it. */
export interface SupplyStore {
  /** Anything thrown rolls everything back; deadlocks are tried again, whole. */
  inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Accounts whose purse has left its bounds. */
  needingAttention(request: { readonly limit: number }): Promise<readonly Id[]>
  /** Accounts and points whose time of evaluation has come. */
  due(request: { readonly now: Instant; readonly limit: number }): Promise<{
    readonly accountIds: readonly Id[]
    readonly supplyPointIds: readonly Id[]
  }>
  /** Locks and reads; null for an account that is closed or unknown. */
  lockAccount(
    tx: Transaction,
    request: { readonly accountId: Id; readonly now: Instant },
  ): Promise<LockedAccount | null>
  /** The account that pays for a point; null where nobody does. */
  payerOf(request: {
    readonly supplyPointId: Id
    readonly now: Instant
  }): Promise<{ readonly accountId: Id } | null>
  lockPoint(
    tx: Transaction,
    request: { readonly supplyPointId: Id; readonly now: Instant },
  ): Promise<LockedPoint | null>
  openEpisode(
    tx: Transaction,
    request: { readonly accountId: Id; readonly at: Instant },
  ): Promise<{ readonly episodeId: Id }>
  changeEpisode(
    tx: Transaction,
    request: { readonly episodeId: Id; readonly change: EpisodeChange },
  ): Promise<void>
  setWarning(
    tx: Transaction,
    request: {
      readonly accountId: Id
      readonly warning: WarningKind
      readonly since: Instant | null
    },
  ): Promise<void>
  /**
   * Stores decisions. Where the wish has changed, the loop is woken and unsent intents of the old
   * wish are void; where anything has changed, the decision joins the log.
   */
  storeDecisions(
    tx: Transaction,
    request: {
      readonly accountId: Id | null
      readonly episodeId: Id | null
      readonly decisions: readonly { readonly decision: Decision; readonly changed: boolean }[]
      readonly nextEvaluationAt: Instant
      readonly wallNow: Instant
    },
  ): Promise<void>
  /** Moves the purse's bounds and says when to evaluate next. */
  finishAccount(
    tx: Transaction,
    request: {
      readonly accountId: Id
      readonly purseId: Id
      readonly bounds: AlertBounds
      readonly now: Instant
      readonly nextEvaluationAt: Instant
    },
  ): Promise<void>
  openRepair(tx: Transaction, draft: RepairDraft): Promise<void>
  closeRepair(
    tx: Transaction,
    request: { readonly kind: string; readonly subject: string },
  ): Promise<void>
}

/** What the loop needs to know of a point before it acts. */
export interface PointToDrive {
  readonly supplyPointId: Id
  readonly siteId: Id
  readonly relayPointId: Id
  readonly loadPointId: Id | null
  readonly loadIdleMicros: Micros
  readonly connectionId: Id
  readonly accountId: Id | null
  readonly contractId: Id | null
  readonly installationId: Id | null
  /** The balance that the decision in force was made on. */
  readonly balanceVersion: string
  readonly wishVersion: string
  /** Raised by everything that is heard, answered or wished. */
  readonly version: string
  /** The rule that decided, and on which balance; null before the first decision. */
  readonly decided: {
    readonly rule: string
    readonly authority: string | null
    readonly nextEvaluationAt: Instant | null
  } | null
  readonly intentLifeMs: number
  readonly situation: PointSituation
}

export interface HeardPoint {
  readonly relay?: 'on' | 'off'
  readonly load?: 'drawing' | 'idle'
}

/** What the reconcile loop reads and writes, each call a transaction of its own. */
export interface DriveStore {
  /** Points to be looked at, restorations first; each is this caller's until the lease is over. */
  claim(request: {
    readonly wallNow: Instant
    readonly leaseMs: number
    readonly limit: number
  }): Promise<readonly Id[]>
  load(request: { readonly supplyPointId: Id; readonly now: Instant }): Promise<PointToDrive | null>
  /**
   * The sending transaction: the purse is locked, the wish and (of a cut) the balance are read
   * again, and the intent is marked as sent. `void`: nothing may be sent by it any more.
   */
  markSent(request: {
    readonly point: PointToDrive
    readonly signed: SignedSupplyIntent
    readonly now: Instant
    readonly wallNow: Instant
  }): Promise<'sent' | 'void'>
  recordAnswer(request: {
    readonly supplyPointId: Id
    readonly intentId: Id
    readonly result: WriteResult
    readonly wallNow: Instant
  }): Promise<void>
  /** What a read on request came to; without values, that nothing answered. */
  recordRead(request: {
    readonly supplyPointId: Id
    readonly heard: HeardPoint
    readonly wallNow: Instant
  }): Promise<void>
  /** Stores where the point stands; a change of what is verified has its account evaluated. */
  recordState(request: {
    readonly point: PointToDrive
    readonly reconciliation: Reconciliation
    readonly checkAt: Instant
    readonly wallNow: Instant
  }): Promise<{
    /** False where something newer was heard, answered or wished meanwhile: nothing was stored. */
    readonly applied: boolean
    readonly changed: boolean
  }>
  /** Says when to look again, unless the wish has changed since. */
  postpone(request: {
    readonly supplyPointId: Id
    readonly wishVersion: string
    readonly checkAt: Instant
  }): Promise<void>
  /** Opens or counts a repair item outside of any other transaction. */
  repair(draft: RepairDraft): Promise<void>
  /** Point values as they come in from drivers: stored if newer; their supply points are woken. */
  observe(request: {
    readonly points: readonly ObservedPoint[]
    readonly wallNow: Instant
  }): Promise<{ readonly supplyPointIds: readonly Id[] }>
}

/** A value of a relay, load or presence point, as a driver handed it over. */
interface ObservedPoint {
  readonly pointId: Id
  readonly value: string | boolean
  readonly quality: 'good' | 'uncertain' | 'bad'
  /** When the device says it was. */
  readonly at: Instant
}

/** What is told to tenants about their supply. */
export type SupplyNotice = Extract<
  NoticeFacts,
  { readonly kind: WarningKind | 'cut-coming' | 'cut' | 'restored' }
>

/** The notices flow, as far as supply needs it. */
export interface SupplyNotices {
  /**
   * The notice exists if and only if the transaction commits; asking twice by one cause is one.
   * @param request.leastLevel what counts as delivered
   */
  queue(
    tx: Transaction,
    request: {
      readonly accountId: Id
      readonly notice: SupplyNotice
      readonly leastLevel: DeliveryLevel
    },
  ): Promise<{ readonly noticeId: Id }>
  /**
   * When the announcement of a cut is first known to have come as far as the level, by the domain
   * clock; null where it is not. The cause names the debt episode: an earlier one's proves nothing.
   */
  cutComingDelivered(
    tx: Transaction,
    request: {
      readonly accountId: Id
      readonly cause: string
      readonly leastLevel: DeliveryLevel
    },
  ): Promise<{ readonly deliveredAt: Instant | null }>
}

/** The payments flow, as far as supply needs it. */
export interface SupplyPayments {
  /** Requests of an account that a provider has not answered. */
  unknown(tx: Transaction, request: { readonly accountId: Id }): Promise<{ readonly count: number }>
}

/** The drivers, by connection. */
export interface Relays {
  /** Whether the connection's driver declares that no command acts after its expiry. */
  expiringCommands(request: { readonly connectionId: Id }): boolean
  write(request: WriteRequest & { readonly connectionId: Id }): Promise<WriteResult>
  read(request: {
    readonly connectionId: Id
    readonly pointIds: readonly Id[]
    readonly timeoutMs: number
  }): Promise<{ readonly items: readonly ReadResult[] }>
}

/** The Supply Guard's side of a command. */
export interface IntentSigner {
  sign(request: {
    readonly path: SupplyPath
    readonly action: 'cut' | 'restore'
    readonly pointId: Id
    readonly contractId: Id | null
    readonly installationId: Id
    readonly balanceVersion: string
    readonly lifeMs: number
  }): Promise<
    | { readonly outcome: 'signed'; readonly signed: SignedSupplyIntent }
    | { readonly outcome: 'refused'; readonly reason: string; readonly detail: string }
    | { readonly outcome: 'quarantined'; readonly quarantineId: Id; readonly limit: string }
  >
}

/** Something that has happened to a supply, told after the commit. */
export type SupplyEvent =
  | {
      readonly kind: 'decided'
      readonly accountId: Id | null
      readonly decision: Decision
    }
  | {
      readonly kind: 'warned'
      readonly accountId: Id
      readonly notice: SupplyNotice
    }
  | {
      readonly kind: 'commanded'
      readonly supplyPointId: Id
      readonly action: 'cut' | 'restore'
      readonly outcome: WriteResult['outcome']
    }
  | {
      readonly kind: 'settled'
      readonly supplyPointId: Id
      readonly reconciliation: Reconciliation
    }
  | {
      readonly kind: 'withheld'
      readonly supplyPointId: Id
      readonly reason: string
      readonly detail: string
    }

/** Whose supply an event is about. */
export interface SupplySubject {
  readonly siteId: Id
  readonly tenantId: Id | null
  readonly accountId: Id | null
  readonly spaceName: string
  /** The decision in force, as it is kept; null before the first and for accounts. */
  readonly decision: JsonObject | null
}

/** What supply control is made of. */
export interface SupplyDependencies {
  readonly store: SupplyStore
  readonly drive: DriveStore
  readonly notices: SupplyNotices
  readonly payments: SupplyPayments
  readonly relays: Relays
  readonly guard: IntentSigner
  /** Domain clock: policy goes by it. */
  readonly clock: Clock
  /** Wall clock: commands and their expiry go by it. */
  readonly wallClock: Clock
  /** Domain milliseconds in a wall-clock millisecond; 1 outside of demonstrations. */
  readonly domainRate: number
  readonly report: (event: SupplyEvent) => void
}
