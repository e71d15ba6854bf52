import { busbarError } from '../../kernel/error.ts'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../kernel/instant.ts'
import { addDays, localDate, offsetStretches, startOfLocalDay } from '../../kernel/zone.ts'

/** Length of a bucket by the local calendar. */
export type BucketKind = 'quarter' | 'hour' | 'day' | 'month'

export const MOST_BUCKETS = 800

const QUARTER_MS = 15 * MINUTE_MS
/** No bucket is shorter, and those of the clock are no longer where clocks are not moved. */
const LEAST_MS: Readonly<Record<BucketKind, number>> = {
  quarter: QUARTER_MS,
  hour: HOUR_MS,
  day: 23 * HOUR_MS,
  month: 28 * DAY_MS - HOUR_MS,
}
/** Clocks are never moved by more at once. */
const MOST_SHIFT_MS = 26 * HOUR_MS

/**
 * Starts of the buckets that cover [from, to), and the end of the last one: the range widened to whole buckets. Days
 * and months begin where the local ones do; hours and quarters where the local clock shows a full one, so that the one
 * in which clocks are moved may be longer or shorter.
 * @throws `range-too-large` for more than {@link MOST_BUCKETS}, `validation-failed` for an empty range,
 *   `time-zone-invalid`
 */
export function bucketBounds(request: {
  readonly from: Instant
  readonly to: Instant
  readonly bucket: BucketKind
  readonly timeZone: string
}): readonly Instant[] {
  const { from, to, bucket } = request
  if (from >= to)
    throw busbarError('validation-failed', {
      detail: 'The range ends before it begins.',
      errors: [{ pointer: 'fromAt', message: 'must be before toAt' }],
    })
  if ((to - from) / LEAST_MS[bucket] > MOST_BUCKETS + 1) throw tooMany()
  const all = bucket === 'day' || bucket === 'month' ? dates(request) : clock(request)
  const first = all.findLastIndex((at) => at <= from)
  const end = all.findIndex((at) => at >= to)
  const bounds = all.slice(first, end + 1)
  if (bounds.length - 1 > MOST_BUCKETS) throw tooMany()
  return bounds
}

function tooMany(): Error {
  return busbarError('range-too-large', {
    detail: `The range has more than ${MOST_BUCKETS} buckets.`,
  })
}

function clock(request: Parameters<typeof bucketBounds>[0]): Instant[] {
  const { from, to, bucket, timeZone } = request
  const size = LEAST_MS[bucket]
  const wide = { from: from - MOST_SHIFT_MS, to: to + MOST_SHIFT_MS, timeZone }
  return offsetStretches(wide).flatMap((stretch) => {
    const starts: Instant[] = []
    const first = Math.ceil((stretch.from + stretch.offsetMs) / size) * size - stretch.offsetMs
    for (let at = first; at < stretch.to; at += size) starts.push(at)
    return starts
  })
}

function dates(request: Parameters<typeof bucketBounds>[0]): Instant[] {
  const { from, to, bucket, timeZone } = request
  const firstDay = localDate(from, timeZone)
  const starts: Instant[] = []
  let date = bucket === 'month' ? `${firstDay.slice(0, 7)}-01` : firstDay
  for (;;) {
    const at = startOfLocalDay(date, timeZone)
    starts.push(at)
    if (at >= to) return starts
    date = bucket === 'month' ? nextMonth(date) : addDays(date, 1)
  }
}

/** The first day of the month after. */
function nextMonth(date: string): string {
  return `${addDays(`${date.slice(0, 7)}-28`, 4).slice(0, 7)}-01`
}
