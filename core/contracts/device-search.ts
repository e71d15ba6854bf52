import type { JsonObject } from '../kernel/canonical.ts'
import type { Instant } from '../kernel/instant.ts'

/** What a point means, so that a driver may read it back. */
export type PointRole = 'register' | 'relay' | 'power' | 'current' | 'online' | 'value'

export interface DiscoveredPoint {
  readonly address: JsonObject
  readonly title: string
  readonly role: PointRole
  readonly unit: string
}

export interface DiscoveredDevice {
  readonly source: string
  readonly title: string
  readonly points: readonly DiscoveredPoint[]
}

/** How far a search goes. */
export interface SearchLimits {
  /** It ends by then, with what was found so far. */
  readonly timeoutMs: number
  /** The most that is wanted of each kind of thing; a driver without a say in it may give more, which is cut. */
  readonly limit?: number
  /** Its name, by which `cancelSearch` ends it before its time; unique in the connection. */
  readonly searchId?: string
}

/** A value that stands in what a source said, and how it could be bound. */
export interface SuggestedField {
  /** Its place in the sample, for a person, such as a JSON pointer. */
  readonly place: string
  readonly value: string
  /** By the connection's point schema; role and unit are guesses. */
  readonly point: DiscoveredPoint
}

/** Something that was heard lately, understood or not. */
export interface SeenSource {
  /** Where it came from, such as a topic. */
  readonly source: string
  /** When it was last heard. */
  readonly at: Instant
  /** How often it was heard, as far as is known. */
  readonly count: number
  /** The last of it, readable; at most 4 KiB. */
  readonly sample: string
  readonly fields: readonly SuggestedField[]
}

export interface Discovery {
  readonly devices: readonly DiscoveredDevice[]
  readonly sources?: readonly SeenSource[]
}

/** A node of a device's address space. */
export interface BrowsedNode {
  /** As the driver calls it; handed back to see its children. */
  readonly nodeId: string
  readonly title: string
  readonly hasChildren: boolean
  /** How it could be bound; left out where it is no value. */
  readonly point?: DiscoveredPoint
  /** Its value now, where that is known. */
  readonly value?: string
}

export interface BrowseRequest extends SearchLimits {
  /** Null: the root. */
  readonly nodeId: string | null
}

export interface Browsing {
  readonly nodes: readonly BrowsedNode[]
}
