import type { Json } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Grant } from '../identity/ports.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Ids are strings, instants epoch milliseconds, money and quantity bigint micros. */
export type Value = Json | bigint | readonly Row[]
/** A stored thing as plain data. */
export interface Row {
  readonly [field: string]: Value
}

/** Where a thing belongs: what decides who may see it. */
export interface Place {
  /** Null: the instance itself. */
  readonly siteId: Id | null
  /** Null where no one tenant owns it. */
  readonly tenantId: Id | null
  /** It is no tenant's and none may see it; otherwise what no tenant owns is for all of the site. */
  readonly staffOnly?: true
}

export interface ListQuery {
  readonly resource: string
  /** Only what lies in one of these; none: nothing. Null: not narrowed. */
  readonly grants: readonly Grant[] | null
  readonly filter: Row
  /** Only what holds this text, in any case, in a field that the resource is searched by; null: all. */
  readonly search: string | null
  readonly sort: { readonly field: string; readonly descending: boolean }
  /** Where the page before ended. */
  readonly after: { readonly value: Value; readonly id: Id } | null
  readonly limit: number
}

/** Writes of one transaction. */
export interface RegistryWriter {
  readonly transaction: Transaction
  /** @throws `already-exists`, `validation-failed` */
  create(request: { readonly resource: string; readonly values: Row }): Promise<Row>
  /** As it is in this transaction; null where there is none. */
  read(request: { readonly resource: string; readonly id: Id }): Promise<Row | null>
  /** Reads and locks; null where there is none. */
  lock(request: { readonly resource: string; readonly id: Id }): Promise<Row | null>
  /** Writes the fields given and counts the version up. @throws `already-exists`, `validation-failed` */
  update(request: {
    readonly resource: string
    readonly id: Id
    readonly values: Row
  }): Promise<Row>
}

export interface RegistryStore {
  list(query: ListQuery): Promise<{ readonly rows: readonly Row[] }>
  get(request: { readonly resource: string; readonly id: Id }): Promise<Row | null>
  /** Where a thing belongs; null where there is none. */
  placeOf(request: { readonly resource: string; readonly id: Id }): Promise<Place | null>
  /** Anything thrown rolls everything back. */
  inTransaction<T>(work: (writer: RegistryWriter) => Promise<T>): Promise<T>
}
