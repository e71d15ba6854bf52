/** How a thing is named in a cell or several: by its key, and by that of what it lies in. */
export interface Reference {
  /** Resource of what is referred to. */
  readonly target: string
  readonly parts: readonly KeyPart[]
}

/** A part of a key: a text in a column, the site that the row lies at, or another thing's key. */
export type KeyPart =
  | { readonly kind: 'text'; readonly own: string; readonly column: string }
  | { readonly kind: 'site'; readonly own: string }
  | { readonly kind: 'reference'; readonly own: string; readonly reference: Reference }

interface FieldBase {
  /** Its name on the wire, and inside. */
  readonly wire: string
  readonly own: string
  readonly nullable: boolean
  /** It is set once and for all. */
  readonly fixed: boolean
}

export interface ReferenceField extends FieldBase {
  readonly kind: 'reference'
  readonly reference: Reference
}

/** A value, or a field of a value whose fields have columns of their own. */
export interface ValueField extends FieldBase {
  readonly kind: 'value'
  readonly column: string
  /** Where it stands in the body: its own name first. */
  readonly at: readonly string[]
  readonly type: 'text' | 'boolean' | 'number' | 'json'
}

export type BulkField = ReferenceField | ValueField

/** A resource of which files of many are read and written. */
export interface BulkKind {
  readonly resource: string
  /** Own names of the fields by which people tell one from another. */
  readonly key: readonly string[]
  readonly fields: readonly BulkField[]
  /** In the order of the fields. */
  readonly columns: readonly string[]
}

/** By which fields things of a resource are told apart, whether or not there are files of them. */
export interface KeyShape {
  readonly key: readonly { readonly own: string; readonly target: string | null }[]
}

/** All that there are files of, what is referred to before what refers to it. */
export interface BulkCatalogue {
  readonly kinds: readonly BulkKind[]
  readonly keys: Readonly<Record<string, KeyShape>>
}

/** Columns in which a reference is named. */
export function columnsOf({ parts }: Reference): readonly string[] {
  return parts.flatMap((part): readonly string[] => {
    if (part.kind === 'site') return []
    return part.kind === 'text' ? [part.column] : columnsOf(part.reference)
  })
}

/** Whether a thing of a resource leads to its site by itself. */
export const leadsToSite = ({ target, parts }: Reference): boolean =>
  target === 'sites' ||
  parts.some((part) => part.kind === 'reference' && leadsToSite(part.reference))
