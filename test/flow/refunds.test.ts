import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PaymentStep } from '../../core/flow/payments/ports.ts'
import { decideOnRefund, requestRefund, sendRefund } from '../../core/flow/payments/refunds.ts'
import { createPaymentHouse, type PaymentHouse } from '../fixtures/payment-house.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

const HUNDRED = 100_000_000n
const TEN = 10_000_000n

let database: TemporaryDatabase
let house: PaymentHouse
let keys = 0

beforeAll(async () => {
  database = await createTemporaryDatabase()
  house = await createPaymentHouse(database)
})

afterAll(async () => {
  await house?.close()
  await database?.drop()
})

async function settleAll(): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    house.time.wall += 700_000
    await house.inquire()
  }
}

/** An account with a hundred, paid through the first channel or over the desk. */
async function paid(connectionId = house.connectionIds.first) {
  const accountId = await house.newAccount()
  const order = await house.topUp(accountId, { connectionId, byStaff: true })
  house.channels[0].pay(order.reference)
  house.time.wall += 700_000
  await house.inquire()
  expect(await house.cash(accountId)).toBe(HUNDRED)
  return { accountId, orderId: order.id }
}

function ask(orderId: string, amountMicros: bigint, options = house.options, key?: string) {
  keys += 1
  const idempotencyKey = key ?? `refund-${keys}`
  const request = { idempotencyKey, orderId, amountMicros, reason: 'Moved out', requestedBy: 'amy' }
  return requestRefund(options, request)
}

async function stateOf(refundId: string): Promise<string> {
  const [row] = await house.rows<{ state: string }>('SELECT state FROM refund WHERE id = $1', [
    refundId,
  ])
  return row?.state ?? ''
}

test('M7: a refund up to the limit goes back, and its reversal is posted', async () => {
  const { accountId, orderId } = await paid()
  const before = house.channels[0].refundedMinor()
  const refund = await ask(orderId, TEN)
  expect(refund.state).toBe('approved')
  expect(await house.cash(accountId)).toBe(HUNDRED - TEN)
  await settleAll()
  expect(await stateOf(refund.id)).toBe('refunded')
  expect(house.channels[0].refundedMinor() - before).toBe(1_000n)
  const postings = await house.rows(
    "SELECT kind FROM posting WHERE reference_kind = 'refund' AND reference_id = $1 ORDER BY id",
    [refund.id],
  )
  expect(postings).toEqual([{ kind: 'refund-hold' }, { kind: 'refund-post' }])
})

test('M7: above the limit a second person decides, and nobody approves their own', async () => {
  const { accountId, orderId } = await paid()
  const refund = await ask(orderId, 60_000_000n)
  expect(refund.state).toBe('awaiting-approval')
  const refundId = refund.id
  await settleAll()
  await expect(sendRefund(house.options, { refundId })).rejects.toMatchObject({
    code: 'refund-not-waiting',
  })
  const own = house.options.store.transact((books) =>
    decideOnRefund(house.options, books, { refundId, verdict: 'approved', by: 'amy' }),
  )
  await expect(own).rejects.toMatchObject({ code: 'own-approval' })
  expect(await stateOf(refundId)).toBe('awaiting-approval')
  await house.options.store.transact((books) =>
    decideOnRefund(house.options, books, { refundId, verdict: 'approved', by: 'bob' }),
  )
  await settleAll()
  expect(await stateOf(refundId)).toBe('refunded')
  expect(await house.cash(accountId)).toBe(40_000_000n)
})

test('M7: a rejected refund gives the money back to the account', async () => {
  const { accountId, orderId } = await paid()
  const { id: refundId } = await ask(orderId, 60_000_000n)
  expect(await house.cash(accountId)).toBe(40_000_000n)
  await house.options.store.transact((books) =>
    decideOnRefund(house.options, books, { refundId, verdict: 'rejected', by: 'bob' }),
  )
  expect(await house.cash(accountId)).toBe(HUNDRED)
  await settleAll()
  expect(await stateOf(refundId)).toBe('rejected')
  expect((await ask(orderId, HUNDRED)).state).toBe('awaiting-approval')
})

test('M7: sixteen refunds at once never hold more than was captured', async () => {
  const { accountId, orderId } = await paid()
  const asked = await Promise.allSettled(
    Array.from({ length: 16 }, () => ask(orderId, 30_000_000n)),
  )
  const granted = asked.filter(({ status }) => status === 'fulfilled')
  const codes = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  expect(granted).toHaveLength(3)
  expect(codes).toEqual(Array(13).fill('refund-exceeds-capture'))
  expect(await house.cash(accountId)).toBe(TEN)
  await settleAll()
  expect(await house.cash(accountId)).toBe(TEN)
})

test('M7: credit that was lent is never paid out', async () => {
  const { accountId, orderId } = await paid()
  const [purse] = await house.rows<{ id: string }>(
    "SELECT id FROM ledger_account WHERE account_id = $1 AND kind = 'cash'",
    [accountId],
  )
  const [other] = await house.rows<{ id: string }>(
    "SELECT id FROM ledger_account WHERE kind = 'clearing' LIMIT 1",
  )
  await house.options.ledger.book({
    key: `spent:${accountId}`,
    bodyHash: '-',
    at: 0,
    currency: 'CNY',
    postings: [
      {
        debitId: purse?.id ?? '',
        creditId: other?.id ?? '',
        amountMicros: 95_000_000n,
        kind: 'charge',
        referenceKind: 'test',
        referenceId: '1',
      },
    ],
  })
  await expect(ask(orderId, TEN)).rejects.toMatchObject({ code: 'insufficient-funds' })
  expect(await house.cash(accountId)).toBe(5_000_000n)
  expect((await ask(orderId, 5_000_000n)).state).toBe('approved')
})

test('M2: one key is one refund; with another amount it is refused', async () => {
  const { accountId, orderId } = await paid()
  const same = await Promise.all(
    Array.from({ length: 20 }, () => ask(orderId, TEN, house.options, 'once')),
  )
  expect(new Set(same.map(({ id }) => id)).size).toBe(1)
  expect(await house.cash(accountId)).toBe(HUNDRED - TEN)
  await expect(ask(orderId, 2n * TEN, house.options, 'once')).rejects.toMatchObject({
    code: 'idempotency-key-reused',
  })
})

test('a closed account pays nothing out, and an unpaid order gives nothing back', async () => {
  const { accountId, orderId } = await paid()
  await house.rows("UPDATE account SET state = 'closed' WHERE id = $1", [accountId])
  await expect(ask(orderId, TEN)).rejects.toMatchObject({ code: 'account-closed' })
  const unpaid = await house.topUp(await house.newAccount())
  await expect(ask(unpaid.id, TEN)).rejects.toMatchObject({ code: 'order-not-captured' })
})

test('a refund that the channel refuses frees the money and calls for a person', async () => {
  const { accountId, orderId } = await paid()
  const connection = await house.options.connections.get({
    connectionId: house.connectionIds.first,
  })
  if (connection === null) throw new Error('no connection')
  const refusing = {
    ...connection,
    provider: {
      ...connection.provider,
      refund: async ({ refundId }: { refundId: string }) =>
        ({ refundId, state: 'failed', detail: 'The payer is gone.' }) as const,
    },
  }
  const { id: refundId } = await ask(orderId, TEN)
  const options = { ...house.options, connections: { get: async () => refusing } }
  expect(await sendRefund(options, { refundId })).toMatchObject({ state: 'failed' })
  expect(await house.cash(accountId)).toBe(HUNDRED)
  const rows = await house.rows('SELECT kind FROM repair_item WHERE subject = $1', [
    `refund:${refundId}`,
  ])
  expect(rows).toEqual([{ kind: 'refund-failed' }])
})

const STEPS: readonly PaymentStep[] = [
  'refund-stored',
  'refund-sent',
  'channel-refunded',
  'refund-settled',
]

test.each(STEPS)('M7: a refund is paid out once, though we died at %s', async (step) => {
  const { accountId, orderId } = await paid()
  const before = house.channels[0].refundedMinor()
  const dying = {
    ...house.options,
    trace: (at: PaymentStep) => {
      if (at === step) throw new Error(`killed at ${step}`)
    },
  }
  const key = `killed-${step}`
  await ask(orderId, TEN, dying, key).catch(() => undefined)
  const { id: refundId } = await ask(orderId, TEN, house.options, key)
  await sendRefund(dying, { refundId }).catch(() => undefined)
  await settleAll()
  expect(await stateOf(refundId)).toBe('refunded')
  expect(await house.cash(accountId)).toBe(HUNDRED - TEN)
  expect(house.channels[0].refundedMinor() - before).toBe(1_000n)
})

test.each(['request', 'answer'] as const)(
  'M4: a refund whose %s is lost is found again',
  async (loss) => {
    const { accountId, orderId } = await paid()
    const before = house.channels[0].refundedMinor()
    house.channels[0].lose('refund', loss)
    const { id: refundId } = await ask(orderId, TEN)
    expect(await sendRefund(house.options, { refundId })).toMatchObject({ state: 'sent' })
    await settleAll()
    expect(await stateOf(refundId)).toBe('refunded')
    expect(await house.cash(accountId)).toBe(HUNDRED - TEN)
    expect(house.channels[0].refundedMinor() - before).toBe(1_000n)
  },
)

test('M7: cash is paid out by the cashier, never by itself', async () => {
  const { accountId, orderId } = await paid(house.connectionIds.desk)
  const { id: refundId } = await ask(orderId, TEN)
  await settleAll()
  expect(await stateOf(refundId)).toBe('approved')
  expect(await sendRefund(house.options, { refundId })).toMatchObject({ state: 'refunded' })
  expect(await sendRefund(house.options, { refundId })).toMatchObject({ state: 'refunded' })
  expect(await house.cash(accountId)).toBe(HUNDRED - TEN)
  expect(house.desk.refundedMinor()).toBe(1_000n)
})

test('M7: the database itself refuses refunds beyond the capture', async () => {
  const { orderId } = await paid()
  const beyond = house.rows(
    'UPDATE payment_order SET refund_reserved_micros = amount_micros + 1 WHERE id = $1',
    [orderId],
  )
  await expect(beyond).rejects.toMatchObject({ code: '23514' })
})

test('what is held for refunds is what is still on its way', async () => {
  await settleAll()
  const [open] = await house.rows<{ sum: string }>(
    "SELECT COALESCE(sum(amount_micros), 0) AS sum FROM refund WHERE source = 'purse' AND state IN ('awaiting-approval', 'approved', 'sent')",
  )
  expect(await house.posted('refund-pending')).toBe(BigInt(open?.sum ?? 0))
})
