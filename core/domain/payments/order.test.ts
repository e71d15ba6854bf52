import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PaymentState, PaymentStatus } from '../../contracts/payment-provider.ts'
import { applyPaymentStatus, type Creditable, type PaymentOrder } from './order.ts'

const STATES = ['created', 'pending', 'captured', 'closed', 'failed'] as const
const WORDS: readonly PaymentState[] = ['pending', 'captured', 'closed', 'failed', 'unknown']

const order: PaymentOrder = {
  id: '7',
  reference: 'P7',
  siteId: '1',
  accountId: '2',
  connectionId: '3',
  amountMicros: 100_500_000n,
  currency: 'CNY',
  merchantId: 'demo',
  state: 'created',
  unknownSince: null,
  channelReference: null,
  capturedAt: null,
}
const inState = (state: PaymentOrder['state']): PaymentOrder =>
  state === 'captured'
    ? { ...order, state, channelReference: 'C1', capturedAt: 1 }
    : { ...order, state }
const captured: PaymentStatus = {
  orderId: 'P7',
  state: 'captured',
  amountMinor: 10_050n,
  currency: 'CNY',
  merchantId: 'demo',
  channelReference: 'C1',
}
const word = (state: PaymentState): PaymentStatus =>
  state === 'captured' ? captured : { orderId: 'P7', state }

function apply(from: PaymentOrder, status: PaymentStatus, creditable: Creditable = 'yes') {
  return applyPaymentStatus({ order: from, status, at: 1_000, creditable })
}

test('every state and every word of the channel', () => {
  const table = STATES.map((state) =>
    WORDS.map((said) => {
      const { next, effects } = apply(inState(state), word(said))
      const doubt = next.unknownSince === null ? '' : '?'
      return `${next.state}${doubt}${effects.map(({ kind }) => `+${kind}`).join('')}`
    }),
  )
  expect(Object.fromEntries(STATES.map((state, row) => [state, table[row]]))).toEqual({
    //         pending     captured           closed      failed      unknown
    created: ['pending', 'captured+credit', 'closed', 'failed', 'created?'],
    pending: ['pending', 'captured+credit', 'closed', 'failed', 'pending?'],
    captured: ['captured', 'captured', 'captured', 'captured', 'captured'],
    closed: ['closed', 'captured+credit', 'closed', 'closed', 'closed'],
    failed: ['failed', 'captured+credit', 'failed', 'failed', 'failed'],
  })
})

test('a doubt keeps its first instant, and ends with the next word', () => {
  const first = apply(order, word('unknown')).next
  const second = applyPaymentStatus({
    order: first,
    status: word('unknown'),
    at: 9_999,
    creditable: 'yes',
  }).next
  expect(second.unknownSince).toBe(1_000)
  for (const said of ['pending', 'captured', 'closed', 'failed'] as const)
    expect(apply(second, word(said)).next.unknownSince).toBeNull()
})

test.each([
  ['amount', { amountMinor: 10_051n }, 'payment-amount-differs'],
  ['no amount', { amountMinor: undefined }, 'payment-amount-differs'],
  ['currency', { currency: 'USD' }, 'payment-currency-differs'],
  ['no currency', { currency: undefined }, 'payment-currency-differs'],
  ['merchant', { merchantId: 'other' }, 'payment-merchant-differs'],
  ['no merchant', { merchantId: undefined }, 'payment-merchant-differs'],
])('a capture with another %s credits nothing and calls for a person', (_, change, item) => {
  const status = { ...captured, ...change } as PaymentStatus
  for (const state of STATES) {
    const { next, effects } = apply(inState(state), status)
    expect(next.state).toBe(state)
    expect(effects).toEqual([expect.objectContaining({ kind: 'repair', item })])
    expect(next.unknownSince !== null).toBe(state === 'created' || state === 'pending')
  }
})

test('where a channel knows no merchants, none is asked for', () => {
  const { merchantId: _, ...status } = captured
  const { next } = apply({ ...order, merchantId: null }, status)
  expect(next.state).toBe('captured')
})

test('a second payment of one order is for a person, the same told twice is not', () => {
  expect(apply(inState('captured'), captured).effects).toEqual([])
  const other = apply(inState('captured'), { ...captured, channelReference: 'C2' })
  expect(other.effects).toEqual([
    expect.objectContaining({ kind: 'repair', item: 'payment-captured-again' }),
  ])
})

test.each(['paid-twice', 'account-closed'] as const)(
  'money that is %s is handed back',
  (because) => {
    const { next, effects } = apply(order, captured, because)
    expect(next.state).toBe('captured')
    expect(effects).toEqual([{ kind: 'hand-back', amountMicros: 100_500_000n, because }])
  },
)

test('any permutation and repetition of what a channel says credits once', () => {
  const wrong: readonly PaymentStatus[] = [
    { ...captured, amountMinor: 1n },
    { ...captured, merchantId: 'other' },
    { ...captured, currency: 'USD' },
  ]
  const words = fc.constantFrom(...WORDS.map(word), ...wrong)
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), fc.nat(30), (others, at) => {
      const heard = others.toSpliced(Math.min(at, others.length), 0, captured)
      let now = order
      let credits = 0
      for (const status of heard) {
        const { next, effects } = apply(now, status)
        credits += effects.filter(({ kind }) => kind === 'credit').length
        now = next
      }
      expect(credits).toBe(1)
      expect(now).toMatchObject({ state: 'captured', unknownSince: null, channelReference: 'C1' })
    }),
  )
})

test('without a good capture nothing is ever credited', () => {
  const words = fc.constantFrom(
    ...WORDS.filter((said) => said !== 'captured').map(word),
    { ...captured, amountMinor: 1n },
    { ...captured, merchantId: 'other' },
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), (heard) => {
      let now = order
      for (const status of heard) {
        const { next, effects } = apply(now, status)
        expect(effects.filter(({ kind }) => kind !== 'repair')).toEqual([])
        now = next
      }
      expect(now.state).not.toBe('captured')
    }),
  )
})
