import type { Mutant } from './mutant.ts'

const STORE = 'core/persistence/ledger-store.ts'
const BOOKING = 'core/persistence/migrations/0036-book-by-function.sql'
const FLOOR = 'OR balance_micros + change >= floor_micros)'
const SQL = 'core/persistence/sql.ts'
const PROPERTIES = 'test/flow/ledger.property.test.ts'
const COMMANDS = 'test/flow/commands.property.test.ts'
const RETRIES = 'test/flow/retries.test.ts'

export const ledgerMutants: readonly Mutant[] = [
  {
    name: 'purse-off-by-a-micro',
    breaks: 'INV1',
    file: 'core/persistence/stream-write.ts',
    search: 'SET balance_micros = a.balance_micros - d.amount,',
    replace: 'SET balance_micros = a.balance_micros - d.amount + 1,',
    test: PROPERTIES,
  },
  {
    name: 'reversal-forgets-the-purse',
    breaks: 'INV1',
    file: 'core/persistence/stream-correct.ts',
    search: 'SET balance_micros = a.balance_micros + c.amount,',
    replace: 'SET balance_micros = a.balance_micros,',
    test: PROPERTIES,
  },
  {
    name: 'refused-transaction-committed',
    breaks: 'INV2',
    file: SQL,
    search: "await client.query({ text: 'ROLLBACK' })",
    replace: "await client.query({ text: 'COMMIT' })",
    test: COMMANDS,
  },
  {
    name: 'refused-command-kept',
    breaks: 'INV2',
    file: BOOKING,
    search: 'IF found_currency <> in_currency THEN',
    replace: 'IF found_currency IS NULL THEN',
    test: COMMANDS,
  },
  {
    name: 'replay-books-again',
    breaks: 'INV3',
    file: BOOKING,
    search: 'RETURN FOUND;',
    replace: 'RETURN true;',
    test: COMMANDS,
  },
  {
    name: 'key-whatever-the-body',
    breaks: 'INV3',
    file: STORE,
    search: 'if (row.body_hash !== command.bodyHash)',
    replace: 'if (row.body_hash === undefined)',
    test: COMMANDS,
  },
  {
    name: 'floor-not-asked',
    breaks: 'INV7',
    file: BOOKING,
    search: FLOOR,
    replace: 'OR true)',
    test: COMMANDS,
  },
  {
    name: 'floor-asked-of-the-past',
    breaks: 'INV7',
    file: BOOKING,
    search: FLOOR,
    replace: `OR (SELECT o.balance_micros FROM ledger_account o WHERE o.id = account) + change
      >= floor_micros)`,
    test: COMMANDS,
  },
  {
    name: 'every-failure-tried-again',
    breaks: 'M5',
    file: SQL,
    search: '!SERIALIZATION.has(sqlState(thrown)) ||',
    replace: '',
    test: RETRIES,
  },
  {
    name: 'deadlock-not-tried-again',
    breaks: 'M5',
    file: SQL,
    search: "new Set(['40001', '40P01'])",
    replace: "new Set(['40001'])",
    test: RETRIES,
  },
  {
    name: 'lost-commit-tried-blindly',
    breaks: 'M5',
    file: SQL,
    search:
      "if (isConnectionLost(thrown)) throw busbarError('database-unavailable', { cause: thrown })",
    replace: 'if (isConnectionLost(thrown)) return await work()',
    test: RETRIES,
  },
]
