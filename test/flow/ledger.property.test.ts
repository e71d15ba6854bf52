import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { expectBalanced } from '../support/books.ts'
import { type Account, createLedgerBench, type LedgerBench, outcomeOf } from '../support/ledger.ts'

// Bounded by its runs, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

let bench: LedgerBench

beforeAll(async () => {
  bench = await createLedgerBench()
})

afterAll(async () => {
  await bench?.close()
})

/** What accounts hold, by the rules alone. */
interface Model {
  readonly cash: bigint[]
  readonly held: bigint[]
  readonly registers: Map<number, bigint>[]
  readonly keys: Map<string, string>
}

interface Real {
  readonly accounts: readonly Account[]
  readonly run: number
}

type Step = fc.AsyncCommand<Model, Real>

const has = (values: readonly bigint[], index: number) => values[index] ?? 0n

/** Takes from one purse and gives to another where the model allows it, and holds the outcome against it. */
function moving(
  name: string,
  amount: bigint,
  purses: (real: Real) => readonly [string, string],
  apply: (model: Model) => boolean,
  key: string,
): Step {
  return {
    toString: () => `${name} ${amount}`,
    check: () => true,
    async run(model, real) {
      const [fromId, toId] = purses(real)
      const fullKey = `${real.run}/${key}`
      const body = `${name} ${fromId} ${toId} ${amount}`
      const before = model.keys.get(fullKey)
      const got = await outcomeOf(bench.move(fullKey, fromId, toId, amount))
      if (before !== undefined) {
        expect(got).toBe(before === body ? 'done' : 'idempotency-key-reused')
        return
      }
      const allowed = apply(model)
      expect(got).toBe(allowed ? 'done' : 'insufficient-funds')
      if (allowed) model.keys.set(fullKey, body)
    },
  }
}

const ACCOUNTS = 3
const index = fc.nat({ max: ACCOUNTS - 1 })
const amounts = fc.bigInt({ min: 1n, max: 40_000_000n })
const keys = fc.oneof(fc.uuid(), fc.constantFrom('a', 'b', 'c'))

const transfers = fc
  .record({
    from: index,
    hop: fc.integer({ min: 1, max: ACCOUNTS - 1 }),
    amount: amounts,
    key: keys,
  })
  .map(({ from, hop, amount, key }) => {
    const to = (from + hop) % ACCOUNTS
    const purses = ({ accounts }: Real) =>
      [accounts[from]?.cash ?? '', accounts[to]?.cash ?? ''] as const
    return moving(
      'transfer',
      amount,
      purses,
      ({ cash }) => {
        if (has(cash, from) < amount) return false
        cash[from] = has(cash, from) - amount
        cash[to] = has(cash, to) + amount
        return true
      },
      key,
    )
  })

const topUps = fc.record({ to: index, amount: amounts, key: keys }).map(({ to, amount, key }) =>
  moving(
    'top-up',
    amount,
    ({ accounts }) => [bench.clearing, accounts[to]?.cash ?? ''],
    ({ cash }) => {
      cash[to] = has(cash, to) + amount
      return true
    },
    key,
  ),
)

/** Money held back for a refund, given back, or paid out. */
const holds = fc
  .record({ of: index, amount: amounts, key: keys, what: fc.constantFrom('hold', 'void', 'post') })
  .map(({ of, amount, key, what }) => {
    const purses = ({ accounts }: Real) => {
      const { cash = '', held = '' } = accounts[of] ?? {}
      if (what === 'hold') return [cash, held] as const
      return what === 'void' ? ([held, cash] as const) : ([held, bench.clearing] as const)
    }
    return moving(
      what,
      amount,
      purses,
      ({ cash, held }) => {
        const source = what === 'hold' ? cash : held
        if (has(source, of) < amount) return false
        source[of] = has(source, of) - amount
        if (what === 'hold') held[of] = has(held, of) + amount
        if (what === 'void') cash[of] = has(cash, of) + amount
        return true
      },
      key,
    )
  })

/** A reading anywhere in time: in order it charges, late it splits what is booked, which is reversed. */
const readings = fc.record({ of: index, minutes: fc.integer({ min: 1, max: 600 }) }).map(
  ({ of, minutes }): Step => ({
    toString: () => `reading of ${of} at ${minutes}`,
    check: () => true,
    async run(model, real) {
      const metered = real.accounts[of]
      if (!metered) return
      // Use of one micro of a unit a second: any set of these is plausible, and charges to the last.
      const micros = BigInt(minutes) * 60_000n
      await bench.hear(metered, minutes, micros)
      const register = model.registers[of] ?? new Map()
      const last = (values: Iterable<bigint>) =>
        [...values].reduce((most, value) => (value > most ? value : most), 0n)
      const before = last(register.values())
      register.set(minutes, micros)
      model.registers[of] = register
      model.cash[of] = has(model.cash, of) - (last(register.values()) - before)
    },
  }),
)

/** Every purse's balance made anew from postings: how many rows that changes. */
async function rebuild(): Promise<number> {
  const { rowCount } = await bench.owner.query(`
    UPDATE ledger_account a SET balance_micros = s.sum
    FROM (SELECT a.id, COALESCE((SELECT sum(amount_micros) FROM posting WHERE credit_id = a.id), 0)
        - COALESCE((SELECT sum(amount_micros) FROM posting WHERE debit_id = a.id), 0) AS sum
      FROM ledger_account a WHERE a.account_id IS NOT NULL) s
    WHERE s.id = a.id AND a.balance_micros IS DISTINCT FROM s.sum`)
  return rowCount ?? 0
}

describe('the ledger', () => {
  test('INV1, M1: any sequence of commands, charges and corrections is what a model says, and sums to zero', async () => {
    let run = 0
    const commands = fc.commands([transfers, topUps, holds, readings], { maxCommands: 25 })
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const accounts = await Promise.all(
          Array.from({ length: ACCOUNTS }, () => bench.account(20_000_000n)),
        )
        const real: Real = { accounts, run: ++run }
        const model: Model = {
          cash: accounts.map(() => 20_000_000n),
          held: accounts.map(() => 0n),
          registers: accounts.map(() => new Map()),
          keys: new Map(),
        }
        await fc.asyncModelRun(() => ({ model, real }), sequence)
        expect(await bench.balances(accounts)).toEqual({ cash: model.cash, held: model.held })
      }),
      { numRuns: 25 },
    )
    expect(await rebuild()).toBe(0)
    await expectBalanced(bench.database)
  })

  test("M1: the application's login cannot rewrite history, own anything or clear life safety", async () => {
    const { pointId, cash } = await bench.account(5n)
    const forbidden = [
      'UPDATE posting SET amount_micros = 1',
      'DELETE FROM posting',
      'TRUNCATE posting',
      'UPDATE ledger_command SET body_hash = body_hash',
      'DELETE FROM ledger_command',
      'DELETE FROM reading',
      'UPDATE reading SET value_micros = 0',
      'UPDATE usage_interval SET quantity_micros = 0',
      'DELETE FROM rated_line',
      'UPDATE tariff_version SET terms = terms',
      "UPDATE tariff_compiled SET data = '{}'",
      `DELETE FROM ledger_account WHERE id = ${cash}`,
      `UPDATE ledger_account SET currency = 'EUR' WHERE id = ${cash}`,
      'CREATE TABLE mine (id int)',
      'ALTER TABLE posting ADD COLUMN mine int',
      'DROP TABLE posting',
      'CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      'ALTER TABLE point DISABLE TRIGGER keep_life_safety',
      'CREATE TEMPORARY TABLE point (id int)',
    ]
    for (const sql of forbidden)
      await expect(bench.building.pool.query(sql), sql).rejects.toMatchObject({ code: '42501' })
    const set = (value: boolean) =>
      bench.building.pool.query('UPDATE point SET life_safety = $2 WHERE id = $1', [pointId, value])
    await set(true)
    await expect(set(false)).rejects.toMatchObject({ code: '42501' })
    await expect(
      bench.building.pool.query('DELETE FROM point WHERE id = $1', [pointId]),
    ).rejects.toMatchObject({ code: '42501' })
    const { rows } = await bench.building.pool.query(
      'SELECT life_safety FROM point WHERE id = $1',
      [pointId],
    )
    expect(rows).toEqual([{ life_safety: true }])
  })
})
