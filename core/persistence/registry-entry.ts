import type { EntitySchema } from '@mikro-orm/core'
import type { Row } from '../flow/registry/ports.ts'

/** Ids kept in a table of their own. */
export interface Links {
  readonly field: string
  readonly entity: EntitySchema
  readonly own: string
  readonly other: string
}

/** Rows of another table that are told with a resource and written elsewhere. */
export interface Part {
  readonly field: string
  /** Takes the ids as $1; each row has `ownerId` besides the part's own fields. */
  readonly sql: string
  /** Fields that are bigint micros. */
  readonly micros: readonly string[]
}

export interface ResourceEntry {
  readonly entity: EntitySchema
  /** Field that holds the site; dotted where it is another entity's. Null: it belongs to no site. */
  readonly site: string | null
  /** Field that holds the tenant, where one tenant owns it. */
  readonly tenant?: string
  /** Field that holds a metering point: the tenant is whose contract pays for it now. */
  readonly paidFor?: string
  /** Whether those without a tenant are for staff alone; otherwise they are for all of the site. */
  readonly staffOnly?: true
  /** Each belongs to a user, and is for nobody else unless it says that it is shared. */
  readonly personal?: { readonly user: string; readonly unless: string }
  /** It can be removed, by an instant in its `archivedAt`; these are written with it. */
  readonly archives?: Row
  readonly links?: Links
  readonly part?: Part
}

/** Every resource of the registry by its name. */
export type ResourceEntries = Readonly<Record<string, ResourceEntry>>
