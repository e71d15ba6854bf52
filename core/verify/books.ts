import type { QueryCheck } from './query-check.ts'

/** How to look at a posting, in SQL. */
const LOOK_POSTING = "'SELECT * FROM posting WHERE id = ' || p.id"
const LOOK_INTERVAL = "'SELECT * FROM usage_interval WHERE id = ' || u.id"

const ACCOUNTS: QueryCheck = {
  id: 'posting-accounts',
  title: 'postings name accounts that exist, in their currency and fund',
  examined: 'SELECT count(*) FROM posting',
  wrong: `
SELECT 'posting ' || p.id, CASE
    WHEN d.id IS NULL THEN 'debits ledger account ' || p.debit_id || ', which does not exist'
    WHEN c.id IS NULL THEN 'credits ledger account ' || p.credit_id || ', which does not exist'
    WHEN d.fund <> c.fund THEN 'moves money from fund ' || d.fund || ' to fund ' || c.fund
    WHEN d.site_id <> c.site_id THEN 'moves money between two sites'
    ELSE 'is in ' || p.currency || ', its accounts in ' || d.currency || ' and ' || c.currency END, ${LOOK_POSTING}
FROM posting p LEFT JOIN ledger_account d ON d.id = p.debit_id LEFT JOIN ledger_account c ON c.id = p.credit_id
WHERE d.id IS NULL OR c.id IS NULL OR p.currency <> d.currency OR p.currency <> c.currency
  OR d.fund <> c.fund OR d.site_id <> c.site_id`,
}

const ZERO: QueryCheck = {
  id: 'sum-zero',
  title: 'debits equal credits, per currency and fund',
  examined: 'SELECT count(DISTINCT (currency, fund)) FROM ledger_account',
  wrong: `
SELECT a.currency || ', fund ' || a.fund, 'debits and credits differ by ' || sum(l.amount) || ' micros',
  'SELECT * FROM posting WHERE currency = ' || quote_literal(a.currency)
FROM (SELECT debit_id AS id, -amount_micros AS amount FROM posting
  UNION ALL SELECT credit_id, amount_micros FROM posting) l JOIN ledger_account a ON a.id = l.id
GROUP BY a.currency, a.fund HAVING sum(l.amount) <> 0`,
}

const BALANCES: QueryCheck = {
  id: 'purse-balances',
  title: 'each purse holds what its postings say',
  examined: 'SELECT count(*) FROM ledger_account WHERE account_id IS NOT NULL',
  wrong: `
SELECT 'ledger account ' || a.id, 'holds ' || a.balance_micros || ' micros; its postings say ' || COALESCE(s.sum, 0),
  'SELECT * FROM posting WHERE debit_id = ' || a.id || ' OR credit_id = ' || a.id || ' ORDER BY id'
FROM ledger_account a LEFT JOIN (
  SELECT id, sum(amount) AS sum FROM (
    SELECT debit_id AS id, -amount_micros AS amount FROM posting
    UNION ALL SELECT credit_id, amount_micros FROM posting) l GROUP BY id) s ON s.id = a.id
WHERE a.account_id IS NOT NULL AND a.balance_micros <> COALESCE(s.sum, 0)`,
}

const POSTING_REVERSALS: QueryCheck = {
  id: 'posting-reversals',
  title: 'each reversing posting undoes one posting exactly, once',
  examined: 'SELECT count(*) FROM posting WHERE reverses_id IS NOT NULL',
  wrong: `
SELECT 'posting ' || p.id, CASE
    WHEN o.id IS NULL THEN 'undoes posting ' || p.reverses_id || ', which does not exist'
    WHEN o.reverses_id IS NOT NULL THEN 'undoes posting ' || o.id || ', which is a reversal itself'
    WHEN p.nth > 1 THEN 'undoes posting ' || o.id || ' once more'
    ELSE 'is not the exact opposite of posting ' || o.id END, ${LOOK_POSTING} || ' OR id = ' || p.reverses_id
FROM (SELECT *, row_number() OVER (PARTITION BY reverses_id ORDER BY id) AS nth FROM posting
  WHERE reverses_id IS NOT NULL) p LEFT JOIN posting o ON o.id = p.reverses_id
WHERE o.id IS NULL OR o.reverses_id IS NOT NULL OR p.nth > 1
  OR (p.debit_id, p.credit_id, p.amount_micros, p.currency, p.at)
    IS DISTINCT FROM (o.credit_id, o.debit_id, o.amount_micros, o.currency, o.at)`,
}

/** The parts of an interval's lines that a reversal turns, and those that it repeats. */
const LINES = (
  sign: string,
  interval: string,
) => `(SELECT COALESCE(json_agg(json_build_array(l.ordinal,
  l.tariff_version_id, l.component, l.band, l.from_at, l.to_at, l.price_micros, ${sign}l.quantity_micros,
  ${sign}l.amount_micros) ORDER BY l.ordinal)::text, '') FROM rated_line l WHERE l.interval_id = ${interval})`

const USAGE_REVERSALS: QueryCheck = {
  id: 'usage-reversals',
  title: 'each reversing usage interval undoes one interval and its lines exactly, once',
  examined: 'SELECT count(*) FROM usage_interval WHERE reverses_id IS NOT NULL',
  wrong: `
SELECT 'usage interval ' || u.id, CASE
    WHEN o.id IS NULL THEN 'undoes interval ' || u.reverses_id || ', which does not exist'
    WHEN o.reverses_id IS NOT NULL THEN 'undoes interval ' || o.id || ', which is a reversal itself'
    WHEN u.nth > 1 THEN 'undoes interval ' || o.id || ' once more'
    ELSE 'is not the exact opposite of interval ' || o.id END, ${LOOK_INTERVAL} || ' OR id = ' || u.reverses_id
FROM (SELECT *, row_number() OVER (PARTITION BY reverses_id ORDER BY id) AS nth FROM usage_interval
  WHERE reverses_id IS NOT NULL) u LEFT JOIN usage_interval o ON o.id = u.reverses_id
WHERE o.id IS NULL OR o.reverses_id IS NOT NULL OR u.nth > 1
  OR (u.metering_point_id, u.register_id, u.installation_id, u.from_at, u.to_at, u.from_micros, u.to_micros,
      -u.quantity_micros, u.agreement_id)
    IS DISTINCT FROM (o.metering_point_id, o.register_id, o.installation_id, o.from_at, o.to_at, o.from_micros,
      o.to_micros, o.quantity_micros, o.agreement_id)
  OR ${LINES('-', 'u.id')} <> ${LINES('', 'o.id')}`,
}

const USAGE_POSTINGS: QueryCheck = {
  id: 'usage-postings',
  title:
    'each priced interval moves what its lines come to, from its payer to the revenue of its utility',
  examined: 'SELECT count(*) FROM usage_interval',
  // What an interval has left owing: only surcharges are, and only by the payer's receivable purse.
  wrong: `
WITH owed AS MATERIALIZED (
  SELECT o.reference_id AS id, sum(CASE
      WHEN d.kind = 'receivable' AND d.account_id = a.account_id AND c.kind = 'revenue' THEN o.amount_micros
      WHEN c.kind = 'receivable' AND c.account_id = a.account_id AND d.kind = 'revenue' THEN -o.amount_micros
      END) AS amount
  FROM posting o JOIN usage_interval x ON x.id = o.reference_id JOIN service_agreement a ON a.id = x.agreement_id
  JOIN ledger_account d ON d.id = o.debit_id JOIN ledger_account c ON c.id = o.credit_id
  WHERE o.kind IN ('usage-owed', 'usage-owed-reversal') AND o.reference_kind = 'usage-interval' GROUP BY 1
)
SELECT 'usage interval ' || u.id, CASE
    WHEN p.id IS NULL THEN 'its lines come to ' || u.amount || ' micros, and no posting moves them'
    WHEN u.amount = 0 THEN 'its lines come to nothing, yet a posting moves ' || p.amount_micros || ' micros'
    ELSE 'its postings do not move ' || u.total || ' micros from its payer to the revenue' END,
  ${LOOK_POSTING.replace('p.id', 'u.id')} || '; ' || ${LOOK_INTERVAL}
FROM (SELECT w.*, w.total - w.owed AS amount FROM (SELECT i.*,
    COALESCE((SELECT sum(amount_micros) FROM rated_line l WHERE l.interval_id = i.id), 0) AS total,
    COALESCE((SELECT sum(amount_micros) FROM rated_line l
      WHERE l.interval_id = i.id AND l.category = 'surcharge'), 0) AS surcharge,
    COALESCE(o.amount, 0) AS owed
  FROM usage_interval i LEFT JOIN owed o ON o.id = i.id) w) u
LEFT JOIN service_agreement sa ON sa.id = u.agreement_id
LEFT JOIN ledger_account purse ON purse.account_id = sa.account_id AND purse.kind = 'cash' AND purse.fund = 'general'
LEFT JOIN metering_point mp ON mp.id = u.metering_point_id
LEFT JOIN posting p ON p.id = u.id
LEFT JOIN ledger_account rev ON rev.id IN (p.debit_id, p.credit_id) AND rev.account_id IS NULL
WHERE (u.amount = 0 AND p.id IS NOT NULL)
  OR abs(u.owed) > abs(u.surcharge) OR u.owed * u.surcharge < 0
  OR (u.amount <> 0 AND (p.id IS NULL OR p.amount_micros <> abs(u.amount) OR p.reference_kind <> 'usage-interval'
    OR p.reference_id <> u.id OR purse.id IS NULL OR rev.kind IS DISTINCT FROM 'revenue' OR rev.code <> mp.utility
    OR (u.amount > 0 AND (p.debit_id, p.credit_id) IS DISTINCT FROM (purse.id, rev.id))
    OR (u.amount < 0 AND (p.debit_id, p.credit_id) IS DISTINCT FROM (rev.id, purse.id))
    OR (u.reverses_id IS NOT NULL AND p.reverses_id IS DISTINCT FROM u.reverses_id)
    OR (u.reverses_id IS NULL AND p.reverses_id IS NOT NULL)))`,
}

const POSTING_SOURCES: QueryCheck = {
  id: 'posting-sources',
  title: 'each posting comes from a usage interval or from one ledger command',
  examined: 'SELECT count(*) FROM posting',
  wrong: `
SELECT 'posting ' || p.id, CASE WHEN p.reference_kind = 'usage-interval'
    THEN 'is for usage interval ' || p.reference_id || ', which is not there'
    ELSE 'belongs to ' || COALESCE(c.commands, 0) || ' ledger commands' END, ${LOOK_POSTING}
FROM posting p
LEFT JOIN usage_interval u ON u.id = p.reference_id AND p.reference_kind = 'usage-interval'
LEFT JOIN (SELECT x.id::bigint AS id, count(*) AS commands FROM ledger_command,
  jsonb_array_elements_text(COALESCE(result->'postingIds', '[]')) AS x (id) GROUP BY 1) c ON c.id = p.id
WHERE (p.reference_kind = 'usage-interval' AND (u.id IS NULL OR c.commands > 0
    OR (p.id <> u.id AND p.kind NOT IN ('usage-owed', 'usage-owed-reversal'))))
  OR (p.reference_kind <> 'usage-interval' AND COALESCE(c.commands, 0) <> 1)`,
}

const COMMANDS: QueryCheck = {
  id: 'commands',
  title: "each ledger command's postings exist",
  examined: 'SELECT count(*) FROM ledger_command',
  wrong: `
SELECT 'ledger command ' || c.key, 'names posting ' || x.id || ', which does not exist',
  'SELECT * FROM ledger_command WHERE key = ' || quote_literal(c.key)
FROM ledger_command c, jsonb_array_elements_text(COALESCE(c.result->'postingIds', '[]')) AS x (id)
WHERE NOT EXISTS (SELECT FROM posting p WHERE p.id = x.id::bigint)`,
}

const REFERENCES: QueryCheck = {
  id: 'references',
  title: 'readings, intervals and lines refer to what exists',
  examined:
    'SELECT (SELECT count(*) FROM reading) + (SELECT count(*) FROM usage_interval) + (SELECT count(*) FROM rated_line) AS count',
  wrong: `
SELECT 'register ' || r.register_id, 'has ' || r.readings || ' readings but does not exist',
  'SELECT * FROM reading WHERE register_id = ' || r.register_id
FROM (SELECT register_id, count(*) AS readings FROM reading GROUP BY register_id) r
WHERE NOT EXISTS (SELECT FROM register x WHERE x.id = r.register_id)
UNION ALL
SELECT 'usage interval ' || u.id, 'its register does not serve its metering point in its installation', ${LOOK_INTERVAL}
FROM usage_interval u WHERE NOT EXISTS (
  SELECT FROM installation i JOIN installation_register ir ON ir.installation_id = i.id
  WHERE i.id = u.installation_id AND i.metering_point_id = u.metering_point_id AND ir.register_id = u.register_id)
UNION ALL
SELECT 'usage interval ' || u.id, 'its agreement ' || u.agreement_id || ' is not one of its metering point', ${LOOK_INTERVAL}
FROM usage_interval u WHERE u.agreement_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM service_agreement sa WHERE sa.id = u.agreement_id AND sa.metering_point_id = u.metering_point_id)
UNION ALL
SELECT 'rated line ' || l.interval_id || '/' || l.ordinal, 'its interval or its tariff version does not exist',
  'SELECT * FROM rated_line WHERE interval_id = ' || l.interval_id
FROM rated_line l WHERE NOT EXISTS (SELECT FROM usage_interval u WHERE u.id = l.interval_id)
  OR NOT EXISTS (SELECT FROM tariff_version v WHERE v.id = l.tariff_version_id)`,
}

/** What the database can answer of the ledger by itself. */
export const bookChecks: readonly QueryCheck[] = Object.freeze([
  ACCOUNTS,
  ZERO,
  BALANCES,
  POSTING_REVERSALS,
  USAGE_REVERSALS,
  USAGE_POSTINGS,
  POSTING_SOURCES,
  COMMANDS,
  REFERENCES,
])
