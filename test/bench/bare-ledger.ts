import type { Pool } from 'pg'
import type { Id } from '../../core/kernel/id.ts'

/** The ceiling: the same rows by one prepared statement, with the locks sorted and nothing checked. */
const BARE = `
WITH k AS (
  INSERT INTO ledger_command (key, body_hash, result) VALUES ($1, $2, $3::jsonb)
), p AS (
  INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id)
  VALUES ($4, now(), $5, $6, 1000000, 'CNY', 'transfer', 'command', 1)
), locked AS MATERIALIZED (
  SELECT id FROM ledger_account WHERE id IN ($5, $6) ORDER BY id FOR NO KEY UPDATE
)
UPDATE ledger_account a SET balance_micros = balance_micros + CASE WHEN a.id = $5 THEN -1000000 ELSE 1000000 END,
  version = version + 1
FROM locked l WHERE a.id = l.id`

export function createBareLedger(pool: Pool) {
  // Far above what the allocator hands out in a bench.
  let id = 1_000_000_000_000 + Math.floor(Math.random() * 1_000_000) * 1_000_000
  return {
    async transfer(key: string, [fromId, toId]: readonly [Id, Id]): Promise<void> {
      id += 1
      await pool.query({
        name: 'bare-transfer',
        text: BARE,
        values: [key, '0'.repeat(64), `{"postingIds":["${id}"]}`, id, fromId, toId],
      })
    },
  }
}
