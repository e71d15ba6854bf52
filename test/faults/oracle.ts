import type { ClientBase } from 'pg'
import { Pool } from 'pg'
import { createAuditStore } from '../../core/persistence/audit-store.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { verifyBooks } from '../../core/verify/verify.ts'
import { authorityDamages, supplyDamages } from './oracle-supply.ts'
import type { Evidence } from './testimony.ts'

/**
 * The one oracle of all faults: what is damaged, a sentence each; nothing, where all is as it must be. It is asked when
 * everything is up again and at rest.
 */
export async function damagesIn(evidence: Evidence): Promise<readonly string[]> {
  return withClient({ url: evidence.url }, async (client) => [
    ...(await sumDamages(client)),
    ...(await bookDamages(client)),
    ...(await readingDamages(client, evidence)),
    ...(await creditDamages(client, evidence)),
    ...(await effectDamages(client, evidence)),
    ...(await authorityDamages(client, evidence)),
    ...(await supplyDamages(client, evidence)),
    ...(await chainDamages(evidence)),
  ])
}

async function rowsOf(
  client: ClientBase,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ damage: string }>(text, [...values])
  return rows.map(({ damage }) => damage)
}

/** Worked out here, apart from the core's own second book-keeper. */
function sumDamages(client: ClientBase): Promise<readonly string[]> {
  return rowsOf(
    client,
    `WITH legs AS (
       SELECT debit_id AS id, -amount_micros AS micros, currency FROM posting
       UNION ALL SELECT credit_id, amount_micros, currency FROM posting
     ), sums AS (
       SELECT l.currency, a.fund, sum(l.micros) AS micros FROM legs l LEFT JOIN ledger_account a ON a.id = l.id
       GROUP BY l.currency, a.fund
     ), purses AS (
       SELECT a.id, a.balance_micros, COALESCE(sum(l.micros), 0) AS micros
       FROM ledger_account a LEFT JOIN legs l ON l.id = a.id WHERE a.balance_micros IS NOT NULL GROUP BY a.id
     )
     SELECT 'ledger: ' || currency || ' of fund ' || COALESCE(fund, '(none)') || ' sums to ' || micros AS damage
     FROM sums WHERE micros <> 0 OR fund IS NULL
     UNION ALL
     SELECT 'ledger: purse ' || id || ' holds ' || balance_micros || ', its postings come to ' || micros
     FROM purses WHERE balance_micros <> micros`,
  )
}

async function bookDamages(client: ClientBase & Parameters<typeof verifyBooks>[0]) {
  const { checks, discrepancies } = await verifyBooks(client)
  const wrong = checks.filter((check) => check.wrong > 0)
  const shown = discrepancies.map(({ subject, message }) => `verify: ${subject}: ${message}`)
  return [
    ...wrong.map(({ id, wrong: count }) => `verify: ${count} of ${id}`),
    ...shown.slice(0, 10),
  ]
}

/** A reading may be refused by the rules, but never be gone. */
async function readingDamages(client: ClientBase, { readings }: Evidence) {
  const missing = await rowsOf(
    client,
    `SELECT 'reading: register ' || t.register_id || ' at ' || t.at || ' ms, ' || t.micros
       || ' micros, was acknowledged and is gone' AS damage
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS t (register_id, at, micros)
     WHERE NOT EXISTS (SELECT FROM reading r WHERE r.register_id = t.register_id
         AND r.at = to_timestamp(t.at / 1000.0) AND r.value_micros = t.micros)
       AND NOT EXISTS (SELECT FROM quarantined_reading q WHERE q.register_id = t.register_id
         AND q.at = to_timestamp(t.at / 1000.0) AND q.value_micros = t.micros)`,
    [
      readings.map(({ registerId }) => registerId),
      readings.map(({ at }) => at),
      readings.map(({ valueMicros }) => valueMicros.toString()),
    ],
  )
  return missing.slice(0, 10)
}

/** Postings that credit an order's money. */
const CREDITED = `SELECT p.reference_id AS order_id, count(*) AS times, sum(p.amount_micros) AS micros
  FROM posting p JOIN ledger_account c ON c.id = p.credit_id
  WHERE p.reference_kind = 'payment-order' AND p.kind = 'top-up' AND c.kind IN ('cash', 'suspense')
  GROUP BY p.reference_id`

async function creditDamages(client: ClientBase, { captures, channel, credits }: Evidence) {
  const minor = captures.map(({ amountMinor }) => (BigInt(amountMinor) * 10_000n).toString())
  return [
    ...(await rowsOf(
      client,
      `WITH credited AS (${CREDITED})
       SELECT 'capture: the channel took ' || t.micros || ' micros for ' || t.reference || ', credited '
         || COALESCE(c.times, 0) || ' times with ' || COALESCE(c.micros, 0) AS damage
       FROM unnest($1::text[], $2::bigint[]) AS t (reference, micros)
       LEFT JOIN payment_order o ON o.reference = t.reference LEFT JOIN credited c ON c.order_id = o.id
       WHERE COALESCE(c.times, 0) <> 1 OR c.micros <> t.micros`,
      [captures.map(({ orderId }) => orderId), minor],
    )),
    ...(await rowsOf(
      client,
      `WITH credited AS (${CREDITED})
       SELECT 'credit: order ' || o.id || ' is credited, and the channel has taken nothing' AS damage
       FROM credited c JOIN payment_order o ON o.id = c.order_id
       WHERE o.connection_id = $1 AND NOT o.reference = ANY ($2::text[])`,
      [channel, captures.map(({ orderId }) => orderId)],
    )),
    ...(await rowsOf(
      client,
      `WITH credited AS (${CREDITED})
       SELECT 'credit: order ' || t.id || ' was acknowledged with ' || t.micros || ' micros, credited '
         || COALESCE(c.times, 0) || ' times with ' || COALESCE(c.micros, 0) AS damage
       FROM unnest($1::bigint[], $2::bigint[]) AS t (id, micros) LEFT JOIN credited c ON c.order_id = t.id
       WHERE COALESCE(c.times, 0) <> 1 OR c.micros <> t.micros`,
      [
        credits.map(({ orderId }) => orderId),
        credits.map(({ amountMicros }) => amountMicros.toString()),
      ],
    )),
  ]
}

/** What follows a booking follows it once: the receipt, the fact, the audit line. */
async function effectDamages(client: ClientBase, { transfers }: Evidence) {
  return [
    ...(await rowsOf(
      client,
      `SELECT 'effect: order ' || o.id || ' has ' || n.receipts || ' receipts and ' || f.facts
         || ' facts of its crediting' AS damage
       FROM payment_order o,
         LATERAL (SELECT count(*) AS receipts FROM notice WHERE kind = 'receipt' AND account_id = o.account_id
           AND cause_key = 'receipt:' || o.id) n,
         LATERAL (SELECT count(*) AS facts FROM fact WHERE type = 'payment-credited'
           AND data->>'orderId' = o.id::text) f
       WHERE n.receipts <> CASE WHEN o.credited THEN 1 ELSE 0 END
         OR f.facts <> CASE WHEN o.credited THEN 1 ELSE 0 END`,
    )),
    ...(await rowsOf(
      client,
      `SELECT 'effect: transfer ' || t.id || ' was acknowledged with ' || t.micros || ' micros; it has '
         || p.count || ' postings' AS damage
       FROM unnest($1::bigint[], $2::bigint[]) AS t (id, micros),
         LATERAL (SELECT count(*) FROM posting WHERE id = t.id AND amount_micros = t.micros) p
       WHERE p.count <> 1`,
      [
        transfers.map(({ postingId }) => postingId),
        transfers.map(({ amountMicros }) => amountMicros.toString()),
      ],
    )),
    ...(await rowsOf(
      client,
      `SELECT 'effect: transfer ' || p.id || ' has ' || e.count || ' audit lines' AS damage
       FROM posting p, LATERAL (SELECT count(*) FROM audit_event
         WHERE operation = 'transfers.create' AND outcome = 'done' AND after->>'postingId' = p.id::text) e
       WHERE p.kind = 'transfer' AND e.count <> 1`,
    )),
  ]
}

async function chainDamages({ url, auditKey }: Evidence): Promise<readonly string[]> {
  const pool = new Pool({ connectionString: url, max: 1 })
  pool.on('error', () => undefined)
  try {
    const { faults } = await createAuditStore({ pool, key: auditKey }).verify()
    return faults.map(({ seal, detail }) => `audit: link ${seal}: ${detail}`)
  } finally {
    await pool.end()
  }
}
