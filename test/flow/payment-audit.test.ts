import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeOrder, refreshOrder } from '../../core/flow/payments/orders.ts'
import type { Audited } from '../../core/flow/payments/ports.ts'
import { requestRefund, sendRefund } from '../../core/flow/payments/refunds.ts'
import { createPaymentHouse, type PaymentHouse } from '../fixtures/payment-house.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

let database: TemporaryDatabase
let house: PaymentHouse

beforeAll(async () => {
  database = await createTemporaryDatabase()
  house = await createPaymentHouse(database)
})

afterAll(async () => {
  await house?.close()
  await database?.drop()
})

interface Stateful {
  readonly state: string
}

/** Keeps what it is told, and fails at one of the states. */
function log(failingAt: string | null = null) {
  const states: string[] = []
  const audited: Audited<Stateful> = async ({ state }) => {
    if (state === failingAt) throw new Error('The audit log is away')
    states.push(state)
  }
  return { states, audited }
}

async function stateOf(table: 'payment_order' | 'refund', id: string): Promise<string> {
  const [row] = await house.rows<Stateful>(`SELECT state FROM ${table} WHERE id = $1`, [id])
  return row?.state ?? ''
}

async function approvedRefund(idempotencyKey: string): Promise<string> {
  const order = await house.topUp(await house.newAccount())
  house.channels[0].pay(order.reference)
  await refreshOrder(house.options, { orderId: order.id })
  const request = { idempotencyKey, orderId: order.id, amountMicros: 10_000_000n }
  const { id } = await requestRefund(house.options, {
    ...{ ...request, reason: 'Moved out', requestedBy: 'amy' },
  })
  return id
}

test('AU4: whoever closes an order is known before the channel is asked, and when it has closed', async () => {
  const { id: orderId } = await house.topUp(await house.newAccount())
  const { states, audited } = log()
  await closeOrder(house.options, { orderId, audited })
  expect(states).toEqual(['pending', 'closed'])
})

test('AU4: an order is not closed without its line, neither here nor at the channel', async () => {
  const order = await house.topUp(await house.newAccount())
  const closing = closeOrder(house.options, { orderId: order.id, ...log('pending') })
  await expect(closing).rejects.toThrow('The audit log is away')
  expect(await stateOf('payment_order', order.id)).toBe('pending')
  expect(house.channels[0].tell(order.reference)).toMatchObject({ state: 'pending' })
  // Asked for, and then not written: the change is undone with the line that it lacks.
  const settling = closeOrder(house.options, { orderId: order.id, ...log('closed') })
  await expect(settling).rejects.toThrow('The audit log is away')
  expect(await stateOf('payment_order', order.id)).toBe('pending')
})

test('AU4: whoever asks about an order is known, and with it what that changed', async () => {
  const order = await house.topUp(await house.newAccount())
  const { states, audited } = log()
  await refreshOrder(house.options, { orderId: order.id, audited })
  house.channels[0].pay(order.reference)
  await refreshOrder(house.options, { orderId: order.id, audited })
  expect(states).toEqual(['pending', 'pending', 'captured'])
})

test('AU4: whoever sends a refund is known before it leaves, though we die on the way', async () => {
  const refundId = await approvedRefund('dies')
  const { states, audited } = log()
  const dying = {
    ...house.options,
    trace: (step: string) => {
      if (step === 'refund-sent') throw new Error('killed')
    },
  }
  await expect(sendRefund(dying, { refundId, audited })).rejects.toThrow('killed')
  expect(states).toEqual(['sent'])
  await sendRefund(house.options, { refundId, audited })
  expect(states).toEqual(['sent', 'sent', 'refunded'])
})

test('AU4: a refund is not sent without its line', async () => {
  const refundId = await approvedRefund('unwritten')
  const before = house.channels[0].refundedMinor()
  const sending = sendRefund(house.options, { refundId, ...log('sent') })
  await expect(sending).rejects.toThrow('The audit log is away')
  expect(await stateOf('refund', refundId)).toBe('approved')
  expect(house.channels[0].refundedMinor()).toBe(before)
})
