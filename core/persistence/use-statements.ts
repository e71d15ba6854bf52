import { inForce, lastOf, msBetween, msOf, partBetween } from './use-parts.ts'

/** Start and end of bucket k between the bounds $4. */
const START = '($4::timestamptz[])[k]'
const END = '($4::timestamptz[])[k + 1]'
const COUNT = 'cardinality($4::timestamptz[]) - 1'

const bucketOf = (at: string) => `width_bucket(${at}, $4::timestamptz[])`

/** Part of a row's figure that falls into bucket k. */
const part = (row: string, figure: string) => partBetween(row, figure, START, END)

/** Registers with their metering points and agreements: $1, $2, $3. */
const SCOPED = `
scoped AS (
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS s (register_id, point_id, agreement_id)
)`

/** What is used of an interval, whose figures count `times`. */
const COLUMNS = `i.id, i.metering_point_id, i.agreement_id, i.from_at, i.to_at, i.times,
    i.times * i.quantity_micros AS quantity_micros, i.unrated IS NOT NULL AS unrated,
    i.times * ${inForce('i')} AS one, greatest(${bucketOf('i.from_at')}, 1) AS first,
    least(${bucketOf(lastOf('i.to_at'))}, ${COUNT}) AS last, ${bucketOf('i.from_at')} = ${bucketOf(lastOf('i.to_at'))} AS whole`

const WITHIN = `i.from_at < $6::timestamptz AND i.metering_point_id = s.point_id
    AND (s.agreement_id IS NULL OR i.agreement_id = s.agreement_id)`

/** Of the intervals that end after an instant only the one in force that begins before the range ends counts. */
const astride = (after: string) => `
    (SELECT u.*, 1 AS times FROM usage_interval u
     WHERE register_id = s.register_id AND to_at > ${after} AND reverses_id IS NULL
       AND NOT EXISTS (SELECT FROM usage_interval r
         WHERE r.register_id = u.register_id AND r.to_at = u.to_at AND r.reverses_id = u.id)
     ORDER BY to_at LIMIT 1)`

/**
 * Intervals of the registers that touch the range. Those that end in it are found by the index on ends; of those that
 * end after it only the one in force that begins in it counts, since what was reversed sums to nothing.
 */
const ALL = `${SCOPED}, used AS MATERIALIZED (
  SELECT ${COLUMNS}
  FROM scoped s CROSS JOIN LATERAL (
    SELECT *, 1 AS times FROM usage_interval
    WHERE register_id = s.register_id AND to_at > $5::timestamptz AND to_at <= $6::timestamptz
    UNION ALL ${astride('$6::timestamptz')}
  ) i WHERE ${WITHIN}
)`

/**
 * Intervals that are not in the sums, and once more, to be taken from them, those that are and should not be. A
 * metering point whose stream stands where it was summed has neither.
 */
const UNSUMMED = `${SCOPED}, open AS MATERIALIZED (
  SELECT s.*, coalesce(m.until_at, '-infinity') AS until_at
  FROM scoped s LEFT JOIN usage_summed z ON z.metering_point_id = s.point_id
  LEFT JOIN metering_point_state t ON t.metering_point_id = s.point_id
  LEFT JOIN usage_summed_register m ON m.metering_point_id = s.point_id AND m.register_id = s.register_id
  WHERE z.version IS NULL OR z.version <> t.version
), used AS MATERIALIZED (
  SELECT ${COLUMNS}
  FROM open s CROSS JOIN LATERAL (
    SELECT *, 1 AS times FROM usage_interval
    WHERE register_id = s.register_id AND to_at > greatest(s.until_at, $5::timestamptz) AND to_at <= $6::timestamptz
    UNION ALL
    SELECT * FROM ${astride('$6::timestamptz')} after WHERE s.until_at < $6::timestamptz
    UNION ALL
    SELECT u.*, -1 FROM usage_taken_back b JOIN usage_interval u ON u.id = b.interval_id
    WHERE b.metering_point_id = s.point_id AND u.register_id = s.register_id AND u.to_at > $5::timestamptz
  ) i WHERE ${WITHIN}
)`

/** Nearly every interval lies in one bucket: those are summed as they are, before anything else is looked up. */
const useOf = (used: string, sums = '') => `
WITH ${used}, piece AS (
  SELECT first AS k, metering_point_id, unrated, sum(quantity_micros) AS quantity, sum(one * ${msOf('used')}) AS ms
  FROM used WHERE whole GROUP BY first, metering_point_id, unrated
  UNION ALL
  SELECT k, metering_point_id, unrated, sum(${part('u', 'quantity_micros')}), sum(one * ${msBetween('u', START, END)})
  FROM used u CROSS JOIN LATERAL generate_series(u.first, u.last) k WHERE NOT whole
  GROUP BY k, metering_point_id, unrated
), named AS (
  SELECT k, p.utility, p.unit, unrated, quantity, ms FROM piece JOIN metering_point p ON p.id = metering_point_id
  ${sums}
)
SELECT k - 1 AS bucket, utility, unit, sum(quantity)::text AS quantity,
  coalesce(sum(quantity) FILTER (WHERE unrated), 0)::text AS unrated
FROM named GROUP BY k, utility, unit HAVING sum(ms) <> 0 ORDER BY k, utility, unit`

const OF_LINE = `u.metering_point_id, u.agreement_id, l.tariff_version_id, l.component, l.category, l.band`

/** Lines have times of their own within an interval that several buckets share. */
const chargedOf = (used: string, sums = '') => `
WITH ${used}, line AS (
  SELECT ${OF_LINE}, l.from_at, l.to_at, u.times * l.quantity_micros AS quantity_micros,
    u.times * l.amount_micros AS amount_micros, l.estimated, u.one,
    greatest(${bucketOf('l.from_at')}, 1) AS first, least(${bucketOf(lastOf('l.to_at'))}, ${COUNT}) AS last
  FROM used u JOIN rated_line l ON l.interval_id = u.id WHERE NOT u.whole
), piece AS (
  SELECT u.first AS k, ${OF_LINE}, sum(u.times * l.quantity_micros) AS quantity, sum(u.times * l.amount_micros) AS amount,
    sum(u.one * ${msOf('l')}) AS ms, sum(u.one * ${msOf('l')}) FILTER (WHERE l.estimated) AS estimated
  FROM used u JOIN rated_line l ON l.interval_id = u.id WHERE u.whole GROUP BY u.first, ${OF_LINE}
  UNION ALL
  SELECT k, metering_point_id, agreement_id, tariff_version_id, component, category, band,
    sum(${part('l', 'quantity_micros')}), sum(${part('l', 'amount_micros')}), sum(one * ${msBetween('l', START, END)}),
    sum(one * ${msBetween('l', START, END)}) FILTER (WHERE estimated)
  FROM line l CROSS JOIN LATERAL generate_series(l.first, l.last) k
  GROUP BY k, metering_point_id, agreement_id, tariff_version_id, component, category, band
), named AS (
  SELECT k, p.utility, p.unit, a.currency, c.tariff_version_id, c.component, c.category, c.band, c.quantity, c.amount,
    c.ms, c.estimated
  FROM piece c JOIN metering_point p ON p.id = c.metering_point_id
  JOIN service_agreement g ON g.id = c.agreement_id JOIN account a ON a.id = g.account_id
  ${sums}
)
SELECT k - 1 AS bucket, utility, unit, currency, tariff_version_id::text AS "versionId", component, category, band,
  sum(quantity)::text AS quantity, sum(amount)::text AS amount, coalesce(sum(estimated), 0) > 0 AS estimated
FROM named GROUP BY k, utility, unit, currency, tariff_version_id, component, category, band HAVING sum(ms) <> 0
ORDER BY k, utility, unit, currency, band, tariff_version_id, component`

/** Of the range, by bucket k; a site is $7. */
const SITE_USE = `UNION ALL
  SELECT ${bucketOf('at')}, utility, unit, unrated, sum(quantity_micros), sum(in_force_ms) FROM usage_quarter
  WHERE site_id = $7 AND at >= $5::timestamptz AND at < $6::timestamptz GROUP BY 1, 2, 3, 4`
const SITE_CHARGES = `UNION ALL
  SELECT ${bucketOf('at')}, utility, unit, currency, tariff_version_id, component, category, band, sum(quantity_micros),
    sum(amount_micros), sum(in_force_ms), sum(estimated_ms) FROM charge_quarter
  WHERE site_id = $7 AND at >= $5::timestamptz AND at < $6::timestamptz GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`

const DAYS_OF = (table: string) => `
  FROM (SELECT DISTINCT point_id, agreement_id FROM scoped) s
  JOIN ${table} d ON d.metering_point_id = s.point_id AND d.day_at >= $5::timestamptz AND d.day_at < $6::timestamptz
    AND (s.agreement_id IS NULL OR d.agreement_id = s.agreement_id)
  JOIN metering_point p ON p.id = d.metering_point_id`
const POINT_USE = `UNION ALL
  SELECT ${bucketOf('d.day_at')}, p.utility, p.unit, d.unrated, d.quantity_micros, d.in_force_ms ${DAYS_OF('usage_day')}`
const POINT_CHARGES = `UNION ALL
  SELECT ${bucketOf('d.day_at')}, p.utility, p.unit, a.currency, d.tariff_version_id, d.component, d.category, d.band,
    d.quantity_micros, d.amount_micros, d.in_force_ms, d.estimated_ms ${DAYS_OF('charge_day')}
  JOIN service_agreement g ON g.id = d.agreement_id JOIN account a ON a.id = g.account_id`

/** Use and charges of registers ($1, $2, $3) in buckets between bounds ($4), of the range from $5 to $6. */
export const USE_STATEMENTS = Object.freeze({
  /** Of every interval. */
  lines: { used: useOf(ALL), charged: chargedOf(ALL) },
  /** Of the sums of a site ($7), and of what is not summed yet. */
  quarters: { used: useOf(UNSUMMED, SITE_USE), charged: chargedOf(UNSUMMED, SITE_CHARGES) },
  /** Of the sums of metering points, and of what is not summed yet. */
  days: { used: useOf(UNSUMMED, POINT_USE), charged: chargedOf(UNSUMMED, POINT_CHARGES) },
})
