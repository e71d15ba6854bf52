import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Notices } from '../../core/app/notices.ts'
import type { NoticeFacts } from '../../core/domain/notices/kinds.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import { inTransaction, type SqlPool } from '../../core/persistence/sql.ts'
import { type MailSink, startMailSink } from '../../examples/demo-building/mail-sink/sink.ts'
import { cutComing, lowBalance, NOON } from '../support/notices.ts'
import { type Answer, type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'
import { noticesOf } from './commands.ts'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))
const MAIL = 'tea.house@example.org'

let api: Api
let sink: MailSink
let notices: Notices
/** Domain time. */
let now = NOON
let owner: Person
let here: Building
let elsewhere: Building
let tenant: Person
let manager: Person
let technician: Person
let emailId: string
let inboxId: string

beforeAll(async () => {
  sink = await startMailSink()
  api = await startApi({ plugins: PLUGINS, clock: { now: () => now } })
  notices = noticesOf(api.parts, { settings: { idleMs: 50 } })
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  elsewhere = await makeBuilding(owner, 'elsewhere')
  const { siteId, tenantId } = here
  tenant = await api.person([{ role: 'tenant', siteId, tenantId }])
  manager = await api.person([{ role: 'manager', siteId }])
  technician = await api.person([{ role: 'technician', siteId }])
  emailId = await connect(siteId, 'email')
  inboxId = await connect(siteId, 'inbox')
  await patch(`tenants/${tenantId}`, { email: MAIL })
  notices.start()
}, 120_000)

afterAll(async () => {
  await notices?.stop()
  await api?.stop()
  await sink?.close()
})

beforeEach(() => {
  now = NOON
})

async function connect(siteId: string, type: 'email' | 'inbox', name = type): Promise<string> {
  const host = { host: '127.0.0.1', port: sink.smtpPort, security: 'none', from: 'e@example.com' }
  const body = {
    ...{ siteId, pluginId: `notify-${type}`, type, name },
    extensionPoint: 'notificationChannels',
    config: type === 'email' ? host : {},
  }
  return made(await owner.call('POST', '/api/v1/connections', { body }))
}

function made(answer: Answer): string {
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body.id)
}

async function patch(path: string, body: JsonObject): Promise<JsonObject> {
  const { headers } = await owner.call('GET', `/api/v1/${path}`)
  const etag = String(headers.get('etag'))
  const answer = await owner.call('PATCH', `/api/v1/${path}`, {
    body,
    headers: { 'if-match': etag },
  })
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

const setRoute = (body: JsonObject) =>
  owner.call('POST', '/api/v1/notice-routes', { body: { siteId: here.siteId, ...body } })

/** Another tenant of the site, with an account and perhaps an e-mail address. */
async function anotherTenant(code: string, email: string | null) {
  const { siteId } = here
  const make = async (path: string, body: JsonObject) =>
    made(await owner.call('POST', `/api/v1/${path}`, { body: { siteId, code, ...body } }))
  const tenantId = await make('tenants', { name: code, email })
  const contractId = await make('contracts', { tenantId, fromAt: '2026-01-01T00:00:00Z' })
  const limits = { currency: 'CNY', lowBalance: '5', veryLowBalance: '1' }
  return { tenantId, accountId: await make('accounts', { contractId, ...limits }) }
}

const queue = async (accountId: string, notice: NoticeFacts, by = notices) => {
  const { noticeId } = await inTransaction(api.pool, (transaction) =>
    by.queue(transaction, { accountId, notice }),
  )
  return noticeId
}

const queueForStaff = async (role: string, cause: string) => {
  const item = { kind: 'repair-item', severity: 'critical', title: 'Meter offline' } as const
  const notice = { ...item, cause, at: NOON, subject: 'M-1', detail: null }
  const { noticeId } = await inTransaction(api.pool, (transaction) =>
    notices.queueForStaff(transaction, { siteId: here.siteId, role, notice }),
  )
  return noticeId
}

const read = async (person: Person, noticeId: string) =>
  (await person.call('GET', `/api/v1/notices/${noticeId}`)).body

/** Waits until the worker is done with a notice. */
async function settled(noticeId: string, state = 'delivered'): Promise<JsonObject> {
  await expect
    .poll(async () => (await read(owner, noticeId)).state, { timeout: 10_000, interval: 25 })
    .toBe(state)
  return read(owner, noticeId)
}

const mailTo = (to: string) => sink.mailbox.list({ to })

/** Connection and address of each of a notice's deliveries. */
async function waysOf(noticeId: string) {
  const { rows } = await api.pool.query<{ connection_id: string; address: JsonObject }>(
    'SELECT connection_id, address FROM notice_delivery WHERE notice_id = $1 ORDER BY id',
    [noticeId],
  )
  return rows.map(({ connection_id, address }) => [connection_id, address])
}

describe('a notice', () => {
  it('is e-mailed, shown in the inbox, opened, and told live at each step', async () => {
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

    now += HOUR_MS
    const opened = await tenant.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(opened.status, opened.text).toBe(200)
    const readAt = new Date(now).toISOString()
    // The e-mail cannot tell.
    expect(opened.body).toMatchObject({ readAt, deliveries: [{ readAt: null }, { readAt }] })
    now += HOUR_MS
    const again = await tenant.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(again.body).toMatchObject({ readAt })

    await expect
      .poll(live.types, { timeout: 10_000 })
      .toEqual(['notice-queued', 'notice-delivered', 'notice-read'])
    expect(live.facts[0]).toMatchObject({ topic: 'notice', data: { noticeId } })
    await live.close()
  })

  it('waits for the end of the quiet hours that its site has set', async () => {
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
    now += HOUR_MS
    await settled(waiting)
    await set(null)
  })

  it('that announces a cut is proven by the level that the policy names', async () => {
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
    now += 60_000
    await tenant.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(await proof()).toMatchObject({ noticeId, deliveredAt: now })
    await settled(noticeId)
    await patch(path, { rules: rules as JsonObject })
  })
})

describe('who sees what', () => {
  it('INV12: no path shows or changes the notice of another tenant, or one of the staff', async () => {
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
    const noticeId = await queue(here.accountId, lowBalance('not-mine'))
    await settled(noticeId)
    const opened = await manager.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(opened.body).toMatchObject({ id: noticeId, readAt: null })
  })

  it('staff are told in the inbox of each who holds the role', async () => {
    const noticeId = await queueForStaff('technician', '9')
    await settled(noticeId)
    expect(await waysOf(noticeId)).toEqual([[inboxId, { userId: technician.userId }]])
    const opened = await technician.call('POST', `/api/v1/notices/${noticeId}/open`)
    expect(opened.body).toMatchObject({ staffRole: 'technician', tenantId: null })
    expect(opened.body.readAt).not.toBeNull()
  })
})

describe('routes', () => {
  it('are set for an account or a role, on a channel of the site, to an address that it takes', async () => {
    const { accountId } = here
    const address = { email: 'office@example.org' }
    const abroad = await connect(elsewhere.siteId, 'inbox')
    const wrong: readonly (readonly [JsonObject, string])[] = [
      [{ accountId, staffRole: 'manager', connectionId: emailId, address }, '/accountId'],
      [{ connectionId: emailId, address }, '/accountId'],
      [{ accountId, connectionId: abroad, address }, '/connectionId'],
      [{ accountId: elsewhere.accountId, connectionId: emailId, address }, '/accountId'],
      [{ accountId, connectionId: emailId, address: { email: 'nobody' } }, '/address/email'],
      [{ accountId, connectionId: emailId, address: { phone: '1' } }, '/address/phone'],
      [
        { accountId, connectionId: inboxId, address: { userId: manager.userId } },
        '/address/userId',
      ],
      [
        { staffRole: 'manager', connectionId: inboxId, address: { userId: tenant.userId } },
        '/address/userId',
      ],
    ]
    for (const [body, pointer] of wrong) {
      const answer = await setRoute(body)
      expect(answer.status, answer.text).toBe(422)
      expect(answer.body.errors).toEqual(
        expect.arrayContaining([expect.objectContaining({ pointer })]),
      )
    }
    const route = { staffRole: 'manager', connectionId: emailId, address, rank: 3 }
    const id = made(await setRoute(route))
    expect((await setRoute(route)).body).toMatchObject({ status: 409, code: 'already-exists' })
    const changed = await patch(`notice-routes/${id}`, { rank: 2, enabled: false })
    expect(changed).toMatchObject({ rank: 2, enabled: false, automatic: false, version: 2 })
    expect((await technician.call('POST', '/api/v1/notice-routes', { body: {} })).status).toBe(403)
  })

  it('of themselves follow the address and the roles, and stay off once switched off', async () => {
    const { tenantId, accountId } = await anotherTenant('T-routes', 'old@example.org')
    const leaving = await api.person([{ role: 'tenant', siteId: here.siteId, tenantId }])
    const toInbox = [inboxId, { userId: leaving.userId }]
    const first = await queue(accountId, lowBalance('1'))
    await settled(first)
    expect(await waysOf(first)).toEqual([[emailId, { email: 'old@example.org' }], toInbox])

    await patch(`tenants/${tenantId}`, { email: 'new@example.org' })
    const second = await queue(accountId, lowBalance('2'))
    await settled(second)
    const known = await waysOf(second)
    expect(known).toHaveLength(2)
    expect(known).toEqual(
      expect.arrayContaining([[emailId, { email: 'new@example.org' }], toInbox]),
    )

    const { rows } = await api.pool.query<{ id: string }>(
      'SELECT id FROM role_assignment WHERE user_id = $1',
      [leaving.userId],
    )
    await owner.call('DELETE', `/api/v1/role-assignments/${rows[0]?.id}`)
    const route = { accountId, connectionId: emailId, address: { email: 'set@example.org' } }
    const setId = made(await setRoute(route))
    const third = await queue(accountId, lowBalance('3'))
    await settled(third)
    // The one that is set replaces the tenant's own address; who has left is told nothing.
    expect(await waysOf(third)).toEqual([[emailId, { email: 'set@example.org' }]])

    await patch(`notice-routes/${setId}`, { enabled: false })
    const routes = await owner.call('GET', `/api/v1/notice-routes?accountId=${accountId}`)
    const automatic = (routes.body.items as readonly JsonObject[]).filter((item) => item.automatic)
    for (const { id } of automatic) await patch(`notice-routes/${String(id)}`, { enabled: false })
    const fourth = await queue(accountId, lowBalance('4'))
    await settled(fourth, 'undeliverable')
    expect(await waysOf(fourth)).toEqual([])
  })
})

describe('whom no channel reaches', () => {
  it('is a repair item, one for each, however many notices there are', async () => {
    const { accountId } = await anotherTenant('T-unreachable', null)
    for (const cause of ['1', '2']) {
      const noticeId = await queue(accountId, lowBalance(cause))
      await settled(noticeId, 'undeliverable')
    }
    const items = await manager.call('GET', '/api/v1/repair-items?kind=notice-undeliverable')
    const own = (items.body.items as readonly JsonObject[]).filter(
      ({ subject }) => subject === `account:${accountId}`,
    )
    expect(own).toMatchObject([{ ownerRole: 'manager', occurrences: 2, closedAt: null }])
  })

  it('gets a coming cut at the door, from when staff confirm it', async () => {
    const { accountId } = await anotherTenant('T-door', null)
    const noticeId = await queue(accountId, cutComing('door'))
    await expect
      .poll(async () => (await read(owner, noticeId)).deliveries, { timeout: 10_000 })
      .toMatchObject([{ state: 'door', connectionId: null }])
    const confirm = (person: Person) =>
      person.call('POST', `/api/v1/notices/${noticeId}/confirm-door`)
    const cashier = await api.person([{ role: 'cashier', siteId: here.siteId }])
    expect((await confirm(cashier)).status).toBe(403)
    now += HOUR_MS
    const deliveredAt = new Date(now).toISOString()
    const confirmed = await confirm(technician)
    expect(confirmed.body).toMatchObject({
      deliveries: [{ state: 'sent', deliveredAt, confirmedBy: technician.email }],
    })
    now += HOUR_MS
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

describe('a worker that dies between sending and storing', () => {
  it('loses nothing, and sends again under the same key', async () => {
    await notices.stop()
    const to = 'crash@example.org'
    const { accountId } = await anotherTenant('T-crash', to)
    let wall = Date.now()
    const clock = { now: () => wall }
    const settings = { idleMs: 20, sendTimeoutMs: 1_000 }
    const noticeId = await queue(accountId, lowBalance('crash'))

    const dying = noticesOf(api.parts, {
      ...{ wallClock: clock, settings },
      pool: dyingWhen(() => mailTo(to).length > 0),
    })
    dying.start()
    await expect.poll(() => mailTo(to).length, { timeout: 10_000 }).toBe(1)
    await dying.stop()
    const lost = await read(owner, noticeId)
    expect(lost).toMatchObject({ state: 'open', deliveries: [{ state: 'queued', attempts: 1 }] })

    // Nobody else begins before the attempt's lease has run out.
    const taken = noticesOf(api.parts, { wallClock: clock, settings })
    taken.start()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await read(owner, noticeId)).deliveries).toMatchObject([{ attempts: 1 }])

    wall += 60_000
    taken.wake()
    const told = await settled(noticeId)
    expect(told.deliveries).toMatchObject([{ state: 'sent', attempts: 2 }])
    // The channel knows the delivery by its key: asked twice, it has sent once.
    expect(mailTo(to)).toHaveLength(1)
    await taken.stop()
  })

  it('also where the channel has forgotten: the e-mail comes again, as the same one', async () => {
    const to = 'forgetful@example.org'
    const { accountId } = await anotherTenant('T-forgetful', to)
    let wall = Date.now()
    const clock = { now: () => wall }
    const settings = { idleMs: 20, sendTimeoutMs: 1_000 }
    const noticeId = await queue(accountId, lowBalance('crash'))
    const pool = dyingWhen(() => mailTo(to).length > 0)
    const dying = noticesOf(api.parts, { wallClock: clock, settings, pool })
    dying.start()
    await expect.poll(() => mailTo(to).length, { timeout: 10_000 }).toBe(1)
    await dying.stop()

    await api.parts.host?.reload({ pluginId: 'notify-email' })
    wall += 60_000
    const next = noticesOf(api.parts, { wallClock: clock, settings })
    next.start()
    await settled(noticeId)
    await next.stop()
    const mails = mailTo(to)
    expect(mails).toHaveLength(2)
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
  })
})

/** A database that this process does not reach any more once something has happened. */
function dyingWhen(happened: () => boolean): SqlPool {
  const alive = () => {
    if (happened()) throw Object.assign(new Error('connection terminated'), { code: '57P01' })
  }
  return {
    async connect() {
      alive()
      return api.pool.connect()
    },
    async query(query) {
      alive()
      return api.pool.query(query)
    },
  }
}

/** The live facts of notices, as a person sees them. */
async function listen(person: Person) {
  const controller = new AbortController()
  const response = await fetch(`${api.url}/api/v1/events?topics=notice`, {
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
