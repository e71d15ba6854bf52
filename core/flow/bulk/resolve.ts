import type { Id } from '../../kernel/id.ts'
import { columnsOf, type KeyPart, type Reference, type ReferenceField } from './kinds.ts'
import type { Found, Lookup } from './lookup.ts'
import type { SheetRow } from './sheet.ts'

/** What cells name. */
export type Resolved =
  | { readonly kind: 'found'; readonly found: Found }
  /** The cells are empty, or there are none. */
  | { readonly kind: 'empty' | 'left' }
  | { readonly kind: 'missing'; readonly message: string }

/** Finds what a row names in the columns of a reference. */
export function resolve(
  lookup: Lookup,
  row: SheetRow,
  { reference, siteId }: { readonly reference: Reference; readonly siteId: Id | null },
): Resolved {
  const columns = columnsOf(reference)
  const cells = columns.map((column) => row.cell(column))
  if (cells.every((cell) => cell === null)) return { kind: 'left' }
  if (cells.every((cell) => cell === null || cell.text === '')) return { kind: 'empty' }
  if (cells.some((cell) => cell === null || cell.text === ''))
    return { kind: 'missing', message: `Fill in all of ${columns.join(', ')}, or none.` }
  const key: string[] = []
  for (const part of reference.parts) {
    const text = partOf(lookup, row, { part, siteId })
    if (typeof text === 'object') return text
    key.push(text)
  }
  const named = columns.map((column) => row.cell(column)?.text ?? '').join(' / ')
  const found = lookup.find(reference.target, key)
  if (found === null) {
    const message = `There is no "${named.slice(0, 200)}" in ${reference.target} here: check it, or add it to this file.`
    return { kind: 'missing', message }
  }
  if (found === 'several')
    return { kind: 'missing', message: `"${named}" names several of ${reference.target}.` }
  return { kind: 'found', found }
}

function partOf(
  lookup: Lookup,
  row: SheetRow,
  { part, siteId }: { readonly part: KeyPart; readonly siteId: Id | null },
): string | Resolved {
  if (part.kind === 'text') return row.cell(part.column)?.text ?? ''
  if (part.kind === 'site')
    return siteId ?? { kind: 'missing', message: 'It is not known at which site to look for it.' }
  const inner = resolve(lookup, row, { reference: part.reference, siteId })
  return inner.kind === 'found' ? inner.found.id : inner
}

/** Reads everything that the rows' references may name, all at once. */
export async function prefetch(
  lookup: Lookup,
  rows: readonly { readonly row: SheetRow; readonly siteId: Id | null }[],
  reference: Reference,
): Promise<void> {
  const within = reference.parts.find(({ kind }) => kind !== 'text')
  if (within === undefined) return lookup.load(reference.target, null)
  if (within.kind === 'reference') await prefetch(lookup, rows, within.reference)
  const ids = rows.flatMap(({ row, siteId }) => {
    if (within.kind !== 'reference') return siteId ?? []
    const inner = resolve(lookup, row, { reference: within.reference, siteId })
    return inner.kind === 'found' ? inner.found.id : []
  })
  await lookup.load(reference.target, { own: within.own, ids })
}

/** The column at which what is wrong with a reference is told. */
export const columnOf = ({ reference }: Pick<ReferenceField, 'reference'>): string | null =>
  columnsOf(reference).at(-1) ?? null
