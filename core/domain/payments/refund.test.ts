import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RefundStatus } from '../../contracts/payment-provider.ts'
import { applyRefundStatus, decideRefund, judgeRefund, type Refund } from './refund.ts'

const STATES = ['awaiting-approval', 'approved', 'sent', 'refunded', 'failed', 'rejected'] as const
const WORDS = ['pending', 'refunded', 'failed', 'unknown'] as const

const refund: Refund = {
  id: '9',
  reference: 'R9',
  orderId: '7',
  amountMicros: 50_000_000n,
  currency: 'CNY',
  source: 'purse',
  state: 'sent',
  unknownSince: null,
  reason: 'Moved out',
  requestedBy: '11',
  decidedBy: null,
  channelReference: null,
}
const word = (state: RefundStatus['state']): RefundStatus => ({
  refundId: 'R9',
  state,
  amountMinor: 5_000n,
  channelReference: 'C9',
})
const apply = (from: Refund, status: RefundStatus) =>
  applyRefundStatus({ refund: from, status, at: 1_000 })

test('every state and every word of the channel', () => {
  const table = STATES.map((state) => [
    state,
    WORDS.map((said) => {
      const { next, effects } = apply({ ...refund, state }, word(said))
      const doubt = next.unknownSince === null ? '' : '?'
      return `${next.state}${doubt}${effects.map(({ kind }) => `+${kind}`).join('')}`
    }),
  ])
  const waiting = 'awaiting-approval'
  expect(Object.fromEntries(table)).toEqual({
    //                   pending      refunded            failed             unknown
    'awaiting-approval': [waiting, `${waiting}+repair`, `${waiting}+repair`, waiting],
    approved: ['approved', 'approved+repair', 'approved+repair', 'approved'],
    sent: ['sent', 'refunded+post', 'failed+void+repair', 'sent?'],
    refunded: ['refunded', 'refunded', 'refunded+repair', 'refunded'],
    failed: ['failed', 'failed+repair', 'failed', 'failed'],
    rejected: ['rejected', 'rejected+repair', 'rejected+repair', 'rejected'],
  })
})

test('a refund paid out in another amount stays in doubt and calls for a person', () => {
  const { next, effects } = apply(refund, { ...word('refunded'), amountMinor: 4_999n })
  expect(next).toMatchObject({ state: 'sent', unknownSince: 1_000 })
  expect(effects).toEqual([
    expect.objectContaining({ kind: 'repair', item: 'refund-amount-differs' }),
  ])
})

test('whatever a channel says and how often, held money is posted or freed at most once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WORDS.map(word)), { maxLength: 30 }), (heard) => {
      let now = refund
      let moved = 0
      for (const status of heard) {
        const { next, effects } = apply(now, status)
        moved += effects.filter(({ kind }) => kind === 'post' || kind === 'void').length
        now = next
      }
      const final = heard.some(({ state }) => state === 'refunded' || state === 'failed')
      expect(moved).toBe(final ? 1 : 0)
    }),
  )
})

const judged = {
  captured: true,
  capturedMicros: 100_000_000n,
  reservedMicros: 0n,
  amountMicros: 50_000_000n,
  currency: 'CNY',
  approvalAboveMicros: 50_000_000n,
}

test.each([
  ['at the limit', {}, 'approved'],
  ['above the limit', { amountMicros: 50_010_000n }, 'awaiting-approval'],
  ['all of it', { amountMicros: 100_000_000n }, 'awaiting-approval'],
  ['a fen too much', { amountMicros: 100_010_000n }, 'refund-exceeds-capture'],
  ['beside others', { reservedMicros: 50_010_000n }, 'refund-exceeds-capture'],
  ['nothing', { amountMicros: 0n }, 'amount-not-payable'],
  ['less than nothing', { amountMicros: -10_000n }, 'amount-not-payable'],
  ['half a fen', { amountMicros: 5_000n }, 'amount-not-payable'],
  ['of an unpaid order', { captured: false }, 'order-not-captured'],
])('a refund %s', (_, change, outcome) => {
  const result = judgeRefund({ ...judged, ...change })
  expect(result.ok ? result.value : result.code).toBe(outcome)
})

test('granted refunds never add up to more than was captured', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(-10n, 20_000n)), (amountsMinor) => {
      let reservedMicros = 0n
      for (const minor of amountsMinor) {
        const amountMicros = minor * 10_000n
        if (judgeRefund({ ...judged, reservedMicros, amountMicros }).ok)
          reservedMicros += amountMicros
      }
      expect(reservedMicros <= judged.capturedMicros && reservedMicros >= 0n).toBe(true)
    }),
  )
})

test('nobody approves their own refund, and a second person decides once', () => {
  const waiting: Refund = { ...refund, state: 'awaiting-approval' }
  const own = decideRefund(waiting, { verdict: 'approved', by: '11' })
  expect(own).toEqual({ ok: false, code: 'own-approval' })
  const approved = decideRefund(waiting, { verdict: 'approved', by: '12' })
  expect(approved).toMatchObject({ ok: true, value: { next: { state: 'approved' }, effects: [] } })
  const rejected = decideRefund(waiting, { verdict: 'rejected', by: '12' })
  expect(rejected).toMatchObject({ ok: true, value: { effects: [{ kind: 'void' }] } })
  for (const state of STATES.filter((one) => one !== 'awaiting-approval'))
    expect(decideRefund({ ...refund, state }, { verdict: 'approved', by: '12' })).toEqual({
      ok: false,
      code: 'refund-not-waiting',
    })
})
