import type {
  BrowseRequest,
  Browsing,
  Discovery,
  SearchLimits,
} from '../../contracts/device-search.ts'
import type { PointBinding } from '../../contracts/meter-driver.ts'
import type { ConnectionTest, Health } from '../../contracts/plugin.ts'
import type { Json, JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'

export type ConnectionPoint =
  | 'meterDrivers'
  | 'paymentProviders'
  | 'notificationChannels'
  | 'buildingGateways'

/** A connection as it is kept; its secrets are sealed. */
export interface StoredConnection {
  readonly id: Id
  readonly siteId: Id
  readonly pluginId: string
  readonly point: ConnectionPoint
  readonly type: string
  readonly name: string
  readonly config: JsonObject
  readonly enabled: boolean
}

/** A configuration that was kept. */
export interface KeptConfiguration {
  /** Counts up from 1; the last is in force. */
  readonly version: number
  readonly config: JsonObject
  readonly at: Instant
  /** Null where it is not known. */
  readonly by: string | null
  /** The version that it brought back. */
  readonly restoredFrom: number | null
}

/** How a configuration came to be kept. */
export interface KeptBy {
  readonly by: string | null
  readonly restoredFrom: number | null
}

export interface ConnectionStore {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  list(): Promise<readonly StoredConnection[]>
  get(id: Id): Promise<StoredConnection | null>
  /** @throws `already-exists` for a name that the site has */
  insert(
    connection: Omit<StoredConnection, 'id'>,
    kept: KeptBy,
    transaction: Transaction,
  ): Promise<Id>
  /** Puts it in force and keeps it as a version. */
  configure(
    request: { readonly id: Id; readonly config: JsonObject } & KeptBy,
    transaction: Transaction,
  ): Promise<void>
  /** What was kept lately, newest first. */
  configurations(id: Id): Promise<readonly KeptConfiguration[]>
  configuration(id: Id, version: number): Promise<KeptConfiguration | null>
  points(id: Id): Promise<readonly PointBinding[]>
  /** @throws `not-found` */
  setEnabled(
    request: { readonly id: Id; readonly enabled: boolean },
    transaction: Transaction,
  ): Promise<void>
  /** The newest reading of any register that a point of it reads; null while there is none. */
  lastReading(id: Id): Promise<LastReading | null>
  /** A text by connection that differs whenever its points do. */
  pointMarks(): Promise<ReadonlyMap<Id, string>>
}

export interface LastReading {
  readonly registerId: Id
  readonly at: Instant
  readonly valueMicros: bigint
}

/** Settings that nobody has saved yet. */
export interface ConnectionDraft {
  /** The connection whose settings they would replace, whose secrets count where they are masked. */
  readonly connectionId: Id | null
  readonly siteId: Id
  readonly point: ConnectionPoint
  readonly type: string
  readonly config: JsonObject
}

/** How a connection fares where it is run. */
export interface RunningConnection {
  readonly state: 'opening' | 'enabled' | 'degraded' | 'failed' | 'disabled'
  readonly health: Health
  readonly lastError: {
    readonly code: string
    readonly detail: string
    readonly at: Instant
  } | null
}

/** Keeps secrets so that the database alone does not give them away. */
export interface Sealer {
  seal(secret: string): string
  /** @throws `secret-unreadable` when the key is another */
  unseal(sealed: string): string
}

/** What runs connections: the plugin host. */
export interface ConnectionRunner {
  /** A copy with each secret of the contribution's schema replaced. */
  mapSecrets(request: {
    readonly point: ConnectionPoint
    readonly type: string
    readonly value: JsonObject
    readonly replace: (secret: Json) => Json
  }): JsonObject
  /** As people may see it, also where the plugin is gone or its schema has changed since. */
  mask(request: {
    readonly point: ConnectionPoint
    readonly type: string
    readonly value: JsonObject
  }): JsonObject
  /** The value with each secret that was sent back masked taken from what is kept. */
  unmask(request: {
    readonly point: ConnectionPoint
    readonly type: string
    readonly value: JsonObject
    readonly kept: JsonObject
  }): JsonObject
  /** Whether the host knows of it, well or not. */
  isOpen(id: Id): boolean
  /** Null where the host does not know of it. */
  running(id: Id): RunningConnection | null
  open(connection: StoredConnection, points: readonly PointBinding[]): Promise<void>
  close(id: Id): Promise<void>
  /** Closes one that does not come back, and keeps nothing of it. */
  remove(id: Id): Promise<void>
  test(request: {
    readonly point: ConnectionPoint
    readonly type: string
    readonly config: JsonObject
  }): Promise<ConnectionTest>
  /** As `discover` and `browse`, by settings that are not kept. */
  tryDiscover(
    request: SearchLimits & { readonly type: string; readonly config: JsonObject },
  ): Promise<Discovery>
  tryBrowse(
    request: BrowseRequest & { readonly type: string; readonly config: JsonObject },
  ): Promise<Browsing>
  /** Looks for what is on the devices' side. @throws `unsupported`, and codes of plugins */
  discover(connection: StoredConnection, request: SearchLimits): Promise<Discovery>
  browse(connection: StoredConnection, request: BrowseRequest): Promise<Browsing>
  cancelSearch(connection: StoredConnection, search: { readonly searchId: string }): Promise<void>
  setPoints(connection: StoredConnection, points: readonly PointBinding[]): Promise<void>
}
