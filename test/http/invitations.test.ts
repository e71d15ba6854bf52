import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { totpOf } from '../support/totp.ts'
import { type Answer, PASSWORD, type Person } from './api.ts'
import { createNoticeWorld, type NoticeWorld } from './notice-world.ts'

let world: NoticeWorld
beforeAll(async () => {
  world = await createNoticeWorld()
  await world.api.letters.start()
}, 120_000)
afterAll(() => world?.close())

const invite = (by: Person, body: JsonObject) => by.call('POST', '/api/v1/invitations', { body })
const accept = (token: string, more: JsonObject = {}, cookie?: string) =>
  world.api.call('POST', '/api/v1/invitations/accept', {
    body: { token, name: 'Lotus', ...more },
    ...(cookie === undefined ? {} : { headers: { cookie } }),
  })
const tokenIn = (text: string) => /#token=([\w-]+)/.exec(text)?.[1] ?? ''
const linked = (made: Answer) => {
  expect(made.status, made.text).toBe(201)
  return tokenIn(String(made.body.link))
}
const get = (made: Answer) => world.owner.call('GET', `/api/v1/invitations/${String(made.body.id)}`)

async function mailedTo(email: string) {
  await expect
    .poll(() => world.mailTo(email).length, { timeout: 15_000, interval: 50 })
    .toBeGreaterThan(0)
  const [mail] = world.mailTo(email)
  return { subject: mail?.subject, text: (mail?.text ?? '').replaceAll(/=?\r?\n/g, '') }
}

/** The application may not change when one ends. */
async function expire(id: string): Promise<void> {
  const owner = new Pool({ connectionString: world.api.database.ownerUrl, max: 1 })
  try {
    await owner.query("UPDATE invitation SET expires_at = now() - interval '1 s' WHERE id = $1", [
      id,
    ])
  } finally {
    await owner.end()
  }
}

let people = 0
const somebody = () => `invited${++people}@busbar.example`

describe('an invitation', () => {
  it('goes by e-mail, makes the user with the role, signs them in, once', async () => {
    const { manager, here, api } = world
    const { siteId, tenantId } = here
    const email = somebody()
    const draft = { email: email.toUpperCase(), role: 'tenant', siteId, tenantId }
    const made = await invite(manager, { ...draft, language: 'zh-CN' })
    expect(made.body).toMatchObject({ email, invitedBy: manager.userId, acceptedAt: null })
    expect(String(made.body.link)).toContain(`${api.url}/portal/invitation#token=`)
    const { subject, text } = await mailedTo(email)
    expect(subject).toMatch(/^Busbar邀请：/)
    expect(text).toContain(`${api.url}/portal/invitation#token=`)
    const token = tokenIn(text)
    const stored = await api.pool.query<{ t: string }>(
      `SELECT row_to_json(i)::text AS t FROM invitation i
       UNION ALL SELECT row_to_json(j)::text FROM jobs.job j
       UNION ALL SELECT row_to_json(a)::text FROM audit_event a`,
    )
    for (const { t } of stored.rows)
      for (const secret of [token, linked(made)]) expect(t).not.toContain(secret)

    const accepted = await accept(token, { password: PASSWORD })
    expect(accepted.status, accepted.text).toBe(200)
    expect(accepted.body).toMatchObject({
      user: { email, name: 'Lotus', language: 'zh-CN' },
      hasPassword: true,
      assignments: [{ role: 'tenant', siteId, tenantId }],
    })
    const cookie = accepted.headers.getSetCookie()[0] ?? ''
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; SameSite=Lax/i)
    const session = await api.call('GET', '/api/v1/auth/session', {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    })
    expect(session.body).toEqual(accepted.body)
    const body = { email, password: PASSWORD }
    expect((await api.call('POST', '/api/v1/auth/sign-in', { body })).status).toBe(200)
    // Both links are used up.
    for (const used of [token, linked(made)])
      expect((await accept(used)).body).toMatchObject({ status: 403, code: 'invitation-refused' })
    const { id: userId } = accepted.body.user as JsonObject
    expect((await get(made)).body).toMatchObject({ acceptedBy: userId, revokedAt: null })
    expect((await get(made)).text).not.toContain('link')
    const log = await world.owner.call(
      'GET',
      `/api/v1/audit-events?subject=invitations:${String(made.body.id)}`,
    )
    expect(log.body.items).toMatchObject([
      { operation: 'invitations.accept', actorId: userId, siteId },
      { operation: 'invitations.create', actorId: manager.userId, siteId },
    ])
  })

  it('of staff leads to another page; without a password they have none', async () => {
    const { owner, here, api } = world
    const made = await invite(owner, { email: somebody(), role: 'cashier', siteId: here.siteId })
    expect(String(made.body.link)).toContain(`${api.url}/invitation#token=`)
    const accepted = await accept(linked(made))
    expect(accepted.body).toMatchObject({
      hasPassword: false,
      assignments: [{ role: 'cashier', siteId: here.siteId, tenantId: null }],
    })
  })

  it('is accepted by one of many at once', async () => {
    const { siteId, tenantId } = world.here
    const made = await invite(world.manager, {
      email: somebody(),
      role: 'tenant',
      siteId,
      tenantId,
    })
    const token = linked(made)
    const all = await Promise.all(Array.from({ length: 4 }, () => accept(token)))
    const won = all.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    for (const { status } of all) expect([200, 403, 409]).toContain(status)
  })

  it.each(['has expired', 'was made up'])(
    'that %s is refused, and the refusal is a line of the log',
    async (what) => {
      const { siteId, tenantId } = world.here
      const draft = { email: somebody(), role: 'tenant', siteId, tenantId }
      const made = await invite(world.manager, draft)
      if (what === 'has expired') await expire(String(made.body.id))
      const token = what === 'has expired' ? linked(made) : 'x'.repeat(32)
      expect((await accept(token)).body).toMatchObject({ code: 'invitation-refused' })
      const log = await world.owner.call('GET', '/api/v1/audit-events?operation=invitations.accept')
      const [last] = log.body.items as readonly JsonObject[]
      expect(last).toMatchObject({ outcome: 'denied', after: { code: 'invitation-refused' } })
    },
  )

  it('is taken back, and stays as it is once it is settled', async () => {
    const { manager, here } = world
    const { siteId, tenantId } = here
    const made = await invite(manager, { email: somebody(), role: 'tenant', siteId, tenantId })
    const revoke = () => manager.call('POST', `/api/v1/invitations/${String(made.body.id)}/revoke`)
    const revoked = await revoke()
    expect(revoked.status, revoked.text).toBe(200)
    expect(revoked.body.revokedAt).not.toBeNull()
    expect((await accept(linked(made))).body).toMatchObject({ code: 'invitation-refused' })
    expect((await revoke()).body).toMatchObject({ status: 409, code: 'invitation-settled' })
  })

  it('is void once who invited could not any more', async () => {
    const { api, owner, here } = world
    const { siteId, tenantId } = here
    const manager = await api.person([{ role: 'manager', siteId }])
    const made = await invite(manager, { email: somebody(), role: 'tenant', siteId, tenantId })
    await owner.call('POST', `/api/v1/users/${manager.userId}/disable`)
    expect((await accept(linked(made))).body).toMatchObject({ code: 'invitation-refused' })
  })
})

describe('nobody invites to more than they may give', () => {
  it.each(['owner', 'manager', 'cashier', 'accountant', 'technician', 'auditor', 'integrator'])(
    'AU1: a manager invites no %s',
    async (role) => {
      const body = { email: somebody(), role, siteId: world.here.siteId }
      expect((await invite(world.manager, body)).body).toMatchObject({ code: 'forbidden' })
    },
  )

  it('AU1: no owner of a site invites elsewhere or everywhere, nor by a role that they hold elsewhere', async () => {
    const { api, here, elsewhere } = world
    const person = await api.person([
      { role: 'owner', siteId: here.siteId },
      { role: 'manager', siteId: elsewhere.siteId },
    ])
    const draft = (siteId: string | null) => ({ email: somebody(), role: 'technician', siteId })
    expect((await invite(person, draft(here.siteId))).status).toBe(201)
    expect((await invite(person, draft(elsewhere.siteId))).status).toBe(403)
    expect((await invite(person, draft(null))).status).toBe(403)
    expect((await invite(world.manager, draft(elsewhere.siteId))).status).toBe(404)
  })

  it('a tenant is one of the site', async () => {
    const { manager, here, elsewhere } = world
    const draft = { email: somebody(), role: 'tenant', siteId: here.siteId }
    for (const tenantId of [elsewhere.tenantId, null])
      expect((await invite(manager, { ...draft, tenantId })).body).toMatchObject({
        status: 422,
        code: 'validation-failed',
      })
  })

  it('AU1: who knows the link of a user’s address is not signed in as them', async () => {
    const { api, manager, here } = world
    const { siteId, tenantId } = here
    const victim = await api.person([{ role: 'owner' }])
    const body = { email: victim.email, role: 'tenant', siteId, tenantId }
    const token = linked(await invite(manager, body))
    for (const cookie of [undefined, manager.cookie]) {
      const stolen = await accept(token, { password: PASSWORD }, cookie)
      expect(stolen.body).toMatchObject({ status: 409, code: 'invitation-needs-sign-in' })
      expect(stolen.headers.getSetCookie()).toEqual([])
    }
    const own = await accept(token, {}, victim.cookie)
    expect(own.status, own.text).toBe(200)
    expect(own.body).toMatchObject({
      user: { id: victim.userId, name: victim.email },
      assignments: [{ role: 'owner' }, { role: 'tenant', tenantId }],
    })
  })

  it('who took an address by the link that was told loses it to whom it belongs', async () => {
    const { api, manager, here } = world
    const { siteId, tenantId } = here
    const email = somebody()
    const token = linked(await invite(manager, { email, role: 'tenant', siteId, tenantId }))
    const taken = await accept(token, { password: PASSWORD })
    const first = taken.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const as = (cookie: string, method: string, path: string, body?: JsonObject) =>
      api.call(method, path, { headers: { cookie }, ...(body === undefined ? {} : { body }) })
    const key = await as(first, 'POST', '/api/v1/api-keys', { name: 'Key' })
    const begun = await as(first, 'POST', '/api/v1/auth/second-factor/begin', {
      password: PASSWORD,
    })
    const confirmed = await as(first, 'POST', '/api/v1/auth/second-factor/confirm', {
      code: totpOf(String(begun.body.secret)),
    })
    const cookie = confirmed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect((await as(cookie, 'GET', '/api/v1/auth/session')).status).toBe(200)
    const { code } = await api.identity.createCode({ email })
    const mailbox = await api.call('POST', '/api/v1/auth/sign-in-with-code', {
      body: { email, code },
    })
    expect(mailbox.status, mailbox.text).toBe(200)
    expect(mailbox.body).toMatchObject({ hasPassword: false, user: { secondFactor: false } })
    expect((await as(cookie, 'GET', '/api/v1/auth/session')).status).toBe(401)
    const headers = { 'x-api-key': String(key.body.key) }
    expect((await api.call('GET', '/api/v1/tenants', { headers })).status).toBe(401)
    const byPassword = await api.call('POST', '/api/v1/auth/sign-in', {
      body: { email, password: PASSWORD },
    })
    expect(byPassword.status).toBe(401)
  })
})
