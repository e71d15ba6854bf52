import type { QueryConfig } from 'pg'
import type { LedgerCommand, PostingDraft } from '../flow/ledger/ports.ts'
import type { Id } from '../kernel/id.ts'
import { type Column, idList, integers, texts } from './columns.ts'
import { REFUSED } from './sql.ts'

const COMMAND = `
command AS (
  INSERT INTO ledger_command (key, body_hash, result) VALUES ($1, $2, $3::jsonb)
  ON CONFLICT (key) DO NOTHING RETURNING 1
)`

const POSTING = `
INSERT INTO posting
  (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id, reverses_id)`

/** Whether all accounts are there, of the currency, and above their floors; else nothing is kept. */
const outcome = (accounts: string) => `
SELECT n.fresh, CASE
  WHEN NOT n.fresh THEN 0
  WHEN n.locked < ${accounts} THEN refuse('${REFUSED}', 'ledger-account-unknown')
  WHEN n.strangers > 0 THEN refuse('${REFUSED}', 'currency-mismatch')
  WHEN (SELECT count(*) FROM moved) < n.purses THEN refuse('${REFUSED}', 'insufficient-funds')
  ELSE 1 END AS outcome
FROM (SELECT EXISTS (SELECT FROM command) AS fresh, count(*) AS locked, count(*) FILTER (WHERE purse) AS purses,
  count(*) FILTER (WHERE currency <> $5) AS strangers FROM locked) n`

/**
 * A command of any number of postings. The key is taken first; accounts are locked in id order.
 */
const BOOK = `
WITH ${COMMAND}, locked AS MATERIALIZED (
  SELECT id, currency, balance_micros IS NOT NULL AS purse FROM ledger_account
  WHERE id = ANY ($6::bigint[]) AND EXISTS (SELECT FROM command)
  ORDER BY id FOR NO KEY UPDATE
), moved AS (
  UPDATE ledger_account a SET balance_micros = a.balance_micros + c.amount, version = a.version + 1
  FROM unnest($6::bigint[], $7::bigint[]) AS c (id, amount) JOIN locked l USING (id)
  WHERE a.id = c.id AND l.purse AND (c.amount >= 0 OR a.floor_micros IS NULL
    OR a.balance_micros + c.amount >= a.floor_micros)
  RETURNING 1
), booked AS (${POSTING}
  SELECT p.id, to_timestamp($4::float8 / 1000), p.debit, p.credit, p.amount, $5, p.kind, p.ref_kind, p.ref, p.undoes
  FROM unnest($8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[], $13::text[],
    $14::bigint[], $15::bigint[]) AS p (id, debit, credit, amount, kind, ref_kind, ref, undoes)
  WHERE EXISTS (SELECT FROM command)
)${outcome('cardinality($6::bigint[])')}`

/** The same for one posting, as nearly all commands are: a fifth less work without the arrays. */
const BOOK_ONE = `
WITH ${COMMAND}, locked AS MATERIALIZED (
  SELECT id, currency, balance_micros IS NOT NULL AS purse FROM ledger_account
  WHERE id IN ($7, $8) AND EXISTS (SELECT FROM command)
  ORDER BY id FOR NO KEY UPDATE
), moved AS (
  UPDATE ledger_account a SET version = a.version + 1,
    balance_micros = a.balance_micros + CASE WHEN a.id = $7 THEN -$9::bigint ELSE $9::bigint END
  FROM locked l
  WHERE a.id = l.id AND l.purse AND (a.id = $8 OR a.floor_micros IS NULL
    OR a.balance_micros - $9::bigint >= a.floor_micros)
  RETURNING 1
), booked AS (${POSTING}
  SELECT $6, to_timestamp($4::float8 / 1000), $7, $8, $9, $5, $10, $11, $12, $13 FROM command
)${outcome('2')}`

/** The one statement that books a command under the given posting ids. */
export function bookingOf(command: LedgerCommand, postingIds: readonly Id[]): QueryConfig {
  const { postings } = command
  const head = [
    command.key,
    command.bodyHash,
    JSON.stringify({ postingIds }),
    command.at,
    command.currency,
  ]
  const [only] = postings
  return postings.length === 1 && only
    ? { name: 'ledger-book-one', text: BOOK_ONE, values: [...head, postingIds[0], ...fields(only)] }
    : { name: 'ledger-book', text: BOOK, values: [...head, ...columns(postings, postingIds)] }
}

function fields(posting: PostingDraft): unknown[] {
  return [
    posting.debitId,
    posting.creditId,
    posting.amountMicros.toString(),
    posting.kind,
    posting.referenceKind,
    posting.referenceId,
    posting.reversesId ?? null,
  ]
}

function columns(postings: readonly PostingDraft[], postingIds: readonly Id[]): Column[] {
  const changes = netChanges(postings)
  return [
    integers(changes, ([id]) => id),
    integers(changes, ([, amount]) => amount),
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
function netChanges(postings: readonly PostingDraft[]): [Id, bigint][] {
  const net = new Map<Id, bigint>()
  const add = (id: Id, amount: bigint) => net.set(id, (net.get(id) ?? 0n) + amount)
  for (const { debitId, creditId, amountMicros } of postings) {
    add(debitId, -amountMicros)
    add(creditId, amountMicros)
  }
  return [...net]
}
