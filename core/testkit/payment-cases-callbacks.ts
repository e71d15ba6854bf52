import fc from 'fast-check'
import { expect } from 'vitest'
import type { RawCallback } from '../contracts/index.ts'
import { DAY_MS } from '../kernel/instant.ts'
import type { PaymentBench, PaymentCase } from './payment-bench.ts'
import {
  acceptCallbacks,
  channelWith,
  expectCaptured,
  finalRefund,
  meaning,
  newOrder,
  paidOrder,
  paymentCallback,
  refundRequest,
  settle,
} from './payment-bench.ts'

async function genuine(bench: PaymentBench) {
  const order = await paidOrder(bench)
  const callback = await paymentCallback(bench, order.orderId)
  return { order, callback }
}

async function expectRefused(bench: PaymentBench, callback: RawCallback): Promise<void> {
  const result = await bench.provider.parseCallback(callback)
  expect(result).toMatchObject({ verified: false, reason: expect.stringMatching(/\S/) })
}

export const callbackCases: readonly PaymentCase[] = [
  {
    id: 'callback',
    title: 'a genuine callback is verified and says what was captured',
    needs: 'callbacks',
    async run(bench) {
      await acceptCallbacks(bench)
      const { order, callback } = await genuine(bench)
      const result = await bench.provider.parseCallback(callback)
      expect(result).toMatchObject({ verified: true, subject: 'payment' })
      if (result.verified && result.subject === 'payment') expectCaptured(result.payment, order)
      const asked = await bench.provider.queryPayment(order)
      expect(meaning(result)).toMatchObject({ channelReference: asked.channelReference })
    },
  },
  {
    id: 'callback-header-case',
    title: "a callback's header names are read in any case",
    needs: 'callbacks',
    async run(bench) {
      await acceptCallbacks(bench)
      const { callback } = await genuine(bench)
      const headers = Object.entries(callback.headers).map(([name, value]) => [
        name.toUpperCase(),
        value,
      ])
      const shouted = { ...callback, headers: Object.fromEntries(headers) }
      expect((await bench.provider.parseCallback(shouted)).verified).toBe(true)
    },
  },
  {
    id: 'callback-replies',
    title: 'the channel sends again after retryReply, and is content with reply',
    needs: 'callbacks',
    async run(bench) {
      const { provider, receiver } = bench
      const order = newOrder(bench)
      const seen: unknown[] = []
      receiver.answerBy(async (raw) => {
        const result = await provider.parseCallback(raw)
        // Callbacks of earlier cases may still be on their way.
        const ours =
          result.verified &&
          result.subject === 'payment' &&
          result.payment.orderId === order.orderId
        if (!ours) return result.reply
        seen.push(result.payment)
        return seen.length < 3 ? result.retryReply : result.reply
      })
      await settle(bench, await provider.createPayment(order))
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(3)
      // Were the reply not the right one, more would have come by now.
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(seen).toHaveLength(3)
      for (const one of seen) expect(one).toEqual(seen[0])
    },
  },
  {
    id: 'callback-replayed',
    title: 'a replayed callback says the same or is refused, never anything new',
    needs: 'callbacks',
    async run(bench) {
      await acceptCallbacks(bench)
      const { callback } = await genuine(bench)
      const first = meaning(await bench.provider.parseCallback(callback))
      for (let again = 0; again < 5; again += 1)
        expect([first, 'refused']).toContainEqual(
          meaning(await bench.provider.parseCallback(callback)),
        )
    },
  },
  {
    id: 'callback-forged',
    title: "a callback signed by somebody else is refused, and so is one of another's body",
    needs: 'callbacks',
    async run(bench) {
      const channel = channelWith(bench, 'forge')
      await acceptCallbacks(bench)
      const { callback } = await genuine(bench)
      const { callback: other } = await genuine(bench)
      await expectRefused(bench, channel.forge({ callback, how: 'signature' }))
      await expectRefused(bench, { ...callback, bodyBase64: other.bodyBase64 })
      await expectRefused(bench, { ...callback, headers: {} })
    },
  },
  {
    id: 'callback-tampered',
    title: 'a callback with any byte of its body changed is refused',
    needs: 'callbacks',
    async run(bench) {
      await acceptCallbacks(bench)
      const { callback } = await genuine(bench)
      const body = Buffer.from(callback.bodyBase64, 'base64')
      await fc.assert(
        fc.asyncProperty(
          fc.nat(body.length - 1),
          fc.integer({ min: 1, max: 255 }),
          async (at, by) => {
            const changed = Buffer.from(body)
            changed[at] = (changed[at] ?? 0) ^ by
            const bodyBase64 = changed.toString('base64')
            await expectRefused(bench, { ...callback, bodyBase64 })
          },
        ),
      )
    },
  },
  {
    id: 'callback-garbage',
    title: 'whatever comes to the callback address is refused, never thrown at the core',
    needs: 'callbacks',
    async run(bench) {
      await acceptCallbacks(bench)
      const { callback } = await genuine(bench)
      const names = Object.keys(callback.headers)
      const headers = fc.dictionary(fc.constantFrom(...names), fc.string())
      await fc.assert(
        fc.asyncProperty(headers, fc.uint8Array(), fc.string(), async (some, bytes, query) => {
          await expectRefused(bench, {
            headers: { ...callback.headers, ...some },
            query: { query },
            bodyBase64: Buffer.from(bytes).toString('base64'),
            receivedAt: callback.receivedAt,
          })
        }),
      )
    },
  },
  {
    id: 'callback-expired',
    title: 'a callback kept for a day is refused, and so is one from the future',
    needs: 'callbacks',
    async run(bench) {
      await acceptCallbacks(bench)
      const { callback } = await genuine(bench)
      for (const shiftMs of [DAY_MS, -DAY_MS])
        await expectRefused(bench, { ...callback, receivedAt: callback.receivedAt + shiftMs })
    },
  },
  {
    id: 'callback-other-merchant',
    title: 'a callback for another merchant is refused, or names that merchant',
    needs: 'callbacks',
    async run(bench) {
      const channel = channelWith(bench, 'forge')
      await acceptCallbacks(bench)
      const { callback } = await genuine(bench)
      const ours = await bench.provider.parseCallback(callback)
      const theirs = await bench.provider.parseCallback(
        channel.forge({ callback, how: 'other-merchant' }),
      )
      if (!theirs.verified || theirs.subject !== 'payment')
        return expect(theirs.verified).toBe(false)
      expect(theirs.payment.merchantId).toMatch(/\S/)
      expect(meaning(ours)).not.toMatchObject({ merchantId: theirs.payment.merchantId })
    },
  },
  {
    id: 'callback-wrong-amount',
    title: 'a callback with another amount reports the amount that it states',
    needs: 'callbacks',
    async run(bench) {
      const channel = channelWith(bench, 'forge')
      await acceptCallbacks(bench)
      const { order, callback } = await genuine(bench)
      const forged = channel.forge({ callback, how: 'wrong-amount' })
      const result = await bench.provider.parseCallback(forged)
      expect(result).toMatchObject({ verified: true, payment: { orderId: order.orderId } })
      if (result.verified && result.subject === 'payment')
        expect(result.payment.amountMinor).not.toBe(order.amountMinor)
    },
  },
  {
    id: 'callback-order',
    title: 'callbacks read the same in any order',
    needs: 'callbacks',
    async run(bench) {
      await acceptCallbacks(bench)
      const order = await paidOrder(bench)
      await paymentCallback(bench, order.orderId)
      if (bench.capabilities.refunds) {
        const request = refundRequest(order)
        await finalRefund(bench, request, await bench.provider.refund(request))
        await bench.receiver.find(async (raw) => {
          const result = await bench.provider.parseCallback(raw)
          return (
            result.verified &&
            result.subject === 'refund' &&
            result.refund.refundId === request.refundId &&
            result.refund.state === 'refunded'
          )
        })
      }
      const callbacks = bench.receiver.received()
      const read = async (list: readonly RawCallback[]) =>
        Promise.all(list.map(async (raw) => meaning(await bench.provider.parseCallback(raw))))
      const forward = await read(callbacks)
      const backward = await read(callbacks.toReversed())
      expect(backward.toReversed()).toEqual(forward)
    },
  },
]
