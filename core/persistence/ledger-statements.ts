import type { QueryConfig } from 'pg'
import type { LedgerCommand, PostingDraft } from '../flow/ledger/ports.ts'
import type { Id } from '../kernel/id.ts'
import { type Column, idList, integers, texts } from './columns.ts'

const BOOK = `SELECT book_postings(
  $1, $2, $3, to_timestamp($4::float8 / 1000), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) AS fresh`

/** The same for one posting, as nearly all commands are: less work without the arrays. */
const BOOK_ONE = `SELECT book_posting(
  $1, $2, $3, to_timestamp($4::float8 / 1000), $5, $6, $7, $8, $9, $10, $11, $12, $13) AS fresh`

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
