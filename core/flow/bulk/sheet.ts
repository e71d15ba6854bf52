import type { Json } from '../../kernel/canonical.ts'
import { fault } from './faults.ts'
import { type BulkKind, columnsOf, type ValueField } from './kinds.ts'
import type { Cell, FaultCode, Said, Table, TableRow } from './ports.ts'

/** What is wrong; without a column it is the row's as a whole. */
export interface Fault extends Said {
  readonly column: string | null
}

/** A row of a sheet by the names of its columns. */
export interface SheetRow {
  readonly row: number
  /** Null: the sheet has no such column. */
  cell(column: string): Cell | null
  readonly faults: Fault[]
}

export interface Sheet {
  readonly kind: BulkKind
  /** As the file calls it. */
  readonly name: string
  /** Where each column stands, from 0. */
  readonly places: ReadonlyMap<string, number>
  /** Row of the columns' names. */
  readonly headRow: number
  readonly rows: readonly SheetRow[]
  /** What is wrong with the names of the columns: nothing of the sheet is taken. */
  readonly faults: readonly Fault[]
}

/** Reads the columns' names, in any order; what a `#` begins is for people. */
export function sheetOf(kind: BulkKind, name: string, table: Table): Sheet {
  const [head, ...rows] = table.rows
  const known = new Map(kind.columns.map((column) => [column.toLowerCase(), column]))
  const places = new Map<string, number>()
  const faults: Fault[] = []
  head?.cells.forEach(({ text }, index) => {
    const named = text.trim()
    if (named === '' || named.startsWith('#')) return
    const column = known.get(named.toLowerCase())
    if (column === undefined)
      faults.push({
        column: null,
        ...fault('columnUnknown', {
          name: named.slice(0, 100),
          columns: kind.columns.join(', '),
        }),
      })
    else if (places.has(column)) faults.push({ column, ...fault('columnTwice', { column }) })
    else places.set(column, index)
  })
  for (const column of keyColumns(kind))
    if (!places.has(column)) faults.push({ column: null, ...fault('columnMissing', { column }) })
  return {
    ...{ kind, name, places, faults },
    headRow: head?.row ?? 1,
    rows: faults.length > 0 ? [] : rows.flatMap((row) => sheetRow(row, places)),
  }
}

/** Columns without which nobody knows what a row is about. */
export const keyColumns = ({ key, fields }: BulkKind): readonly string[] =>
  fields
    .filter(({ own }) => key.includes(own))
    .flatMap((field) => (field.kind === 'value' ? [field.column] : columnsOf(field.reference)))

function sheetRow({ row, cells }: TableRow, places: ReadonlyMap<string, number>): SheetRow[] {
  const cell = (column: string): Cell | null => {
    const place = places.get(column)
    return place === undefined ? null : (cells[place] ?? { text: '', fault: null })
  }
  const named = [...places.keys()]
  if (named.every((column) => cell(column)?.text === '' && cell(column)?.fault === null)) return []
  const faults = named.flatMap((column): Fault[] => {
    const said = cell(column)?.fault ?? null
    return said === null ? [] : [{ column, ...said }]
  })
  return [{ row, cell, faults }]
}

/** What a cell says: `left` where there is no such column, or nothing that an empty cell could mean. */
export type CellValue =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'left' }
  | { readonly kind: 'fault'; readonly said: Said }

const LEFT = Object.freeze({ kind: 'left' as const })

/** Null where an empty cell may mean that; otherwise it leaves the value as it is. */
export function valueIn(row: SheetRow, field: ValueField): CellValue {
  const cell = row.cell(field.column)
  if (cell === null) return LEFT
  if (cell.text === '') return field.nullable ? { kind: 'value', value: null } : LEFT
  switch (field.type) {
    case 'text':
      return { kind: 'value', value: cell.text }
    case 'boolean':
      return booleanOf(cell.text)
    case 'number':
      return numberOf(cell.text)
    default:
      return jsonOf(cell.text)
  }
}

const wrong = (code: FaultCode) => ({ kind: 'fault' as const, said: fault(code) })

function booleanOf(text: string): CellValue {
  const word = text.trim().toLowerCase()
  if (word === 'true' || word === '1') return { kind: 'value', value: true }
  if (word === 'false' || word === '0') return { kind: 'value', value: false }
  return wrong('notBoolean')
}

function numberOf(text: string): CellValue {
  const bare = text.trim()
  if (!/^-?\d{1,15}(\.\d+)?$/.test(bare)) return wrong('notNumber')
  return { kind: 'value', value: Number(bare) }
}

function jsonOf(text: string): CellValue {
  try {
    return { kind: 'value', value: JSON.parse(text) as Json }
  } catch {
    return wrong('notJson')
  }
}

/** What `valueIn` would read as this value. */
export function textOf(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
