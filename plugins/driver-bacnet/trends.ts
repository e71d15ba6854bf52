import { OBJECT, PROPERTY } from '@busbar/bacnet/numbers'
import {
  BIT_STRING,
  type LocalDay,
  type LocalTime,
  type Scalar,
  scalarAs,
  scalarOf,
} from '@busbar/bacnet/scalars'
import { childrenOf, readTags, type Tag } from '@busbar/bacnet/tags'
import type { Instant } from '@busbar/core/contracts'
import { Temporal } from 'temporal-polyfill'
import type { Abilities, Calls } from './calls.ts'
import type { Collector } from './collector.ts'
import { convert, findProperty, type PointPlan, qualityOf } from './points.ts'

export interface LogRecord {
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

/**
 * Reads what a trend log has from `since` on, the newest first, until a chunk has nothing new, and
 * hands it over with its times: a gap is healed from the device's own memory.
 * @returns the instant of the newest record, or undefined where there was none.
 */
export async function healFromLog(options: {
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
}): Promise<Instant | undefined> {
  const { calls, from, since, until, signal } = options
  const object = { type: OBJECT.trendLog, instance: options.trendLog }
  const read = await calls.read({ from, wanted: [{ object, property: PROPERTY.recordCount }] })
  const count = read.ok
    ? countOf(findProperty(read.values, object, PROPERTY.recordCount)?.values)
    : 0
  let newest: Instant | undefined
  const records: LogRecord[] = []
  for (let last = count; last > 0 && records.length < MAX_RECORDS; last -= CHUNK) {
    const first = Math.max(1, last - CHUNK + 1)
    const outcome = await calls.readRange({ to: from.peer, object, first, count: last - first + 1 })
    if (outcome.kind !== 'range' || signal.aborted) break
    const chunk = recordsOf(outcome.range.items, options)
    const fresh = chunk.filter(({ at }) => at > since && at <= until)
    records.push(...fresh)
    if (fresh.length < chunk.length || chunk.length === 0) break
  }
  for (const record of records.sort((one, other) => one.at - other.at)) {
    newest = record.at
    handOver(options, record)
  }
  return newest
}

function handOver(
  { plan, collector, onFault }: Parameters<typeof healFromLog>[0],
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

function countOf(tags: readonly Tag[] | undefined): number {
  const [tag] = tags ?? []
  const scalar = tag === undefined ? undefined : scalarOf(tag)
  return scalar?.kind === 'number' ? Number(scalar.text) : 0
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
