import type { ClientBase } from 'pg'
import type { QueryCheck } from './query-check.ts'

const LOOK_FEE =
  "'SELECT * FROM posting WHERE reference_kind = ''fee'' AND reference_id = ' || f.id"
const LOOK_PURSE =
  "'SELECT * FROM posting WHERE ' || a.id || ' IN (debit_id, credit_id) ORDER BY id'"

/** What a fee's postings move out of a purse of its account, into its revenue. */
const MOVED = (purse: string) => `COALESCE((SELECT sum(p.amount_micros) FROM posting p
  JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id
  WHERE p.reference_kind = 'fee' AND p.reference_id = x.id AND p.kind = 'fee' AND d.kind = '${purse}'
    AND d.account_id = x.account_id AND c.kind = 'revenue' AND c.code = 'fee-' || x.kind
    AND c.site_id = x.site_id AND p.at = x.at), 0)`

const FEES: QueryCheck = {
  id: 'fees',
  title: 'each fee is booked in full, what was taken from cash and what was owed as a receivable',
  examined: 'SELECT count(*) FROM fee',
  wrong: `
SELECT 'fee ' || f.id, 'took ' || f.taken_micros || ' and left ' || f.owed_micros || ' of ' || f.amount_micros
    || ' micros; its postings say ' || f.cash || ' and ' || f.owed || ' of ' || f.total, ${LOOK_FEE}
FROM (SELECT x.*, ${MOVED('cash')} AS cash, ${MOVED('receivable')} AS owed,
  COALESCE((SELECT sum(p.amount_micros) FROM posting p
    WHERE p.reference_kind = 'fee' AND p.reference_id = x.id), 0) AS total FROM fee x) f
WHERE f.cash <> f.taken_micros OR f.owed <> f.owed_micros OR f.total <> f.amount_micros
  OR f.taken_micros + f.owed_micros <> f.amount_micros
UNION ALL
SELECT 'posting ' || p.id, 'is for fee ' || p.reference_id || ', which does not exist',
  'SELECT * FROM posting WHERE id = ' || p.id
FROM posting p WHERE p.reference_kind = 'fee' AND NOT EXISTS (SELECT FROM fee f WHERE f.id = p.reference_id)`,
}

/** By both sides of every posting that a receivable has: the other one's kind, and which way it goes. */
const RECEIVABLES: QueryCheck = {
  id: 'receivables',
  title:
    'receivables are owed to revenue and settled from cash of their own account, never above what was owed',
  examined: "SELECT count(*) FROM ledger_account WHERE kind = 'receivable'",
  wrong: `
WITH moved AS (
  SELECT debit_id AS id, credit_id AS other, -amount_micros AS amount, kind FROM posting
  UNION ALL SELECT credit_id, debit_id, amount_micros, kind FROM posting
), sums AS (
  SELECT a.id, a.account_id,
    COALESCE(-sum(m.amount) FILTER (WHERE o.kind = 'revenue' AND m.amount < 0), 0) AS owed,
    COALESCE(sum(m.amount) FILTER (WHERE m.kind = 'settlement'), 0) AS settled,
    count(*) FILTER (WHERE m.kind = 'settlement'
      AND (o.kind <> 'cash' OR o.account_id IS DISTINCT FROM a.account_id)) AS strange,
    count(*) FILTER (WHERE m.kind <> 'settlement' AND o.kind <> 'revenue') AS elsewhere
  FROM ledger_account a JOIN moved m ON m.id = a.id JOIN ledger_account o ON o.id = m.other
  WHERE a.kind = 'receivable' GROUP BY a.id
)
SELECT 'ledger account ' || a.id, CASE
    WHEN a.strange > 0 THEN a.strange || ' settlements are not from cash of its own account'
    WHEN a.elsewhere > 0 THEN a.elsewhere || ' postings are neither settlements nor owed to revenue'
    WHEN a.settled < 0 THEN 'gave ' || -a.settled || ' micros back to cash that it never got'
    ELSE 'was owed ' || a.owed || ' micros, and ' || a.settled || ' were settled' END, ${LOOK_PURSE}
FROM sums a WHERE a.strange > 0 OR a.elsewhere > 0 OR a.settled < 0 OR a.settled > a.owed
UNION ALL
SELECT 'posting ' || p.id, 'settles nothing that is owed', 'SELECT * FROM posting WHERE id = ' || p.id
FROM posting p JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id
WHERE p.kind = 'settlement' AND 'receivable' NOT IN (d.kind, c.kind)`,
}

/** Checks of what is owed beside energy, where the database has it. */
export async function receivableChecks(client: ClientBase): Promise<readonly QueryCheck[]> {
  const { rows } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('fee') IS NOT NULL AS there",
  )
  return rows[0]?.there ? [FEES, RECEIVABLES] : []
}
