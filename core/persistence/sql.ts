import type { QueryConfig, QueryResult, QueryResultRow } from 'pg'
import type { Transaction } from '../flow/ledger/ports.ts'
import { busbarError } from '../kernel/error.ts'

/** What the hot stores need of a pool or of one client. */
export interface SqlClient {
  query<Row extends QueryResultRow>(query: QueryConfig): Promise<QueryResult<Row>>
}

/** A pool that lends a client for a transaction. */
export interface SqlPool extends SqlClient {
  connect(): Promise<SqlClient & { release(error?: Error): void }>
}

/** SQLSTATEs that `refuse` raises in our own statements. */
export const STALE = 'BB001'
export const REFUSED = 'BB002'

const ATTEMPTS = 8
const SERIALIZATION = new Set(['40001', '40P01'])
const CONNECTION = /^(08|57P0[1-3])|^E(CONNRESET|CONNREFUSED|PIPE|TIMEDOUT)$/

/** Conflicts, want of resources, locks, operators and the system: none of it is the statement's fault. */
const PASSING = /^(40|53|55|57|58)/

/** Whether the same statement may succeed later as it is. */
export function isPassing(thrown: unknown): boolean {
  return PASSING.test(sqlState(thrown))
}

export function sqlState(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown
    ? String(thrown.code)
    : ''
}

/** Whether the connection is lost, so that it is not known whether the statement took effect. */
export function isConnectionLost(thrown: unknown): boolean {
  return (
    CONNECTION.test(sqlState(thrown)) ||
    (thrown instanceof Error &&
      /connection terminated|connection error|timeout exceeded/i.test(thrown.message))
  )
}

/**
 * Runs work again, whole, on serialization failures and deadlocks, a bounded number of times.
 * A lost connection becomes `database-unavailable`: the caller resolves it by key.
 */
export async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (thrown) {
      if (isConnectionLost(thrown)) throw busbarError('database-unavailable', { cause: thrown })
      if (!SERIALIZATION.has(sqlState(thrown)) || attempt === ATTEMPTS) throw thrown
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** attempt))
    }
  }
}

interface PgTransaction extends Transaction {
  readonly client: SqlClient
}

/** Runs work in one transaction; anything thrown rolls it back. */
export async function inTransaction<T>(
  pool: SqlPool,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw busbarError('database-unavailable', { cause })
  })
  let broken: Error | undefined
  try {
    await client.query({ text: 'BEGIN' })
    const result = await work(transactionOn(client))
    await client.query({ text: 'COMMIT' })
    return result
  } catch (thrown) {
    if (isConnectionLost(thrown)) broken = thrown instanceof Error ? thrown : new Error('lost')
    else
      await client.query({ text: 'ROLLBACK' }).catch((error: Error) => {
        broken = error
      })
    throw thrown
  } finally {
    client.release(broken)
  }
}

/** As {@link inTransaction}, tried again as {@link withRetry} says, for code that needs the client itself. */
export function transactOn(pool: SqlPool) {
  return <T>(work: (transaction: Transaction, client: SqlClient) => Promise<T>): Promise<T> =>
    withRetry(() => inTransaction(pool, (transaction) => work(transaction, clientOf(transaction))))
}

/** Lets hot stores write in a transaction that somebody else began on this client. */
export function transactionOn(client: SqlClient): Transaction {
  const transaction: PgTransaction = { kind: 'transaction', client }
  return transaction
}

/** The client of a transaction made here. */
export function clientOf(transaction: Transaction): SqlClient {
  return (transaction as PgTransaction).client
}
