import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { LedgerCommand, LedgerResult } from '../../core/flow/ledger/ports.ts'
import { transfer } from '../../core/flow/ledger/transfer.ts'
import { expectBalanced } from '../support/books.ts'
import { createLedgerBench, type LedgerBench, outcomeOf } from '../support/ledger.ts'
import { digestOf } from '../support/tables.ts'

// Bounded by its runs, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

let bench: LedgerBench
let serial = 0

beforeAll(async () => {
  bench = await createLedgerBench()
})

afterAll(async () => {
  await bench?.close()
})

describe('a refused operation', () => {
  test('INV2: leaves every row as it was', async () => {
    const { cash, meterId, meteringPointId, contractId, accountId, registerId, installationId } =
      await bench.account(10n)
    const spare = await bench.building.addMeter('spare')
    const other = await bench.account(0n)
    await bench.move('used', cash, other.cash, 1n)
    const { commissioning } = bench.building
    const draft = { kind: 'x', referenceKind: 'x', referenceId: '1', amountMicros: 1n }
    const command = (body: Partial<LedgerCommand>) =>
      bench.building.ledger.book({
        key: `refused ${++serial}`,
        bodyHash: 'x',
        at: bench.at,
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
      ['insufficient-funds', () => bench.move(`refused ${++serial}`, cash, other.cash, 11n)],
      ['idempotency-key-reused', () => bench.move('used', cash, other.cash, 2n)],
      ['ledger-account-unknown', () => bench.move(`refused ${++serial}`, cash, '999999999', 1n)],
      ['currency-mismatch', () => command({ currency: 'EUR' })],
      // The first leg alone would do; the command does not.
      [
        'insufficient-funds',
        () => command({ postings: [post(cash, other.cash, 1n), post(cash, bench.revenue, 50n)] }),
      ],
      // Held money cannot be more than there is, whatever the command calls it.
      ['insufficient-funds', () => command({ postings: [post(other.held, other.cash, 1n)] })],
      [
        'conflict',
        () =>
          commissioning.installMeter({
            meterId,
            meteringPointId,
            at: bench.start,
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
            tariffPlanId: bench.building.planId,
            from: bench.start,
            to: null,
          }),
      ],
      [
        'not-found',
        () =>
          commissioning.swapMeter({
            installationId: '999999999',
            closings: [],
            meterId,
            multiplierMicros: 1n,
            openings: [],
            signedBy: 'x',
            at: bench.start,
          }),
      ],
      // The old meter is off before it is seen that the new one was not read.
      [
        'validation-failed',
        () =>
          commissioning.swapMeter({
            installationId,
            closings: [{ registerId, valueMicros: 1n }],
            meterId: spare.meterId,
            multiplierMicros: 1n,
            openings: [],
            signedBy: 'x',
            at: bench.at,
          }),
      ],
      [
        'conflict',
        () =>
          commissioning.addTariffVersion({
            tariffPlanId: bench.building.planId,
            effectiveAt: bench.start,
            terms: {},
          }),
      ],
    ]
    for (const [code, operation] of refused) {
      const before = await digestOf(bench.owner)
      expect(await outcomeOf(operation())).toBe(code)
      expect(await digestOf(bench.owner), code).toBe(before)
    }
  })
})

describe('an idempotency key', () => {
  test('INV3, M2: 50 parallel calls act once and all get the first answer; another body is refused', async () => {
    const rich = await bench.account(1_000n)
    const poor = await bench.account(0n)
    const body = fc.record({ amount: fc.bigInt({ min: 1n, max: 20n }), parallel: fc.constant(50) })
    await fc.assert(
      fc.asyncProperty(body, async ({ amount, parallel }) => {
        const key = `parallel ${++serial}`
        const before = await bench.balances([rich, poor])
        const call = () => bench.move(key, rich.cash, poor.cash, amount)
        const answers: LedgerResult[] = await Promise.all(Array.from({ length: parallel }, call))
        expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
        const ids = new Set(answers.map(({ postingIds }) => postingIds.join()))
        expect(ids.size).toBe(1)
        expect(await call()).toEqual({ replayed: true, postingIds: answers[0]?.postingIds })
        expect(await outcomeOf(bench.move(key, rich.cash, poor.cash, amount + 1n))).toBe(
          'idempotency-key-reused',
        )
        const after = await bench.balances([rich, poor])
        expect(after.cash).toEqual([
          (before.cash[0] ?? 0n) - amount,
          (before.cash[1] ?? 0n) + amount,
        ])
      }),
      { numRuns: 12 },
    )
    await expectBalanced(bench.database)
  })
})

describe('a hot account', () => {
  test('INV7, M6: never falls below its floor by commands of 16 writers; metered use may pass it', async () => {
    const debit = fc.record({ amount: fc.bigInt({ min: 1n, max: 60n }), refund: fc.boolean() })
    const work = fc.array(debit, { minLength: 16, maxLength: 64 })
    await fc.assert(
      fc.asyncProperty(work, async (debits) => {
        const [hot, cold] = [await bench.account(400n), await bench.account(100n)]
        let moved = 0n
        const queue = [...debits.entries()]
        // Every fourth brings money in, the others compete for it.
        const attempt = async (turn: number, { amount, refund }: (typeof debits)[number]) => {
          const back = turn % 4 === 3
          const target = refund ? hot.held : cold.cash
          const [from, to] = back ? [cold.cash, hot.cash] : [hot.cash, target]
          const outcome = await outcomeOf(bench.move(`hot ${++serial}`, from, to, amount))
          expect(['done', 'insufficient-funds']).toContain(outcome)
          if (outcome === 'done') moved += back ? amount : -amount
        }
        const writer = async () => {
          for (let next = queue.shift(); next; next = queue.shift()) await attempt(...next)
        }
        await Promise.all(Array.from({ length: 16 }, writer))
        const balance = await bench.building.balanceOf(hot.cash)
        expect(balance).toBe(400n + moved)
        expect(balance).toBeGreaterThanOrEqual(0n)
        // Metered use is not asked: it becomes debt, which commands then cannot deepen.
        await bench.hear(hot, 10, 1_000_000n)
        expect(await bench.building.balanceOf(hot.cash)).toBe(balance - 1_000_000n)
        expect(await outcomeOf(bench.move(`hot ${++serial}`, hot.cash, cold.cash, 1n))).toBe(
          'insufficient-funds',
        )
      }),
      { numRuns: 12 },
    )
    await expectBalanced(bench.database)
  })

  test('INV7: a command that had to wait is judged by what the one before it has left', async () => {
    const [hot, cold] = [await bench.account(400n), await bench.account(0n)]
    const { ledger } = bench.building
    const first = { key: `waits ${++serial}`, at: bench.at, currency: 'CNY' }
    let second: Promise<string> | undefined
    await ledger.transact(async (transaction) => {
      const legs = { fromId: hot.cash, toId: cold.cash, amountMicros: 300n }
      await transfer(ledger, { ...first, ...legs }, transaction)
      second = outcomeOf(bench.move(`waits ${++serial}`, hot.cash, cold.cash, 200n))
      await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 60_000 })
    })
    expect(await second).toBe('insufficient-funds')
    expect(await bench.building.balanceOf(hot.cash)).toBe(100n)
  })
})

/** Connections to the database that wait for another's lock. */
async function waiting(): Promise<number> {
  const { rows } = await bench.owner.query<{ count: string }>(
    `SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE NOT granted AND datname = current_database()`,
  )
  return Number(rows[0]?.count)
}
