import type { QueryResultRow } from 'pg'
import type { Row, Value } from '../flow/registry/ports.ts'

/** An instant as epoch milliseconds. */
export const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

/** A charge of the interval `i`, with the lines `l`. */
export const CHARGE_COLUMNS = `i.id::text, i.metering_point_id::text AS "meteringPointId", i.register_id::text AS "registerId",
  ${ms('i.from_at')} AS "fromAt", ${ms('i.to_at')} AS "toAt", i.from_micros AS "fromMicros", i.to_micros AS "toMicros",
  i.quantity_micros AS "quantityMicros", i.unrated, i.reverses_id::text AS "reversesId",
  coalesce(l.amount, 0)::bigint AS "amountMicros", coalesce(l.lines, '[]') AS lines`

/** The lines of the interval `i`. */
export const CHARGE_LINES = `
LEFT JOIN LATERAL (
  SELECT sum(amount_micros) AS amount, jsonb_agg(jsonb_build_object(
    'tariffVersionId', tariff_version_id::text, 'component', component, 'category', category, 'band', band,
    'fromAt', ${ms('from_at')}, 'toAt', ${ms('to_at')}, 'quantityMicros', quantity_micros::text,
    'quantityFromMicros', quantity_from_micros::text, 'priceMicros', price_micros::text,
    'amountMicros', amount_micros::text, 'estimated', estimated) ORDER BY ordinal) AS lines
  FROM rated_line WHERE interval_id = i.id
) l ON true`

/** bigint columns come as text; those that are micros are told by their names. */
export function rowOf(row: QueryResultRow): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]): [string, Value] => [
      key,
      key.endsWith('Micros') && typeof value === 'string' ? BigInt(value) : value,
    ]),
  )
}
