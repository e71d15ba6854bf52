import type { Quality } from '../../contracts/meter-driver.ts'
import type { SiteCalendar } from '../../domain/supply/calendar.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type { StoredProfile } from '../supply/ports.ts'

/** What a connection lets be seen, and done. */
export interface Exposure {
  readonly personalData: boolean
  /** E-mail address of the user in whose name the far side writes; null: it may not. */
  readonly principal: string | null
}

export interface GatewaySpace {
  readonly spaceId: Id
  readonly parentId: Id | null
  readonly name: string
  /** Of the contract in force; null where there is none. */
  readonly tenantName: string | null
}

export interface GatewayMeter {
  readonly meteringPointId: Id
  readonly spaceId: Id
  readonly name: string
  readonly unit: string
  /** Who pays for it; null: nobody. */
  readonly accountId: Id | null
}

/** A register of the meter that is installed now, with its newest reading. */
export interface GatewayRegister {
  readonly registerId: Id
  readonly meteringPointId: Id
  readonly code: string
  readonly band: string | null
  readonly multiplierMicros: bigint
  readonly valueMicros: bigint | null
  readonly quality: Quality | null
  readonly at: Instant | null
}

/** A value of the meter's device that is no register. */
export interface GatewayDevicePoint {
  readonly devicePointId: Id
  readonly meteringPointId: Id
  readonly role: 'power' | 'current' | 'online' | 'value'
  readonly unit: string
  readonly value: string | null
  readonly quality: Quality | null
  readonly at: Instant | null
}

export interface GatewaySupply {
  readonly supplyPointId: Id
  readonly meteringPointId: Id
  readonly lifeSafety: boolean
  readonly desired: 'on' | 'off'
  readonly verified: 'on' | 'off' | 'unknown'
  readonly state: string
  readonly stateSince: Instant
  readonly readAt: Instant | null
  readonly alarms: readonly string[]
  /** What the principal has ordered and not taken back. */
  readonly ordered: 'on' | 'off' | null
  readonly orderedAt: Instant | null
}

export interface GatewayAccount {
  readonly accountId: Id
  readonly code: string
  readonly currency: string
  readonly tenantName: string
  readonly balanceMicros: Micros
  readonly lowBalanceMicros: Micros
}

export interface GatewaySite {
  readonly name: string
  /** Whether all cuts are held. */
  readonly held: boolean
  readonly openRepairs: number
  readonly calendar: SiteCalendar
  /** The policy in force. */
  readonly profile: StoredProfile
}

/** A repair item that is open. */
export interface GatewayRepair {
  readonly repairItemId: Id
  readonly kind: string
  readonly severity: 'info' | 'warning' | 'critical'
  readonly openedAt: Instant
}

/** All of a site that gateways publish. */
export interface GatewayRows {
  readonly site: GatewaySite
  readonly spaces: readonly GatewaySpace[]
  readonly meters: readonly GatewayMeter[]
  readonly registers: readonly GatewayRegister[]
  readonly devicePoints: readonly GatewayDevicePoint[]
  readonly supplies: readonly GatewaySupply[]
  readonly accounts: readonly GatewayAccount[]
  readonly repairs: readonly GatewayRepair[]
}

export interface HistoryRow {
  readonly at: Instant
  readonly valueMicros: bigint
  readonly multiplierMicros: bigint
  readonly quality: Quality
}

/** Services of which something was changed, by site; null: the instance's own. */
export interface ChangedService {
  readonly siteId: Id | null
  readonly service: string
}

/** What gateways read. Ids that are given lie at the site. */
export interface GatewayStore {
  /** Everything of a site; asked at the start and when its structure has changed. */
  rows(request: {
    readonly siteId: Id
    readonly principalId: string | null
    readonly now: Instant
  }): Promise<GatewayRows>
  site(request: { readonly siteId: Id }): Promise<GatewaySite>
  supplies(request: {
    readonly ids: readonly Id[]
    readonly principalId: string | null
  }): Promise<readonly GatewaySupply[]>
  accounts(request: { readonly ids: readonly Id[] }): Promise<readonly GatewayAccount[]>
  /** Changes of finished transactions since the cursor; null: from now on. */
  changedSince(request: { readonly cursor: string | null }): Promise<{
    readonly cursor: string
    readonly changed: readonly ChangedService[]
  }>
  /** A user who may sign in; null where there is none of that address. */
  userOf(request: { readonly email: string }): Promise<{ readonly userId: string } | null>
  /** Orders in the name of systems that a user gave and that have not ended, the oldest first. */
  openOrders(request: {
    readonly supplyPointId: Id
    readonly userId: string
  }): Promise<readonly { readonly orderId: Id; readonly wish: 'on' | 'off' }[]>
  /** Readings of a register by its code, whichever meters have served the point; in order. */
  history(request: {
    readonly meteringPointId: Id
    readonly code: string
    readonly from: Instant
    readonly to: Instant
    readonly limit: number
  }): Promise<readonly HistoryRow[]>
}
