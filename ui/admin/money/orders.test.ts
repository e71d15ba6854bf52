import { describe, expect, it } from 'vitest'
import type { PaymentOrder, Refund } from '../../../core/generated/api.ts'
import { stagesOf, verbsOf, webLink } from './orders.ts'

const AT = '2026-03-10T04:00:00.000Z'
const order = (change: Partial<PaymentOrder>): PaymentOrder => ({
  ...{ id: '1', reference: 'ABCDEFGH', siteId: '1', accountId: '1', connectionId: '1' },
  ...{ alternativeToId: null, amount: '100', currency: 'CNY', description: '', state: 'pending' },
  ...{ unknownSince: null, payerAction: { kind: 'none' }, channelReference: null },
  ...{ capturedAt: null, credited: null, refundReserved: '0', createdAt: AT, expiresAt: AT },
  ...change,
})
const refund = (change: Partial<Refund>): Refund => ({
  ...{ id: '1', reference: 'ABCDEFGH', orderId: '1', amount: '100', currency: 'CNY' },
  ...{ source: 'purse', state: 'awaiting-approval', unknownSince: null, reason: 'r' },
  ...{ requestedBy: 'me', decidedBy: null, channelReference: null },
  ...change,
})

describe('a payment order', () => {
  it('tells the way that it has come', () => {
    const ids = (change: Partial<PaymentOrder>) => stagesOf(order(change)).map(({ id }) => id)
    expect(ids({})).toEqual(['stored', 'waiting'])
    expect(ids({ unknownSince: AT })).toEqual(['stored', 'waiting', 'unknown'])
    const captured = { state: 'captured', capturedAt: AT } as const
    expect(ids({ ...captured, credited: true })).toEqual(['stored', 'captured', 'credited'])
    expect(ids({ ...captured, credited: false })).toEqual(['stored', 'captured', 'surplus'])
    expect(ids({ state: 'failed' })).toEqual(['stored', 'failed'])
  })

  it('has refunds that nobody decides on alone', () => {
    expect(verbsOf(refund({}), 'me')).toEqual([])
    expect(verbsOf(refund({}), 'another')).toEqual(['approve', 'reject'])
    expect(verbsOf(refund({ state: 'approved' }), 'me')).toEqual(['send'])
    expect(verbsOf(refund({ state: 'refunded' }), 'another')).toEqual([])
  })

  it('leads a browser to web addresses only', () => {
    expect(webLink('https://pay.example/1')).toBe('https://pay.example/1')
    expect(webLink(['java', 'script:alert(1)'].join(''))).toBeUndefined()
    expect(webLink(undefined)).toBeUndefined()
  })
})
