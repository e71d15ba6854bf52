import type { FormSchema } from './schema.ts'

/** A weekly or daily table of hours as cells of a grid, and back. Minutes of the local day throughout. */

export interface Span {
  readonly days?: readonly number[]
  readonly from: string
  readonly to: string
  readonly [band: string]: unknown
}

export interface Table {
  /** Days of the week with a row each, 1 is Monday; null: one row for all days. */
  readonly days: readonly number[] | null
  /** Field that says what kind of hours a span is; null: it is so, or not. */
  readonly band: string | null
  readonly bands: readonly unknown[]
  /** Whether a span may end on the next day, by ending at or before it begins. */
  readonly wraps: boolean
}

/** `null`: nothing. A number: index of the band; 0 where there are no bands. */
export type Cell = number | null
export type Grid = readonly (readonly Cell[])[]

export const DAY_MINUTES = 1440
const WEEK = [1, 2, 3, 4, 5, 6, 7]

/** How the items of a list of hours are made up. */
export function tableOf({ properties = {} }: FormSchema): Table {
  const { from: _from, to: _to, days, ...others } = properties
  const [band = null] = Object.keys(others)
  const bands = band === null ? [] : (others[band]?.enum ?? [])
  // A table of bands says that a range over midnight is two ranges; a list of hours on days goes on to the next.
  return { days: days === undefined ? null : WEEK, band, bands, wraps: days !== undefined }
}

const minuteOf = (text: string): number => {
  const [hours = Number.NaN, minutes = Number.NaN] = text.split(':').map(Number)
  return hours * 60 + minutes
}

export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const isTimes = ({ from, to }: Partial<Span>): boolean =>
  [from, to].every((each) => typeof each === 'string' && !Number.isNaN(minuteOf(each)))

/** Minutes of a cell: half hours where a span needs them; null where cells cannot show the spans. */
export function stepOf(spans: readonly Span[]): 60 | 30 | null {
  const known = spans.filter(isTimes)
  if (known.length < spans.length) return null
  const minutes = known.flatMap(({ from, to }) => [minuteOf(from), minuteOf(to)])
  if (minutes.every((each) => each % 60 === 0)) return 60
  return minutes.every((each) => each % 30 === 0) ? 30 : null
}

/** The grid of spans, a row for each day. */
export function toGrid(table: Table, spans: readonly Span[], step: number): Grid {
  const rows = table.days ?? [0]
  const columns = DAY_MINUTES / step
  const grid: Cell[][] = rows.map(() => Array.from({ length: columns }, () => null))
  for (const span of spans.filter(isTimes)) {
    const index = table.band === null ? 0 : table.bands.indexOf(span[table.band])
    const value = index < 0 ? null : index
    const starts = table.days === null ? [0] : (span.days ?? []).map((day) => rows.indexOf(day))
    for (const row of starts.filter((each) => each >= 0)) {
      for (const minute of minutesOf(span, { wraps: table.wraps, step })) {
        const cells = grid[(row + Math.floor(minute / DAY_MINUTES)) % rows.length]
        if (cells) cells[Math.floor((minute % DAY_MINUTES) / step)] = value
      }
    }
  }
  return grid
}

/** The first minute of each cell of a span, counted from the beginning of its first day. */
function minutesOf(
  { from, to }: Span,
  { wraps, step }: { wraps: boolean; step: number },
): number[] {
  const start = minuteOf(from)
  const end = minuteOf(to) + (wraps && minuteOf(to) <= start ? DAY_MINUTES : 0)
  const count = Math.max(0, Math.ceil((end - start) / step))
  return Array.from({ length: count }, (_, index) => start + index * step)
}

/** Spans of a grid, in the order of days and hours; days with the same hours share a span. */
export function fromGrid(table: Table, grid: Grid): Span[] {
  const step = DAY_MINUTES / (grid[0]?.length ?? 24)
  const found = new Map<string, { from: number; to: number; value: number; days: number[] }>()
  grid.forEach((cells, row) => {
    let start = 0
    cells.forEach((value, column) => {
      if (cells[column + 1] === value && column + 1 < cells.length) return
      const from = start * step
      const to = (column + 1) * step
      start = column + 1
      if (value === null) return
      const key = `${from} ${to} ${value}`
      const days = found.get(key)?.days ?? []
      found.set(key, { from, to, value, days: [...days, table.days?.[row] ?? 0] })
    })
  })
  return [...found.values()].map(({ from, to, value, days }) => ({
    ...(table.days === null ? {} : { days }),
    from: clockOf(from),
    to: clockOf(to),
    ...(table.band === null ? {} : { [table.band]: table.bands[value] }),
  }))
}

/** The grid with a rectangle of cells painted. */
export function painted(
  grid: Grid,
  {
    rows,
    columns,
    value,
  }: { rows: readonly [number, number]; columns: readonly [number, number]; value: Cell },
): Grid {
  const within = (each: number, [a, b]: readonly [number, number]) =>
    each >= Math.min(a, b) && each <= Math.max(a, b)
  return grid.map((cells, row) =>
    within(row, rows)
      ? cells.map((cell, column) => (within(column, columns) ? value : cell))
      : cells,
  )
}
