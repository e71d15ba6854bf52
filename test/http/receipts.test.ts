import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { becomes, openPaymentsHouse, type PaymentsHouse, pay } from './payments-house.ts'

let house: PaymentsHouse

beforeAll(async () => {
  house = await openPaymentsHouse()
}, 120_000)
afterAll(() => house?.rig.stop())

const pathOf = (id: unknown) => `/api/v1/payment-orders/${String(id)}/receipt`

describe('a receipt', () => {
  it('tells of a paid order, with the balance that it led to', async () => {
    const { who, here, deskId, made } = house
    const desk = { connectionId: deskId }
    const first = await made(who('cashier'), { ...desk, amount: '40' })
    const second = await made(who('cashier'), { ...desk, amount: '2.5' })
    const { status, body, text } = await who('tenant').call('GET', pathOf(second.id))
    expect(status, text).toBe(200)
    expect(body).toEqual({
      number: second.reference,
      orderId: second.id,
      site: { id: here.siteId, code: 'here', name: 'here', timeZone: 'Asia/Shanghai' },
      payer: { tenantId: here.tenantId, code: 'T-1', name: 'Tenant 1' },
      account: { id: here.accountId, code: 'A-1' },
      amount: '2.5',
      currency: 'CNY',
      channel: {
        connectionId: deskId,
        type: 'cash',
        name: 'cash',
        reference: second.channelReference,
      },
      description: second.description,
      orderedAt: second.createdAt,
      paidAt: second.capturedAt,
      balanceAfter: '42.5',
      refunded: '0',
    })
    // Later money changes nothing of an earlier receipt.
    const earlier = await who('cashier').call('GET', pathOf(first.id))
    expect(earlier.body).toMatchObject({ amount: '40', balanceAfter: '40' })
  })

  it('is there once an order is paid, and not before', async () => {
    const { who, topUp } = house
    const order = (await topUp(who('tenant'), { amount: '10' })).body
    const before = await who('tenant').call('GET', pathOf(order.id))
    expect(before.body).toMatchObject({ status: 409, code: 'order-not-credited' })
    await pay(order)
    await becomes(() => house.state(order), 'captured')
    const after = await who('tenant').call('GET', pathOf(order.id))
    expect(after.body).toMatchObject({ amount: '10', balanceAfter: '52.5' })
  })

  it('says what was paid back since', async () => {
    const { who, deskId, made } = house
    const order = await made(who('cashier'), { connectionId: deskId, amount: '20' })
    const refund = await who('cashier').call('POST', '/api/v1/refunds', {
      body: { orderId: String(order.id), amount: '5', reason: 'Too much' },
      headers: { 'idempotency-key': 'refund-for-receipt' },
    })
    expect(refund.status, refund.text).toBe(201)
    const { body } = await who('accountant').call('GET', pathOf(order.id))
    expect(body).toMatchObject({ amount: '20', refunded: '5', balanceAfter: '72.5' })
  })

  it('INV12: is of the account’s tenant and site alone', async () => {
    const { who, deskId, made } = house
    const order = await made(who('cashier'), { connectionId: deskId, amount: '1' })
    for (const name of ['stranger', 'farCashier'])
      expect((await who(name).call('GET', pathOf(order.id))).status).toBe(404)
    expect((await house.rig.api.call('GET', pathOf(order.id))).status).toBe(401)
  })
})
