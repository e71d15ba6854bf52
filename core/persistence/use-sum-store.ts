import type { QueryResultRow } from 'pg'
import type { UseSumStore } from '../flow/use/ports.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { addDays, localDate, startOfLocalDay } from '../kernel/zone.ts'
import { idList, instants, integers } from './columns.ts'
import { clientOf, inTransaction, type SqlClient, type SqlPool, withRetry } from './sql.ts'
import { decodeState } from './stream-codec.ts'
import {
  ADD_CHARGES,
  ADD_USE,
  MARK,
  MOVED,
  NEXT,
  SETTLE,
  SUMMED,
  TAKEN_BACK,
} from './use-sum-statements.ts'

/** Intervals of one register in one transaction. */
const INTERVALS_AT_ONCE = 500

const TABLES =
  'usage_summed, usage_summed_register, usage_taken_back, usage_day, charge_day, usage_quarter, charge_quarter'

interface MovedPoint extends QueryResultRow {
  readonly id: Id
  readonly version: string
  readonly state: string
}

interface Span {
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
}

interface NextSpan extends Span, QueryResultRow {
  readonly pointId: Id
  readonly registerId: Id
  readonly isFull: boolean
  readonly baselineAt: Instant
}

/**
 * Sums of use on PostgreSQL. While it adds, a point's stream cannot be corrected (both lock its state), whereas readings
 * in order come in as ever: they only add intervals that end after the baseline, up to which sums are made.
 */
export function createUseSumStore({ pool }: { readonly pool: SqlPool }): UseSumStore {
  return {
    async sites() {
      const { rows } = await pool.query<{ id: Id; timeZone: string }>({
        text: 'SELECT id::text FROM site ORDER BY site.id',
      })
      return rows.map(({ id }) => id)
    },
    add: (request) =>
      withRetry(() => inTransaction(pool, (transaction) => addIn(clientOf(transaction), request))),
    forget: () =>
      withRetry(() =>
        inTransaction(pool, async (transaction) => {
          const client = clientOf(transaction)
          // Nobody may put a register back that is being forgotten.
          await client.query({ text: 'LOCK TABLE usage_summed_register IN EXCLUSIVE MODE' })
          for (const table of TABLES.split(', '))
            await client.query({ text: `DELETE FROM ${table}` })
        }),
      ),
  }
}

const NONE = Object.freeze({ points: 0, last: null, isComplete: true })

async function addIn(
  client: SqlClient,
  { siteId, after, limit }: Parameters<UseSumStore['add']>[0],
): ReturnType<UseSumStore['add']> {
  const { rows: sites } = await client.query<{ timeZone: string; locked: boolean }>({
    text: `SELECT time_zone AS "timeZone", pg_try_advisory_xact_lock(hashtextextended('usage-sums', id)) AS locked
      FROM site WHERE id = $1`,
    values: [siteId],
  })
  const [site] = sites
  if (site?.locked !== true) return NONE
  const { rows: points } = await client.query<MovedPoint>({
    text: MOVED,
    values: [siteId, after, limit],
  })
  const last = points.at(-1)?.id ?? null
  if (last === null) return NONE
  const next = await nextOf(client, points)
  const ids = idList(points.map(({ id }) => id))
  const { rows: taken } = await client.query<Span & QueryResultRow>({
    text: TAKEN_BACK,
    values: [ids],
  })
  const days = daysOf([...next, ...taken], site.timeZone)
  const marks = [
    integers(next, ({ pointId }) => pointId),
    integers(next, ({ registerId }) => registerId),
    instants(next, untilOf),
  ]
  if (days.length > 0) {
    const values = [...marks, ids, instants(days, (at) => at), siteId]
    await client.query({ text: ADD_USE, values })
    await client.query({ text: ADD_CHARGES, values })
    await client.query({ text: SETTLE, values: [ids] })
  }
  await client.query({ text: MARK, values: marks })
  const left = new Set(next.filter(({ isFull }) => isFull).map(({ pointId }) => pointId))
  const done = points.filter(({ id }) => !left.has(id))
  await client.query({
    text: SUMMED,
    values: [integers(done, ({ id }) => id), integers(done, ({ version }) => version)],
  })
  return { points: points.length, last, isComplete: left.size === 0 }
}

/** What comes next of each register, up to the value that its next interval begins at. */
async function nextOf(client: SqlClient, points: readonly MovedPoint[]): Promise<NextSpan[]> {
  const registers = points.flatMap(({ id, state }) =>
    decodeState(state).registers.flatMap(({ registerId, baseline }) =>
      baseline === null ? [] : [{ pointId: id, registerId, at: baseline.at }],
    ),
  )
  const { rows } = await client.query<NextSpan>({
    text: NEXT,
    values: [
      integers(registers, ({ pointId }) => pointId),
      integers(registers, ({ registerId }) => registerId),
      instants(registers, ({ at }) => at),
      INTERVALS_AT_ONCE,
    ],
  })
  return rows
}

function untilOf({ isFull, lastAt, baselineAt }: NextSpan): Instant {
  return isFull && lastAt !== null ? lastAt : baselineAt
}

/** Starts of the local days that hold all of the spans; none where there is nothing. */
function daysOf(spans: readonly Span[], timeZone: string): Instant[] {
  const firsts = spans.flatMap(({ firstAt }) => firstAt ?? [])
  const lasts = spans.flatMap(({ lastAt }) => lastAt ?? [])
  if (firsts.length === 0) return []
  const least = (a: Instant, b: Instant) => Math.min(a, b)
  const most = (a: Instant, b: Instant) => Math.max(a, b)
  const end = lasts.reduce(most)
  const days: Instant[] = []
  let date = localDate(firsts.reduce(least), timeZone)
  for (let at = startOfLocalDay(date, timeZone); at < end; at = startOfLocalDay(date, timeZone)) {
    days.push(at)
    date = addDays(date, 1)
  }
  return days
}
