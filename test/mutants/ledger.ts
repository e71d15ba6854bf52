import type { Mutant } from './mutant.ts'

const STORE = 'core/persistence/ledger-store.ts'
const STATEMENTS = 'core/persistence/ledger-statements.ts'
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
    file: STATEMENTS,
    search: 'WHEN n.strangers > 0 THEN',
    replace: 'WHEN n.strangers > 9 THEN',
    test: COMMANDS,
  },
  {
    name: 'replay-books-again',
    breaks: 'INV3',
    file: STATEMENTS,
    search: '$7, $8, $9, $5, $10, $11, $12, $13 FROM command',
    replace: '$7, $8, $9, $5, $10, $11, $12, $13',
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
    file: STATEMENTS,
    search: 'OR a.balance_micros - $9::bigint >= a.floor_micros)',
    replace: 'OR true)',
    test: COMMANDS,
  },
  {
    name: 'floor-asked-of-the-past',
    breaks: 'INV7',
    file: STATEMENTS,
    search: 'OR a.balance_micros - $9::bigint >= a.floor_micros)',
    replace: `OR (SELECT o.balance_micros FROM ledger_account o WHERE o.id = a.id) - $9::bigint
      >= a.floor_micros)`,
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
