import type { ClientBase } from 'pg'
import type { QueryCheck } from './query-check.ts'

const LOOK_ORDER = "'SELECT * FROM payment_order WHERE id = ' || o.id"
const LOOK_REFUND = "'SELECT * FROM refund WHERE id = ' || r.id"

/** A command's one posting, by its key. */
const POSTING = (key: string) => `(SELECT p.id FROM ledger_command c JOIN posting p
  ON p.id = (c.result->'postingIds'->>0)::bigint WHERE c.key = ${key})`

const ORDERS: QueryCheck = {
  id: 'payment-orders',
  title: 'each captured order is booked once, to its account or to suspense; no other is',
  examined: 'SELECT count(*) FROM payment_order',
  wrong: `
SELECT 'payment order ' || o.id, CASE
    WHEN o.state <> 'captured' THEN 'is ' || o.state || ', yet ' || o.postings || ' postings book it'
    WHEN o.postings <> 1 THEN 'is captured, and ' || o.postings || ' postings book it'
    ELSE 'its posting does not bring ' || o.amount_micros || ' micros from the channel to where it belongs' END,
  ${LOOK_ORDER} || '; SELECT * FROM posting WHERE reference_kind = ''payment-order'' AND reference_id = ' || o.id
FROM (SELECT x.*, (SELECT count(*) FROM posting t WHERE t.reference_kind = 'payment-order'
    AND t.reference_id = x.id AND t.kind = 'top-up') AS postings,
  ${POSTING("'capture:' || x.id")} AS posting_id FROM payment_order x) o
LEFT JOIN posting p ON p.id = o.posting_id
LEFT JOIN ledger_account d ON d.id = p.debit_id
LEFT JOIN ledger_account a ON a.id = p.credit_id
WHERE o.postings <> CASE WHEN o.state = 'captured' THEN 1 ELSE 0 END
  OR (o.state = 'captured' AND (p.id IS NULL OR p.reference_id <> o.id OR p.amount_micros <> o.amount_micros
    OR p.currency <> o.currency OR d.kind <> 'clearing' OR d.code <> o.connection_id::text
    OR (o.credited AND (a.kind <> 'cash' OR a.account_id IS DISTINCT FROM o.account_id))
    OR (NOT o.credited AND a.kind <> 'suspense')))`,
}

const TOP_UPS: QueryCheck = {
  id: 'top-ups',
  title: 'each top-up posting has its order',
  examined: "SELECT count(*) FROM posting WHERE reference_kind = 'payment-order'",
  wrong: `
SELECT 'posting ' || p.id, 'is for payment order ' || p.reference_id || ', which does not exist',
  'SELECT * FROM posting WHERE id = ' || p.id
FROM posting p WHERE p.reference_kind = 'payment-order'
  AND NOT EXISTS (SELECT FROM payment_order o WHERE o.id = p.reference_id)`,
}

const REFUNDS: QueryCheck = {
  id: 'refunds',
  title: 'refunds are held, paid out or given back as they stand, never above what was captured',
  examined: 'SELECT count(*) FROM refund',
  wrong: `
SELECT 'refund ' || r.id, 'is ' || r.state || ' from the ' || r.source || '; its postings say held ' || r.held
    || ', paid ' || r.paid || ', given back ' || r.voided || ' micros of ' || r.amount_micros,
  ${LOOK_REFUND} || '; SELECT * FROM posting WHERE reference_kind = ''refund'' AND reference_id = ' || r.id
FROM (SELECT x.*, COALESCE(s.held, 0) AS held, COALESCE(s.paid, 0) AS paid, COALESCE(s.voided, 0) AS voided
  FROM refund x LEFT JOIN (SELECT reference_id,
    sum(amount_micros) FILTER (WHERE kind = 'refund-hold') AS held,
    sum(amount_micros) FILTER (WHERE kind = 'refund-post') AS paid,
    sum(amount_micros) FILTER (WHERE kind = 'refund-void') AS voided
    FROM posting WHERE reference_kind = 'refund' GROUP BY reference_id) s ON s.reference_id = x.id) r
WHERE r.held <> CASE WHEN r.source = 'purse' THEN r.amount_micros ELSE 0 END
  OR r.paid <> CASE WHEN r.state = 'refunded' THEN r.amount_micros ELSE 0 END
  OR r.voided <> CASE WHEN r.source = 'purse' AND r.state IN ('failed', 'rejected') THEN r.amount_micros ELSE 0 END
UNION ALL
SELECT 'payment order ' || o.id, 'keeps ' || o.refund_reserved_micros || ' micros for refunds; they come to ' || o.due
    || ' of ' || o.amount_micros || ' captured', ${LOOK_ORDER}
FROM (SELECT x.*, COALESCE((SELECT sum(amount_micros) FROM refund f WHERE f.order_id = x.id
    AND f.state NOT IN ('failed', 'rejected')), 0) AS due FROM payment_order x) o
WHERE o.refund_reserved_micros <> o.due OR o.due > CASE WHEN o.state = 'captured' THEN o.amount_micros ELSE 0 END`,
}

/** Checks of payments, where the database has them. */
export async function paymentChecks(client: ClientBase): Promise<readonly QueryCheck[]> {
  const { rows } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('payment_order') IS NOT NULL AND to_regclass('refund') IS NOT NULL AS there",
  )
  return rows[0]?.there ? [ORDERS, TOP_UPS, REFUNDS] : []
}
