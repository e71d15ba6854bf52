import type { JsonObject } from '../kernel/canonical.ts'
import type { Clock, Instant } from '../kernel/instant.ts'
import type { ContributionBase, ExtensionPoint } from './extension-point.ts'

/** The version of these contracts; a manifest's `api` range must include it. */
export const API_VERSION = '1.0.0'

/** Structured log; secrets never belong in it. */
export interface Log {
  debug(message: string, data?: JsonObject): void
  info(message: string, data?: JsonObject): void
  warn(message: string, data?: JsonObject): void
  error(message: string, data?: JsonObject): void
}

/**
 * A few texts that a plugin makes itself and must find again after a restart, such as a key pair. They
 * are sealed where they lie, and are no part of the database or its backups.
 */
export interface KeptTexts {
  /** Null where there is none of that name. */
  get(request: { readonly name: string }): Promise<string | null>
  /** @param request.name small letters, digits and hyphens; at most 64 KiB of text */
  set(request: { readonly name: string; readonly text: string }): Promise<void>
}

/** All that a plugin gets from its host. */
export interface PluginScope {
  readonly pluginId: string
  readonly log: Log
  /** The domain clock: use it for anything that concerns metering or money. */
  readonly clock: Clock
  /** Aborted when the plugin is stopped. */
  readonly signal: AbortSignal
  /** The plugin's own configuration, valid against its `configSchema`; secrets are in clear. */
  readonly config: JsonObject
  /** Left out where the plugin runs where nothing can be kept. */
  readonly kept?: KeptTexts
  /** Contributes an implementation; its `type` must be declared in plugin.json. */
  provide<C extends ContributionBase>(point: ExtensionPoint<C>, contribution: C): void
}

export interface Plugin {
  /** Called once, before anything starts: provide contributions here, touch nothing outside. */
  register(scope: PluginScope): void | Promise<void>
}

/** A plugin's default export. */
export function definePlugin(plugin: Plugin): Plugin {
  return Object.freeze(plugin)
}

/** Text by language tag; `en` is always there. */
export interface LocalizedText {
  readonly en: string
  readonly [language: string]: string
}

/** A certificate of the far side that a connection's settings do not trust, for a person to decide on. */
export interface RefusedCertificate {
  /** SHA-256, hex in small letters. */
  readonly thumbprint: string
  /** Whose it says it is; whoever made it chose the name. At most 500 characters. */
  readonly subject: string
  readonly validFrom: Instant
  readonly validTo: Instant
  /** Property of the settings that it can be put on: a list of objects with `thumbprint` and `note`. */
  readonly list: string
}

/** How a part of a plugin fares. */
export interface Health {
  readonly status: 'up' | 'degraded' | 'down'
  /** One sentence for a person. */
  readonly detail: string
  /** Counts since the start, by name. */
  readonly counters?: Readonly<Record<string, number>>
  /** Of a connection: certificates that can be trusted by one act, the latest first; 20 at most. */
  readonly refused?: readonly RefusedCertificate[]
}

/** The result of a connection test made before a configuration is saved. */
export interface ConnectionTest {
  readonly ok: boolean
  readonly detail: string
}
