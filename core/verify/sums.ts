import type { QueryCheck } from './query-check.ts'

const MS = (stretch: string) => `(extract(epoch FROM ${stretch}) * 1000)::bigint`

/** What a figure that is spread evenly over a row's time comes to after so many milliseconds, half away from zero. */
const spread = (figure: string, ms: string) =>
  `sign(${figure}) * div(2 * abs(${figure})::numeric * ${ms} + r.ms, 2 * r.ms::numeric)`
const slice = (figure: string) =>
  `r.times * (${spread(figure, 'q.until_ms')} - ${spread(figure, 'q.from_ms')})`

/** Of rows `r` the quarter hours that they touch, and how far they have come at the start and the end of each. */
const QUARTERS = `CROSS JOIN LATERAL (
    SELECT at, greatest(${MS('at - r.from_at')}, 0) AS from_ms,
      least(${MS("at + interval '15 minutes' - r.from_at")}, r.ms) AS until_ms
    FROM generate_series(to_timestamp(floor(extract(epoch FROM r.from_at) / 900) * 900), r.to_at, interval '15 minutes') at
    WHERE at < r.to_at
  ) q`

/** Intervals that the sums hold by their own account. */
const INCLUDED = `
included AS MATERIALIZED (
  SELECT u.*, CASE WHEN u.reverses_id IS NULL THEN 1 ELSE -1 END AS one
  FROM usage_summed_register m JOIN usage_interval u
    ON u.register_id = m.register_id AND u.metering_point_id = m.metering_point_id AND u.to_at <= m.until_at
  UNION ALL
  SELECT u.*, CASE WHEN u.reverses_id IS NULL THEN 1 ELSE -1 END
  FROM usage_taken_back b JOIN usage_interval u ON u.id = b.interval_id
)`

const USE = `${INCLUDED}, piece AS (
  SELECT r.metering_point_id, r.agreement_id, r.unrated, q.at, ${slice('r.quantity_micros')} AS quantity, 0 AS amount,
    r.one * (q.until_ms - q.from_ms) AS ms, 0 AS estimated
  FROM (SELECT metering_point_id, coalesce(agreement_id, 0) AS agreement_id, unrated IS NOT NULL AS unrated, from_at,
      to_at, quantity_micros, one, 1 AS times, greatest(${MS('to_at - from_at')}, 1) AS ms FROM included) r ${QUARTERS}
)`

const CHARGES = `${INCLUDED}, piece AS (
  SELECT r.*, q.at, ${slice('r.quantity_micros')} AS quantity, ${slice('r.amount_micros')} AS amount,
    r.one * (q.until_ms - q.from_ms) AS in_force, CASE WHEN r.estimated THEN r.one * (q.until_ms - q.from_ms) ELSE 0 END AS guessed
  FROM (SELECT i.metering_point_id, i.agreement_id, l.tariff_version_id, l.component, l.category, l.band, l.from_at,
      l.to_at, l.quantity_micros, l.amount_micros, l.estimated, i.one, 1 AS times, greatest(${MS('l.to_at - l.from_at')}, 1) AS ms
    FROM included i JOIN rated_line l ON l.interval_id = i.id) r ${QUARTERS}
)`

const LINE = 'tariff_version_id, component, category, band'
const DAY = `date_trunc('day', c.at, s.time_zone)`
const OF_POINT = `FROM piece c JOIN metering_point p ON p.id = c.metering_point_id`
const OF_SITE = `${OF_POINT} JOIN site s ON s.id = p.site_id`
const USE_FIGURES = 'sum(c.quantity), 0::numeric, sum(c.ms), 0::numeric'
const CHARGE_FIGURES = 'sum(c.quantity), sum(c.amount), sum(c.in_force), sum(c.guessed)'

/** Rows of a table of sums beside what the lines say; rows of nothing are as good as none. */
function sumCheck(check: {
  readonly id: string
  readonly title: string
  readonly table: string
  readonly pieces: string
  readonly key: string
  /** The same of the pieces. */
  readonly keyed: string
  readonly kept: string
  readonly figures: string
  readonly from: string
}): QueryCheck {
  const { id, title, table, pieces, key, keyed, kept, figures, from } = check
  return {
    id,
    title,
    examined: `SELECT count(*) FROM ${table}`,
    wrong: `
WITH ${pieces}, lines AS (SELECT ROW(${keyed})::text AS key, ${figures} ${from} GROUP BY ${keyed}),
told AS (SELECT ROW(${key})::text, ${kept} FROM ${table})
SELECT '${table} ' || COALESCE(l.key, t.key), 'holds ' || COALESCE(t::text, 'nothing') || '; the lines say ' || COALESCE(l::text, 'nothing'),
  'SELECT * FROM ${table}'
FROM lines AS l (key, quantity, amount, ms, estimated)
FULL JOIN told AS t (key, quantity, amount, ms, estimated) USING (key)
WHERE (COALESCE(l.quantity, 0), COALESCE(l.amount, 0), COALESCE(l.ms, 0), COALESCE(l.estimated, 0))
  <> (COALESCE(t.quantity, 0), COALESCE(t.amount, 0), COALESCE(t.ms, 0), COALESCE(t.estimated, 0))`,
  }
}

const USE_KEPT = 'quantity_micros, 0, in_force_ms, 0'
const CHARGES_KEPT = 'quantity_micros, amount_micros, in_force_ms, estimated_ms'

/** Sums that reads are answered from, against the lines that they were made of. */
export const sumChecks: readonly QueryCheck[] = [
  sumCheck({
    ...{ id: 'usage-days', title: 'sums of use by day are what the intervals come to' },
    ...{ table: 'usage_day', pieces: USE, kept: USE_KEPT, figures: USE_FIGURES, from: OF_SITE },
    key: 'metering_point_id, day_at, agreement_id, unrated',
    keyed: `c.metering_point_id, ${DAY}, c.agreement_id, c.unrated`,
  }),
  sumCheck({
    ...{ id: 'usage-quarters', title: 'sums of use by site are what the intervals come to' },
    ...{
      table: 'usage_quarter',
      pieces: USE,
      kept: USE_KEPT,
      figures: USE_FIGURES,
      from: OF_POINT,
    },
    key: 'site_id, at, utility, unit, unrated',
    keyed: 'p.site_id, c.at, p.utility, p.unit, c.unrated',
  }),
  sumCheck({
    ...{ id: 'charge-days', title: 'sums of charges by day are what the rated lines come to' },
    ...{ table: 'charge_day', pieces: CHARGES, kept: CHARGES_KEPT, figures: CHARGE_FIGURES },
    from: OF_SITE,
    key: `metering_point_id, day_at, agreement_id, ${LINE}`,
    keyed: `c.metering_point_id, ${DAY}, c.agreement_id, c.tariff_version_id, c.component, c.category, c.band`,
  }),
  sumCheck({
    ...{ id: 'charge-quarters', title: 'sums of charges by site are what the rated lines come to' },
    ...{ table: 'charge_quarter', pieces: CHARGES, kept: CHARGES_KEPT, figures: CHARGE_FIGURES },
    from: `${OF_POINT} JOIN service_agreement g ON g.id = c.agreement_id JOIN account a ON a.id = g.account_id`,
    key: `site_id, at, utility, unit, currency, ${LINE}`,
    keyed:
      'p.site_id, c.at, p.utility, p.unit, a.currency, c.tariff_version_id, c.component, c.category, c.band',
  }),
]
