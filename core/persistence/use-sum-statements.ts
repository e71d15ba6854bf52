import {
  afterQuarter,
  inForce,
  lastOf,
  msBetween,
  msOf,
  partBetween,
  quarterOf,
  quarters,
} from './use-parts.ts'

/** Metering points of site $1 after $2 whose streams have moved since they were summed. A correction keeps them to itself. */
export const MOVED = `
SELECT s.metering_point_id::text AS id, s.version::text AS version, s.state
FROM metering_point_state s JOIN metering_point p ON p.id = s.metering_point_id
LEFT JOIN usage_summed z ON z.metering_point_id = s.metering_point_id
WHERE p.site_id = $1 AND s.metering_point_id > $2 AND (z.version IS NULL OR z.version <> s.version)
ORDER BY s.metering_point_id LIMIT $3 FOR KEY SHARE OF s SKIP LOCKED`

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

/** Of points ($1) and registers ($2) up to their baselines ($3): the next intervals, at most $4 of each. */
export const NEXT = `
SELECT s.point_id::text AS "pointId", s.register_id::text AS "registerId", ${ms('n.first_at')} AS "firstAt",
  ${ms('n.last_at')} AS "lastAt", n.count = $4 AS "isFull", ${ms('s.baseline_at')} AS "baselineAt"
FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS s (point_id, register_id, baseline_at)
LEFT JOIN usage_summed_register m ON m.metering_point_id = s.point_id AND m.register_id = s.register_id
CROSS JOIN LATERAL (
  SELECT min(from_at) AS first_at, max(to_at) AS last_at, count(*) FROM (
    SELECT from_at, to_at FROM usage_interval
    WHERE register_id = s.register_id AND to_at > coalesce(m.until_at, '-infinity') AND to_at <= s.baseline_at
      AND metering_point_id = s.point_id ORDER BY to_at LIMIT $4) i
) n
WHERE m.until_at IS NULL OR m.until_at < s.baseline_at`

/** What is to be taken from the sums of points $1. */
export const TAKEN_BACK = `
SELECT ${ms('min(u.from_at)')} AS "firstAt", ${ms('max(u.to_at)')} AS "lastAt"
FROM usage_taken_back b JOIN usage_interval u ON u.id = b.interval_id WHERE b.metering_point_id = ANY ($1::bigint[])`

/**
 * Intervals to add: of points ($1) and registers ($2) those that end by an instant ($3) and are not summed, and with the
 * sign turned what was taken back of points $4. Local days begin at $5; the site is $6.
 */
const USED = `
used AS MATERIALIZED (
  SELECT i.*, i.times * ${inForce('i')} AS one, ${quarterOf('i.from_at')} AS first_at, ${quarterOf(lastOf('i.to_at'))} AS last_at
  FROM (
    SELECT u.*, 1 AS times
    FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS s (point_id, register_id, until_at)
    LEFT JOIN usage_summed_register m ON m.metering_point_id = s.point_id AND m.register_id = s.register_id
    JOIN usage_interval u ON u.register_id = s.register_id AND u.to_at > coalesce(m.until_at, '-infinity')
      AND u.to_at <= s.until_at AND u.metering_point_id = s.point_id
    UNION ALL
    SELECT u.*, -1 FROM usage_taken_back b JOIN usage_interval u ON u.id = b.interval_id
    WHERE b.metering_point_id = ANY ($4::bigint[])
  ) i
)`

const DAY = '($5::timestamptz[])[width_bucket(at, $5::timestamptz[])]'
const QUARTER_END = afterQuarter('at')

export const ADD_USE = `
WITH ${USED}, piece AS (
  SELECT metering_point_id, coalesce(agreement_id, 0) AS agreement_id, unrated IS NOT NULL AS unrated, first_at AS at,
    sum(times * quantity_micros) AS quantity, sum(one * ${msOf('used')}) AS ms
  FROM used WHERE first_at = last_at GROUP BY 1, 2, 3, 4
  UNION ALL
  SELECT metering_point_id, coalesce(agreement_id, 0), unrated IS NOT NULL, at,
    sum(times * (${partBetween('u', 'quantity_micros', 'at', QUARTER_END)})), sum(one * ${msBetween('u', 'at', QUARTER_END)})
  FROM used u CROSS JOIN LATERAL ${quarters('u.first_at', 'u.last_at')} at WHERE first_at <> last_at GROUP BY 1, 2, 3, 4
), days AS (
  INSERT INTO usage_day AS d (metering_point_id, day_at, agreement_id, unrated, quantity_micros, in_force_ms)
  SELECT metering_point_id, ${DAY}, agreement_id, unrated, sum(quantity), sum(ms) FROM piece GROUP BY 1, 2, 3, 4
  ON CONFLICT (metering_point_id, day_at, agreement_id, unrated) DO UPDATE
  SET quantity_micros = d.quantity_micros + excluded.quantity_micros, in_force_ms = d.in_force_ms + excluded.in_force_ms
)
INSERT INTO usage_quarter AS q (site_id, at, utility, unit, unrated, quantity_micros, in_force_ms)
SELECT $6::bigint, c.at, p.utility, p.unit, c.unrated, sum(c.quantity), sum(c.ms)
FROM piece c JOIN metering_point p ON p.id = c.metering_point_id GROUP BY 2, 3, 4, 5
ON CONFLICT (site_id, at, utility, unit, unrated) DO UPDATE
SET quantity_micros = q.quantity_micros + excluded.quantity_micros, in_force_ms = q.in_force_ms + excluded.in_force_ms`

const OF_LINE = 'tariff_version_id, component, category, band'

/** Lines have times of their own within an interval of several quarter hours. */
export const ADD_CHARGES = `
WITH ${USED}, line AS (
  SELECT u.metering_point_id, u.agreement_id, u.times, u.one, l.tariff_version_id, l.component, l.category, l.band,
    l.from_at, l.to_at, l.quantity_micros, l.amount_micros, l.estimated,
    ${quarterOf('l.from_at')} AS first_at, ${quarterOf(lastOf('l.to_at'))} AS last_at
  FROM used u JOIN rated_line l ON l.interval_id = u.id
), piece AS (
  SELECT metering_point_id, agreement_id, ${OF_LINE}, first_at AS at, sum(times * quantity_micros) AS quantity,
    sum(times * amount_micros) AS amount, sum(one * ${msOf('line')}) AS ms,
    coalesce(sum(one * ${msOf('line')}) FILTER (WHERE estimated), 0) AS estimated
  FROM line WHERE first_at = last_at GROUP BY 1, 2, 3, 4, 5, 6, 7
  UNION ALL
  SELECT metering_point_id, agreement_id, ${OF_LINE}, at,
    sum(times * (${partBetween('l', 'quantity_micros', 'at', QUARTER_END)})),
    sum(times * (${partBetween('l', 'amount_micros', 'at', QUARTER_END)})),
    sum(one * ${msBetween('l', 'at', QUARTER_END)}),
    coalesce(sum(one * ${msBetween('l', 'at', QUARTER_END)}) FILTER (WHERE estimated), 0)
  FROM line l CROSS JOIN LATERAL ${quarters('l.first_at', 'l.last_at')} at WHERE first_at <> last_at
  GROUP BY 1, 2, 3, 4, 5, 6, 7
), days AS (
  INSERT INTO charge_day AS d (metering_point_id, day_at, agreement_id, ${OF_LINE},
    quantity_micros, amount_micros, in_force_ms, estimated_ms)
  SELECT metering_point_id, ${DAY}, agreement_id, ${OF_LINE}, sum(quantity), sum(amount), sum(ms), sum(estimated)
  FROM piece GROUP BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (metering_point_id, day_at, agreement_id, ${OF_LINE}) DO UPDATE
  SET quantity_micros = d.quantity_micros + excluded.quantity_micros,
    amount_micros = d.amount_micros + excluded.amount_micros, in_force_ms = d.in_force_ms + excluded.in_force_ms,
    estimated_ms = d.estimated_ms + excluded.estimated_ms
)
INSERT INTO charge_quarter AS q (site_id, at, utility, unit, currency, ${OF_LINE},
  quantity_micros, amount_micros, in_force_ms, estimated_ms)
SELECT $6::bigint, c.at, p.utility, p.unit, a.currency, c.tariff_version_id, c.component, c.category, c.band,
  sum(c.quantity), sum(c.amount), sum(c.ms), sum(c.estimated)
FROM piece c JOIN metering_point p ON p.id = c.metering_point_id
JOIN service_agreement g ON g.id = c.agreement_id JOIN account a ON a.id = g.account_id GROUP BY 2, 3, 4, 5, 6, 7, 8, 9
ON CONFLICT (site_id, at, utility, unit, currency, ${OF_LINE}) DO UPDATE
SET quantity_micros = q.quantity_micros + excluded.quantity_micros,
  amount_micros = q.amount_micros + excluded.amount_micros, in_force_ms = q.in_force_ms + excluded.in_force_ms,
  estimated_ms = q.estimated_ms + excluded.estimated_ms`

/** Of points ($1) and registers ($2): summed until ($3). */
export const MARK = `
INSERT INTO usage_summed_register (metering_point_id, register_id, until_at)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[])
ON CONFLICT (metering_point_id, register_id) DO UPDATE SET until_at = excluded.until_at`

export const SETTLE = `DELETE FROM usage_taken_back WHERE metering_point_id = ANY ($1::bigint[])`

/** Points ($1) all of which is summed as of a version ($2) of their streams. */
export const SUMMED = `
INSERT INTO usage_summed (metering_point_id, version) SELECT * FROM unnest($1::bigint[], $2::bigint[])
ON CONFLICT (metering_point_id) DO UPDATE SET version = excluded.version`

/** Puts the registers of point $1 back to instants ($2, $3), those not named to their beginning. */
export const REOPEN = `
WITH back AS (
  SELECT m.register_id, coalesce(f.at, '-infinity') AS at, m.until_at
  FROM usage_summed_register m
  LEFT JOIN unnest($2::bigint[], $3::timestamptz[]) AS f (register_id, at) USING (register_id)
  WHERE m.metering_point_id = $1 AND (f.at IS NULL OR f.at < m.until_at)
), taken AS (
  INSERT INTO usage_taken_back (metering_point_id, interval_id)
  SELECT $1, u.id FROM back b JOIN usage_interval u
    ON u.register_id = b.register_id AND u.to_at > b.at AND u.to_at <= b.until_at AND u.metering_point_id = $1
)
UPDATE usage_summed_register m SET until_at = b.at FROM back b
WHERE m.metering_point_id = $1 AND m.register_id = b.register_id`
