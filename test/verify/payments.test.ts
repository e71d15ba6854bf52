import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decideOnRefund, requestRefund } from '../../core/flow/payments/refunds.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createPaymentHouse, type PaymentHouse } from '../fixtures/payment-house.ts'
import { expectBalanced, verify } from '../support/books.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

let healthy: TemporaryDatabase

async function settle(house: PaymentHouse): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    house.time.wall += 700_000
    await house.inquire()
  }
}

/** Orders paid, left, paid twice over two channels; refunds paid out, waiting and rejected. */
async function live(house: PaymentHouse): Promise<void> {
  const [first, second] = house.channels
  const accountId = await house.newAccount()
  const order = await house.topUp(accountId)
  await house.topUp(accountId)
  const other = { alternativeToId: order.id, connectionId: house.connectionIds.second }
  const again = await house.topUp(accountId, other)
  first.pay(order.reference)
  second.pay(again.reference)
  await settle(house)
  for (const [amountMicros, verdict] of [
    [10_000_000n, null],
    [51_000_000n, 'rejected'],
    [52_000_000n, null],
  ] as const) {
    const ask = { orderId: order.id, amountMicros, reason: 'Moved', requestedBy: 'amy' }
    const idempotencyKey = `refund ${amountMicros}`
    const { id: refundId } = await requestRefund(house.options, { ...ask, idempotencyKey })
    if (verdict !== null)
      await house.options.store.transact((books) =>
        decideOnRefund(house.options, books, { refundId, verdict, by: 'bob' }),
      )
  }
  await settle(house)
}

beforeAll(async () => {
  healthy = await createTemporaryDatabase()
  const house = await createPaymentHouse(healthy)
  await live(house)
  await house.close()
})

afterAll(async () => {
  await healthy?.drop()
})

describe('verify of payments', () => {
  test('says that healthy payments balance', async () => {
    await expectBalanced(healthy)
    const { checks } = await verify(healthy)
    const examined = Object.fromEntries(checks.map((check) => [check.id, check.examined]))
    expect(examined['payment-orders']).toBe(3)
    expect(examined['top-ups']).toBe(2)
    expect(examined.refunds).toBe(4)
  })

  const CAPTURED = "(SELECT min(id) FROM payment_order WHERE state = 'captured')"
  const PAID = "(SELECT min(id) FROM refund WHERE state = 'refunded' AND source = 'purse')"
  const CAPTURE = `(SELECT id FROM posting WHERE kind = 'top-up' AND reference_id = ${CAPTURED})`

  test.each([
    [
      'a captured order whose posting is gone',
      'payment-orders',
      `DELETE FROM posting WHERE id = ${CAPTURE}`,
    ],
    [
      'an order of more than was booked',
      'payment-orders',
      `UPDATE payment_order SET amount_micros = amount_micros + 1 WHERE id = ${CAPTURED}`,
    ],
    [
      'an order that went to another account',
      'payment-orders',
      `UPDATE payment_order SET credited = false WHERE id = ${CAPTURED}`,
    ],
    [
      'an order that is booked and not captured',
      'payment-orders',
      `UPDATE payment_order SET state = 'closed', captured_at = NULL, credited = NULL,
         refund_reserved_micros = 0 WHERE id = ${CAPTURED}`,
    ],
    [
      'a top-up for no order',
      'top-ups',
      `UPDATE posting SET reference_id = 777777 WHERE id = ${CAPTURE}`,
    ],
    [
      'a refund that was paid and says that it failed',
      'refunds',
      `UPDATE refund SET state = 'failed' WHERE id = ${PAID}`,
    ],
    [
      'a refund that was never held',
      'refunds',
      "DELETE FROM posting WHERE kind = 'refund-hold' AND reference_id = (SELECT max(id) FROM refund WHERE source = 'purse')",
    ],
    [
      'an order that keeps too little for its refunds',
      'refunds',
      `UPDATE payment_order SET refund_reserved_micros = refund_reserved_micros - 1 WHERE id = ${CAPTURED}`,
    ],
  ])('finds %s', async (_, check, damage) => {
    const copy = await createTemporaryDatabase({ copyOf: healthy })
    try {
      await withClient({ url: copy.ownerUrl }, async (client) => {
        expect((await client.query(damage)).rowCount).toBeGreaterThan(0)
      })
      const { checks } = await verify(copy)
      expect(checks.find(({ id }) => id === check)?.wrong).toBeGreaterThan(0)
    } finally {
      await copy.drop()
    }
  })
})
