import fc from 'fast-check'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LedgerCommand, LedgerResult } from '../../core/flow/ledger/ports.ts'
import { transfer } from '../../core/flow/ledger/transfer.ts'
import { errorCode } from '../../core/kernel/error.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding, type Metered } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { digestOf } from '../support/tables.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const END = Date.UTC(2028, 0, 1)
const AT = START + 500 * HOUR_MS

let database: TemporaryDatabase
let building: Building
let owner: Pool
let clearing: string
let revenue: string
let serial = 0

beforeAll(async () => {
  database = await createTemporaryDatabase()
  owner = new Pool({ connectionString: database.ownerUrl, max: 2 })
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    tariff: flatTariff({ from: START, to: END, priceMicros: 1_000_000n }),
  })
  await building.addMetered('first')
  const { rows } = await building.pool.query<{ id: string }>(
    "INSERT INTO ledger_account (site_id, kind, currency) VALUES ($1, 'clearing', 'CNY') RETURNING id",
    [building.siteId],
  )
  clearing = rows[0]?.id ?? ''
  const found = await building.pool.query<{ id: string }>(
    "SELECT id FROM ledger_account WHERE kind = 'revenue'",
  )
  revenue = found.rows[0]?.id ?? ''
})

afterAll(async () => {
  await building?.close()
  await owner?.end()
  await database?.drop()
})

interface Purses {
  readonly cash: string
  readonly held: string
}

/** A metered account with money, and the purse in which what is held waits. */
async function account(amountMicros: bigint): Promise<Metered & Purses> {
  const metered = await building.addMetered(`account ${++serial}`)
  const { rows } = await building.pool.query<{ id: string }>(
    "SELECT id FROM ledger_account WHERE account_id = $1 AND kind = 'refund-pending'",
    [metered.accountId],
  )
  const cash = metered.purseId
  if (amountMicros > 0n) await move(`fund ${++serial}`, clearing, cash, amountMicros)
  return { ...metered, cash, held: rows[0]?.id ?? '' }
}

function move(key: string, fromId: string, toId: string, amountMicros: bigint) {
  return transfer(building.ledger, { key, at: AT, currency: 'CNY', fromId, toId, amountMicros })
}

/** The code of a refusal, or `done`. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (thrown) {
    return errorCode(thrown) ?? String(thrown)
  }
}

async function hear(metered: Metered, minutes: number, micros: bigint): Promise<void> {
  const value = `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`
  const snapshot = building.snapshot(metered.pointId, START + minutes * MINUTE_MS, value)
  const { connectionId } = building
  await building.ingest.snapshots({ connectionId, snapshots: [snapshot] })
}

/** What accounts hold, by the rules alone. */
interface Model {
  readonly cash: bigint[]
  readonly held: bigint[]
  readonly registers: Map<number, bigint>[]
  readonly keys: Map<string, string>
}

interface Real {
  readonly accounts: readonly (Metered & Purses)[]
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
      const got = await outcomeOf(move(fullKey, fromId, toId, amount))
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
    ({ accounts }) => [clearing, accounts[to]?.cash ?? ''],
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
      return what === 'void' ? ([held, cash] as const) : ([held, clearing] as const)
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
      await hear(metered, minutes, micros)
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

async function balances(accounts: readonly Purses[]) {
  const cash = await Promise.all(accounts.map((one) => building.balanceOf(one.cash)))
  const held = await Promise.all(accounts.map((one) => building.balanceOf(one.held)))
  return { cash, held }
}

/** Every purse's balance made anew from postings: how many rows that changes. */
async function rebuild(): Promise<number> {
  const { rowCount } = await owner.query(`
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
          Array.from({ length: ACCOUNTS }, () => account(20_000_000n)),
        )
        const real: Real = { accounts, run: ++run }
        const model: Model = {
          cash: accounts.map(() => 20_000_000n),
          held: accounts.map(() => 0n),
          registers: accounts.map(() => new Map()),
          keys: new Map(),
        }
        await fc.asyncModelRun(() => ({ model, real }), sequence)
        expect(await balances(accounts)).toEqual({ cash: model.cash, held: model.held })
      }),
      { numRuns: 25 },
    )
    expect(await rebuild()).toBe(0)
    await expectBalanced(database)
  })

  test("M1: the application's login cannot rewrite history, own anything or clear life safety", async () => {
    const { pointId, cash } = await account(5n)
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
      await expect(building.pool.query(sql), sql).rejects.toMatchObject({ code: '42501' })
    const set = (value: boolean) =>
      building.pool.query('UPDATE point SET life_safety = $2 WHERE id = $1', [pointId, value])
    await set(true)
    await expect(set(false)).rejects.toMatchObject({ code: '42501' })
    await expect(
      building.pool.query('DELETE FROM point WHERE id = $1', [pointId]),
    ).rejects.toMatchObject({ code: '42501' })
    const { rows } = await building.pool.query('SELECT life_safety FROM point WHERE id = $1', [
      pointId,
    ])
    expect(rows).toEqual([{ life_safety: true }])
  })
})

describe('a refused operation', () => {
  test('INV2: leaves every row as it was', async () => {
    const { cash, meterId, meteringPointId, contractId, accountId } = await account(10n)
    const other = await account(0n)
    await move('used', cash, other.cash, 1n)
    const { commissioning } = building
    const draft = { kind: 'x', referenceKind: 'x', referenceId: '1', amountMicros: 1n }
    const command = (body: Partial<LedgerCommand>) =>
      building.ledger.book({
        key: `refused ${++serial}`,
        bodyHash: 'x',
        at: AT,
        currency: 'CNY',
        postings: [{ ...draft, debitId: cash, creditId: other.cash }],
        ...body,
      })
    const post = (debitId: string, creditId: string, amountMicros: bigint) => ({
      ...draft,
      debitId,
      creditId,
      amountMicros,
    })
    const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['insufficient-funds', () => move(`refused ${++serial}`, cash, other.cash, 11n)],
      ['idempotency-key-reused', () => move('used', cash, other.cash, 2n)],
      ['ledger-account-unknown', () => move(`refused ${++serial}`, cash, '999999999', 1n)],
      ['currency-mismatch', () => command({ currency: 'EUR' })],
      // The first leg alone would do; the command does not.
      [
        'insufficient-funds',
        () => command({ postings: [post(cash, other.cash, 1n), post(cash, revenue, 50n)] }),
      ],
      // Held money cannot be more than there is, whatever the command calls it.
      ['insufficient-funds', () => command({ postings: [post(other.held, other.cash, 1n)] })],
      [
        'conflict',
        () =>
          commissioning.installMeter({
            meterId,
            meteringPointId,
            at: START,
            multiplierMicros: 1n,
            openings: [],
            signedBy: 'x',
          }),
      ],
      [
        'conflict',
        () =>
          commissioning.addAgreement({
            contractId,
            accountId,
            meteringPointId,
            tariffPlanId: building.planId,
            from: START,
            to: null,
          }),
      ],
      [
        'not-found',
        () =>
          commissioning.swapMeter({
            remove: { installationId: '999999999', closings: [], signedBy: 'x' },
            install: {
              meterId,
              meteringPointId,
              multiplierMicros: 1n,
              openings: [],
              signedBy: 'x',
            },
            at: START,
          }),
      ],
      [
        'conflict',
        () =>
          commissioning.addTariffVersion({
            tariffPlanId: building.planId,
            effectiveAt: START,
            terms: {},
          }),
      ],
    ]
    for (const [code, operation] of refused) {
      const before = await digestOf(owner)
      expect(await outcomeOf(operation())).toBe(code)
      expect(await digestOf(owner), code).toBe(before)
    }
  })
})

describe('an idempotency key', () => {
  test('INV3, M2: 50 parallel calls act once and all get the first answer; another body is refused', async () => {
    const rich = await account(1_000n)
    const poor = await account(0n)
    const body = fc.record({ amount: fc.bigInt({ min: 1n, max: 20n }), parallel: fc.constant(50) })
    await fc.assert(
      fc.asyncProperty(body, async ({ amount, parallel }) => {
        const key = `parallel ${++serial}`
        const before = await balances([rich, poor])
        const call = () => move(key, rich.cash, poor.cash, amount)
        const answers: LedgerResult[] = await Promise.all(Array.from({ length: parallel }, call))
        expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
        const ids = new Set(answers.map(({ postingIds }) => postingIds.join()))
        expect(ids.size).toBe(1)
        expect(await call()).toEqual({ replayed: true, postingIds: answers[0]?.postingIds })
        expect(await outcomeOf(move(key, rich.cash, poor.cash, amount + 1n))).toBe(
          'idempotency-key-reused',
        )
        const after = await balances([rich, poor])
        expect(after.cash).toEqual([
          (before.cash[0] ?? 0n) - amount,
          (before.cash[1] ?? 0n) + amount,
        ])
      }),
      { numRuns: 12 },
    )
    await expectBalanced(database)
  })
})

describe('a hot account', () => {
  test('INV7, M6: never falls below its floor by commands of 16 writers; metered use may pass it', async () => {
    const debit = fc.record({ amount: fc.bigInt({ min: 1n, max: 60n }), refund: fc.boolean() })
    const work = fc.array(debit, { minLength: 16, maxLength: 64 })
    await fc.assert(
      fc.asyncProperty(work, async (debits) => {
        const [hot, cold] = [await account(400n), await account(100n)]
        let moved = 0n
        const queue = [...debits.entries()]
        // Every fourth brings money in, the others compete for it.
        const attempt = async (turn: number, { amount, refund }: (typeof debits)[number]) => {
          const back = turn % 4 === 3
          const target = refund ? hot.held : cold.cash
          const [from, to] = back ? [cold.cash, hot.cash] : [hot.cash, target]
          const outcome = await outcomeOf(move(`hot ${++serial}`, from, to, amount))
          expect(['done', 'insufficient-funds']).toContain(outcome)
          if (outcome === 'done') moved += back ? amount : -amount
        }
        const writer = async () => {
          for (let next = queue.shift(); next; next = queue.shift()) await attempt(...next)
        }
        await Promise.all(Array.from({ length: 16 }, writer))
        const balance = await building.balanceOf(hot.cash)
        expect(balance).toBe(400n + moved)
        expect(balance).toBeGreaterThanOrEqual(0n)
        // Metered use is not asked: it becomes debt, which commands then cannot deepen.
        await hear(hot, 10, 1_000_000n)
        expect(await building.balanceOf(hot.cash)).toBe(balance - 1_000_000n)
        expect(await outcomeOf(move(`hot ${++serial}`, hot.cash, cold.cash, 1n))).toBe(
          'insufficient-funds',
        )
      }),
      { numRuns: 12 },
    )
    await expectBalanced(database)
  })
})
