import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'

export interface SupplyRow {
  readonly supplyPointId: Id
  readonly meteringPointId: Id
  readonly name: string
  readonly utility: string
  readonly desired: string
  readonly verified: string
  readonly state: string
  readonly stateSince: Instant
}

/** What is stored of an account that its summary tells. */
export interface AccountFacts {
  readonly code: string
  readonly currency: string
  readonly overdraftMicros: Micros
  readonly emergencyCreditMicros: Micros
  readonly lowBalanceMicros: Micros
  readonly veryLowBalanceMicros: Micros
  readonly purses: readonly {
    readonly kind: string
    readonly fund: string
    readonly balanceMicros: Micros
  }[]
  readonly lastTopUp: {
    readonly orderId: Id
    readonly amountMicros: Micros
    readonly at: Instant
    readonly channel: string
  } | null
  readonly supply: readonly SupplyRow[]
  readonly debtEpisode: {
    readonly id: Id
    readonly beganAt: Instant
    readonly recoveredAt: Instant | null
    readonly deadlineAt: Instant | null
    readonly cutAt: Instant | null
    readonly approval: string
  } | null
  /** When its first agreement began; null without any. */
  readonly paysSince: Instant | null
}

export interface AccountStore {
  facts(query: { readonly accountId: Id; readonly now: Instant }): Promise<AccountFacts>
  /** Fees of stretches that follow each other between the bounds. */
  fees(query: {
    readonly accountId: Id
    readonly bounds: readonly Instant[]
  }): Promise<readonly Micros[]>
}

/** The newest usage interval of one register of an installed meter. */
export interface NewestUse {
  readonly meteringPointId: Id
  readonly spaceId: Id
  readonly name: string
  readonly utility: string
  readonly unit: string
  readonly intervalSeconds: number
  readonly meterId: Id
  readonly serial: string
  readonly installedAt: Instant
  /** The point's latest accepted reading. */
  readonly lastAt: Instant | null
  /** Null: nothing was used yet. */
  readonly from: Instant | null
  readonly to: Instant | null
  readonly quantityMicros: bigint | null
}

export interface SiteCounts {
  readonly topUps: readonly {
    readonly currency: string
    readonly count: number
    readonly amountMicros: Micros
  }[]
  readonly balances: readonly {
    readonly currency: string
    readonly prepaidMicros: Micros
    readonly debtMicros: Micros
    readonly receivableMicros: Micros
  }[]
  readonly accounts: {
    readonly total: number
    readonly inCredit: number
    readonly low: number
    readonly inDebt: number
  }
  readonly supply: {
    readonly total: number
    readonly desired: { readonly on: number; readonly off: number }
    readonly verified: { readonly on: number; readonly off: number; readonly unknown: number }
    readonly alarmed: number
  }
  readonly repairs: { readonly info: number; readonly warning: number; readonly critical: number }
  readonly notices: {
    readonly open: number
    readonly delivered: number
    readonly undeliverable: number
  }
  readonly holds: readonly {
    readonly id: Id
    readonly siteId: Id | null
    readonly setBy: string
    readonly reason: string
    readonly setAt: Instant
  }[]
}

export interface SpaceRow {
  readonly spaceId: Id
  readonly parentId: Id | null
  readonly kind: string
  readonly code: string
  readonly name: string
}

export interface OccupantRow {
  readonly spaceId: Id
  readonly contractId: Id
  readonly tenantId: Id
  readonly tenantName: string
  readonly account: {
    readonly accountId: Id
    readonly accountCode: string
    readonly currency: string
    readonly balanceMicros: Micros
    readonly availableMicros: Micros
    readonly lowBalanceMicros: Micros
    readonly veryLowBalanceMicros: Micros
  } | null
}

export interface PointRow {
  readonly meteringPointId: Id
  readonly spaceId: Id
  readonly name: string
  readonly utility: string
  readonly unit: string
  readonly supply: {
    readonly supplyPointId: Id
    readonly desired: string
    readonly verified: string
    readonly state: string
  } | null
}

export interface SiteStore {
  /** One row a register of each meter that is installed now; points without a meter have none. */
  newestUse(query: { readonly siteId: Id; readonly now: Instant }): Promise<readonly NewestUse[]>
  counts(query: { readonly siteId: Id; readonly dayStart: Instant }): Promise<SiteCounts>
  spaces(query: { readonly siteId: Id; readonly now: Instant }): Promise<{
    readonly spaces: readonly SpaceRow[]
    readonly occupants: readonly OccupantRow[]
    readonly points: readonly PointRow[]
  }>
}
