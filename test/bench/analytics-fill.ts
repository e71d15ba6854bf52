import type { Pool } from 'pg'
import type { Id } from '../../core/kernel/id.ts'
import { DAY_MS, type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import type { BenchMeter } from './fixture.ts'

export const QUARTER_MS = 15 * MINUTE_MS
export const QUARTERS_A_DAY = DAY_MS / QUARTER_MS
/** What a meter uses in a quarter hour, and what that comes to: the pipeline's own figures do not matter here. */
const QUANTITY_MICROS = 357_000
const AMOUNT_MICROS = 228_480

/** Every meter's intervals of a stretch, interleaved as they come in: quarter by quarter. */
const STRETCH = `
WITH quarter AS (
  SELECT $1::bigint + (q * cardinality($3::bigint[])) + m.nth - 1 AS id, m.register, m.point, m.installation, m.agreement,
    to_timestamp(($2::float8 + q * ${QUARTER_MS}) / 1000) AS from_at,
    to_timestamp(($2::float8 + (q + 1) * ${QUARTER_MS}) / 1000) AS to_at,
    ($7::bigint + q) * ${QUANTITY_MICROS} AS value
  FROM generate_series(0, $9::integer - 1) q
  CROSS JOIN unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
    WITH ORDINALITY AS m (register, point, installation, agreement, nth)
), intervals AS (
  INSERT INTO usage_interval (id, metering_point_id, register_id, installation_id, from_at, to_at, from_micros, to_micros,
    quantity_micros, agreement_id)
  SELECT id, point, register, installation, from_at, to_at, value, value + ${QUANTITY_MICROS}, ${QUANTITY_MICROS}, agreement
  FROM quarter
)
INSERT INTO rated_line (interval_id, ordinal, tariff_version_id, component, category, band, from_at, to_at,
  quantity_micros, quantity_from_micros, price_micros, amount_micros, estimated)
SELECT id, 0, $8, 'energy', 'energy', CASE
    WHEN extract(hour FROM from_at AT TIME ZONE 'UTC') < 8 THEN 'valley'
    WHEN extract(hour FROM from_at AT TIME ZONE 'UTC') < 20 THEN 'peak' ELSE 'flat' END,
  from_at, to_at, ${QUANTITY_MICROS}, value, 640000, ${AMOUNT_MICROS}, false FROM quarter`

/** Streams as they stand after their last reading: see core/persistence/stream-codec.ts. */
const STAND = `
UPDATE metering_point_state s SET version = version + 1, last_at = to_timestamp($4::float8 / 1000),
  state = m.register || ',' || m.installation || ',' || $4::text || ',' || $5::text || ',' || $4::text || '|'
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS m (point, register, installation)
WHERE s.metering_point_id = m.point`

/** So many quarter hours more of every meter, in the rows that the hot path writes. */
export async function fillUse(options: {
  readonly pool: Pool
  readonly meters: readonly BenchMeter[]
  readonly versionId: Id
  /** When the meters were installed. */
  readonly start: Instant
  /** Quarter hours that are there already. */
  readonly after: number
  readonly quarters: number
}): Promise<void> {
  const { pool, meters, versionId, start, after, quarters } = options
  const ids = (of: (meter: BenchMeter) => Id) => meters.map(of)
  const registers = ids(({ registerId }) => registerId)
  const points = ids(({ meteringPointId }) => meteringPointId)
  const installations = ids(({ installationId }) => installationId)
  const agreements = ids(({ agreementId }) => agreementId)
  for (let done = after; done < after + quarters; done += QUARTERS_A_DAY)
    await pool.query({
      name: 'bench-stretch',
      text: STRETCH,
      values: [
        ...[1 + done * meters.length, start + done * QUARTER_MS],
        ...[registers, points, installations, agreements],
        ...[done, versionId, Math.min(QUARTERS_A_DAY, after + quarters - done)],
      ],
    })
  const all = after + quarters
  const values = [points, registers, installations, start + all * QUARTER_MS, all * QUANTITY_MICROS]
  await pool.query(STAND, values)
}
