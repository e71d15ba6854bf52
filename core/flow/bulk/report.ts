import { fingerprint } from '../../kernel/canonical.ts'
import type { Said } from './ports.ts'
import type { Fault, Sheet, SheetRow } from './sheet.ts'

export type Outcome = 'create' | 'update' | 'unchanged' | 'error'

/** What an import does to a cell of what is there. */
export interface CellChange {
  readonly column: string
  readonly before: string
  readonly after: string
}

/** What becomes of a row. */
export interface RowResult {
  readonly resource: string
  readonly sheet: string
  readonly row: number
  readonly outcome: Outcome
  /** What the row is about, by its key as the file has it. */
  readonly key: string
  readonly changes: readonly CellChange[]
  readonly errors: readonly CellError[]
}

export interface CellError extends Said {
  /** As a spreadsheet names it, `C5`; the row's number where it is the row as a whole. */
  readonly cell: string
  readonly column: string | null
}

export type Counts = Readonly<Record<Outcome, number>>

export interface KindCounts extends Counts {
  readonly resource: string
}

export interface BulkReport {
  readonly applied: boolean
  readonly format: string
  readonly totals: Counts
  readonly kinds: readonly KindCounts[]
  /** Rows that do something or are wrong; those that change nothing are counted alone. */
  readonly rows: readonly RowResult[]
  readonly notes: readonly Said[]
  /** Names what would be done: equal plans do the same. */
  readonly plan: string
}

export function reportOf(request: {
  readonly applied: boolean
  readonly format: string
  readonly resources: readonly string[]
  readonly results: readonly RowResult[]
  readonly notes: readonly Said[]
}): BulkReport {
  const { results, resources, ...told } = request
  const rows = results.filter(({ outcome }) => outcome !== 'unchanged')
  const kinds = resources.map((resource) => ({
    resource,
    ...countsOf(results.filter((result) => result.resource === resource)),
  }))
  return { ...told, totals: countsOf(results), kinds, rows, plan: fingerprint(rows) }
}

function countsOf(results: readonly RowResult[]): Counts {
  const of = (wanted: Outcome) => results.filter(({ outcome }) => outcome === wanted).length
  return {
    create: of('create'),
    update: of('update'),
    unchanged: of('unchanged'),
    error: of('error'),
  }
}

/** A row's faults at their cells. */
export function errorsOf(
  { places }: Pick<Sheet, 'places'>,
  row: number,
  faults: readonly Fault[],
): readonly CellError[] {
  return faults.map(({ column, code, parameters }) => {
    const place = column === null ? undefined : places.get(column)
    return {
      cell: `${place === undefined ? '' : lettersOf(place)}${row}`,
      column,
      code,
      parameters,
    }
  })
}

/** 0 → `A`, 27 → `AB`. */
export function lettersOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : lettersOf(Math.floor(index / 26) - 1) + letter
}

/** What a row is about, in the words of the file. */
export function keyTextOf(row: SheetRow, columns: readonly string[]): string {
  const texts = columns.map((column) => row.cell(column)?.text ?? '')
  return texts.join(' / ').slice(0, 300)
}
