import type {
  CashPurse,
  LedgerCommand,
  LedgerResult,
  LedgerStore,
  PurseReader,
} from '../flow/ledger/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import type { IdAllocator } from './ids.ts'
import { bookingOf } from './ledger-statements.ts'
import {
  clientOf,
  inTransaction,
  isConnectionLost,
  REFUSED,
  type SqlClient,
  type SqlPool,
  sqlState,
  withRetry,
} from './sql.ts'

/** Finds purses. */
export function createPurseReader({ pool }: { readonly pool: SqlClient }): PurseReader {
  return {
    async cashOf(accountId) {
      const { rows } = await pool.query<CashPurse>({
        name: 'purse-cash',
        text: `SELECT id AS "purseId", site_id AS "siteId", currency FROM ledger_account
          WHERE account_id = $1 AND kind = 'cash' AND fund = 'general'`,
        values: [accountId],
      })
      return rows[0] ?? null
    },
  }
}

/** The ledger on PostgreSQL: one round trip, one commit for each command. */
export function createLedgerStore(options: {
  readonly pool: SqlPool
  readonly ids: IdAllocator
}): LedgerStore {
  const { pool, ids } = options

  async function attempt(client: SqlClient, command: LedgerCommand): Promise<LedgerResult> {
    const postingIds = await ids.take(command.postings.length)
    const { rows } = await client.query<{ fresh: boolean }>(bookingOf(command, postingIds))
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
    transact: (work) => withRetry(() => inTransaction(pool, work)),
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
