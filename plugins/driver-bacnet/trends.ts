import { OBJECT, PROPERTY } from '@busbar/bacnet/numbers'
import {
  BIT_STRING,
  type LocalDay,
  type LocalTime,
  type Scalar,
  scalarAs,
  scalarOf,
} from '@busbar/bacnet/scalars'
import { childrenOf, type ObjectId, readTags, type Tag } from '@busbar/bacnet/tags'
import { errorMessage, type Instant } from '@busbar/core/contracts'
import { Temporal } from 'temporal-polyfill'
import { type Abilities, type Calls, explain } from './calls.ts'
import type { Collector } from './collector.ts'
import { convert, findProperty, type PointPlan, qualityOf } from './points.ts'

interface LogRecord {
  readonly at: Instant
  /** Whether the local time came twice that day, so that `at` may be an hour off. */
  readonly uncertain: boolean
  readonly scalar: Scalar
  readonly flags: readonly Tag[] | undefined
}

/** Records that are asked for at once: they fit into the shortest APDU that is common. */
const CHUNK = 15
const MAX_RECORDS = 20_000
/** Application tags of a log datum's choices (clause 12.25): real, enumerated, unsigned, signed. */
const DATUM: Readonly<Record<number, number>> = { 1: 1, 2: 4, 3: 9, 4: 2, 5: 3 }

interface HealRequest {
  readonly calls: Calls
  readonly from: Abilities
  readonly plan: PointPlan
  readonly trendLog: number
  readonly since: Instant
  readonly until: Instant
  readonly timeZone: string
  readonly collector: Pick<Collector, 'past'>
  readonly signal: AbortSignal
  readonly onFault: (reason: string) => void
}

export interface Healing {
  /** The instant of the newest record, or undefined where there was none. */
  readonly newest: Instant | undefined
  /** False where the device fell silent: nothing was handed over, and all of it is to be read again. */
  readonly whole: boolean
}

const AGAIN: Healing = { newest: undefined, whole: false }

/**
 * Reads what a trend log has from `since` on, the newest first, until a chunk goes further back, and
 * hands it over with its times: a gap is healed from the device's own memory.
 */
export async function healFromLog(request: HealRequest): Promise<Healing> {
  const { calls, from, since, until, signal, onFault } = request
  const object = { type: OBJECT.trendLog, instance: request.trendLog }
  const read = await calls.read({ from, wanted: [{ object, property: PROPERTY.recordCount }] })
  if (!read.ok) return AGAIN
  const count = countOf(findProperty(read.values, object, PROPERTY.recordCount)?.values, onFault)
  /** Each once: in a log that is full, positions move on with each new record. */
  const records = new Map<string, LogRecord>()
  for (let last = count; last > 0; last -= CHUNK) {
    const chunk = await readChunk(request, object, Math.max(1, last - CHUNK + 1), last)
    if (chunk === 'silent' || signal.aborted) return AGAIN
    // It will not say more another time: what there is counts.
    if (chunk === 'refused') break
    for (const record of chunk) if (record.at > since && record.at <= until) put(records, record)
    if (chunk.some(({ at }) => at <= since)) break
    if (records.size < MAX_RECORDS) continue
    onFault(`has more than ${MAX_RECORDS} records of a gap in its log: the oldest are not read`)
    break
  }
  const inOrder = [...records.values()].sort((one, other) => one.at - other.at)
  for (const record of inOrder) handOver(request, record)
  return { newest: inOrder.at(-1)?.at, whole: true }
}

function put(records: Map<string, LogRecord>, record: LogRecord): void {
  records.set(`${record.at} ${JSON.stringify(record.scalar)}`, record)
}

/** The records at these positions; what did not fit into an answer is asked for in the next. */
async function readChunk(
  request: HealRequest,
  object: ObjectId,
  first: number,
  last: number,
): Promise<readonly LogRecord[] | 'silent' | 'refused'> {
  const { calls, from, onFault } = request
  const records: LogRecord[] = []
  for (let at = first; at <= last; ) {
    const outcome = await calls.readRange({
      to: from.peer,
      object,
      first: at,
      count: last - at + 1,
    })
    if (outcome.kind === 'timeout' || outcome.kind === 'stopped') return 'silent'
    if (outcome.kind !== 'range') {
      onFault(`does not give its log: ${explain(outcome)}`)
      return 'refused'
    }
    records.push(...recordsOf(outcome.range.items, request))
    // Past its end there is nothing.
    if (outcome.range.itemCount < 1) break
    at += outcome.range.itemCount
  }
  return records
}

function handOver(
  { plan, collector, onFault }: HealRequest,
  { at, uncertain, scalar, flags }: LogRecord,
): void {
  try {
    const value = convert(plan, scalar)
    const quality = uncertain ? 'uncertain' : qualityOf(flags)
    collector.past({ device: plan.device, at, heard: { pointId: plan.pointId, value, quality } })
  } catch (thrown) {
    onFault(thrown instanceof Error ? thrown.message : 'cannot be read')
  }
}

/** How many records there are; none where what it says is no count, which is told. */
function countOf(tags: readonly Tag[] | undefined, onFault: HealRequest['onFault']): number {
  const [tag] = tags ?? []
  try {
    const scalar = tag === undefined ? undefined : scalarOf(tag)
    if (scalar === undefined) return 0
    if (scalar.kind === 'number' && /^\d{1,10}$/.test(scalar.text)) return Number(scalar.text)
    onFault('has a log with a count that is none')
  } catch (thrown) {
    onFault(`has a log whose count ${errorMessage(thrown)}`)
  }
  return 0
}

/** Records of a log buffer; those that hold no value (interruptions, changes of the time) are left out. */
function recordsOf(
  items: readonly Tag[],
  { timeZone, onFault }: { readonly timeZone: string; readonly onFault: (reason: string) => void },
): readonly LogRecord[] {
  const reader = readTags(items)
  const records: LogRecord[] = []
  try {
    while (!reader.isAtEnd()) {
      const [day, time] = childrenOf(reader.take(0)).map(scalarOf)
      const [datum] = childrenOf(reader.take(1))
      const flags = reader.takeIf(2)
      if (day?.kind !== 'date' || time?.kind !== 'time')
        throw new Error('has a record without time')
      const kind = datum === undefined ? undefined : DATUM[datum.number]
      const scalar = datum && kind !== undefined ? scalarAs(kind, datum) : undefined
      if (scalar === undefined) continue
      const instant = instantOf(day.date, time.time, timeZone)
      records.push({
        ...instant,
        scalar,
        flags: flags && [{ ...flags, number: BIT_STRING, context: false }],
      })
    }
  } catch (thrown) {
    onFault(thrown instanceof Error ? thrown.message : 'cannot be read')
  }
  return records
}

/** @throws where the time is not fully given, as clause 20.2.12 allows. */
function instantOf(day: LocalDay, time: LocalTime, timeZone: string) {
  const parts = { ...day, hour: time.hour, minute: time.minute, second: time.second }
  const millisecond = (time.hundredths <= 99 ? time.hundredths : 0) * 10
  const local = Temporal.PlainDateTime.from({ ...parts, millisecond }, { overflow: 'reject' })
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' })
  const at = earlier.epochMilliseconds
  return { at, uncertain: at !== later.epochMilliseconds }
}
