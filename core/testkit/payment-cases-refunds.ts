import { expect } from 'vitest'
import type { PaymentCase } from './payment-bench.ts'
import {
  channelWith,
  expectCode,
  finalRefund,
  newId,
  newOrder,
  paidOrder,
  refundRequest,
  refundsOf,
} from './payment-bench.ts'

export const refundCases: readonly PaymentCase[] = [
  {
    id: 'refunds',
    title: 'a refund goes back once, however often it is asked for',
    needs: 'refunds',
    async run(bench) {
      const order = await paidOrder(bench)
      const request = refundRequest(order)
      const copies = await Promise.all(
        Array.from({ length: 5 }, () => bench.provider.refund(request)),
      )
      for (const copy of copies) {
        expect(copy.refundId).toBe(request.refundId)
        expect(['pending', 'refunded']).toContain(copy.state)
      }
      const again = await bench.provider.refund(request)
      const final = await finalRefund(bench, request, again)
      expect(final).toMatchObject({ state: 'refunded', amountMinor: order.amountMinor })
      if (bench.channel.books === undefined) return
      expect(await refundsOf(channelWith(bench, 'books'), order.orderId)).toEqual([
        order.amountMinor,
      ])
    },
  },
  {
    id: 'partial-refunds',
    title: 'partial refunds add up to the capture and not beyond it',
    needs: 'refunds',
    async run(bench) {
      const channel = channelWith(bench, 'books')
      const order = await paidOrder(bench, { amountMinor: 1_000n })
      for (const amountMinor of [400n, 599n, 1n]) {
        const request = refundRequest(order, amountMinor)
        const final = await finalRefund(bench, request, await bench.provider.refund(request))
        expect(final.state).toBe('refunded')
      }
      const beyond = await bench.provider.refund(refundRequest(order, 1n))
      expect(beyond.state).toBe('failed')
      const returned = await refundsOf(channel, order.orderId)
      expect(returned.reduce((sum, amount) => sum + amount, 0n)).toBe(1_000n)
    },
  },
  {
    id: 'refund-race',
    title: 'refunds at the same time never give back more than was captured',
    needs: 'refunds',
    async run(bench) {
      const channel = channelWith(bench, 'books')
      const order = await paidOrder(bench, { amountMinor: 1_000n })
      const requests = Array.from({ length: 6 }, () => refundRequest(order, 300n))
      const firsts = await Promise.all(requests.map((request) => bench.provider.refund(request)))
      const finals = await Promise.all(
        requests.map((request, at) =>
          finalRefund(bench, request, firsts[at] ?? { ...request, state: 'unknown' }),
        ),
      )
      expect(finals.filter((status) => status.state === 'refunded')).toHaveLength(3)
      expect(await refundsOf(channel, order.orderId)).toEqual([300n, 300n, 300n])
    },
  },
  {
    id: 'refund-too-much',
    title: 'a refund of more than was captured fails, and moves nothing',
    needs: 'refunds',
    async run(bench) {
      const channel = channelWith(bench, 'books')
      const order = await paidOrder(bench)
      const request = refundRequest(order, order.amountMinor + 1n)
      expect((await bench.provider.refund(request)).state).toBe('failed')
      expect(await refundsOf(channel, order.orderId)).toEqual([])
    },
  },
  {
    id: 'refund-unpaid',
    title: 'a refund of an order that was not paid fails',
    needs: 'refunds',
    async run(bench) {
      const channel = channelWith(bench, 'pay', 'books')
      const order = newOrder(bench)
      await bench.provider.createPayment(order)
      expect((await bench.provider.refund(refundRequest(order))).state).toBe('failed')
      const stranger = { ...order, orderId: newId('T') }
      expect((await bench.provider.refund(refundRequest(stranger))).state).toBe('failed')
      expect(await refundsOf(channel, order.orderId)).toEqual([])
    },
  },
  {
    id: 'same-refund-other-amount',
    title: 'a refund id used before with another amount is refused',
    needs: 'refunds',
    async run(bench) {
      const order = await paidOrder(bench)
      const request = refundRequest(order, 100n)
      await bench.provider.refund(request)
      const other = { ...request, amountMinor: 101n }
      await expectCode(bench.provider.refund(other), 'idempotency-key-reused')
    },
  },
  {
    id: 'never-refunded',
    title: 'a refund that the channel does not know is unknown: the request may be under way',
    needs: 'refunds',
    async run(bench) {
      channelWith(bench, 'books')
      const order = await paidOrder(bench)
      const status = await bench.provider.queryRefund(refundRequest(order))
      expect(status.state).toBe('unknown')
    },
  },
]
