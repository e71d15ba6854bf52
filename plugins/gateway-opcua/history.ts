import type { BuildingView, GatewayHistoryRow, GatewayPoint, Instant } from '@busbar/core/contracts'
import { errorCode } from '@busbar/core/contracts'
import type { ContinuationData, HistoryReadResult, ReadRawModifiedDetails } from 'node-opcua'
import type { Library } from './library.ts'
import { tell } from './values.ts'

type Building = Pick<BuildingView, 'history'>

/** Rows of one answer at most; the rest comes with the continuation point. */
export const MOST_ROWS = 5_000
const DAY_MS = 86_400_000
const LONGEST_WINDOW_MS = 400 * DAY_MS
/** How far back a reader who names no start is taken. */
const FARTHEST_BACK_MS = 20 * 365 * DAY_MS
/** OPC UA part 6, 5.2.2.5: a time that is not given is the year 1601. */
const NO_TIME_MS = Date.UTC(1602, 0, 1)

/**
 * What a history read asks for: from `start` on, backwards where `end` lies before it. A continuation point is where
 * to go on and nothing else, so that the server keeps nothing for readers who never come back.
 */
interface Wanted {
  readonly start: Instant
  readonly end: Instant
  readonly backwards: boolean
  readonly limit: number
  /** A number of values after, or before, one instant: there is no more to ask for. */
  readonly once: boolean
}

/** Answers history reads of one point from the building. */
export async function readHistory(request: {
  readonly library: Library
  readonly building: Building
  readonly point: Pick<GatewayPoint, 'pointId' | 'valueType'>
  readonly details: unknown
  readonly continuation: ContinuationData
  readonly now: Instant
}): Promise<HistoryReadResult> {
  const { library, building, point, details, continuation, now } = request
  const { StatusCodes, HistoryReadResult, ReadRawModifiedDetails } = library
  const fail = (statusCode: typeof StatusCodes.Good) => new HistoryReadResult({ statusCode })
  if (!(details instanceof ReadRawModifiedDetails) || details.isReadModified)
    return fail(StatusCodes.BadHistoryOperationUnsupported)
  if (continuation.releaseContinuationPoints === true) return fail(StatusCodes.Good)
  const wanted = wantedOf(details, now)
  if (wanted === undefined) return fail(StatusCodes.BadInvalidArgument)
  const from = continuation.continuationPoint
    ? resumeAt(continuation.continuationPoint, wanted)
    : wanted.start
  if (from === undefined) return fail(StatusCodes.BadContinuationPointInvalid)
  try {
    const ask = { building, pointId: point.pointId, wanted: { ...wanted, start: from } }
    const { rows, next } = await (wanted.backwards ? backwards(ask) : forwards(ask))
    return resultOf(library, point, rows, wanted.once ? null : next)
  } catch (thrown) {
    return fail(
      errorCode(thrown) === 'unsupported' || errorCode(thrown) === 'not-found'
        ? StatusCodes.BadHistoryOperationUnsupported
        : StatusCodes.BadResourceUnavailable,
    )
  }
}

/** Undefined where less than two of start, end and number are given (part 11, 6.4.3.2). */
function wantedOf(
  details: Pick<ReadRawModifiedDetails, 'startTime' | 'endTime' | 'numValuesPerNode'>,
  now: Instant,
): Wanted | undefined {
  const start = timeOf(details.startTime)
  const end = timeOf(details.endTime)
  const asked = details.numValuesPerNode
  const limit = asked === 0 ? MOST_ROWS : Math.min(asked, MOST_ROWS)
  const once = asked <= MOST_ROWS
  if (start !== undefined && end !== undefined)
    // Equal ends ask for the one instant.
    return start === end
      ? { start, end: end + 1, backwards: false, limit, once: false }
      : { start, end, backwards: end < start, limit, once: false }
  if (asked === 0) return undefined
  if (start !== undefined) return { start, end: now + 1, backwards: false, limit, once }
  if (end === undefined) return undefined
  return { start: end, end: end - FARTHEST_BACK_MS, backwards: true, limit, once }
}

function timeOf(time: Date | null | undefined): Instant | undefined {
  const at = time?.getTime()
  return at === undefined || Number.isNaN(at) || at < NO_TIME_MS ? undefined : at
}

interface Ask {
  readonly building: Building
  readonly pointId: string
  readonly wanted: Wanted
}
interface Page {
  readonly rows: readonly GatewayHistoryRow[]
  readonly next: Instant | null
}

async function forwards({ building, pointId, wanted }: Ask): Promise<Page> {
  const { start: from, end: to, limit } = wanted
  if (from >= to) return { rows: [], next: null }
  return building.history({ pointId, from, to, limit })
}

/** The building tells forwards only: windows are read that grow as long as they hold little, the latest first. */
async function backwards({ building, pointId, wanted }: Ask): Promise<Page> {
  const { start, end, limit } = wanted
  const rows: GatewayHistoryRow[] = []
  let widthMs = DAY_MS
  // Both ends belong to it when time runs backwards, but for the far one (part 11, 6.4.3.2).
  let to = start + 1
  while (to > end + 1) {
    const from = Math.max(end + 1, to - widthMs)
    const found = await whole({ building, pointId, wanted: { ...wanted, start: from, end: to } })
    for (const row of found.reverse()) {
      if (rows.length === limit) return { rows, next: row.at }
      rows.push(row)
    }
    to = from
    widthMs = Math.min(widthMs * 2, LONGEST_WINDOW_MS)
  }
  return { rows, next: null }
}

async function whole(ask: Ask): Promise<GatewayHistoryRow[]> {
  const rows: GatewayHistoryRow[] = []
  let from: Instant | null = ask.wanted.start
  while (from !== null) {
    const page: Page = await forwards({
      ...ask,
      wanted: { ...ask.wanted, start: from, limit: MOST_ROWS },
    })
    rows.push(...page.rows)
    from = page.next
  }
  return rows
}

function resumeAt(point: Uint8Array, { start, end, backwards: back }: Wanted): Instant | undefined {
  const text = Buffer.from(point).toString('latin1')
  const at = /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
  if (at === undefined) return undefined
  return (back ? at <= start && at > end : at >= start && at < end) ? at : undefined
}

function resultOf(
  library: Library,
  point: Pick<GatewayPoint, 'valueType'>,
  rows: readonly GatewayHistoryRow[],
  next: Instant | null,
): HistoryReadResult {
  const { StatusCodes, HistoryReadResult, HistoryData, DataValue } = library
  const dataValues = rows.map((row) => {
    const { variant, status } = tell(library, point, row)
    return new DataValue({
      ...{ value: variant, statusCode: status },
      ...{ sourceTimestamp: new Date(row.at), serverTimestamp: new Date(row.at) },
    })
  })
  return new HistoryReadResult({
    statusCode: rows.length === 0 ? StatusCodes.GoodNoData : StatusCodes.Good,
    historyData: new HistoryData({ dataValues }),
    ...(next !== null && { continuationPoint: Buffer.from(String(next), 'latin1') }),
  })
}
