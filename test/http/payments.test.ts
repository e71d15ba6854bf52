import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { formatMicros, parseMicros } from '../../core/kernel/decimal.ts'
import { inTransaction } from '../../core/persistence/sql.ts'
import { sign, toHeaders } from '../../plugins/payment-sandbox/signature.ts'
import type { Answer, Person } from './api.ts'
import { type Building, makeBuilding } from './building.ts'
import { MERCHANT, type PaymentsApi, SECRET, startPaymentsApi } from './payments-rig.ts'

let rig: PaymentsApi
let owner: Person
let here: Building
let elsewhere: Building
const people: Record<string, Person> = {}
let sandboxId: string
let deskId: string

beforeAll(async () => {
  rig = await startPaymentsApi()
  const { api } = rig
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  elsewhere = await makeBuilding(owner, 'elsewhere')
  const { siteId, tenantId } = here
  people.tenant = await api.person([{ role: 'tenant', siteId, tenantId }])
  people.stranger = await api.person([
    { role: 'tenant', siteId: elsewhere.siteId, tenantId: elsewhere.tenantId },
  ])
  for (const role of ['cashier', 'manager', 'accountant', 'auditor'] as const)
    people[role] = await api.person([{ role, siteId }])
  people.farCashier = await api.person([{ role: 'cashier', siteId: elsewhere.siteId }])
  sandboxId = await connect('payment-sandbox', 'sandbox', {
    ...{ baseUrl: rig.channel.url, merchantId: MERCHANT, secret: SECRET, timeoutMs: 1_000 },
  })
  deskId = await connect('payment-cash', 'cash', { deskCode: 'LOBBY1' })
}, 120_000)
afterAll(() => rig?.stop())

async function connect(pluginId: string, type: string, config: JsonObject): Promise<string> {
  const answer = await owner.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId: here.siteId, pluginId, type, config },
      extensionPoint: 'paymentProviders',
      name: type,
    },
  })
  expect(answer.status, `${answer.text} ${rig.api.failures.join()}`).toBe(201)
  return String(answer.body.id)
}

function who(name: string): Person {
  const person = people[name]
  if (person === undefined) throw new Error(name)
  return person
}

const newKey = () => randomBytes(8).toString('hex')

function topUp(person: Person, change: object = {}, key = newKey()): Promise<Answer> {
  return person.call('POST', '/api/v1/top-ups', {
    body: { accountId: here.accountId, connectionId: sandboxId, amount: '100', ...change },
    headers: { 'idempotency-key': key },
  })
}

async function made(person: Person, change: object = {}): Promise<JsonObject> {
  const answer = await topUp(person, change)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

async function pay({ payerAction }: JsonObject): Promise<string> {
  const { url } = payerAction as { readonly url: string }
  const page = await fetch(url, { method: 'POST', body: new URLSearchParams({ action: 'pay' }) })
  return page.text()
}

async function balance(): Promise<bigint> {
  const { body } = await owner.call('GET', `/api/v1/accounts/${here.accountId}`)
  const purses = body.purses as readonly { readonly kind: string; readonly balance: string }[]
  return parseMicros(purses.find(({ kind }) => kind === 'cash')?.balance ?? '')
}

async function orderOf({ id }: JsonObject): Promise<JsonObject> {
  return (await owner.call('GET', `/api/v1/payment-orders/${String(id)}`)).body
}

async function becomes(ask: () => Promise<unknown>, value: unknown): Promise<void> {
  await expect.poll(ask, { timeout: 15_000, interval: 50 }).toEqual(value)
}

const captured = async (order: JsonObject) => (await orderOf(order)).state

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
  return rig.api.call('POST', `/api/v1/payments/callback/${sandboxId}`, call)
}

async function callbacksOf({ id }: JsonObject): Promise<number> {
  const { rows } = await rig.api.pool.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM payment_event WHERE order_id = $1 AND source = 'callback'",
    [id],
  )
  return rows[0]?.count ?? 0
}

describe('a top-up through a channel', () => {
  it('M3: is paid by its link, called back, credited once, told of and receipted', async () => {
    const before = await balance()
    const order = await made(who('tenant'), { amount: '100.50' })
    expect(order).toMatchObject({ state: 'pending', amount: '100.5', currency: 'CNY' })
    expect(order.description).toBe('Top-up of account A-1, here')
    await rig.admin('POST', 'faults', { kind: 'double-callback', orderId: order.reference })
    const woken = rig.woken.times
    expect(await pay(order)).toContain('>Paid<')
    await becomes(() => captured(order), 'captured')
    await becomes(() => callbacksOf(order), 2)
    expect(await balance()).toBe(before + parseMicros('100.5'))
    expect(rig.woken.times).toBe(woken + 1)
    const facts = await rig.api.pool.query(
      "SELECT site_id::text, tenant_id::text, type, data FROM fact WHERE topic = 'payment' AND data ->> 'orderId' = $1",
      [order.id],
    )
    expect(facts.rows).toEqual([
      {
        ...{ site_id: here.siteId, tenant_id: here.tenantId, type: 'payment-credited' },
        data: {
          ...{ accountId: here.accountId, orderId: order.id, currency: 'CNY', amount: '100.5' },
          balance: formatMicros(before + parseMicros('100.5')),
        },
      },
    ])
    const notices = await rig.api.pool.query(
      'SELECT kind, account_id::text FROM notice WHERE cause_key = $1',
      [`receipt:${String(order.id)}`],
    )
    expect(notices.rows).toEqual([{ kind: 'receipt', account_id: here.accountId }])
  })

  it('M3: a genuine callback is verified on the very bytes and answered to the letter, each time', async () => {
    const order = await made(who('tenant'))
    const before = await balance()
    for (const _again of [1, 2, 3]) {
      const answer = await callback(callbackOf(order))
      expect(answer.status, answer.text).toBe(200)
      expect(answer.text).toBe('{"received":true}')
      expect(answer.headers.get('content-type')).toBe('application/json')
    }
    expect(await balance()).toBe(before + parseMicros('100'))
  })

  it('M3: forged, altered, foreign and misdirected callbacks credit nothing', async () => {
    const order = await made(who('tenant'))
    const before = await balance()
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
    expect(await captured(order)).toBe('pending')
    expect(await balance()).toBe(before)
    for (const id of [deskId, '999999']) {
      const answer = await rig.api.call('POST', `/api/v1/payments/callback/${id}`, altered)
      expect(answer.body).toMatchObject({ status: 404, code: 'not-found' })
    }
  })

  it('M4: an answer that got lost leaves the payment unknown until the channel is asked', async () => {
    await rig.admin('POST', 'faults', { kind: 'drop-answer' })
    const order = await made(who('tenant'))
    expect(order).toMatchObject({ state: 'created', payerAction: { kind: 'none' } })
    expect(order.unknownSince).not.toBeNull()
    const count = () =>
      inTransaction(rig.api.pool, (transaction) =>
        rig.payments.unknown(transaction, { accountId: here.accountId }),
      )
    const unknown = (await count()).count
    expect(unknown).toBeGreaterThan(0)
    const path = `/api/v1/payment-orders/${String(order.id)}/refresh`
    const asked = await who('tenant').call('POST', path)
    expect(asked.body, asked.text).toMatchObject({ state: 'pending', unknownSince: null })
    expect((await count()).count).toBe(unknown - 1)
  })

  it('M4: with all callbacks dropped, everything that was paid is credited by asking', async () => {
    rig.payments.start()
    await rig.admin('POST', 'faults', { kind: 'lost-callback', times: 1_000 })
    try {
      const before = await balance()
      const orders: JsonObject[] = []
      for (const amount of ['10', '20', '30']) orders.push(await made(who('tenant'), { amount }))
      for (const order of orders) await pay(order)
      rig.time.aheadMs += 30_000
      for (const order of orders) await becomes(() => captured(order), 'captured')
      expect(await balance()).toBe(before + parseMicros('60'))
      for (const order of orders) expect(await callbacksOf(order)).toBe(0)
    } finally {
      await rig.admin('DELETE', 'faults')
    }
  })

  it('is closed at the channel, which then takes no money', async () => {
    const order = await made(who('tenant'))
    const path = `/api/v1/payment-orders/${String(order.id)}/close`
    expect((await who('tenant').call('POST', path)).body).toMatchObject({ state: 'closed' })
    expect(await pay(order)).not.toContain('>Paid<')
  })
})

describe('the same command', () => {
  it('M2: given 20 times at once is one order, and another body under its key is refused', async () => {
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => topUp(who('tenant'), { amount: '7' }, key)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    const other = await topUp(who('tenant'), { amount: '8' }, key)
    expect(other.body).toMatchObject({ status: 409, code: 'idempotency-key-reused' })
    // Somebody else's key of the same name is another.
    expect((await topUp(who('cashier'), { amount: '8' }, key)).status).toBe(200)
    const { items } = await rig.api.audit.list({
      ...{ siteIds: null, before: null, limit: 1_000, from: null, to: null, actorId: null },
      operation: 'topUps.create',
      subject: `paymentOrders:${String(answers[0]?.body.id)}`,
    })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ siteId: here.siteId, after: { amount: '7' } })
  })

  it('M2: without a key is refused, and so are amounts that cannot be paid', async () => {
    const body = { accountId: here.accountId, connectionId: sandboxId, amount: '1' }
    const keyless = await who('tenant').call('POST', '/api/v1/top-ups', { body })
    expect(keyless.body).toMatchObject({ code: 'idempotency-key-missing' })
    for (const [amount, code] of [
      ['0', 'amount-not-payable'],
      ['0.001', 'amount-not-payable'],
      ['-5', 'validation-failed'],
      ['1e3', 'validation-failed'],
      ['1000000000', 'validation-failed'],
    ])
      expect((await topUp(who('tenant'), { amount })).body).toMatchObject({ code })
  })
})

describe('who may', () => {
  it('AU1: take cash: staff of the site alone; a tenant is sent to the desk', async () => {
    const before = await balance()
    const cash = { connectionId: deskId, amount: '50' }
    expect((await topUp(who('tenant'), cash)).body).toMatchObject({
      status: 403,
      code: 'staff-only',
    })
    expect((await topUp(who('accountant'), cash)).status).toBe(403)
    expect((await topUp(who('farCashier'), cash)).status).toBe(404)
    const both = await rig.api.person([
      { role: 'tenant', siteId: here.siteId, tenantId: here.tenantId },
      { role: 'cashier', siteId: elsewhere.siteId },
    ])
    expect((await topUp(both, cash)).body).toMatchObject({ code: 'staff-only' })
    expect(await balance()).toBe(before)
    const order = await made(who('cashier'), cash)
    expect(order).toMatchObject({ state: 'captured', credited: true })
    expect(String(order.channelReference)).toMatch(/^LOBBY1-/)
    expect(await balance()).toBe(before + parseMicros('50'))
  })

  it('AU1, INV12: pay for an account, and see its orders: its tenant, and staff of its site', async () => {
    expect((await topUp(who('stranger'))).status).toBe(404)
    expect((await topUp(who('auditor'))).status).toBe(403)
    const wrong = await topUp(owner, { accountId: elsewhere.accountId })
    expect(wrong.body).toMatchObject({ status: 422, code: 'validation-failed' })
    const order = await made(who('tenant'))
    const path = `/api/v1/payment-orders/${String(order.id)}`
    for (const name of ['tenant', 'cashier', 'auditor'])
      expect((await who(name).call('GET', path)).body).toEqual(order)
    for (const name of ['stranger', 'farCashier']) {
      expect((await who(name).call('GET', path)).status).toBe(404)
      expect((await who(name).call('POST', `${path}/refresh`)).status).toBe(404)
      expect((await who(name).call('POST', `${path}/close`)).status).toBe(404)
      const list = await who(name).call('GET', '/api/v1/payment-orders')
      expect(list.body.items).toEqual([])
    }
    const own = await who('tenant').call('GET', '/api/v1/payment-orders?state=pending&sort=-id')
    expect((own.body.items as JsonObject[])[0]).toEqual(order)
  })

  it('INV12: a tenant is offered the channels of their own site', async () => {
    const { body } = await who('tenant').call('GET', '/api/v1/payment-channels')
    const common = { siteId: here.siteId }
    expect(body.items).toEqual([
      {
        ...{ ...common, connectionId: sandboxId, name: 'sandbox', staffOnly: false },
        title: { en: 'Sandbox', 'zh-CN': '沙箱' },
      },
      {
        ...{ ...common, connectionId: deskId, name: 'cash', staffOnly: true },
        title: { en: 'Cash', 'zh-CN': '现金' },
      },
    ])
    expect((await who('stranger').call('GET', '/api/v1/payment-channels')).body.items).toEqual([])
    const path = `/api/v1/payment-channels?siteId=${elsewhere.siteId}`
    expect((await owner.call('GET', path)).body.items).toEqual([])
  })
})

describe('a refund', () => {
  const ask = (name: string, order: JsonObject, amount: string, key = newKey()) =>
    who(name).call('POST', '/api/v1/refunds', {
      body: { orderId: String(order.id), amount, reason: 'Moved out' },
      headers: { 'idempotency-key': key },
    })
  const refundOf = async ({ id }: JsonObject) =>
    (await owner.call('GET', `/api/v1/refunds/${String(id)}`)).body
  const on = (name: string, { id }: JsonObject, verb: string) =>
    who(name).call('POST', `/api/v1/refunds/${String(id)}/${verb}`)

  async function paid(): Promise<JsonObject> {
    const order = await made(who('tenant'))
    await pay(order)
    await becomes(() => captured(order), 'captured')
    return order
  }

  it('M7: up to the limit goes back by itself, the way it came', async () => {
    rig.payments.start()
    const order = await paid()
    const before = await balance()
    const key = newKey()
    const { body: refund, status, headers } = await ask('cashier', order, '50', key)
    expect([status, refund.state]).toEqual([201, 'approved'])
    expect(headers.get('location')).toBe(`/api/v1/refunds/${String(refund.id)}`)
    await becomes(async () => (await refundOf(refund)).state, 'refunded')
    expect(await balance()).toBe(before - parseMicros('50'))
    const { refunds } = (await rig.admin('GET', 'books')) as { refunds: readonly JsonObject[] }
    const sent = refunds.find(({ refundId }) => refundId === refund.reference)
    expect(sent?.orderId).toBe(order.reference)
    const replay = await ask('cashier', order, '50', key)
    expect(replay.body.id).toBe(refund.id)
    expect((await ask('cashier', order, '49', key)).body).toMatchObject({ status: 409 })
    expect((await ask('cashier', order, '50.01')).body).toMatchObject({
      code: 'refund-exceeds-capture',
    })
    const notice = await rig.api.pool.query('SELECT FROM notice WHERE cause_key = $1', [
      `refund:${String(refund.id)}`,
    ])
    expect(notice.rowCount).toBe(1)
  })

  it('M7: above the limit waits for a second person; nobody approves their own', async () => {
    rig.payments.start()
    const order = await paid()
    const before = await balance()
    const { body: refund } = await ask('manager', order, '50.01')
    expect(refund.state).toBe('awaiting-approval')
    expect(await balance()).toBe(before - parseMicros('50.01'))
    expect((await on('manager', refund, 'send')).body).toMatchObject({ code: 'refund-not-waiting' })
    expect((await on('manager', refund, 'approve')).body).toMatchObject({
      ...{ status: 403, code: 'own-approval' },
    })
    for (const name of ['cashier', 'tenant', 'auditor'])
      expect((await on(name, refund, 'approve')).status).toBe(403)
    expect((await on('accountant', refund, 'approve')).body).toMatchObject({
      ...{ state: 'approved', decidedBy: who('accountant').userId },
    })
    await becomes(async () => (await refundOf(refund)).state, 'refunded')
    expect((await on('accountant', refund, 'reject')).body).toMatchObject({ status: 409 })
    const { items } = await rig.api.audit.list({
      ...{ siteIds: null, before: null, limit: 10, from: null, to: null, actorId: null },
      ...{ operation: null, subject: `refunds:${String(refund.id)}` },
    })
    expect(items.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual(
      expect.arrayContaining(['refunds.create done', 'refunds.approve done']),
    )
  })

  it('M7: that is rejected leaves the money where it was', async () => {
    const order = await paid()
    const before = await balance()
    const { body: refund } = await ask('cashier', order, '99')
    expect((await on('manager', refund, 'reject')).body).toMatchObject({ state: 'rejected' })
    expect(await balance()).toBe(before)
  })

  it('M7: of cash is paid when the cashier says so, and once', async () => {
    rig.payments.start()
    const order = await made(who('cashier'), { connectionId: deskId, amount: '40' })
    const before = await balance()
    const { body: refund } = await ask('cashier', order, '40')
    expect(refund.state).toBe('approved')
    for (const _again of [1, 2])
      expect((await on('cashier', refund, 'send')).body).toMatchObject({ state: 'refunded' })
    expect(await balance()).toBe(before - parseMicros('40'))
  })

  it('AU1, INV12: is asked for by staff, and seen by the tenant whose money it is', async () => {
    const order = await paid()
    expect((await ask('tenant', order, '1')).status).toBe(403)
    expect((await ask('farCashier', order, '1')).status).toBe(404)
    const { body: refund } = await ask('accountant', order, '1')
    const path = `/api/v1/refunds/${String(refund.id)}`
    expect((await who('tenant').call('GET', path)).status).toBe(200)
    expect((await who('stranger').call('GET', path)).status).toBe(404)
    const list = await who('stranger').call('GET', '/api/v1/refunds')
    expect(list.body.items).toEqual([])
    const own = await who('tenant').call('GET', `/api/v1/refunds?orderId=${String(order.id)}`)
    expect(own.body.items).toHaveLength(1)
  })
})
