import type { Mutant } from './mutant.ts'

const STORE = 'core/persistence/ledger-store.ts'
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
    file: STORE,
    search: 'WHEN (SELECT count(*) FROM locked) < cardinality($4::bigint[])',
    replace: 'WHEN false',
    test: COMMANDS,
  },
  {
    name: 'replay-books-again',
    breaks: 'INV3',
    file: STORE,
    search: `AS p (id, debit, credit, amount, kind, ref_kind, ref, undoes)
  WHERE EXISTS (SELECT FROM command)`,
    replace: 'AS p (id, debit, credit, amount, kind, ref_kind, ref, undoes)',
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
    file: STORE,
    search: 'OR a.balance_micros + c.amount >= a.floor_micros)',
    replace: 'OR true)',
    test: COMMANDS,
  },
  {
    name: 'floor-asked-of-the-past',
    breaks: 'INV7',
    file: STORE,
    search: `OR a.balance_micros + c.amount >= a.floor_micros)`,
    replace: `OR (SELECT o.balance_micros FROM ledger_account o WHERE o.id = a.id) + c.amount >= a.floor_micros)`,
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
