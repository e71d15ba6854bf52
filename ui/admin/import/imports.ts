import type { BulkReport } from '../../../core/generated/api.ts'

export type Row = BulkReport['rows'][number]

/** Rows that a page shows; of more, the file with remarks tells. */
export const SHOWN_ROWS = 500

/** Whether somebody has to say what the file holds. */
export const isSingleCsv = (file: File | null): boolean =>
  file !== null && /\.(csv|txt|tsv)$/i.test(file.name)

/** A kind that the file's name tells of: `spaces.csv`, `spaces (2).csv`. */
export function kindIn(name: string, kinds: readonly string[]): string | null {
  const [stem = ''] = name.split(/[^A-Za-z]/)
  return kinds.find((kind) => kind.toLowerCase() === stem.toLowerCase()) ?? null
}

/** Rows as they are looked at: only what is wrong, or all, and no more than a page can hold. */
export function shownRows(rows: readonly Row[], onlyErrors: boolean) {
  const wanted = onlyErrors ? rows.filter(({ outcome }) => outcome === 'error') : rows
  return { rows: wanted.slice(0, SHOWN_ROWS), count: wanted.length }
}

type RowFault = Row['errors'][number]

/** A fault that several rows of a kind have at one column. */
export interface Repeated {
  readonly resource: string
  readonly fault: RowFault
  readonly count: number
}

/** Faults that are told first; a site that is missing is one thing to mend, whatever the rows that name it. */
const TOLD = 8

/** What is wrong in more than one row, the most frequent first. */
export function repeatedFaults(rows: readonly Row[]): readonly Repeated[] {
  const found = new Map<string, Repeated>()
  for (const { resource, errors } of rows)
    for (const fault of errors) {
      const key = JSON.stringify([resource, fault.column, fault.code, fault.parameters])
      const before = found.get(key)
      found.set(
        key,
        before ? { ...before, count: before.count + 1 } : { resource, fault, count: 1 },
      )
    }
  return [...found.values()]
    .filter(({ count }) => count > 1)
    .sort((a, b) => b.count - a.count)
    .slice(0, TOLD)
}
