import type { Cell, FaultCode, Said, TableRow } from '../flow/bulk/ports.ts'
import { type TableLimits, type Tally, tooLarge } from './tables-limits.ts'
import type { DateStyles } from './tables-styles.ts'
import { type Attributes, unescaped, type XmlReader } from './tables-xml.ts'

/** What the sheets of a workbook share. */
export interface SheetContext {
  readonly limits: TableLimits
  readonly tally: Tally
  readonly strings: readonly string[]
  readonly styles: DateStyles
}

export interface SheetReader {
  readonly reader: XmlReader
  rows(): readonly TableRow[]
}

const said = (code: FaultCode, parameters: Said['parameters'] = {}): Said => ({ code, parameters })

const FAULTS = Object.freeze({
  formula: said('formula'),
  error: said('cellError'),
  date: said('cellDate'),
  number: said('cellRounded'),
  merged: said('cellMerged'),
})

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: number
  value: string
  isFormula: boolean
}

/** Rows of one sheet, as far as there is something in them. */
export function createSheetReader(context: SheetContext): SheetReader {
  const { limits, tally } = context
  const rows = new Map<number, Cell[]>()
  const merged: Range[] = []
  let row = 0
  /** Of the cell before; cells need not say where they stand. */
  let last = -1
  let cell: OpenCell | null = null
  let taking = false
  let phonetic = false

  function finish({ column, ...read }: OpenCell): void {
    const made = cellOf(read, context)
    if (made.text === '' && made.fault === null) return
    tally.column(column)
    tally.text(made.text.length)
    let cells = rows.get(row)
    if (cells === undefined) {
      tally.row()
      cells = []
      rows.set(row, cells)
    }
    while (cells.length < column) cells.push(EMPTY)
    cells[column] = made
  }

  const reader: XmlReader = {
    open(name, attributes) {
      if (name === 'row') {
        row = Number(attributes.r ?? row + 1)
        last = -1
      }
      if (name === 'c') {
        cell = opened(attributes, last)
        last = cell.column
      }
      if (name === 'f' && cell !== null) cell.isFormula = true
      if (name === 'rPh') phonetic = true
      taking = name === 'v' || (name === 't' && !phonetic)
      if (name === 'mergeCell') {
        if (merged.length >= limits.merged)
          throw tooLarge(`A sheet has more than ${limits.merged} merged ranges: unmerge them.`)
        merged.push(rangeOf(attributes.ref ?? ''))
      }
    },
    text(text) {
      // One more than fits shows that it does not.
      if (cell !== null && taking && cell.value.length <= limits.cellCharacters)
        cell.value += text.slice(0, limits.cellCharacters + 1)
    },
    close(name) {
      taking = false
      if (name === 'rPh') phonetic = false
      if (name === 'c' && cell !== null) {
        finish(cell)
        cell = null
      }
    },
  }
  return {
    reader,
    rows: () =>
      [...rows].map(([at, cells]) => ({
        row: at,
        cells: merged.length === 0 ? cells : marked(at, cells, merged),
      })),
  }
}

const EMPTY: Cell = Object.freeze({ text: '', fault: null })

function opened({ r, t = 'n', s }: Attributes, last: number): OpenCell {
  const column = r === undefined ? last + 1 : columnOf(r)
  return { column, type: t, style: Number(s ?? 0), value: '', isFormula: false }
}

function cellOf(
  { type, style, value, isFormula }: Omit<OpenCell, 'column'>,
  { strings, styles, limits }: SheetContext,
): Cell {
  if (isFormula) return { text: value.slice(0, limits.cellCharacters), fault: FAULTS.formula }
  if (type === 'e') return { text: value, fault: FAULTS.error }
  if (type === 'b') return { text: value === '1' ? 'true' : 'false', fault: null }
  if (type === 'd') return { text: value, fault: FAULTS.date }
  if (type === 'n') return value === '' ? EMPTY : numberOf(value, styles.isDate(style))
  const text = unescaped(type === 's' ? (strings[Number(value)] ?? '') : value)
  return fitting(text, limits)
}

/** A text, or as much as a cell may hold with what to do about the rest. */
export function fitting(text: string, { cellCharacters }: TableLimits): Cell {
  if (text.length <= cellCharacters) return { text, fault: null }
  const fault = said('cellLong', { value: String(cellCharacters) })
  return { text: text.slice(0, cellCharacters), fault }
}

/** Spreadsheets keep numbers as floats of 15 digits; what was meant is what they show. */
function numberOf(value: string, isDate: boolean): Cell {
  if (isDate) return { text: value, fault: FAULTS.date }
  const number = Number(value)
  if (!Number.isFinite(number)) return { text: value, fault: FAULTS.error }
  if (Math.abs(number) >= 1e15) return { text: value, fault: FAULTS.number }
  const shown = String(Number(number.toPrecision(15)))
  return { text: shown.includes('e') ? fixed(number) : shown, fault: null }
}

const fixed = (number: number) => number.toFixed(15).replace(/\.?0+$/, '')

interface Range {
  readonly fromRow: number
  readonly toRow: number
  readonly fromColumn: number
  readonly toColumn: number
}

/** `B2:C4`; what is no such range covers nothing. */
function rangeOf(ref: string): Range {
  const [from = '', to = from] = ref.split(':')
  return {
    fromRow: rowOf(from),
    toRow: rowOf(to),
    fromColumn: columnOf(from),
    toColumn: columnOf(to),
  }
}

const rowOf = (ref: string) => Number(/\d+$/.exec(ref)?.[0] ?? -1)

/** `A1` → 0, `AB7` → 27. */
function columnOf(ref: string): number {
  const letters = /^[A-Z]{1,3}/.exec(ref)?.[0] ?? ''
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function marked(row: number, cells: readonly Cell[], merged: readonly Range[]): readonly Cell[] {
  const here = merged.filter(({ fromRow, toRow }) => fromRow <= row && row <= toRow)
  if (here.length === 0) return cells
  return cells.map((cell, column) =>
    here.some(({ fromColumn, toColumn }) => fromColumn <= column && column <= toColumn)
      ? { text: cell.text, fault: FAULTS.merged }
      : cell,
  )
}
