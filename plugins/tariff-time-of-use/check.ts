import {
  extraErrors,
  type FieldError,
  formatLocalTime,
  parseLocalTime,
  stepErrors,
} from '@busbar/core/contracts'
import { DAY_TYPES, type Hours, inRange, type Season, type TimeOfUseTerms } from './terms.ts'

const DAY_END_MINUTE = 24 * 60

/** Every day of a leap year as MM-DD. */
const MONTH_DAYS: readonly string[] = Array.from({ length: 366 }, (_, day) =>
  new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(5, 10),
)

/** What is wrong with the terms that their schema cannot say. */
export function termsErrors(terms: TimeOfUseTerms): readonly FieldError[] {
  return [
    ...Object.entries(terms.prices).flatMap(([band, steps]) =>
      stepErrors(steps, `/prices/${band}`),
    ),
    ...extraErrors(terms),
    ...yearErrors(terms.seasons),
    ...terms.seasons.flatMap((season, index) => [
      ...seasonErrors(season, `/seasons/${index}`),
      ...unpricedErrors(season, `/seasons/${index}`, terms.prices),
    ]),
  ]
}

/** Days of the year without a season or with two, told once per run of days. */
function yearErrors(seasons: readonly Season[]): FieldError[] {
  const errors: FieldError[] = []
  const ranges = seasons.flatMap(({ dates }, season) =>
    dates.map((range, index) => ({ range, pointer: `/seasons/${season}/dates/${index}` })),
  )
  for (const { range, pointer } of ranges)
    for (const end of ['from', 'to'] as const)
      if (!MONTH_DAYS.includes(range[end]))
        errors.push({ pointer: `${pointer}/${end}`, message: `There is no ${range[end]}.` })
  if (errors.length > 0) return errors

  let before = ''
  for (const monthDay of MONTH_DAYS) {
    const found = ranges.filter(({ range }) => inRange(monthDay, range))
    const state = found.map(({ pointer }) => pointer).join(' ')
    if (state === before && monthDay !== '01-01') continue
    before = state
    if (found.length === 0)
      errors.push({
        pointer: '/seasons',
        message: `From ${monthDay} on no season applies: add the days to one.`,
      })
    for (const { pointer } of found.slice(1))
      errors.push({
        pointer,
        message: `From ${monthDay} on ${found[0]?.pointer} applies too: shorten one of them.`,
      })
  }
  return errors
}

function seasonErrors({ days }: Season, at: string): FieldError[] {
  const errors = days.flatMap(({ hours }, index) => hoursErrors(hours, `${at}/days/${index}/hours`))
  for (const type of DAY_TYPES) {
    const tables = days.flatMap(({ types }, index) => (types.includes(type) ? [index] : []))
    if (tables.length === 0)
      errors.push({ pointer: `${at}/days`, message: `No table is for ${type}s: add one.` })
    for (const index of tables.slice(1))
      errors.push({
        pointer: `${at}/days/${index}/types`,
        message: `${at}/days/${tables[0]} is for ${type}s already: keep one of them.`,
      })
  }
  return errors
}

/** Gaps and overlaps of a day's table. */
function hoursErrors(hours: readonly Hours[], at: string): FieldError[] {
  const errors: FieldError[] = []
  const ranges = hours.map(({ from, to }, index) => ({
    from: parseLocalTime(from) ?? 0,
    to: parseLocalTime(to) ?? 0,
    pointer: `${at}/${index}`,
  }))
  for (const { from, to, pointer } of ranges)
    if (from >= to)
      errors.push({ pointer, message: 'Ends before it starts: split a range at midnight (24:00).' })
  if (errors.length > 0) return errors

  let covered = 0
  for (const { from, to, pointer } of ranges.sort((a, b) => a.from - b.from)) {
    if (from > covered) errors.push(gap(at, covered, from))
    if (from < covered)
      errors.push({
        pointer,
        message: `Overlaps another range until ${formatLocalTime(covered)}: start it then.`,
      })
    covered = Math.max(covered, to)
  }
  if (covered < DAY_END_MINUTE) errors.push(gap(at, covered, DAY_END_MINUTE))
  return errors
}

function gap(pointer: string, from: number, to: number): FieldError {
  const hours = `${formatLocalTime(from)}–${formatLocalTime(to)}`
  return { pointer, message: `${hours} has no band: add a range, or lengthen its neighbour.` }
}

function unpricedErrors(
  { days }: Season,
  at: string,
  prices: TimeOfUseTerms['prices'],
): FieldError[] {
  return days.flatMap(({ hours }, index) =>
    hours.flatMap(({ band }, position) =>
      prices[band]
        ? []
        : [
            {
              pointer: `${at}/days/${index}/hours/${position}/band`,
              message: `The band "${band}" has no price: add it to /prices.`,
            },
          ],
    ),
  )
}
