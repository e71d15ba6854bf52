import { expect } from 'vitest'
import { errorCode } from '../kernel/error.ts'
import type { PaymentBench, PaymentCase } from './payment-bench.ts'
import {
  channelWith,
  chargesOf,
  expectCaptured,
  expectCode,
  newId,
  newOrder,
  paidOrder,
  settle,
} from './payment-bench.ts'

const SECOND_MS = 1_000

/** A channel for staff that keeps no books may say so instead of answering. */
async function orUnsupported<T>(bench: PaymentBench, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (bench.capabilities.staffOnly && errorCode(error) === 'unsupported') return undefined
    throw error
  }
}

export const orderCases: readonly PaymentCase[] = [
  {
    id: 'connection-test',
    title: 'the connection test succeeds with a good connection',
    async run({ contribution, channel }) {
      const result = await contribution.test({ connection: channel.connection(), timeoutMs: 5_000 })
      expect(result).toMatchObject({ ok: true, detail: expect.stringMatching(/\S/) })
    },
  },
  {
    id: 'connection-test-refused',
    title: 'the connection test fails with a connection that the channel turns away',
    async run(bench) {
      const connection = channelWith(bench, 'refusedConnection').refusedConnection()
      const result = await bench.contribution.test({ connection, timeoutMs: 5_000 })
      expect(result).toMatchObject({ ok: false, detail: expect.stringMatching(/\S/) })
    },
  },
  {
    id: 'nothing-before-the-payer',
    title: 'creating a payment takes no money before the payer has acted',
    async run(bench) {
      const channel = channelWith(bench, 'pay', 'books')
      const order = newOrder(bench)
      const created = await bench.provider.createPayment(order)
      expect(created).toMatchObject({ orderId: order.orderId, state: 'pending' })
      expect(created.payerAction.kind).not.toBe('none')
      expect(await chargesOf(channel, order.orderId)).toEqual([])
      expect((await bench.provider.queryPayment(order)).state).toBe('pending')
    },
  },
  {
    id: 'captures',
    title: 'a paid order is captured with its amount, currency and a reference',
    async run(bench) {
      const order = newOrder(bench)
      const created = await bench.provider.createPayment(order)
      await settle(bench, created)
      const status =
        created.state === 'captured' ? created : await bench.provider.queryPayment(order)
      expectCaptured(status, order)
    },
  },
  {
    id: 'one-charge',
    title: 'one order id is one charge, asked for at once, again, and after it was paid',
    async run(bench) {
      const order = newOrder(bench)
      const copies = Array.from({ length: 5 }, () => bench.provider.createPayment(order))
      const [first, ...others] = await Promise.all(copies)
      expect(first).toBeDefined()
      if (first === undefined) return
      for (const other of others) expect(other).toEqual(first)
      await settle(bench, first)
      const again = await bench.provider.createPayment(order)
      expectCaptured(again, order)
      if (bench.channel.books === undefined) return
      expect(await chargesOf(channelWith(bench, 'books'), order.orderId)).toEqual([
        order.amountMinor,
      ])
    },
  },
  {
    id: 'same-id-other-amount',
    title: 'an order id used before with another amount is refused',
    async run(bench) {
      const order = newOrder(bench)
      await bench.provider.createPayment(order)
      const other = { ...order, amountMinor: order.amountMinor + 1n }
      await expectCode(bench.provider.createPayment(other), 'idempotency-key-reused')
    },
  },
  {
    id: 'large-amounts',
    title: 'an amount beyond 32 bits keeps every digit',
    async run(bench) {
      const order = newOrder(bench, { amountMinor: 99_999_999_999_999n })
      await settle(bench, await bench.provider.createPayment(order))
      expectCaptured(await bench.provider.createPayment(order), order)
    },
  },
  {
    id: 'never-created',
    title: 'an order that was never made is not paid, and not waiting to be',
    async run(bench) {
      const status = await orUnsupported(
        bench,
        bench.provider.queryPayment({ orderId: newId('T') }),
      )
      if (status) expect(['closed', 'failed', 'unknown']).toContain(status.state)
    },
  },
  {
    id: 'closes',
    title: 'a closed order takes no money',
    async run(bench) {
      const channel = channelWith(bench, 'pay', 'books')
      const order = newOrder(bench)
      const created = await bench.provider.createPayment(order)
      expect((await bench.provider.closePayment(order)).state).toBe('closed')
      await channel.pay({ created }).catch(() => undefined)
      expect(await chargesOf(channel, order.orderId)).toEqual([])
      expect((await bench.provider.queryPayment(order)).state).toBe('closed')
      expect((await bench.provider.closePayment(order)).state).toBe('closed')
    },
  },
  {
    id: 'money-was-faster',
    title: 'closing a paid order answers that it was captured',
    async run(bench) {
      const order = await paidOrder(bench)
      const status = await orUnsupported(bench, bench.provider.closePayment(order))
      if (status) expectCaptured(status, order)
    },
  },
  {
    id: 'expires',
    title: 'an order takes no money after its expiry',
    async run(bench) {
      const channel = channelWith(bench, 'pay', 'books')
      const order = newOrder(bench, { expiresAt: Date.now() + SECOND_MS })
      const created = await bench.provider.createPayment(order)
      await new Promise((resolve) => setTimeout(resolve, SECOND_MS + 100))
      await channel.pay({ created }).catch(() => undefined)
      expect(await chargesOf(channel, order.orderId)).toEqual([])
      expect((await bench.provider.queryPayment(order)).state).toBe('closed')
    },
  },
  {
    id: 'statement',
    title: "the day's statement has each payment and refund once, to the last digit",
    needs: 'statements',
    async run(bench) {
      const order = await paidOrder(bench, { amountMinor: 12_345n })
      const refund = { refundId: newId('R'), orderId: order.orderId, amountMinor: 345n }
      const request = { ...refund, currency: order.currency, reason: 'Overpaid' }
      if (bench.capabilities.refunds) {
        await bench.provider.refund(request)
        await expect
          .poll(async () => (await bench.provider.queryRefund(request)).state, { timeout: 5_000 })
          .toBe('refunded')
      }
      // Around midnight, and in the channel's own zone, the day may be a neighbour of today's.
      const days = [-1, 0, 1].map((shift) => dayOf(Date.now() + shift * 86_400_000))
      const bills = await Promise.all(days.map((day) => bench.provider.fetchStatement({ day })))
      const rows = bills.flatMap((bill) => bill.rows).filter((row) => row.orderId === order.orderId)
      const expected = { orderId: order.orderId, currency: order.currency }
      expect(rows).toHaveLength(bench.capabilities.refunds ? 2 : 1)
      expect(rows).toContainEqual(
        expect.objectContaining({ ...expected, kind: 'payment', amountMinor: 12_345n }),
      )
      if (bench.capabilities.refunds)
        expect(rows).toContainEqual(
          expect.objectContaining({ ...expected, ...refund, kind: 'refund' }),
        )
    },
  },
  {
    id: 'empty-statement',
    title: 'a day without payments has an empty statement',
    needs: 'statements',
    async run(bench) {
      expect(await bench.provider.fetchStatement({ day: '2001-02-03' })).toEqual({ rows: [] })
    },
  },
]

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
