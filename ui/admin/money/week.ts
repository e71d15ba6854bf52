import type { TariffWeek } from '../../../core/generated/api.ts'

type Segment = TariffWeek['segments'][number]

/** Columns of a day are quarters of an hour: prices change on no finer grid that a table could show. */
const MINUTES_PER_COLUMN = 15
export const COLUMNS_PER_DAY = (24 * 60) / MINUTES_PER_COLUMN

/** Cell of a day's row: so many columns of one band, or of none. */
export interface Cell {
  readonly columns: number
  readonly band: string | null
  readonly fromTime: string
  readonly toTime: string
}
export interface Day {
  /** Local date. */
  readonly day: string
  readonly cells: readonly Cell[]
}

const minutesOf = (time: string): number => {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}
const timeOf = (column: number): string => {
  const minutes = column * MINUTES_PER_COLUMN
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}
const columnOf = (time: string) => Math.round(minutesOf(time) / MINUTES_PER_COLUMN)

/** Local dates from the Monday on, whatever of them has prices. */
function datesOf({ fromAt, timeZone }: TariffWeek): readonly string[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const monday = Date.parse(`${format.format(new Date(fromAt))}T00:00:00Z`)
  return Array.from({ length: 7 }, (_, day) =>
    new Date(monday + day * 86_400_000).toISOString().slice(0, 10),
  )
}

/** Seven rows of 24 hours; where the version has no price, or a clock was put forward, a cell without band. */
export function daysOf(week: TariffWeek): readonly Day[] {
  return datesOf(week).map((day) => ({
    day,
    cells: cellsOf(week.segments.filter((segment) => segment.day === day)),
  }))
}

function cellsOf(segments: readonly Segment[]): readonly Cell[] {
  const cells: Cell[] = []
  let column = 0
  const push = (to: number, band: string | null) => {
    // An hour that a clock goes through twice is shown once.
    if (to <= column) return
    cells.push({ columns: to - column, band, fromTime: timeOf(column), toTime: timeOf(to) })
    column = to
  }
  for (const { fromTime, toTime, band } of segments) {
    push(columnOf(fromTime), null)
    push(columnOf(toTime), band)
  }
  push(COLUMNS_PER_DAY, null)
  return cells
}

/** Price over one local day, as a line with steps. */
export function pricesOf(week: TariffWeek, day: string): readonly (readonly [number, number])[] {
  const segments = week.segments.filter((segment) => segment.day === day)
  const priceOf = (band: string) => Number(week.bands.find(({ id }) => id === band)?.price ?? 0)
  const steps = segments.map(({ fromAt, band }) => [Date.parse(fromAt), priceOf(band)] as const)
  const last = segments.at(-1)
  return last === undefined
    ? steps
    : [...steps, [Date.parse(last.toAt), priceOf(last.band)] as const]
}

/** Grounds that dark ink is read on, in either theme. */
const COLOURS: Readonly<Record<string, string>> = {
  sharp: '#f6a9a0',
  peak: '#fbc787',
  flat: '#f3e9a6',
  valley: '#b5e0b9',
  'deep-valley': '#a3cdec',
}
const OTHERS = ['#d3c3ee', '#f2bfdc', '#bfe3e0', '#d9d9d9']

/** Colour of a band: its usual one, or the next that is free. */
export function colourOf(bands: TariffWeek['bands'], band: string): string {
  const usual = COLOURS[band]
  if (usual !== undefined) return usual
  const index = bands
    .filter(({ id }) => COLOURS[id] === undefined)
    .findIndex(({ id }) => id === band)
  return OTHERS[index % OTHERS.length] ?? '#d9d9d9'
}
