import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, DAY_MS, type Instant, SECOND_MS } from '../../kernel/instant.ts'
import type { Row } from '../registry/ports.ts'
import type { HistoryStore, ServedSpan } from './ports.ts'

/** More than that are not read for one plot. */
const MOST_READINGS = 1_000_000
const MOST_GAPS = 500
const MOST_QUARANTINED = 500
/** A gap is longer than so many expected intervals. */
const GAP_INTERVALS = 1.5

/** A bucket of a register's readings. */
export interface HistoryPoint {
  readonly from: Instant
  /** Of the last reading. */
  readonly at: Instant
  readonly minMicros: bigint
  readonly maxMicros: bigint
  readonly lastMicros: bigint
  readonly count: number
}

export interface RegisterHistory {
  readonly from: Instant
  readonly to: Instant
  readonly bucketMs: number
  readonly intervalSeconds: number
  readonly registers: readonly (ServedSpan & { readonly points: readonly HistoryPoint[] })[]
  readonly gaps: readonly {
    readonly registerId: Id
    readonly from: Instant
    readonly to: Instant
    readonly missing: number
  }[]
  readonly gapsTruncated: boolean
  /** Null: not asked for. */
  readonly quarantined: readonly Row[] | null
}

export interface Histories {
  /** Readings for a plot. @throws `range-too-large`, `validation-failed`, `not-found` */
  history(request: {
    readonly meteringPointId: Id
    /** Only the time in which contracts of these tenants pay; null: all of it. */
    readonly tenantIds: readonly Id[] | null
    readonly from: Instant | null
    readonly to: Instant | null
    /** Buckets at most. */
    readonly points: number
    readonly withQuarantine: boolean
  }): Promise<RegisterHistory>
}

export function createHistories({
  store,
  clock,
}: {
  readonly store: HistoryStore
  /** Domain time. */
  readonly clock: Clock
}): Histories {
  return {
    async history({ meteringPointId, tenantIds, points, withQuarantine, ...range }) {
      const now = clock.now()
      const to = range.to ?? now
      const from = range.from ?? to - DAY_MS
      if (from >= to)
        throw busbarError('validation-failed', {
          detail: 'The range ends before it begins.',
          errors: [{ pointer: 'fromAt', message: 'must be before toAt' }],
        })
      const { intervalSeconds } = await store.point({ meteringPointId })
      const spans = await store.spans({ meteringPointId, tenantIds, from, to })
      refuseTooMany(spans, intervalSeconds)
      // Whole seconds: nothing is read more often.
      const bucketMs = Math.max(Math.ceil((to - from) / points / SECOND_MS), 1) * SECOND_MS
      const registers: RegisterHistory['registers'][number][] = []
      for (const span of spans) {
        const buckets = await store.points({ span, origin: from, bucketMs })
        const own = buckets.map(({ bucket, ...point }) => ({
          ...point,
          from: from + bucket * bucketMs,
        }))
        registers.push({ ...span, points: own })
      }
      const gaps = await gapsOf(spans, { intervalSeconds, now })
      const limit = MOST_QUARANTINED
      return {
        ...{ from, to, bucketMs, intervalSeconds, registers },
        gaps: gaps.slice(0, MOST_GAPS),
        gapsTruncated: gaps.length > MOST_GAPS,
        quarantined: withQuarantine ? await store.quarantined({ spans, limit }) : null,
      }
    },
  }

  async function gapsOf(
    spans: readonly ServedSpan[],
    { intervalSeconds, now }: { readonly intervalSeconds: number; readonly now: Instant },
  ) {
    const intervalMs = intervalSeconds * SECOND_MS
    const longerThanMs = intervalMs * GAP_INTERVALS
    const gaps: RegisterHistory['gaps'][number][] = []
    for (const whole of spans) {
      const span = { ...whole, to: Math.min(whole.to, now) }
      if (span.from >= span.to) continue
      for (const gap of await store.gaps({ span, longerThanMs, limit: MOST_GAPS + 1 })) {
        const missing = Math.max(Math.round((gap.to - gap.from) / intervalMs) - 1, 1)
        gaps.push({ registerId: span.registerId, from: gap.from, to: gap.to, missing })
      }
    }
    return gaps.sort((a, b) => a.from - b.from)
  }
}

/** By how often they are read: counting them would take as long as reading them. */
function refuseTooMany(spans: readonly ServedSpan[], intervalSeconds: number): void {
  const readings = spans.reduce(
    (sum, { from, to }) => sum + (to - from) / (intervalSeconds * SECOND_MS),
    0,
  )
  if (readings > MOST_READINGS)
    throw busbarError('range-too-large', {
      detail: `About ${Math.round(readings)} readings lie in the range; ${MOST_READINGS} are the most.`,
    })
}
