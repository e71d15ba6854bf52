import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import { inTransaction } from '../../core/persistence/sql.ts'
import { cutComing, lowBalance, NOON } from '../support/notices.ts'
import type { Person } from './api.ts'
import { createNoticeWorld, MAIL, made, type NoticeWorld } from './notice-world.ts'

let world: NoticeWorld

beforeAll(async () => {
  world = await createNoticeWorld()
  await world.notices.start()
}, 120_000)
afterAll(() => world?.close())

beforeEach(() => {
  world.time.now = NOON
})

describe('a notice', () => {
  it('is e-mailed, shown in the inbox, opened, and told live at each step', async () => {
    const { here, tenant, emailId, inboxId, queue, read, settled, mailTo, time } = world
    const live = await listen(tenant)
    const noticeId = await queue(here.accountId, lowBalance('1'))
    const told = await settled(noticeId)
    expect(told).toMatchObject({ accountId: here.accountId, tenantId: here.tenantId, readAt: null })
    await expect.poll(() => mailTo(MAIL).length, { timeout: 10_000 }).toBe(1)
    expect(mailTo(MAIL)[0]?.subject).toBe(told.subject)

    const list = await tenant.call('GET', '/api/v1/notices?kind=low-balance&sort=-createdAt')
    expect(list.body.items).toMatchObject([{ id: noticeId, kind: 'low-balance' }])
    await expect
      .poll(async () => (await read(tenant, noticeId)).deliveries, { timeout: 10_000 })
      .toMatchObject([
        { connectionId: emailId, state: 'sent', deliveredAt: null, readAt: null },
        { connectionId: inboxId, state: 'sent', acceptedAt: null, readAt: null },
      ])

    time.now += HOUR_MS
    const opened = await tenant.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(opened.status, opened.text).toBe(200)
    const readAt = new Date(time.now).toISOString()
    // The e-mail cannot tell.
    expect(opened.body).toMatchObject({ readAt, deliveries: [{ readAt: null }, { readAt }] })
    time.now += HOUR_MS
    const again = await tenant.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(again.body).toMatchObject({ readAt })

    await expect
      .poll(live.types, { timeout: 10_000 })
      .toEqual(['notice-queued', 'notice-delivered', 'notice-read'])
    expect(live.facts[0]).toMatchObject({ topic: 'notice', data: { noticeId } })
    await live.close()
  })

  it('waits for the end of the quiet hours that its site has set', async () => {
    const { owner, here, tenant, patch, queue, read, settled, time } = world
    const { calendar } = (await owner.call('GET', `/api/v1/sites/${here.siteId}`)).body
    const set = (quietHours: JsonObject | null) =>
      patch(`sites/${here.siteId}`, { calendar: { ...(calendar as JsonObject), quietHours } })
    const wrong = await owner.call('PATCH', `/api/v1/sites/${here.siteId}`, {
      body: { calendar: { ...(calendar as JsonObject), quietHours: { from: '25:00', to: '8' } } },
      headers: { 'if-match': '"1"' },
    })
    expect(wrong.body).toMatchObject({ status: 422, code: 'validation-failed' })
    await set({ from: '11:00', to: '13:00' })
    const waiting = await queue(here.accountId, lowBalance('quiet'))
    const urgent = await queue(here.accountId, cutComing('quiet'))
    await settled(urgent)
    expect(await read(tenant, waiting)).toMatchObject({ state: 'open', deliveries: [] })
    time.now += HOUR_MS
    await world.notices.look()
    await settled(waiting)
    await set(null)
  })

  it('that announces a cut is proven by the level that the policy names', async () => {
    const { api, notices, owner, here, tenant, patch, queue, read, settled, time } = world
    const { policyProfileId } = (await owner.call('GET', `/api/v1/sites/${here.siteId}`)).body
    const path = `policy-profiles/${String(policyProfileId)}`
    const { rules } = (await owner.call('GET', `/api/v1/${path}`)).body
    await patch(path, { rules: { ...(rules as JsonObject), noticeLevel: 'read' } })
    const noticeId = await queue(here.accountId, cutComing('proof'))
    const reached = () =>
      inTransaction(api.pool, (transaction) => notices.reached(transaction, { noticeId }))
    await expect.poll(reached, { timeout: 10_000 }).toEqual({ accepted: NOON, delivered: NOON })
    const cause = { kind: 'cut-coming', cause: 'proof' } as const
    const proof = () =>
      inTransaction(api.pool, (transaction) =>
        notices.proof(transaction, {
          ...{ accountId: here.accountId, cause },
          requiredLevel: 'read',
        }),
      )
    expect(await proof()).toMatchObject({ noticeId, deliveredAt: null })
    expect(await read(tenant, noticeId)).toMatchObject({ requiredLevel: 'read', state: 'open' })
    time.now += 60_000
    await tenant.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(await proof()).toMatchObject({ noticeId, deliveredAt: time.now })
    await settled(noticeId)
    await patch(path, { rules: rules as JsonObject })
  })
})

describe('who sees what', () => {
  it('INV12: no path shows or changes the notice of another tenant, or one of the staff', async () => {
    const { here, elsewhere, tenant, manager, anotherTenant, queue, queueForStaff, read } = world
    const neighbour = await anotherTenant('T-neighbour', null)
    const foreign = [
      await queue(neighbour.accountId, lowBalance('neighbour')),
      await queue(elsewhere.accountId, lowBalance('elsewhere')),
      await queueForStaff('manager', 'secret'),
    ]
    for (const id of foreign) {
      for (const [method, path] of [
        ['GET', `/api/v1/notices/${id}`],
        ['POST', `/api/v1/notices/${id}/open`],
      ] as const)
        expect((await tenant.call(method, path)).status, path).toBe(404)
      const confirmed = await tenant.call('POST', `/api/v1/notices/${id}/confirm-door`)
      expect(confirmed.status).toBe(403)
    }
    const all = await tenant.call('GET', '/api/v1/notices?limit=500')
    const items = all.body.items as readonly JsonObject[]
    expect(items.length).toBeGreaterThan(0)
    expect(items.filter(({ tenantId }) => tenantId !== here.tenantId)).toEqual([])
    const asked = await tenant.call('GET', `/api/v1/notices?tenantId=${neighbour.tenantId}`)
    expect(asked.body.items).toEqual([])
    expect((await tenant.call('GET', '/api/v1/notice-routes')).status).toBe(403)
    const [first, second] = foreign
    expect((await read(manager, String(first))).id).toBe(first)
    expect((await manager.call('GET', `/api/v1/notices/${second}`)).status).toBe(404)
  })

  it('nobody reads a notice for another', async () => {
    const { here, manager, queue, settled } = world
    const noticeId = await queue(here.accountId, lowBalance('not-mine'))
    await settled(noticeId)
    const opened = await manager.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(opened.body).toMatchObject({ id: noticeId, readAt: null })
  })

  it('staff are told in the inbox of each who holds the role', async () => {
    const { technician, inboxId, queueForStaff, settled, waysOf } = world
    const noticeId = await queueForStaff('technician', '9')
    await settled(noticeId)
    expect(await waysOf(noticeId)).toEqual([[inboxId, { userId: technician.userId }]])
    const opened = await technician.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(opened.body).toMatchObject({ staffRole: 'technician', tenantId: null })
    expect(opened.body.readAt).not.toBeNull()
  })
})

describe('whom no channel reaches', () => {
  it('is a repair item, one for each, however many notices there are', async () => {
    const { manager, anotherTenant, queue, settled } = world
    const { accountId } = await anotherTenant('T-unreachable', null)
    for (const cause of ['1', '2']) {
      const noticeId = await queue(accountId, lowBalance(cause))
      await settled(noticeId, 'undeliverable')
    }
    const own = async () => {
      const items = await manager.call('GET', '/api/v1/repair-items?kind=notice-undeliverable')
      return (items.body.items as readonly JsonObject[]).filter(
        ({ subject }) => subject === `account:${accountId}`,
      )
    }
    expect(await own()).toMatchObject([{ ownerRole: 'manager', occurrences: 2, closedAt: null }])
    const address = { email: 'found@tenants.example' }
    const route = { accountId, staffRole: null, connectionId: world.emailId, address, rank: 1 }
    made(await world.setRoute(route))
    await settled(await queue(accountId, lowBalance('3')), 'delivered')
    expect(await own()).toMatchObject([{ occurrences: 2, closedBy: 'busbar' }])
  })

  it('gets a coming cut at the door, from when staff confirm it', async () => {
    const { api, owner, here, manager, technician, anotherTenant, queue, read, settled, time } =
      world
    const { accountId } = await anotherTenant('T-door', null)
    const noticeId = await queue(accountId, cutComing('door'))
    await expect
      .poll(async () => (await read(owner, noticeId)).deliveries, { timeout: 10_000 })
      .toMatchObject([{ state: 'door', connectionId: null }])
    const confirm = (person: Person) =>
      person.call('POST', `/api/v1/notices/${noticeId}/confirm-door`)
    const cashier = await api.person([{ role: 'cashier', siteId: here.siteId }])
    expect((await confirm(cashier)).status).toBe(403)
    time.now += HOUR_MS
    const deliveredAt = new Date(time.now).toISOString()
    const confirmed = await confirm(technician)
    expect(confirmed.body).toMatchObject({
      deliveries: [{ state: 'sent', deliveredAt, confirmedBy: technician.email }],
    })
    time.now += HOUR_MS
    await confirm(manager)
    expect(await settled(noticeId)).toMatchObject({ deliveredAt })
    const subject = `notices:${noticeId}`
    const log = await owner.call('GET', `/api/v1/audit-events?subject=${subject}`)
    const done = (log.body.items as readonly JsonObject[]).filter((item) => item.outcome === 'done')
    expect(done).toMatchObject([
      { operation: 'notices.confirmDoor', actorId: technician.userId, siteId: here.siteId },
    ])
    const low = await queue(here.accountId, lowBalance('no-door'))
    const refused = await manager.call('POST', `/api/v1/notices/${low}/confirm-door`)
    expect(refused.status).toBe(404)
  })
})

/** The live facts of notices, as a person sees them. */
async function listen(person: Person) {
  const controller = new AbortController()
  const response = await fetch(`${world.api.url}/api/v1/events?topics=notice`, {
    headers: { cookie: person.cookie },
    signal: controller.signal,
  })
  expect(response.status).toBe(200)
  const facts: { readonly type: string; readonly topic: string; readonly data: JsonObject }[] = []
  const reading = (async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines)
        if (line.startsWith('data: ')) facts.push(JSON.parse(line.slice('data: '.length)))
    }
  })().catch(() => undefined)
  return {
    facts,
    types: () => facts.map(({ type }) => type),
    async close() {
      controller.abort()
      await reading
    },
  }
}
