import { expect } from 'vitest'
import { errorCode, errorMessage } from '../kernel/error.ts'
import type { PaymentBench, PaymentCase } from './payment-bench.ts'
import {
  acceptCallbacks,
  channelWith,
  chargesOf,
  expectCaptured,
  finalRefund,
  newOrder,
  paidOrder,
  refundRequest,
  refundsOf,
  settle,
} from './payment-bench.ts'
import { CHANNEL_FAULTS, type ChannelFault } from './payment-channel.ts'

const TITLES: Readonly<Record<ChannelFault, string>> = {
  late: 'an answer that comes too late',
  lost: 'an answer that is lost',
  'not-received': 'a request that is lost',
  'server-error': 'a server error',
  garbage: 'an answer that makes no sense',
  forged: 'an answer with a forged signature',
}

function paymentFault(kind: ChannelFault): PaymentCase {
  return {
    id: `${kind}-payment`,
    title: `${TITLES[kind]} leaves a payment unknown, and asking again tells the truth`,
    async run(bench) {
      const channel = channelWith(bench, 'fault', 'books', 'pay')
      const { provider } = bench
      const order = newOrder(bench)
      await channel.fault({ kind })
      const lost = await provider.createPayment(order)
      expect(lost).toMatchObject({ orderId: order.orderId, state: 'unknown' })
      expect(lost.payerAction).toEqual({ kind: 'none' })
      const created = await provider.createPayment(order)
      expect(created.state).toBe('pending')
      await channel.fault({ kind })
      expect((await provider.queryPayment(order)).state).toBe('unknown')
      expect((await provider.queryPayment(order)).state).toBe('pending')
      await settle(bench, created)
      await channel.fault({ kind })
      expect((await provider.closePayment(order)).state).toBe('unknown')
      expectCaptured(await provider.queryPayment(order), order)
      expect(await chargesOf(channel, order.orderId)).toEqual([order.amountMinor])
    },
  }
}

function refundFault(kind: ChannelFault): PaymentCase {
  return {
    id: `${kind}-refund`,
    title: `${TITLES[kind]} leaves a refund unknown, and asking again pays it out once`,
    needs: 'refunds',
    async run(bench) {
      const channel = channelWith(bench, 'fault', 'books')
      const order = await paidOrder(bench)
      const request = refundRequest(order)
      await channel.fault({ kind })
      const lost = await bench.provider.refund(request)
      expect(lost).toMatchObject({ refundId: request.refundId, state: 'unknown' })
      const again = await bench.provider.refund(request)
      await channel.fault({ kind })
      expect((await bench.provider.queryRefund(request)).state).toBe('unknown')
      expect((await finalRefund(bench, request, again)).state).toBe('refunded')
      expect(await refundsOf(channel, order.orderId)).toEqual([order.amountMinor])
    },
  }
}

/** Every operation whose time-out is an answer. */
function operations({ provider }: PaymentBench, order: Parameters<typeof refundRequest>[0]) {
  const refund = refundRequest(order)
  return [
    () => provider.createPayment(order),
    () => provider.queryPayment(order),
    () => provider.closePayment(order),
    () => provider.refund(refund),
    () => provider.queryRefund(refund),
  ]
}

export const faultCases: readonly PaymentCase[] = [
  ...CHANNEL_FAULTS.map(paymentFault),
  ...CHANNEL_FAULTS.map(refundFault),
  {
    id: 'channel-down',
    title: 'a channel that is down leaves everything unknown, and is found again with its state',
    async run(bench) {
      const channel = channelWith(bench, 'pay', 'books')
      const order = newOrder(bench)
      await bench.provider.createPayment(order)
      await channel.stop()
      try {
        for (const operation of operations(bench, order))
          expect((await operation()).state).toBe('unknown')
        const test = { connection: channel.connection(), timeoutMs: 2_000 }
        expect((await bench.contribution.test(test)).ok).toBe(false)
      } finally {
        await channel.start()
      }
      const provider = bench.contribution.create({
        connectionId: '1',
        connection: channel.connection(),
        log: bench.log,
        signal: bench.stop.signal,
      })
      const created = await provider.createPayment(order)
      expect(created.state).toBe('pending')
      await channel.pay({ created })
      expectCaptured(await provider.queryPayment(order), order)
      expect(await chargesOf(channel, order.orderId)).toEqual([order.amountMinor])
    },
  },
  {
    id: 'refused-connection',
    title: 'a connection that the channel turns away never reads as a failed payment',
    async run(bench) {
      const provider = bench.contribution.create({
        connectionId: '1',
        connection: channelWith(bench, 'refusedConnection').refusedConnection(),
        log: bench.log,
        signal: bench.stop.signal,
      })
      const outcome = await provider.createPayment(newOrder(bench)).then(
        ({ state }) => state,
        (error: unknown) => errorCode(error),
      )
      expect(['unknown', 'channel-refused']).toContain(outcome)
    },
  },
  {
    id: 'stopped',
    title: 'once stopped, calls settle at once and nothing is sent',
    async run(bench) {
      const channel = channelWith(bench, 'fault', 'books')
      const order = newOrder(bench)
      await channel.fault({ kind: 'late' })
      const underWay = bench.provider.createPayment(order)
      bench.stop.abort()
      expect((await underWay).state).toBe('unknown')
      for (const operation of operations(bench, order))
        expect((await operation()).state).toBe('unknown')
    },
  },
  {
    id: 'secrets',
    title: 'no secret shows in logs, results and errors',
    async run(bench) {
      const { channel, provider, receiver } = bench
      await acceptCallbacks(bench)
      const shown: string[] = []
      const show = (value: unknown) =>
        shown.push(
          value instanceof Error
            ? `${errorMessage(value)} ${value.stack} ${String(value.cause)}`
            : JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}` : item)),
        )
      const order = await paidOrder(bench)
      const other = { ...order, amountMinor: 1n }
      const statement = () => provider.fetchStatement({ day: '2001-02-03' })
      const everything = [...operations(bench, order), ...operations(bench, other), statement]
      // A late answer costs its time-out and shows nothing that a lost one does not.
      const quick = CHANNEL_FAULTS.filter((kind) => kind !== 'late')
      for (const kind of [null, ...quick])
        for (const operation of everything) {
          if (kind !== null) await channel.fault?.({ kind })
          await operation().then(show, show)
        }
      const forged = receiver.received().map((callback) => ({ ...callback, bodyBase64: 'AAAA' }))
      for (const callback of [...receiver.received(), ...forged])
        await provider.parseCallback(callback).then(show, show)
      const text = [...shown, ...bench.log.lines()].join('\n')
      for (const secret of channel.secrets) expect(text).not.toContain(secret)
      expect(shown.length).toBeGreaterThan(0)
    },
  },
]
