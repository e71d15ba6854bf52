import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { parseMicros } from '../../core/kernel/decimal.ts'
import { becomes, newKey, openPaymentsHouse, type PaymentsHouse, pay } from './payments-house.ts'

let house: PaymentsHouse

beforeAll(async () => {
  house = await openPaymentsHouse()
}, 120_000)
afterAll(() => house?.rig.stop())

const ask = (name: string, order: JsonObject, amount: string, key = newKey()) =>
  house.who(name).call('POST', '/api/v1/refunds', {
    body: { orderId: String(order.id), amount, reason: 'Moved out' },
    headers: { 'idempotency-key': key },
  })
const refundOf = async ({ id }: JsonObject) =>
  (await house.owner.call('GET', `/api/v1/refunds/${String(id)}`)).body
const on = (name: string, { id }: JsonObject, verb: string, key = newKey()) =>
  house.who(name).call('POST', `/api/v1/refunds/${String(id)}/${verb}`, {
    headers: { 'idempotency-key': key },
  })

async function paid(): Promise<JsonObject> {
  const order = await house.made(house.who('tenant'))
  await pay(order)
  await becomes(() => house.state(order), 'captured')
  return order
}

it('M7: a refund up to the limit goes back by itself, the way it came', async () => {
  await house.rig.payments.start()
  const order = await paid()
  const before = await house.balance()
  const key = newKey()
  const { body: refund, status, headers } = await ask('cashier', order, '50', key)
  expect([status, refund.state]).toEqual([201, 'approved'])
  expect(headers.get('location')).toBe(`/api/v1/refunds/${String(refund.id)}`)
  await becomes(async () => (await refundOf(refund)).state, 'refunded')
  expect(await house.balance()).toBe(before - parseMicros('50'))
  const { refunds } = (await house.rig.admin('GET', 'books')) as { refunds: readonly JsonObject[] }
  const sent = refunds.find(({ refundId }) => refundId === refund.reference)
  expect(sent?.orderId).toBe(order.reference)
  const replay = await ask('cashier', order, '50', key)
  expect(replay.body.id).toBe(refund.id)
  expect((await ask('cashier', order, '49', key)).body).toMatchObject({ status: 409 })
  expect((await ask('cashier', order, '50.01')).body).toMatchObject({
    code: 'refund-exceeds-capture',
  })
  const notice = await house.rig.api.pool.query('SELECT FROM notice WHERE cause_key = $1', [
    `refund:${String(refund.id)}`,
  ])
  expect(notice.rowCount).toBe(1)
})

it('M7: a refund above the limit waits for a second person; nobody approves their own', async () => {
  await house.rig.payments.start()
  const order = await paid()
  const before = await house.balance()
  const { body: refund } = await ask('manager', order, '50.01')
  expect(refund.state).toBe('awaiting-approval')
  expect(await house.balance()).toBe(before - parseMicros('50.01'))
  expect((await on('manager', refund, 'send')).body).toMatchObject({ code: 'refund-not-waiting' })
  expect((await on('manager', refund, 'approve')).body).toMatchObject({
    ...{ status: 403, code: 'own-approval' },
  })
  for (const name of ['cashier', 'tenant', 'auditor'])
    expect((await on(name, refund, 'approve')).status).toBe(403)
  const key = newKey()
  const { body: approved } = await on('accountant', refund, 'approve', key)
  expect(approved).toMatchObject({
    ...{ state: 'approved', decidedBy: house.who('accountant').userId },
  })
  await becomes(async () => (await refundOf(refund)).state, 'refunded')
  // Whose first answer was lost gets it again, and under its key nothing else is done.
  expect((await on('accountant', refund, 'approve', key)).body).toEqual(approved)
  expect((await on('accountant', refund, 'reject', key)).body).toMatchObject({
    ...{ status: 409, code: 'idempotency-key-reused' },
  })
  expect((await on('accountant', refund, 'reject')).body).toMatchObject({ status: 409 })
  const { items } = await house.rig.api.audit.list({
    ...{ siteIds: null, before: null, limit: 10, from: null, to: null, actorId: null },
    ...{ operation: null, subject: `refunds:${String(refund.id)}` },
  })
  expect(items.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual(
    expect.arrayContaining(['refunds.create done', 'refunds.approve done']),
  )
})

it('M7: a site has a limit of its own, which its owner sets', async () => {
  const order = await paid()
  const path = `/api/v1/sites/${house.here.siteId}`
  const set = async (name: string, refundApprovalAbove: string | null) => {
    const { headers } = await house.owner.call('GET', path)
    const etag = { 'if-match': String(headers.get('etag')) }
    const body = { refundApprovalAbove }
    return house.who(name).call('PATCH', path, { body, headers: etag })
  }
  const stateOf = async (amount: string) => (await ask('manager', order, amount)).body.state
  expect((await house.owner.call('GET', path)).body.refundApprovalAbove).toBeNull()
  expect((await set('manager', '1000')).status).toBe(403)
  expect((await set('owner', '-1')).status).toBe(422)
  expect((await set('owner', '10')).body).toMatchObject({ refundApprovalAbove: '10' })
  expect(await stateOf('10')).toBe('approved')
  expect(await stateOf('10.01')).toBe('awaiting-approval')
  expect((await set('owner', null)).body).toMatchObject({ refundApprovalAbove: null })
  expect(await stateOf('10.01')).toBe('approved')
})

it('M7: a refund that is rejected leaves the money where it was', async () => {
  const order = await paid()
  const before = await house.balance()
  const { body: refund } = await ask('cashier', order, '99')
  expect((await on('manager', refund, 'reject')).body).toMatchObject({ state: 'rejected' })
  expect(await house.balance()).toBe(before)
})

it('M7: a refund of cash is paid when the cashier says so, and once', async () => {
  await house.rig.payments.start()
  const order = await house.made(house.who('cashier'), { connectionId: house.deskId, amount: '40' })
  const before = await house.balance()
  const { body: refund } = await ask('cashier', order, '40')
  expect(refund.state).toBe('approved')
  const keyless = `/api/v1/refunds/${String(refund.id)}/send`
  expect((await house.who('cashier').call('POST', keyless)).body).toMatchObject({
    code: 'idempotency-key-missing',
  })
  const key = newKey()
  for (const again of [key, key, newKey()])
    expect((await on('cashier', refund, 'send', again)).body).toMatchObject({ state: 'refunded' })
  expect(await house.balance()).toBe(before - parseMicros('40'))
})

it('AU1, INV12: a refund is asked for by staff, and seen by the tenant whose money it is', async () => {
  const order = await paid()
  expect((await ask('tenant', order, '1')).status).toBe(403)
  expect((await ask('farCashier', order, '1')).status).toBe(404)
  const { body: refund } = await ask('accountant', order, '1')
  const path = `/api/v1/refunds/${String(refund.id)}`
  expect((await house.who('tenant').call('GET', path)).status).toBe(200)
  expect((await house.who('stranger').call('GET', path)).status).toBe(404)
  const list = await house.who('stranger').call('GET', '/api/v1/refunds')
  expect(list.body.items).toEqual([])
  const own = await house.who('tenant').call('GET', `/api/v1/refunds?orderId=${String(order.id)}`)
  expect(own.body.items).toHaveLength(1)
})
