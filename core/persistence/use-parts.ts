/** SQL for what of an interval or a line falls into a stretch of time: parts of a row sum to its figure. */

const elapsed = (at: string, from: string) => `(extract(epoch FROM ${at} - ${from}) * 1000000)`

/** What a row's figure, spread evenly over its time, has come to at an instant: half away from zero. */
const until = (row: string, figure: string, at: string) => `(CASE
  WHEN ${at} >= ${row}.to_at THEN ${row}.${figure}::numeric WHEN ${at} <= ${row}.from_at THEN 0
  ELSE sign(${row}.${figure}) * div(
    2 * abs(${row}.${figure})::numeric * ${elapsed(at, `${row}.from_at`)} + ${elapsed(`${row}.to_at`, `${row}.from_at`)},
    2 * ${elapsed(`${row}.to_at`, `${row}.from_at`)}) END)`

/** Part of a row's figure that falls between two instants. */
export const partBetween = (row: string, figure: string, from: string, to: string) =>
  `${until(row, figure, to)} - ${until(row, figure, from)}`

/** The instant before an end, which is left out. */
export const lastOf = (end: string) => `${end} - interval '1 microsecond'`

/** Minutes of the finest sums that are kept: every zone's clock is ahead of UTC by whole ones. */
const QUARTER = `interval '15 minutes'`

/** The quarter hour that an instant lies in. */
export const quarterOf = (at: string) =>
  `date_bin(${QUARTER}, ${at}, timestamptz '1970-01-01 00:00:00+00')`

export const afterQuarter = (at: string) => `${at} + ${QUARTER}`

/** Every quarter hour from one to another. */
export const quarters = (first: string, last: string) =>
  `generate_series(${first}, ${last}, ${QUARTER})`

/** What a row's time counts: a reversal takes back that of what it undoes. */
export const inForce = (row: string) => `CASE WHEN ${row}.reverses_id IS NULL THEN 1 ELSE -1 END`

/** Milliseconds of a row that touches a stretch, within it. */
export const msBetween = (row: string, from: string, to: string) =>
  `(extract(epoch FROM least(${row}.to_at, ${to}) - greatest(${row}.from_at, ${from})) * 1000)::bigint`

/** Milliseconds of a row. */
export const msOf = (row: string) =>
  `(extract(epoch FROM ${row}.to_at - ${row}.from_at) * 1000)::bigint`
