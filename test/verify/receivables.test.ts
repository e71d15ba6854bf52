import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chargeFee } from '../../core/flow/ledger/receivables.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createPaymentHouse, type PaymentHouse } from '../fixtures/payment-house.ts'
import { expectBalanced, verify } from '../support/books.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

let healthy: TemporaryDatabase

/** Fees that were paid at once, in part, and later; one that still stands. */
async function live(house: PaymentHouse): Promise<void> {
  const desk = { connectionId: house.connectionIds.desk, byStaff: true }
  const fee = (accountId: string, amountMicros: bigint) =>
    house.receivables.store.transaction((transaction) =>
      chargeFee(
        house.receivables,
        {
          ...{ accountId, amountMicros, kind: 'property', at: house.time.wall },
          ...{ reason: 'December', requestedBy: 'manager' },
        },
        transaction,
      ),
    )
  for (const credit of [30_000_000n, 5_000_000n]) {
    const accountId = await house.newAccount()
    await house.topUp(accountId, { ...desk, amountMicros: credit })
    await fee(accountId, 20_000_000n)
    await house.topUp(accountId, { ...desk, amountMicros: 10_000_000n })
  }
}

beforeAll(async () => {
  healthy = await createTemporaryDatabase()
  const house = await createPaymentHouse(healthy)
  await live(house)
  await house.close()
})

afterAll(() => healthy?.drop())

describe('INV1: busbar verify, of fees and receivables,', () => {
  test('finds nothing where nothing is wrong', async () => {
    await expectBalanced(healthy)
    const { checks } = await verify(healthy)
    expect(checks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'fees', examined: 2 }),
        expect.objectContaining({ id: 'receivables', examined: 2 }),
      ]),
    )
  })

  test.each([
    [
      'a fee of more than was booked',
      'fees',
      'UPDATE fee SET amount_micros = amount_micros + 1, owed_micros = owed_micros + 1',
    ],
    [
      'a fee that says that it was paid',
      'fees',
      'UPDATE fee SET taken_micros = amount_micros, owed_micros = 0 WHERE owed_micros > 0',
    ],
    ['a fee that is gone', 'fees', 'DELETE FROM fee'],
    [
      'a fee whose posting is gone',
      'fees',
      "DELETE FROM posting WHERE id = (SELECT min(id) FROM posting WHERE kind = 'fee')",
    ],
    [
      'a settlement from the cash of another account',
      'receivables',
      `UPDATE posting p SET debit_id = (SELECT min(a.id) FROM ledger_account a WHERE a.kind = 'cash'
         AND a.id <> p.debit_id) WHERE kind = 'settlement'`,
    ],
    [
      'more settled than was owed',
      'receivables',
      "UPDATE posting SET amount_micros = amount_micros * 100 WHERE kind = 'settlement'",
    ],
    [
      'a receivable that is owed to nobody',
      'receivables',
      `UPDATE posting SET credit_id = (SELECT min(id) FROM ledger_account WHERE kind = 'clearing')
       WHERE kind = 'fee' AND debit_id IN (SELECT id FROM ledger_account WHERE kind = 'receivable')`,
    ],
  ])('finds %s', async (_, check, damage) => {
    const copy = await createTemporaryDatabase({ copyOf: healthy })
    try {
      await withClient({ url: copy.ownerUrl }, async (client) => {
        expect((await client.query(damage)).rowCount).toBeGreaterThan(0)
      })
      const { balanced, checks, discrepancies } = await verify(copy)
      expect(balanced).toBe(false)
      expect(checks.find(({ id }) => id === check)?.wrong).toBeGreaterThan(0)
      // What it says can be looked at.
      await withClient({ url: copy.appUrl }, async (client) => {
        for (const { look } of discrepancies)
          for (const sql of look.split('; ')) await client.query(sql)
      })
    } finally {
      await copy.drop()
    }
  })
})
