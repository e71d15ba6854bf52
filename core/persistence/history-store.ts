import type { QueryResultRow } from 'pg'
import type { HistoryStore, ServedSpan } from '../flow/history/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { idList, instants, integers } from './columns.ts'
import type { SqlClient } from './sql.ts'

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`
const at = (parameter: string) => `to_timestamp(${parameter}::float8 / 1000)`

/** Registers while they served the point, within the range and the time of the tenants. */
const SPANS = `
WITH seen AS (
  SELECT a.from_at, coalesce(a.to_at, 'infinity') AS to_at
  FROM service_agreement a JOIN contract c ON c.id = a.contract_id
  WHERE a.metering_point_id = $1 AND c.tenant_id = ANY ($2::bigint[])
  UNION ALL SELECT '-infinity', 'infinity' WHERE $2::bigint[] IS NULL
), served AS (
  SELECT r.id, r.code, r.band, r.meter_id, m.serial, greatest(n.from_at, seen.from_at, ${at('$3')}) AS from_at,
    least(coalesce(n.to_at, 'infinity'), seen.to_at, ${at('$4')}) AS to_at
  FROM installation n JOIN meter m ON m.id = n.meter_id JOIN register r ON r.meter_id = m.id CROSS JOIN seen
  WHERE n.metering_point_id = $1
)
SELECT id::text AS "registerId", code, band, meter_id::text AS "meterId", serial, ${ms('from_at')} AS from,
  ${ms('to_at')} AS to
FROM served WHERE from_at < to_at ORDER BY served.from_at, served.id`

const POINTS = `
SELECT bucket, ${ms('max(at)')} AS at, min(value_micros)::text AS min, max(value_micros)::text AS max,
  ((array_agg(value_micros ORDER BY at DESC, value_micros DESC))[1])::text AS last, count(*)::int AS count
FROM (
  SELECT at, value_micros, floor((${ms('at')} - $4::float8) / $5::float8)::int AS bucket FROM reading
  WHERE register_id = $1 AND at >= ${at('$2')} AND at < ${at('$3')}
) r GROUP BY bucket ORDER BY bucket`

/** Each reading with the one before; the ends of the span bound the first and the last gap. */
const GAPS = `
WITH seen AS (
  SELECT at FROM reading WHERE register_id = $1 AND at >= ${at('$2')} AND at < ${at('$3')}
  UNION SELECT ${at('$2')} UNION SELECT ${at('$3')}
), gap AS (
  SELECT lag(at) OVER (ORDER BY at) AS from_at, at AS to_at FROM seen
)
SELECT ${ms('from_at')} AS from, ${ms('to_at')} AS to FROM gap
WHERE extract(epoch FROM to_at - from_at) * 1000 > $4::float8 ORDER BY from_at LIMIT $5`

const QUARANTINED = `
SELECT q.register_id::text AS "registerId", ${ms('q.at')} AS at, q.value_micros AS value, q.reason, q.detail,
  ${ms('q.opened_at')} AS "openedAt", ${ms('q.closed_at')} AS "closedAt"
FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) AS s (register_id, from_at, to_at)
JOIN quarantined_reading q ON q.register_id = s.register_id AND q.at >= s.from_at AND q.at < s.to_at
ORDER BY q.at, q.register_id, q.value_micros LIMIT $4`

interface PointRow extends QueryResultRow {
  readonly bucket: number
  readonly at: number
  readonly min: string
  readonly max: string
  readonly last: string
  readonly count: number
}

/** Register values for a plot, on PostgreSQL: by the index on register and instant. */
export function createHistoryStore({ client }: { readonly client: SqlClient }): HistoryStore {
  return {
    async point({ meteringPointId }) {
      const { rows } = await client.query<{ intervalSeconds: number }>({
        text: 'SELECT interval_seconds AS "intervalSeconds" FROM metering_point WHERE id = $1',
        values: [meteringPointId],
      })
      const [row] = rows
      if (row === undefined) throw busbarError('not-found')
      return row
    },
    async spans({ meteringPointId, tenantIds, from, to }) {
      const tenants = tenantIds === null ? null : idList(tenantIds)
      const values = [meteringPointId, tenants, from, to]
      const { rows } = await client.query<ServedSpan & QueryResultRow>({ text: SPANS, values })
      return rows
    },
    async points({ span, origin, bucketMs }) {
      const values = [span.registerId, span.from, span.to, origin, bucketMs]
      const { rows } = await client.query<PointRow>({ text: POINTS, values })
      return rows.map(({ min, max, last, ...row }) => ({
        ...row,
        minMicros: BigInt(min),
        maxMicros: BigInt(max),
        lastMicros: BigInt(last),
      }))
    },
    async gaps({ span, longerThanMs, limit }) {
      const values = [span.registerId, span.from, span.to, longerThanMs, limit]
      const { rows } = await client.query<{ from: number; to: number }>({ text: GAPS, values })
      return rows
    },
    async quarantined({ spans, limit }) {
      const { rows } = await client.query<QueryResultRow>({
        text: QUARANTINED,
        values: [
          integers(spans, ({ registerId }) => registerId),
          instants(spans, ({ from }) => from),
          instants(spans, ({ to }) => to),
          limit,
        ],
      })
      return rows.map(({ value, ...row }) => ({ ...row, valueMicros: BigInt(value) }))
    },
  }
}
