import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { chargeFee, settleReceivables } from '../../core/flow/ledger/receivables.ts'
import { transfer } from '../../core/flow/ledger/transfer.ts'
import { decideOnRefund, requestRefund } from '../../core/flow/payments/refunds.ts'
import { errorCode } from '../../core/kernel/error.ts'
import { createPaymentHouse, type PaymentHouse } from '../fixtures/payment-house.ts'
import { expectBalanced } from '../support/books.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

// Bounded by its runs, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 180_000 })

const UNIT = 1_000_000n
/** The account may run so far below zero. */
const OVERDRAFT = 20n * UNIT

let database: TemporaryDatabase
let house: PaymentHouse
let serial = 0

beforeAll(async () => {
  database = await createTemporaryDatabase()
  house = await createPaymentHouse(database)
})

afterAll(async () => {
  await house?.close()
  await database?.drop()
})

interface Purses {
  readonly cash: bigint
  readonly owed: bigint
}

async function pursesOf(accountId: string): Promise<Purses & { readonly ids: readonly string[] }> {
  const rows = await house.rows<{ id: string; kind: string; balance_micros: string }>(
    `SELECT id, kind, balance_micros FROM ledger_account
     WHERE account_id = $1 AND kind IN ('cash', 'receivable') ORDER BY kind`,
    [accountId],
  )
  const [cash, receivable] = rows.map(({ balance_micros }) => BigInt(balance_micros))
  return { cash: cash ?? 0n, owed: -(receivable ?? 0n), ids: rows.map(({ id }) => id) }
}

const at = () => house.time.wall
const refusals = ['insufficient-funds', 'order-not-captured', 'refund-exceeds-capture']

/** Whether it was done; what is refused for want of money changes nothing. */
async function tried(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (thrown) {
    expect(refusals).toContain(errorCode(thrown))
    return false
  }
}

const fee = (accountId: string, amountMicros: bigint) =>
  house.receivables.store.transaction((transaction) =>
    chargeFee(
      house.receivables,
      {
        ...{ accountId, amountMicros, kind: 'parking', at: at() },
        ...{ reason: 'Parking', requestedBy: 'manager' },
      },
      transaction,
    ),
  )

const topUp = (accountId: string, amountMicros: bigint) =>
  house.topUp(accountId, { connectionId: house.connectionIds.desk, byStaff: true, amountMicros })

/** Use of energy, as far as a command may go. */
async function use(accountId: string, amountMicros: bigint): Promise<boolean> {
  const { ids } = await pursesOf(accountId)
  const [revenue] = await house.rows<{ id: string }>(
    `INSERT INTO ledger_account (site_id, kind, code, currency) VALUES ($1, 'revenue', 'electricity', 'CNY')
     ON CONFLICT (site_id, account_id, kind, code, currency, fund) DO UPDATE SET version = 0 RETURNING id`,
    [house.siteId],
  )
  serial += 1
  return tried(() =>
    transfer(house.options.ledger, {
      ...{ key: `use:${serial}`, at: at(), currency: 'CNY', amountMicros },
      ...{ fromId: ids[0] ?? '', toId: revenue?.id ?? '' },
    }),
  )
}

/** From one account's cash to another's, as the command does it. */
async function move(from: string, to: string, amountMicros: bigint): Promise<boolean> {
  const [fromId, toId] = [(await pursesOf(from)).ids[0] ?? '', (await pursesOf(to)).ids[0] ?? '']
  serial += 1
  const key = `move:${serial}`
  return tried(() =>
    house.receivables.store.transaction(async (transaction) => {
      const draft = { key, at: at(), currency: 'CNY', fromId, toId, amountMicros }
      await transfer(house.receivables.ledger, draft, transaction)
      const credited = { accountId: to, at: at(), cause: key, transaction }
      await settleReceivables(house.receivables, credited)
    }),
  )
}

const units = fc.bigInt({ min: 1n, max: 120n }).map((count) => (count * UNIT) / 2n)
const step = fc.record({
  kind: fc.constantFrom('topUp', 'fee', 'fee', 'use', 'move', 'refund'),
  on: fc.constantFrom(0, 1),
  amount: units,
})

/** What a fee leaves: credit above zero pays what is older first. */
function settled({ cash, owed }: Purses): Purses {
  const credit = cash > 0n ? cash : 0n
  const paid = credit < owed ? credit : owed
  return { cash: cash - paid, owed: owed - paid }
}

test('INV1, INV7: fees take credit above zero alone, and credit that comes in settles the rest, whatever the order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const accounts = [await house.newAccount(), await house.newAccount()] as const
      const model: [Purses, Purses] = [
        { cash: 0n, owed: 0n },
        { cash: 0n, owed: 0n },
      ]
      const orders: [string[], string[]] = [[], []]
      for (const { kind, on, amount } of steps) {
        const [mine, other] = on === 0 ? ([0, 1] as const) : ([1, 0] as const)
        const now = model[mine]
        switch (kind) {
          case 'topUp': {
            const { id } = await topUp(accounts[mine], amount)
            if (amount >= 40n * UNIT) orders[mine].push(id)
            model[mine] = settled({ ...now, cash: now.cash + amount })
            break
          }
          case 'fee': {
            const before = await pursesOf(accounts[mine])
            const { takenMicros, owedMicros } = await fee(accounts[mine], amount)
            expect(takenMicros + owedMicros).toBe(amount)
            expect(takenMicros).toBeLessThanOrEqual(before.cash > 0n ? before.cash : 0n)
            model[mine] = settled({ ...now, owed: now.owed + amount })
            break
          }
          case 'use': {
            const done = await use(accounts[mine], amount)
            expect(done).toBe(now.cash - amount >= -OVERDRAFT)
            if (done) model[mine] = { ...now, cash: now.cash - amount }
            break
          }
          case 'move': {
            const done = await move(accounts[mine], accounts[other], amount)
            expect(done).toBe(now.cash - amount >= -OVERDRAFT)
            if (!done) break
            model[mine] = { ...now, cash: now.cash - amount }
            model[other] = settled({ ...model[other], cash: model[other].cash + amount })
            break
          }
          case 'refund': {
            // Held above the limit, a fee falls due meanwhile, and a second person says no.
            const orderId = orders[mine].pop()
            if (orderId === undefined) break
            const amountMicros = 51n * UNIT
            const refund = { orderId, amountMicros, reason: 'r', requestedBy: 'cashier' }
            serial += 1
            const idempotencyKey = `refund ${serial}`
            let refundId = ''
            const held = await tried(async () => {
              refundId = (await requestRefund(house.options, { ...refund, idempotencyKey })).id
            })
            if (!held) break
            await fee(accounts[mine], amount)
            await house.options.store.transact((books) =>
              decideOnRefund(house.options, books, {
                refundId,
                verdict: 'rejected',
                by: 'manager',
              }),
            )
            model[mine] = settled({ ...now, owed: now.owed + amount })
            break
          }
        }
        for (const which of [0, 1] as const) {
          const { cash, owed } = await pursesOf(accounts[which])
          expect({ cash, owed }).toEqual(model[which])
        }
      }
    }),
    { numRuns: 25 },
  )
  await expectBalanced(database)
})

test('INV3, INV7: fees and credits at the same time leave neither credit beside a debt nor cash below what use made it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 12 }), async (steps) => {
      const accounts = [await house.newAccount(), await house.newAccount()] as const
      const sums = { credited: 0n, used: 0n, fees: 0n }
      await Promise.all(
        steps.map(async ({ kind, on, amount }) => {
          const mine = accounts[on]
          const other = accounts[on === 0 ? 1 : 0]
          if (kind === 'topUp' || kind === 'refund') {
            await topUp(mine, amount)
            sums.credited += amount
          } else if (kind === 'fee') {
            await fee(mine, amount)
            sums.fees += amount
          } else if (kind === 'move') await move(mine, other, amount)
          else if (await use(mine, amount)) sums.used += amount
        }),
      )
      const purses = await Promise.all(accounts.map(pursesOf))
      for (const { cash, owed } of purses) {
        expect(owed).toBeGreaterThanOrEqual(0n)
        expect(cash > 0n && owed > 0n).toBe(false)
        expect(cash).toBeGreaterThanOrEqual(-OVERDRAFT)
      }
      const total = purses.reduce((sum, { cash, owed }) => sum + cash - owed, 0n)
      expect(total).toBe(sums.credited - sums.used - sums.fees)
    }),
    { numRuns: 15 },
  )
  await expectBalanced(database)
})

test('what was owed by other hands is settled by the same code, and comes back when it is undone', async () => {
  const accountId = await house.newAccount()
  const { ids } = await pursesOf(accountId)
  const [cashId = '', receivableId = ''] = ids
  await fee(accountId, 5n * UNIT)
  const [revenue] = await house.rows<{ id: string }>(
    "SELECT id FROM ledger_account WHERE kind = 'revenue' AND code = 'fee-parking'",
  )
  const revenueId = revenue?.id ?? ''
  const book = (key: string, debitId: string, creditId: string) =>
    house.options.ledger.book({
      ...{ key, bodyHash: key, at: at(), currency: 'CNY' },
      postings: [
        {
          ...{ debitId, creditId, amountMicros: 3n * UNIT, kind: 'charge' },
          ...{ referenceKind: 'ledger-account', referenceId: cashId },
        },
      ],
    })
  await book('surcharge', receivableId, revenueId)
  expect(await pursesOf(accountId)).toMatchObject({ cash: 0n, owed: 8n * UNIT })
  await topUp(accountId, 10n * UNIT)
  expect(await pursesOf(accountId)).toMatchObject({ cash: 2n * UNIT, owed: 0n })
  await book('surcharge undone', revenueId, receivableId)
  await topUp(accountId, UNIT)
  expect(await pursesOf(accountId)).toMatchObject({ cash: 6n * UNIT, owed: 0n })
  await expectBalanced(database)
})
