import type { Json } from '../../kernel/canonical.ts'
import type { Dependents } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Grant } from '../identity/ports.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Ids are strings, instants epoch milliseconds, money and quantity bigint micros. */
export type Value = Json | bigint | readonly Row[]
/** A stored thing as plain data. */
export interface Row {
  readonly [field: string]: Value
}

/** A resource as the contract describes it: what its table holds, and who may see its rows. */
export interface ResourceShape {
  /** Its service: `spaces`. */
  readonly resource: string
  /** Its schema: `Space`. */
  readonly component: string
  /** Whether it is made and changed by values alone; otherwise commands of its own do it. */
  readonly edited: boolean
  /** Whether one can be taken out of use. */
  readonly removable: boolean
  /** Whether everybody who may list it sees all of it, wherever their role holds. */
  readonly everywhere: boolean
  /** Whether tenants may list it. */
  readonly forTenants: boolean
  readonly fields: readonly FieldShape[]
}

export interface FieldShape {
  /** As it is called inside: micros bear their unit. */
  readonly name: string
  readonly kind:
    | 'id'
    | 'version'
    | 'reference'
    | 'micros'
    | 'instant'
    | 'boolean'
    | 'integer'
    | 'number'
    | 'text'
    | 'json'
  readonly nullable: boolean
  /** Whose id a reference is. */
  readonly resource?: string
}

/** Where a thing belongs: what decides who may see it. */
export interface Place {
  /** Null: the instance itself. */
  readonly siteId: Id | null
  /** Null where no one tenant owns it. */
  readonly tenantId: Id | null
  /** Whose it is alone; whoever else asks is told that it is not there. */
  readonly userId?: string
  /** It has been removed: it can be read and no longer changed or chosen. */
  readonly archived?: true
  /** It is no tenant's and none may see it; otherwise what no tenant owns is for all of the site. */
  readonly staffOnly?: true
}

export interface ListQuery {
  readonly resource: string
  /** Only what lies in one of these; none: nothing. Null: not narrowed. */
  readonly grants: readonly Grant[] | null
  /** Who asks; what is somebody else's alone is left out. */
  readonly userId: string | null
  /** Whether what has been removed is listed as well. */
  readonly archived: boolean
  /** By fields; a list of values means any of them. */
  readonly filter: Row
  /** Only what holds this text, in any case, in a field that the resource is searched by; null: all. */
  readonly search: string | null
  readonly sort: { readonly field: string; readonly descending: boolean }
  /** Where the page before ended. */
  readonly after: { readonly value: Value; readonly id: Id } | null
  readonly limit: number
}

/** Which things of a resource depend on another thing; those that were removed never do. */
export interface DependentRule {
  readonly resource: string
  /** Its field that names the other thing; dotted where it is another's field, or one of several ids. */
  readonly at: string
  /** Field of the instant at which one ends to depend on it; null there: it does not end. */
  readonly until?: string
  /** Those with one of these values do not depend on it. */
  readonly unless?: Readonly<Record<string, readonly Json[]>>
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
  /** What depends on a thing now. */
  dependents(request: {
    readonly id: Id
    readonly rules: readonly DependentRule[]
  }): Promise<readonly Dependents[]>
  /** Takes a thing out of use, for good. */
  archive(request: { readonly resource: string; readonly id: Id }): Promise<Row>
  /** Writes the fields given and counts the version up. @throws `already-exists`, `validation-failed` */
  update(request: {
    readonly resource: string
    readonly id: Id
    readonly values: Row
  }): Promise<Row>
  /** Where a thing belongs, as it is in this transaction; null where there is none. */
  placeOf(request: { readonly resource: string; readonly id: Id }): Promise<Place | null>
  /** What is thrown undoes what the work has written, and nothing that was written before it. */
  attempt<T>(work: () => Promise<T>): Promise<T>
}

export interface RegistryStore {
  list(query: ListQuery): Promise<{ readonly rows: readonly Row[] }>
  get(request: { readonly resource: string; readonly id: Id }): Promise<Row | null>
  /** Where a thing belongs; null where there is none. */
  placeOf(request: { readonly resource: string; readonly id: Id }): Promise<Place | null>
  /** Anything thrown rolls everything back. */
  inTransaction<T>(work: (writer: RegistryWriter) => Promise<T>): Promise<T>
}
