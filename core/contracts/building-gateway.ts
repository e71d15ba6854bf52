import type { JsonObject } from '../kernel/canonical.ts'
import type { Instant } from '../kernel/instant.ts'
import type { LocalDate } from '../kernel/zone.ts'
import type { ContributionBase } from './extension-point.ts'
import { extensionPoint } from './extension-point.ts'
import type { Quality } from './meter-driver.ts'
import type { ConnectionTest, Health, Log } from './plugin.ts'
import type { Trace } from './trace.ts'

export type GatewayNodeKind = 'site' | 'space' | 'meter' | 'account' | 'supply'

/**
 * A thing of the building. Ids are stable: `<kind>:<number>`, kept through restarts, changes of names
 * and, of a meter, through its replacement (the node is the place where use is measured).
 */
export interface GatewayNode {
  readonly nodeId: string
  readonly kind: GatewayNodeKind
  /** Null for the site alone; parents come before their children. */
  readonly parentId: string | null
  /** For people; names of tenants are in it only where personal data is exposed. */
  readonly title: string
}

/** `decimal`: a decimal string in the point's unit, never rounded; `text`: a word or a name; `boolean`. */
export type GatewayValueType = 'decimal' | 'text' | 'boolean'

/** Null: not known. */
export type GatewayScalar = string | boolean | null

/**
 * A value of a node. Ids are stable: `<nodeId>/<name>`, of letters, digits and `: / . _ - %`.
 * `name` is unique within its node and may be used as a browse name, a topic level or a metric's name.
 */
export interface GatewayPoint {
  readonly pointId: string
  readonly nodeId: string
  readonly name: string
  readonly title: string
  readonly valueType: GatewayValueType
  /** kWh, m3, GJ, RTh, W, A, or of money the ISO code of its currency; empty for states and words. */
  readonly unit: string
  /** A counter that only grows, but for a change of the meter. */
  readonly counter: boolean
  /** Of type `text`: all words that can come, where they are known. */
  readonly words?: readonly string[]
  /** Whether {@link BuildingView.write} may be asked; it judges each write anew all the same. */
  readonly writable: boolean
  /** Whether {@link BuildingView.history} answers. */
  readonly historical: boolean
}

export interface GatewayValue {
  readonly pointId: string
  readonly value: GatewayScalar
  /** `bad`: the value is not to be relied upon, or there is none. */
  readonly quality: Quality
  /** When it was so, by its source; null where nothing was heard yet. */
  readonly at: Instant | null
}

/** Something that a building's operator should hear of, or that it is over. No names, no amounts of money. */
export interface GatewayEvent {
  /** The same trouble has the same id when it begins and when it ends. */
  readonly eventId: string
  readonly nodeId: string
  readonly kind: 'supply' | 'repair' | 'balance'
  readonly severity: 'info' | 'warning' | 'critical'
  /** Of what passes by itself, such as a supply that was switched: false. */
  readonly active: boolean
  readonly message: string
  readonly at: Instant
}

/** Hours of a day, [fromMinute, toMinute): minutes past midnight as the clock on the wall shows them, up to 1,440. */
export interface GatewayHours {
  readonly fromMinute: number
  readonly toMinute: number
}

/**
 * When the policy of the site holds all cuts for debt by the clock and the calendar alone: friendly hours, weekends and
 * holidays. Weather bans, protections of single points and holds by hand are not in it. A day has the hours of its place
 * below: all of it on a holiday where `holdsOnHolidays`, else those of `exceptions`, else those of its weekday.
 */
export interface GatewayHoldCalendar {
  /** Of the IANA database. An hour that its clocks show twice is the same twice. */
  readonly timeZone: string
  /** Of each weekday, Monday first: ascending, never touching. What spans midnight is told on both days. */
  readonly week: readonly (readonly GatewayHours[])[]
  /** Ascending, held or not. */
  readonly holidays: readonly LocalDate[]
  readonly holdsOnHolidays: boolean
  /** Days with hours of their own, ascending: weekends that are worked. */
  readonly exceptions: readonly {
    readonly date: LocalDate
    readonly hours: readonly GatewayHours[]
  }[]
  /** The point that is true while cuts are held by it. */
  readonly heldPointId: string
  /** The point that is true on a holiday. */
  readonly holidayPointId: string
}

/** All of it, as of the cursor. */
export interface GatewaySnapshot {
  readonly nodes: readonly GatewayNode[]
  readonly points: readonly GatewayPoint[]
  /** One for each point. */
  readonly values: readonly GatewayValue[]
  /** Alarms that stand. */
  readonly events: readonly GatewayEvent[]
  /** Where it changes the tree is another one. */
  readonly calendar: GatewayHoldCalendar
  /** Ask {@link BuildingView.changes} from here. */
  readonly cursor: string
}

/**
 * - `changes`: what changed after the cursor; of each point its latest value alone, however often it
 *   has changed. Nothing of both: nothing did in that time. `lostEvents`: more events than are kept.
 * - `restart`: the tree is another one, or the cursor is of an earlier run: take a new snapshot
 */
export type GatewayChanges =
  | {
      readonly kind: 'changes'
      readonly values: readonly GatewayValue[]
      readonly events: readonly GatewayEvent[]
      readonly lostEvents: boolean
      readonly cursor: string
    }
  | { readonly kind: 'restart' }

export interface GatewayHistoryRow {
  readonly value: GatewayScalar
  readonly quality: Quality
  readonly at: Instant
}

/** A write from the far side. */
export interface GatewayWrite {
  readonly pointId: string
  /** Of an `order`: true, false, or null to take back what was ordered. */
  readonly value: GatewayScalar
  /** Who asked, as the far side knows them; empty where it does not. Kept with the order, for people. */
  readonly actor: string
  /** Where the far side names its requests: the same name and request act once. */
  readonly requestId?: string
}

/**
 * - `done`: taken, and in force
 * - `outranked`: taken and kept, but a higher authority says otherwise for now
 * - `refused`: not taken: no authority, life safety, too many requests
 * - `invalid`: no such point, not writable, or no value of its type
 */
export interface GatewayWriteResult {
  readonly outcome: 'done' | 'outranked' | 'refused' | 'invalid'
  /** One sentence for a person. */
  readonly detail: string
}

/**
 * The building as one connection may see it. The gateway asks; nothing is pushed at it, so that one
 * that is slow gets fewer and newer values instead of a queue.
 */
export interface BuildingView {
  snapshot(): Promise<GatewaySnapshot>
  /**
   * Waits until something has changed after the cursor, at most `waitMs` (30 s are the most). One
   * call at a time: a second one ends the first with nothing.
   */
  changes(request: {
    readonly cursor: string
    readonly waitMs: number
    /** Values at most; the rest comes with the next call. */
    readonly limit: number
  }): Promise<GatewayChanges>
  /**
   * Values of [from, to) in the order of their instants, at most `limit` (10,000 are the most).
   * `next`: where to go on; null at the end.
   * @throws `not-found`, `unsupported` for a point that is not historical
   */
  history(request: {
    readonly pointId: string
    readonly from: Instant
    readonly to: Instant
    readonly limit: number
  }): Promise<{ readonly rows: readonly GatewayHistoryRow[]; readonly next: Instant | null }>
  /** Does what the connection's authority allows; audited, and judged by the Supply Guard as any order. */
  write(request: GatewayWrite): Promise<GatewayWriteResult>
  /** Tells the core how the gateway fares. */
  health(health: Health): void
}

/** One connection to a building management system. */
export interface BuildingGateway {
  /** Settles within the gateway's own time-out, connected or not; keeps trying, and following the building, until stopped. */
  connect(): Promise<Health>
  /** Idempotent; the far side is told that nothing is fresh any more. Nothing is asked of the building after. */
  stop(): Promise<void>
  health(): Promise<Health>
}

/** What plugin.json says of a contribution. */
export interface GatewayCapabilities {
  /** Whether the far side can write. */
  readonly write: boolean
  readonly history: boolean
  readonly events: boolean
}

export interface BuildingGatewayOptions {
  /** Stable across restarts; names sessions and devices. */
  readonly connectionId: string
  /** Valid against the contribution's connection schema, and the common part `exposure`. */
  readonly connection: JsonObject
  readonly building: BuildingView
  readonly log: Log
  readonly signal: AbortSignal
  /** Left out where nobody could turn it on. */
  readonly trace?: Trace
}

export interface BuildingGatewayContribution extends ContributionBase {
  create(options: BuildingGatewayOptions): BuildingGateway
  /** Tries a connection without keeping it. */
  test(request: {
    readonly connection: JsonObject
    readonly timeoutMs: number
  }): Promise<ConnectionTest>
}

export const buildingGateways = extensionPoint<BuildingGatewayContribution>('buildingGateways')
