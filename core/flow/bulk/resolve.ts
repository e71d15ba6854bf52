import type { Id } from '../../kernel/id.ts'
import { fault } from './faults.ts'
import { columnsOf, type KeyPart, type Reference, type ReferenceField } from './kinds.ts'
import type { Found, Lookup } from './lookup.ts'
import type { Said } from './ports.ts'
import type { SheetRow } from './sheet.ts'

/** What cells name. */
export type Resolved =
  | { readonly kind: 'found'; readonly found: Found }
  /** The cells are empty, or there are none. */
  | { readonly kind: 'empty' | 'left' }
  | { readonly kind: 'missing'; readonly said: Said }

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
    return missing('referencePartial', { columns: columns.join(', ') })
  const key: string[] = []
  for (const part of reference.parts) {
    const text = partOf(lookup, row, { part, siteId })
    if (typeof text === 'object') return text
    key.push(text)
  }
  const named = columns.map((column) => row.cell(column)?.text ?? '').join(' / ')
  const what = { name: named.slice(0, 200), kind: reference.target }
  const found = lookup.find(reference.target, key)
  if (found === null) return missing('referenceUnknown', what)
  if (found === 'several') return missing('referenceSeveral', what)
  return { kind: 'found', found }
}

const missing = (...said: Parameters<typeof fault>) => ({
  kind: 'missing' as const,
  said: fault(...said),
})

function partOf(
  lookup: Lookup,
  row: SheetRow,
  { part, siteId }: { readonly part: KeyPart; readonly siteId: Id | null },
): string | Resolved {
  if (part.kind === 'text') return row.cell(part.column)?.text ?? ''
  if (part.kind === 'site') return siteId ?? missing('siteUnknown')
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
