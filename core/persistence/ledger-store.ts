import type { LedgerCommand, LedgerResult, LedgerStore } from '../flow/ledger/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { idList, integers, texts } from './columns.ts'
import type { IdAllocator } from './ids.ts'
import { clientOf, isConnectionLost, REFUSED, type SqlClient, sqlState, withRetry } from './sql.ts'

/**
 * One statement books a whole command. The key is taken first; accounts are locked in id order;
 * a purse that would fall below its floor, or an unknown account, refuses the statement.
 */
const BOOK = `
WITH command AS (
  INSERT INTO ledger_command (key, body_hash, result) VALUES ($1, $2, $3::jsonb)
  ON CONFLICT (key) DO NOTHING RETURNING 1
), change AS (
  SELECT * FROM unnest($4::bigint[], $5::bigint[]) AS c (id, amount)
), locked AS MATERIALIZED (
  SELECT id, currency, balance_micros IS NOT NULL AS purse FROM ledger_account
  WHERE id = ANY ($4::bigint[]) AND EXISTS (SELECT FROM command)
  ORDER BY id FOR NO KEY UPDATE
), moved AS (
  UPDATE ledger_account a SET balance_micros = a.balance_micros + c.amount, version = a.version + 1
  FROM change c JOIN locked l USING (id)
  WHERE a.id = c.id AND l.purse AND (c.amount >= 0 OR a.floor_micros IS NULL
    OR a.balance_micros + c.amount >= a.floor_micros)
  RETURNING 1
), booked AS (
  INSERT INTO posting
    (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id, reverses_id)
  SELECT p.id, to_timestamp($6::float8 / 1000), p.debit, p.credit, p.amount, $7, p.kind, p.ref_kind, p.ref, p.undoes
  FROM unnest($8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[], $13::text[],
    $14::bigint[], $15::bigint[]) AS p (id, debit, credit, amount, kind, ref_kind, ref, undoes)
  WHERE EXISTS (SELECT FROM command)
)
SELECT EXISTS (SELECT FROM command) AS fresh, CASE
  WHEN NOT EXISTS (SELECT FROM command) THEN 0
  WHEN (SELECT count(*) FROM locked) < cardinality($4::bigint[]) THEN refuse('${REFUSED}', 'ledger-account-unknown')
  WHEN EXISTS (SELECT FROM locked WHERE currency <> $7) THEN refuse('${REFUSED}', 'currency-mismatch')
  WHEN (SELECT count(*) FROM moved) < (SELECT count(*) FROM locked WHERE purse)
    THEN refuse('${REFUSED}', 'insufficient-funds')
  ELSE 1 END AS outcome`

/** The ledger on PostgreSQL: one round trip, one commit for each command. */
export function createLedgerStore(options: {
  readonly pool: SqlClient
  readonly ids: IdAllocator
}): LedgerStore {
  const { pool, ids } = options

  async function attempt(client: SqlClient, command: LedgerCommand): Promise<LedgerResult> {
    const postingIds = await ids.take(command.postings.length)
    const values = parameters(command, postingIds)
    const { rows } = await client.query<{ fresh: boolean }>({
      name: 'ledger-book',
      text: BOOK,
      values,
    })
    if (rows[0]?.fresh) return { replayed: false, postingIds }
    return firstResult(client, command)
  }

  return {
    async book(command, transaction) {
      if (transaction) return attempt(clientOf(transaction), command).catch(translate)
      try {
        return await withRetry(() => attempt(pool, command))
      } catch (thrown) {
        return translate(thrown)
      }
    },
  }
}

async function firstResult(client: SqlClient, command: LedgerCommand): Promise<LedgerResult> {
  const { rows } = await client.query<{ body_hash: string; result: { postingIds: Id[] } }>({
    name: 'ledger-command',
    text: 'SELECT body_hash, result FROM ledger_command WHERE key = $1',
    values: [command.key],
  })
  const [row] = rows
  if (!row) throw busbarError('overloaded')
  if (row.body_hash !== command.bodyHash) throw busbarError('idempotency-key-reused')
  return { replayed: true, postingIds: row.result.postingIds }
}

function parameters(command: LedgerCommand, postingIds: readonly Id[]): unknown[] {
  const changes = netChanges(command)
  const { postings } = command
  return [
    command.key,
    command.bodyHash,
    JSON.stringify({ postingIds }),
    integers(changes, ([id]) => id),
    integers(changes, ([, amount]) => amount),
    command.at,
    command.currency,
    idList(postingIds),
    integers(postings, (posting) => posting.debitId),
    integers(postings, (posting) => posting.creditId),
    integers(postings, (posting) => posting.amountMicros),
    texts(postings, (posting) => posting.kind),
    texts(postings, (posting) => posting.referenceKind),
    integers(postings, (posting) => posting.referenceId),
    integers(postings, (posting) => posting.reversesId ?? null),
  ]
}

/** Credits minus debits per account: a statement cannot update one row twice. */
function netChanges(command: LedgerCommand): [Id, bigint][] {
  const net = new Map<Id, bigint>()
  const add = (id: Id, amount: bigint) => net.set(id, (net.get(id) ?? 0n) + amount)
  for (const posting of command.postings) {
    add(posting.debitId, -posting.amountMicros)
    add(posting.creditId, posting.amountMicros)
  }
  return [...net]
}

const REFUSALS = ['insufficient-funds', 'ledger-account-unknown', 'currency-mismatch'] as const

function translate(thrown: unknown): never {
  if (sqlState(thrown) === REFUSED && thrown instanceof Error) {
    const code = REFUSALS.find((refusal) => refusal === thrown.message)
    if (code) throw busbarError(code, { cause: thrown })
  }
  if (sqlState(thrown) === '23514') throw busbarError('insufficient-funds', { cause: thrown })
  if (isConnectionLost(thrown)) throw busbarError('database-unavailable', { cause: thrown })
  throw thrown
}
