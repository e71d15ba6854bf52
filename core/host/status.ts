import type { Health, LocalizedText } from '../contracts/index.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import type { ErrorCode } from '../kernel/error.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ConnectionPointId, PointId } from './points.ts'
import type { Dashboards } from './widgets.ts'

/**
 * A plugin's life.
 * - `installed`: found; its manifest and schemas are valid, none of its code has run
 * - `configured`: its configuration is valid
 * - `tested`: its code is loaded and has provided all that the manifest declares; in a process of its
 *   own this is passed over at a start, as it is loaded there when it is first needed
 * - `enabled`: its contributions can be called
 * - `degraded`: enabled, but a contribution keeps crashing or a connection could not be opened
 * - `failed`: something above did not succeed; see `lastError`
 * - `disabled`: stopped on purpose
 * - `removed`: stopped for good
 */
export type PluginState =
  | 'installed'
  | 'configured'
  | 'tested'
  | 'enabled'
  | 'degraded'
  | 'failed'
  | 'disabled'
  | 'removed'

export interface LastError {
  readonly code: ErrorCode
  readonly detail: string
  /** Wall clock. */
  readonly at: Instant
}

/** The process that a plugin has of its own. */
export interface ProcessStatus {
  /** `waiting`: it ended and is started again after a pause. `stopped`: it crashed too often. */
  readonly state: 'starting' | 'running' | 'waiting' | 'stopped'
  /** Null while there is none. */
  readonly pid: number | null
  /** How often it was started again since the plugin was loaded. */
  readonly restarts: number
  /** Memory that it held at the last look; null while it is not known. */
  readonly residentBytes: number | null
}

/** A state that a plugin came into. */
export interface StateChange {
  readonly state: PluginState
  /** Wall clock. */
  readonly at: Instant
}

export interface PluginStatus extends Dashboards {
  /** The manifest's id; `refused:<folder>` where that cannot be read or is taken. */
  readonly id: string
  readonly title: LocalizedText
  readonly description: LocalizedText | null
  readonly version: string | null
  readonly api: string | null
  /** Null while its manifest cannot be read. */
  readonly isolation: 'shared' | 'process' | null
  /** Null where it runs in the core's process, or does not run: perhaps as nobody needs it. */
  readonly process: ProcessStatus | null
  readonly hasIcon: boolean
  readonly startup: 'optional' | 'required'
  readonly state: PluginState
  readonly directory: string
  readonly network: readonly string[]
  /** Whether it asks for worker threads. */
  readonly workers: boolean
  readonly contributions: readonly {
    readonly point: PointId
    readonly type: string
    readonly title: LocalizedText
    readonly capabilities: JsonObject
    /** As written, by their roles. */
    readonly schemas: Readonly<Record<string, JsonObject>>
  }[]
  readonly health: Health
  readonly lastError: LastError | null
}

/**
 * A connection's life: `opening` while it is made, `enabled`, `degraded` while its health is not up
 * or its breaker is open, `failed` when it could not be made, `disabled` while its plugin is.
 */
export type ConnectionState = 'opening' | 'enabled' | 'degraded' | 'failed' | 'disabled'

export interface ConnectionStatus {
  readonly connectionId: string
  readonly pluginId: string
  readonly point: ConnectionPointId
  readonly type: string
  readonly state: ConnectionState
  readonly health: Health
  readonly lastError: LastError | null
}

/** Something of a plugin that a person has to mend; open until told resolved. */
export interface PluginRepair {
  readonly status: 'open' | 'resolved'
  /** The same trouble has the same key: it opens one repair item, however often it is told. */
  readonly key: string
  readonly pluginId: string
  readonly connectionId: string | null
  readonly code: ErrorCode
  readonly title: string
  readonly detail: string
  readonly remedy: string
}
