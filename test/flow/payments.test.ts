import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handleCallback } from '../../core/flow/payments/callback.ts'
import type { PaymentStep, StoredOrder } from '../../core/flow/payments/ports.ts'
import { closeAtChannel } from '../../core/flow/payments/top-up.ts'
import { callbackOf } from '../fixtures/payment-channel.ts'
import { createPaymentHouse, type PaymentHouse } from '../fixtures/payment-house.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

const HUNDRED = 100_000_000n

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

/** Leaps far enough, often enough, for everything that is due to be asked about. */
async function settleAll(): Promise<void> {
  for (let round = 0; round < 24; round += 1) {
    house.time.wall += 700_000
    await house.inquire()
  }
}

const told = (order: StoredOrder) => house.channels[0].tell(order.reference)

const call = (order: StoredOrder, change: object = {}, forged = false) =>
  handleCallback(house.options, {
    connectionId: house.connectionIds.first,
    callback: callbackOf({ ...told(order), ...change }, { forged }),
  })

async function stored(id: string) {
  const [row] = await house.rows<{ state: string; credited: boolean | null; unknown: boolean }>(
    'SELECT state, credited, unknown_since IS NOT NULL AS unknown FROM payment_order WHERE id = $1',
    [id],
  )
  return row
}

async function repairs(id: string): Promise<readonly string[]> {
  const rows = await house.rows<{ kind: string }>(
    'SELECT kind FROM repair_item WHERE subject = $1 ORDER BY kind',
    [`payment-order:${id}`],
  )
  return rows.map(({ kind }) => kind)
}

test('M2: 50 top-ups at once with one key are one order, at the channel too', async () => {
  const accountId = await house.newAccount()
  const before = house.channels[0].orders().length
  const change = { idempotencyKey: 'fifty' }
  const orders = await Promise.all(Array.from({ length: 50 }, () => house.topUp(accountId, change)))
  expect(new Set(orders.map(({ id }) => id)).size).toBe(1)
  expect(house.channels[0].orders().length - before).toBe(1)
  const other = house.topUp(accountId, { ...change, amountMicros: 1_000_000n })
  await expect(other).rejects.toMatchObject({ code: 'idempotency-key-reused' })
})

test('M2: a replay gives the first answer, whatever has become of the account', async () => {
  const accountId = await house.newAccount()
  const change = { idempotencyKey: 'replayed' }
  const first = await house.topUp(accountId, change)
  await house.rows("UPDATE account SET state = 'closed' WHERE id = $1", [accountId])
  expect(await house.topUp(accountId, change)).toEqual(first)
  await expect(house.topUp(accountId)).rejects.toMatchObject({ code: 'account-closed' })
})

test('M3: a callback doubled fifty times, beside polls and retries, credits once', async () => {
  const accountId = await house.newAccount()
  const change = { idempotencyKey: 'doubled' }
  const order = await house.topUp(accountId, change)
  house.channels[0].pay(order.reference)
  house.time.wall += 700_000
  const replies = await Promise.all([
    ...Array.from({ length: 50 }, () => call(order)),
    house.inquire(),
    house.topUp(accountId, change),
  ])
  expect(replies.slice(0, 50)).toEqual(Array(50).fill(expect.objectContaining({ body: 'kept' })))
  expect(await house.cash(accountId)).toBe(HUNDRED)
  expect(await stored(order.id)).toEqual({ state: 'captured', credited: true, unknown: false })
})

test('M3: a forged callback changes nothing', async () => {
  const accountId = await house.newAccount()
  const order = await house.topUp(accountId)
  house.channels[0].pay(order.reference)
  expect(await call(order, {}, true)).toMatchObject({ body: 'refused' })
  expect(await house.cash(accountId)).toBe(0n)
  expect(await stored(order.id)).toMatchObject({ state: 'pending' })
})

test.each([
  ['a wrong amount', { amountMinor: 10_001n }, 'payment-amount-differs'],
  ['another currency', { currency: 'USD' }, 'payment-currency-differs'],
  ['another merchant', { merchantId: 'other' }, 'payment-merchant-differs'],
])('M3: a callback with %s credits nothing until the query is right', async (_, change, kind) => {
  const accountId = await house.newAccount()
  const order = await house.topUp(accountId)
  house.channels[0].pay(order.reference)
  expect(await call(order, change)).toMatchObject({ body: 'kept' })
  expect(await house.cash(accountId)).toBe(0n)
  expect(await stored(order.id)).toMatchObject({ state: 'pending', unknown: true })
  expect(await repairs(order.id)).toEqual([kind])
  await settleAll()
  expect(await house.cash(accountId)).toBe(HUNDRED)
})

test('M3: words that come in the wrong order end in the same place', async () => {
  const accountId = await house.newAccount()
  const order = await house.topUp(accountId)
  house.channels[0].pay(order.reference)
  await call(order)
  for (const state of ['pending', 'failed', 'closed', 'unknown'] as const)
    await call(order, { state, amountMinor: undefined })
  expect(await house.cash(accountId)).toBe(HUNDRED)
  expect(await stored(order.id)).toMatchObject({ state: 'captured' })
})

test('a callback that cannot be kept is asked for again, and leaves no trace', async () => {
  const accountId = await house.newAccount()
  const order = await house.topUp(accountId)
  house.channels[0].pay(order.reference)
  const broken = {
    ...house.options,
    announce: () => Promise.reject(new Error('The queue is full.')),
  }
  const { first: connectionId } = house.connectionIds
  const callback = callbackOf(told(order))
  const reply = await handleCallback(broken, { connectionId, callback })
  expect(reply.body).toBe('again')
  expect(await house.cash(accountId)).toBe(0n)
  expect(await stored(order.id)).toMatchObject({ state: 'pending', credited: null })
  expect(await call(order)).toMatchObject({ body: 'kept' })
  expect(await house.cash(accountId)).toBe(HUNDRED)
})

test('M4: with every callback dropped and answers lost, everything paid is credited', async () => {
  const accounts = await Promise.all(Array.from({ length: 8 }, () => house.newAccount()))
  for (const [index, accountId] of accounts.entries()) {
    if (index % 4 === 1) house.channels[0].lose('createPayment', 'answer')
    const order = await house.topUp(accountId)
    if (index % 4 === 2) house.channels[0].lose('queryPayment', 'answer')
    if (index % 4 === 3) house.channels[0].lose('queryPayment', 'request')
    house.channels[0].pay(order.reference)
  }
  await settleAll()
  for (const accountId of accounts) expect(await house.cash(accountId)).toBe(HUNDRED)
  const unknown = await house.rows('SELECT FROM payment_order WHERE unknown_since IS NOT NULL')
  expect(unknown).toEqual([])
})

test('M4: an order whose request was lost is unknown until the channel says that it has none', async () => {
  const accountId = await house.newAccount()
  house.channels[0].lose('createPayment', 'request')
  const order = await house.topUp(accountId)
  expect(order).toMatchObject({ state: 'created', unknownSince: house.time.wall })
  await settleAll()
  expect(await stored(order.id)).toMatchObject({ state: 'failed', unknown: false })
  expect(await house.cash(accountId)).toBe(0n)
})

test('INV4: money that comes after the order has closed is credited all the same', async () => {
  const accountId = await house.newAccount()
  const order = await house.topUp(accountId)
  expect(await closeAtChannel(house.options, order)).toMatchObject({ state: 'closed' })
  house.channels[0].payAnyway(order.reference)
  await call(order)
  await call(order)
  expect(await house.cash(accountId)).toBe(HUNDRED)
})

test('INV4: an unpaid order is closed when its time is over', async () => {
  const accountId = await house.newAccount()
  const order = await house.topUp(accountId)
  await settleAll()
  expect(await stored(order.id)).toMatchObject({ state: 'closed' })
  expect(told(order).state).toBe('closed')
})

test('INV4: two channels pay one top-up: one is credited, the other handed back', async () => {
  const accountId = await house.newAccount()
  const { first, second } = house.connectionIds
  const small = { amountMicros: 40_000_000n }
  const one = await house.topUp(accountId, small)
  const change = { ...small, connectionId: second, alternativeToId: one.id }
  const other = await house.topUp(accountId, change)
  house.channels[0].pay(one.reference)
  house.channels[1].pay(other.reference)
  const callbacks = [
    { connectionId: first, callback: callbackOf(house.channels[0].tell(one.reference)) },
    { connectionId: second, callback: callbackOf(house.channels[1].tell(other.reference)) },
  ]
  const many = Array.from({ length: 6 }, () => callbacks).flat()
  await Promise.all(many.map((callback) => handleCallback(house.options, callback)))
  await settleAll()
  expect(await house.cash(accountId)).toBe(40_000_000n)
  const refunded = house.channels[0].refundedMinor() + house.channels[1].refundedMinor()
  expect(refunded).toBe(4_000n)
  expect(await house.posted('suspense')).toBe(0n)
  const late = house.topUp(accountId, { ...change, idempotencyKey: 'too-late' })
  await expect(late).rejects.toMatchObject({ code: 'order-settled' })
})

test('INV4: turning to another channel closes the order at the first once the other is paid', async () => {
  const accountId = await house.newAccount()
  const one = await house.topUp(accountId)
  const change = { connectionId: house.connectionIds.second, alternativeToId: one.id }
  const other = await house.topUp(accountId, change)
  house.channels[1].pay(other.reference)
  await handleCallback(house.options, {
    connectionId: house.connectionIds.second,
    callback: callbackOf(house.channels[1].tell(other.reference)),
  })
  await house.inquire()
  expect(told(one).state).toBe('closed')
})

test('a payment of nobody we know is for a person', async () => {
  const stranger = { orderId: 'STRANGER1', state: 'captured', amountMinor: 1n } as const
  const { first: connectionId } = house.connectionIds
  const callback = callbackOf(stranger)
  const reply = await handleCallback(house.options, { connectionId, callback })
  expect(reply.body).toBe('kept')
  const rows = await house.rows("SELECT FROM repair_item WHERE kind = 'payment-unknown-here'")
  expect(rows).toHaveLength(1)
})

const TOP_UP_STEPS: readonly PaymentStep[] = ['order-stored', 'channel-created', 'answer-stored']
const CALLBACK_STEPS: readonly PaymentStep[] = ['callback-parsed', 'callback-stored']
const RESOLVE_STEPS: readonly PaymentStep[] = ['channel-asked', 'channel-closed']

/** The same house, whose process dies at a step. */
const dyingAt = (step: PaymentStep | null) => ({
  ...house.options,
  trace: (at: PaymentStep) => {
    if (at === step) throw new Error(`killed at ${step}`)
  },
})

test('INV4: whatever is repeated, reordered, lost or killed, a payment is credited once', async () => {
  const action = fc.oneof(
    fc.record({
      do: fc.constant('call' as const),
      die: fc.option(fc.constantFrom(...CALLBACK_STEPS)),
    }),
    fc.record({
      do: fc.constant('poll' as const),
      die: fc.option(fc.constantFrom(...RESOLVE_STEPS)),
    }),
    fc.record({
      do: fc.constant('retry' as const),
      die: fc.option(fc.constantFrom(...TOP_UP_STEPS)),
    }),
    fc.record({ do: fc.constantFrom('pay' as const, 'lose' as const), die: fc.constant(null) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.option(fc.constantFrom(...TOP_UP_STEPS)),
      fc.array(action, { maxLength: 12 }),
      async (firstDeath, actions) => {
        const accountId = await house.newAccount()
        const key = { idempotencyKey: `kill-${accountId}` }
        await house.topUp(accountId, key, dyingAt(firstDeath)).catch(() => undefined)
        const [row] = await house.rows<{ reference: string }>(
          'SELECT reference FROM payment_order WHERE account_id = $1',
          [accountId],
        )
        const reference = row?.reference ?? ''
        const channel = house.channels[0]
        for (const { do: what, die } of actions) {
          const options = dyingAt(die)
          const { first: connectionId } = house.connectionIds
          const callback = callbackOf(channel.tell(reference))
          house.time.wall += 20_000
          if (what === 'pay') channel.pay(reference)
          if (what === 'lose') channel.lose('queryPayment', 'answer')
          if (what === 'call')
            await handleCallback(options, { connectionId, callback }).catch(() => undefined)
          if (what === 'poll') await house.inquire(options)
          if (what === 'retry') await house.topUp(accountId, key, options).catch(() => undefined)
        }
        channel.pay(reference)
        await settleAll()
        const paid = channel.tell(reference).state === 'captured'
        // An order failed because its request was lost is never payable: nobody got its link.
        expect(await house.cash(accountId)).toBe(paid ? HUNDRED : 0n)
      },
    ),
    { numRuns: 40 },
  )
})

test('INV4: cash confirmed by the cashier is credited once, though we died at any step', async () => {
  for (const step of TOP_UP_STEPS) {
    const accountId = await house.newAccount()
    const change = { connectionId: house.connectionIds.desk, byStaff: true }
    const dead = house.topUp(accountId, change, dyingAt(step))
    await expect(dead).rejects.toThrow(`killed at ${step}`)
    await settleAll()
    expect(await house.cash(accountId)).toBe(HUNDRED)
  }
  const accountId = await house.newAccount()
  const byTenant = house.topUp(accountId, { connectionId: house.connectionIds.desk })
  await expect(byTenant).rejects.toMatchObject({ code: 'staff-only' })
})

test('M1: the application can neither change the amount of an order nor delete one', async () => {
  const forbidden = [
    'UPDATE payment_order SET amount_micros = 1',
    'UPDATE payment_order SET account_id = account_id',
    'UPDATE refund SET amount_micros = 1',
    'UPDATE payment_event SET status = status',
    'DELETE FROM payment_order',
    'DELETE FROM refund',
    'DELETE FROM payment_event',
  ]
  for (const text of forbidden)
    await expect(house.rows(text)).rejects.toMatchObject({ code: '42501' })
})

test('the books agree with what the channels took and gave back', async () => {
  await settleAll()
  const { first, second } = house.connectionIds
  for (const [index, id] of [first, second].entries()) {
    const channel = house.channels[index]
    const took = (channel?.capturedMinor() ?? 0n) - (channel?.refundedMinor() ?? 0n)
    expect(await house.posted('clearing', id)).toBe(-took * 10_000n)
  }
})
