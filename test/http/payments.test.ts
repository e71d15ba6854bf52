import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { formatMicros, parseMicros } from '../../core/kernel/decimal.ts'
import { inTransaction } from '../../core/persistence/sql.ts'
import { sign, toHeaders } from '../../plugins/payment-sandbox/signature.ts'
import type { Answer } from './api.ts'
import { becomes, newKey, openPaymentsHouse, type PaymentsHouse, pay } from './payments-house.ts'
import { MERCHANT, SECRET } from './payments-rig.ts'

let house: PaymentsHouse

beforeAll(async () => {
  house = await openPaymentsHouse()
}, 120_000)
afterAll(() => house?.rig.stop())

/** What a channel sends, in bytes that no parser would write again. */
function callbackOf(
  order: JsonObject,
  { secret = SECRET, ...change }: Record<string, string> = {},
) {
  const fields = {
    ...{ subject: 'payment', merchantId: MERCHANT, orderId: order.reference },
    ...{ state: 'captured', amountMinor: '10000', currency: 'CNY', reference: 'SBP-by-hand' },
    capturedAt: Date.now(),
    ...change,
  }
  const body = ` ${JSON.stringify(fields, null, 3)}\r\n`
  const content = { purpose: 'callback', subject: '', merchantId: MERCHANT, body } as const
  return { body, headers: toHeaders(MERCHANT, sign(content, secret, { now: Date.now() })) }
}

function callback(call: { body: string; headers: Record<string, string> }): Promise<Answer> {
  return house.rig.api.call('POST', `/api/v1/payments/callback/${house.sandboxId}`, call)
}

async function callbacksOf({ id }: JsonObject): Promise<number> {
  const { rows } = await house.rig.api.pool.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM payment_event WHERE order_id = $1 AND source = 'callback'",
    [id],
  )
  return rows[0]?.count ?? 0
}

describe('a top-up through a channel', () => {
  it('M3: is paid by its link, called back, credited once, told of and receipted', async () => {
    const before = await house.balance()
    const order = await house.made(house.who('tenant'), { amount: '100.50' })
    expect(order).toMatchObject({ state: 'pending', amount: '100.5', currency: 'CNY' })
    expect(order.description).toBe('Top-up of account A-1, here')
    await house.rig.admin('POST', 'faults', { kind: 'double-callback', orderId: order.reference })
    expect(await pay(order)).toContain('>Paid<')
    await becomes(() => house.state(order), 'captured')
    await becomes(() => callbacksOf(order), 2)
    expect(await house.balance()).toBe(before + parseMicros('100.5'))
    const facts = await house.rig.api.pool.query(
      "SELECT site_id::text, tenant_id::text, type, data FROM fact WHERE topic = 'payment' AND data ->> 'orderId' = $1",
      [order.id],
    )
    expect(facts.rows).toEqual([
      {
        ...{ site_id: house.here.siteId, tenant_id: house.here.tenantId, type: 'payment-credited' },
        data: {
          ...{
            accountId: house.here.accountId,
            orderId: order.id,
            currency: 'CNY',
            amount: '100.5',
          },
          balance: formatMicros(before + parseMicros('100.5')),
        },
      },
    ])
    const notices = await house.rig.api.pool.query(
      'SELECT kind, account_id::text FROM notice WHERE cause_key = $1',
      [`receipt:${String(order.id)}`],
    )
    expect(notices.rows).toEqual([{ kind: 'receipt', account_id: house.here.accountId }])
  })

  it('M3: a genuine callback is verified on the very bytes and answered to the letter, each time', async () => {
    const order = await house.made(house.who('tenant'))
    const before = await house.balance()
    for (const _again of [1, 2, 3]) {
      const answer = await callback(callbackOf(order))
      expect(answer.status, answer.text).toBe(200)
      expect(answer.text).toBe('{"received":true}')
      expect(answer.headers.get('content-type')).toBe('application/json')
    }
    expect(await house.balance()).toBe(before + parseMicros('100'))
  })

  it('M3: forged, altered, foreign and misdirected callbacks credit nothing', async () => {
    const order = await house.made(house.who('tenant'))
    const before = await house.balance()
    const altered = callbackOf(order)
    const refused = [
      callbackOf(order, { secret: 'a-secret-of-somebody-else' }),
      { ...altered, body: altered.body.replace('10000', '99999') },
      { ...altered, body: altered.body.trim() },
      callbackOf(order, { merchantId: 'somebody-else' }),
      { ...altered, headers: {} },
    ]
    for (const call of refused) {
      const answer = await callback(call)
      expect(answer.status).toBe(401)
      expect(answer.text).toBe('{"received":false}')
    }
    expect(await callbacksOf(order)).toBe(0)
    expect((await callback(callbackOf(order, { amountMinor: '1' }))).status).toBe(200)
    expect(await house.state(order)).toBe('pending')
    expect(await house.balance()).toBe(before)
    for (const id of [house.deskId, '999999']) {
      const answer = await house.rig.api.call('POST', `/api/v1/payments/callback/${id}`, altered)
      expect(answer.body).toMatchObject({ status: 404, code: 'not-found' })
    }
  })

  it('M4: an answer that got lost leaves the payment unknown until the channel is asked', async () => {
    await house.rig.admin('POST', 'faults', { kind: 'drop-answer' })
    const order = await house.made(house.who('tenant'))
    expect(order).toMatchObject({ state: 'created', payerAction: { kind: 'none' } })
    expect(order.unknownSince).not.toBeNull()
    const count = () =>
      inTransaction(house.rig.api.pool, (transaction) =>
        house.rig.payments.unknown(transaction, { accountId: house.here.accountId }),
      )
    const unknown = (await count()).count
    expect(unknown).toBeGreaterThan(0)
    const path = `/api/v1/payment-orders/${String(order.id)}/refresh`
    const asked = await house.who('tenant').call('POST', path)
    expect(asked.body, asked.text).toMatchObject({ state: 'pending', unknownSince: null })
    expect((await count()).count).toBe(unknown - 1)
  })

  it('M4: with all callbacks dropped, everything that was paid is credited by asking', async () => {
    await house.rig.payments.start()
    await house.rig.admin('POST', 'faults', { kind: 'lost-callback', times: 1_000 })
    try {
      const before = await house.balance()
      const orders: JsonObject[] = []
      for (const amount of ['10', '20', '30'])
        orders.push(await house.made(house.who('tenant'), { amount }))
      for (const order of orders) await pay(order)
      house.rig.time.aheadMs += 30_000
      await house.rig.payments.look()
      for (const order of orders) await becomes(() => house.state(order), 'captured')
      expect(await house.balance()).toBe(before + parseMicros('60'))
      for (const order of orders) expect(await callbacksOf(order)).toBe(0)
    } finally {
      await house.rig.admin('DELETE', 'faults')
    }
  })

  it('is closed at the channel, which then takes no money', async () => {
    const order = await house.made(house.who('tenant'))
    const path = `/api/v1/payment-orders/${String(order.id)}/close`
    expect((await house.who('tenant').call('POST', path)).body).toMatchObject({ state: 'closed' })
    expect(await pay(order)).not.toContain('>Paid<')
  })
})

describe('what became of an order', () => {
  const factsOf = async ({ id }: JsonObject) => {
    const { rows } = await house.rig.api.pool.query<{ type: string; tenant_id: string }>(
      "SELECT type, tenant_id::text FROM fact WHERE topic = 'payment' AND data ->> 'orderId' = $1",
      [id],
    )
    return rows
  }

  it('is told live where it was closed or failed, once, to its tenant too', async () => {
    const { tenantId } = house.here
    const closed = await house.made(house.who('tenant'))
    const close = () =>
      house.who('tenant').call('POST', `/api/v1/payment-orders/${String(closed.id)}/close`)
    for (const _again of [1, 2]) expect((await close()).status).toBe(200)
    expect(await factsOf(closed)).toEqual([{ type: 'payment-closed', tenant_id: tenantId }])
    const failed = await house.made(house.who('tenant'))
    for (const _again of [1, 2])
      expect((await callback(callbackOf(failed, { state: 'failed' }))).status).toBe(200)
    await becomes(() => house.state(failed), 'failed')
    expect(await factsOf(failed)).toEqual([{ type: 'payment-failed', tenant_id: tenantId }])
    const notices = await house.rig.api.pool.query(
      "SELECT FROM notice WHERE cause_key = ANY (ARRAY['receipt:' || $1, 'receipt:' || $2])",
      [closed.id, failed.id],
    )
    expect(notices.rows).toEqual([])
  })

  it('can be read in the words of its channel, callbacks as verified, by staff alone', async () => {
    const order = await house.made(house.who('tenant'))
    expect((await callback(callbackOf(order, { secret: 'not-the-secret-of-it' }))).status).toBe(401)
    expect((await callback(callbackOf(order))).status).toBe(200)
    const path = `/api/v1/payment-orders/${String(order.id)}/events`
    const { status, body, text } = await house.who('cashier').call('GET', path)
    expect(status, text).toBe(200)
    const told = (body.items as JsonObject[]).map(({ source, state, verified }) => [
      ...[source, state, verified],
    ])
    expect(told).toEqual([
      ['callback', 'captured', true],
      ['create', 'pending', null],
    ])
    expect(text).not.toContain(SECRET)
    expect((await house.who('tenant').call('GET', path)).status).toBe(403)
  })
})

describe('the same command', () => {
  it('M2: given 20 times at once is one order, and another body under its key is refused', async () => {
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => house.topUp(house.who('tenant'), { amount: '7' }, key)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    const other = await house.topUp(house.who('tenant'), { amount: '8' }, key)
    expect(other.body).toMatchObject({ status: 409, code: 'idempotency-key-reused' })
    // Somebody else's key of the same name is another.
    expect((await house.topUp(house.who('cashier'), { amount: '8' }, key)).status).toBe(200)
    const { items } = await house.rig.api.audit.list({
      ...{ siteIds: null, before: null, limit: 1_000, from: null, to: null, actorId: null },
      operation: 'topUps.create',
      subject: `paymentOrders:${String(answers[0]?.body.id)}`,
    })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ siteId: house.here.siteId, after: { amount: '7' } })
  })

  it('M2: without a key is refused, and so are amounts that cannot be paid', async () => {
    const body = { accountId: house.here.accountId, connectionId: house.sandboxId, amount: '1' }
    const keyless = await house.who('tenant').call('POST', '/api/v1/top-ups', { body })
    expect(keyless.body).toMatchObject({ code: 'idempotency-key-missing' })
    for (const [amount, code] of [
      ['0', 'amount-not-payable'],
      ['0.001', 'amount-not-payable'],
      ['-5', 'validation-failed'],
      ['1e3', 'validation-failed'],
      ['1000000000', 'validation-failed'],
    ])
      expect((await house.topUp(house.who('tenant'), { amount })).body).toMatchObject({ code })
  })
})

describe('who may', () => {
  it('AU1: take cash: staff of the site alone; a tenant is sent to the desk', async () => {
    const before = await house.balance()
    const cash = { connectionId: house.deskId, amount: '50' }
    expect((await house.topUp(house.who('tenant'), cash)).body).toMatchObject({
      status: 403,
      code: 'staff-only',
    })
    expect((await house.topUp(house.who('accountant'), cash)).status).toBe(403)
    expect((await house.topUp(house.who('farCashier'), cash)).status).toBe(404)
    const both = await house.rig.api.person([
      { role: 'tenant', siteId: house.here.siteId, tenantId: house.here.tenantId },
      { role: 'cashier', siteId: house.elsewhere.siteId },
    ])
    expect((await house.topUp(both, cash)).body).toMatchObject({ code: 'staff-only' })
    expect(await house.balance()).toBe(before)
    const order = await house.made(house.who('cashier'), cash)
    expect(order).toMatchObject({ state: 'captured', credited: true })
    expect(String(order.channelReference)).toMatch(/^LOBBY1-/)
    expect(await house.balance()).toBe(before + parseMicros('50'))
  })

  it('AU1, INV12: pay for an account, and see its orders: its tenant, and staff of its site', async () => {
    expect((await house.topUp(house.who('stranger'))).status).toBe(404)
    expect((await house.topUp(house.who('auditor'))).status).toBe(403)
    const wrong = await house.topUp(house.owner, { accountId: house.elsewhere.accountId })
    expect(wrong.body).toMatchObject({ status: 422, code: 'validation-failed' })
    const order = await house.made(house.who('tenant'))
    const path = `/api/v1/payment-orders/${String(order.id)}`
    for (const name of ['tenant', 'cashier', 'auditor'])
      expect((await house.who(name).call('GET', path)).body).toEqual(order)
    for (const name of ['stranger', 'farCashier']) {
      expect((await house.who(name).call('GET', path)).status).toBe(404)
      expect((await house.who(name).call('POST', `${path}/refresh`)).status).toBe(404)
      expect((await house.who(name).call('POST', `${path}/close`)).status).toBe(404)
      const list = await house.who(name).call('GET', '/api/v1/payment-orders')
      expect(list.body.items).toEqual([])
    }
    const own = await house
      .who('tenant')
      .call('GET', '/api/v1/payment-orders?state=pending&sort=-id')
    expect((own.body.items as JsonObject[])[0]).toEqual(order)
  })

  it('INV12: a tenant is offered the channels of their own site', async () => {
    const { body } = await house.who('tenant').call('GET', '/api/v1/payment-channels')
    const common = { siteId: house.here.siteId }
    expect(body.items).toEqual([
      {
        ...{ ...common, connectionId: house.sandboxId, name: 'sandbox', staffOnly: false },
        title: { en: 'Sandbox', 'zh-CN': '沙箱' },
      },
      {
        ...{ ...common, connectionId: house.deskId, name: 'cash', staffOnly: true },
        title: { en: 'Cash', 'zh-CN': '现金' },
      },
    ])
    expect(
      (await house.who('stranger').call('GET', '/api/v1/payment-channels')).body.items,
    ).toEqual([])
    const path = `/api/v1/payment-channels?siteId=${house.elsewhere.siteId}`
    expect((await house.owner.call('GET', path)).body.items).toEqual([])
  })
})
