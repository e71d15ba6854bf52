import type { JsonObject } from '../kernel/canonical.ts'
import type { Clock, Instant } from '../kernel/instant.ts'
import type {
  BrowseRequest,
  Browsing,
  Discovery,
  PointRole,
  SearchLimits,
} from './device-search.ts'
import type { ContributionBase } from './extension-point.ts'
import { extensionPoint } from './extension-point.ts'
import type { ConnectionTest, Health, Log } from './plugin.ts'
import type { SignedSupplyIntent } from './supply-intent.ts'
import type { Trace } from './trace.ts'

export type Quality = 'good' | 'uncertain' | 'bad'

/** A decimal string in the point's unit, or a state. Numbers of devices are never rounded. */
export type PointScalar = string | boolean

export interface PointValue {
  readonly pointId: string
  readonly value: PointScalar
  readonly quality: Quality
}

/** What one device said at one instant: taken whole or not at all. */
export interface Snapshot {
  /** The device or topic it came from, for diagnostics. */
  readonly source: string
  /** When the device says it was; null where the device sends no time. */
  readonly at: Instant | null
  readonly values: readonly PointValue[]
}

/** Input that could not be understood; it is kept and shown, never dropped. */
export interface MalformedInput {
  readonly source: string
  readonly reason: string
  /** At most the first 4 KiB of what was received, base64. */
  readonly payloadBase64: string
}

/** Where a driver hands over what it hears. Each call resolves when the data is committed. */
export interface DriverEvents {
  /** Back-pressure: wait for the promise before handing over without end. Rejects retryably when nothing was kept. */
  snapshots(batch: { readonly snapshots: readonly Snapshot[] }): Promise<void>
  malformed(input: MalformedInput): Promise<void>
  health(health: Health): void
}

export interface PointBinding {
  readonly pointId: string
  readonly role: PointRole
  /** Unit that values are handed over in: kWh, m3, GJ, RTh, W, A; empty for states. */
  readonly unit: string
  /** Valid against the contribution's point schema. */
  readonly address: JsonObject
}

export interface DriverOptions {
  /** Stable across restarts; names persistent sessions. */
  readonly connectionId: string
  /** Valid against the contribution's connection schema. */
  readonly connection: JsonObject
  readonly points: readonly PointBinding[]
  /** The Guard's public key, PEM: relays move only by intents it signed. */
  readonly guardPublicKeyPem: string
  readonly events: DriverEvents
  readonly log: Log
  /** Wall clock: expiry is judged by it. */
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Left out where nobody could turn it on. */
  readonly trace?: Trace
}

export interface ReadResult {
  readonly pointId: string
  readonly value?: PointScalar
  readonly at?: Instant | null
  readonly error?: { readonly code: string; readonly message: string }
}

export interface WriteRequest {
  readonly pointId: string
  readonly value: PointScalar
  /** Wall-clock instant after which the command must have no effect. */
  readonly expiresAt: Instant
  /** Required for points of role `relay`. */
  readonly signedIntent?: SignedSupplyIntent
}

/**
 * - `confirmed`: the device said so, and the read-back agrees
 * - `refused`: the device or the driver said no; nothing moved
 * - `offline`: not reachable; nothing was sent or kept for later
 * - `unknown`: sent, but no answer came before the deadline
 */
export interface WriteResult {
  readonly outcome: 'confirmed' | 'refused' | 'offline' | 'unknown'
  readonly detail: string
  /** What the device reports after the write. */
  readonly readBack?: PointScalar
}

/** One connection to field devices. */
export interface MeterDriver {
  /** Settles within the driver's own time-out, connected or not; keeps trying until stopped. */
  connect(): Promise<Health>
  /** Idempotent; nothing is emitted after it has resolved. */
  stop(): Promise<void>
  /** Replaces the points without a reconnect. */
  setPoints(request: { readonly points: readonly PointBinding[] }): Promise<void>
  read(request: {
    readonly pointIds: readonly string[]
    readonly timeoutMs: number
  }): Promise<{ readonly items: readonly ReadResult[] }>
  write(request: WriteRequest): Promise<WriteResult>
  /** Listens or asks for devices that are there, bound or not. */
  discover(request: SearchLimits): Promise<Discovery>
  /** The children of a node of the devices' address space; only where the manifest's capabilities say so. */
  browse?(request: BrowseRequest): Promise<Browsing>
  /** Ends a discovery or a browsing under way; one that is not is no error. Without it they end by their time. */
  cancelSearch?(request: { readonly searchId: string }): Promise<void>
  health(): Promise<Health>
}

export interface MeterDriverContribution extends ContributionBase {
  create(options: DriverOptions): MeterDriver
  /** Tries a connection without keeping it. */
  test(request: {
    readonly connection: JsonObject
    readonly timeoutMs: number
  }): Promise<ConnectionTest>
  /** As a driver's `discover`, over a passing link that leaves nothing behind: for a form that is not saved yet. */
  tryDiscover?(request: SearchLimits & { readonly connection: JsonObject }): Promise<Discovery>
  /** As a driver's `browse`, over a passing link; both are ended by their time. */
  tryBrowse?(request: BrowseRequest & { readonly connection: JsonObject }): Promise<Browsing>
}

export const meterDrivers = extensionPoint<MeterDriverContribution>('meterDrivers')
