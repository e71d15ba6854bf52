import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { type Api, PASSWORD, startApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const NEW = 'staple battery horse'
const signIn = (email: string, password = PASSWORD) =>
  api.call('POST', '/api/v1/auth/sign-in', { body: { email, password } })
const session = (cookie: string) => api.call('GET', '/api/v1/auth/session', { headers: { cookie } })
const cookieIn = (headers: Headers) => headers.getSetCookie()[0]?.split(';')[0] ?? ''

describe('a password', () => {
  it('is changed by who knows the present one, and other sessions end', async () => {
    const person = await api.person([])
    const other = cookieIn((await signIn(person.email)).headers)
    const change = (currentPassword: string | undefined, newPassword = NEW) =>
      person.call('POST', '/api/v1/auth/change-password', {
        body: { newPassword, ...(currentPassword === undefined ? {} : { currentPassword }) },
      })
    for (const wrong of ['wrong password', undefined])
      expect((await change(wrong)).body).toMatchObject({ status: 403, code: 'password-wrong' })
    expect((await change(PASSWORD, 'short')).body).toMatchObject({ code: 'validation-failed' })
    expect((await session(other)).status).toBe(200)
    const changed = await change(PASSWORD)
    expect(changed.status, changed.text).toBe(204)
    expect((await session(other)).status).toBe(401)
    expect((await session(cookieIn(changed.headers))).status).toBe(200)
    expect((await signIn(person.email)).status).toBe(401)
    expect((await signIn(person.email, NEW)).status).toBe(200)
    const { rows } = await api.pool.query(
      'SELECT row_to_json(a)::text AS t FROM audit_event a WHERE actor_id = $1',
      [person.userId],
    )
    expect(JSON.stringify(rows)).toContain('auth.changePassword')
    for (const secret of [PASSWORD, NEW]) expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('may have 128 characters, each of them of two UTF-16 units', async () => {
    const person = await api.person([])
    const newPassword = '🔑'.repeat(128)
    const body = { currentPassword: PASSWORD, newPassword }
    const changed = await person.call('POST', '/api/v1/auth/change-password', { body })
    expect(changed.status, changed.text).toBe(204)
    expect((await signIn(person.email, newPassword)).status).toBe(200)
  })

  it('is set without one by who has none', async () => {
    const email = 'codes.only@busbar.example'
    const { id: userId } = await api.identity.createUser(
      { email, name: 'Codes', password: null },
      async () => undefined,
    )
    const { cookies } = await api.identity.startSession({ userId })
    const cookie = String(cookies[0]?.split(';')[0])
    expect((await session(cookie)).body).toMatchObject({ hasPassword: false })
    const body = { newPassword: NEW }
    const set = await api.call('POST', '/api/v1/auth/change-password', {
      body,
      headers: { cookie },
    })
    expect(set.status, set.text).toBe(204)
    expect((await session(cookie)).body).toMatchObject({ hasPassword: true })
    expect((await signIn(email, NEW)).status).toBe(200)
  })
})

describe("one's profile", () => {
  it('is changed by oneself, with what it was in the audit log', async () => {
    const person = await api.person([])
    const change = (body: JsonObject) => person.call('POST', '/api/v1/auth/profile', { body })
    const name = '<img src=x> 李伟 "x"'
    const changed = await change({ name: ` ${name} `, language: 'zh-CN' })
    expect(changed.status, changed.text).toBe(200)
    expect(changed.body).toMatchObject({ id: person.userId, name, language: 'zh-CN' })
    expect((await session(person.cookie)).body).toMatchObject({ user: { name, language: 'zh-CN' } })
    for (const wrong of [{ name }, { name: '  ', language: null }, { name, language: 'Klingon!' }])
      expect((await change(wrong)).body).toMatchObject({ code: 'validation-failed' })
    const { rows } = await api.pool.query(
      `SELECT subject, before->>'language' AS "was", after->>'name' AS "is" FROM audit_event
        WHERE actor_id = $1 AND operation = 'auth.changeProfile'`,
      [person.userId],
    )
    expect(rows).toEqual([{ subject: `users:${person.userId}`, was: null, is: name }])
    const nobody = await api.call('POST', '/api/v1/auth/profile', {
      body: { name, language: null },
    })
    expect(nobody.status).toBe(401)
  })
})

describe("one's sessions", () => {
  it('are listed and ended one by one, and nobody else’s', async () => {
    const person = await api.person([])
    const stranger = await api.person([{ role: 'owner' }])
    const other = cookieIn((await signIn(person.email)).headers)
    const listed = await person.call('GET', '/api/v1/auth/sessions')
    const items = listed.body.items as readonly JsonObject[]
    expect(items.map(({ current }) => current)).toEqual([false, true])
    const end = (id: unknown, by = person) =>
      by.call('POST', `/api/v1/auth/sessions/${String(id)}/end`)
    expect((await end(items[0]?.id, stranger)).status).toBe(404)
    expect((await session(other)).status).toBe(200)
    expect((await end(items[0]?.id)).status).toBe(204)
    expect((await session(other)).status).toBe(401)
    expect((await end(items[0]?.id)).status).toBe(404)
    expect((await person.call('GET', '/api/v1/auth/session')).status).toBe(200)
  })
})

describe('who is shut out', () => {
  it('has no session, key, role or way in from then on, until they are let in', async () => {
    const owner = await api.person([{ role: 'owner' }])
    const person = await api.person([{ role: 'owner' }])
    const key = await person.call('POST', '/api/v1/api-keys', { body: { name: 'Key' } })
    const headers = { 'x-api-key': String(key.body.key) }
    expect((await api.call('GET', '/api/v1/sites', { headers })).status).toBe(200)
    const { code } = await api.identity.createCode({ email: person.email })
    const set = (what: 'disable' | 'enable') =>
      owner.call('POST', `/api/v1/users/${person.userId}/${what}`)
    const disabled = await set('disable')
    expect(disabled.status, disabled.text).toBe(200)
    expect(disabled.body.disabledAt).not.toBeNull()
    expect((await person.call('GET', '/api/v1/sites')).status).toBe(401)
    expect((await api.call('GET', '/api/v1/sites', { headers })).status).toBe(401)
    expect((await signIn(person.email)).body).toMatchObject({ code: 'sign-in-failed' })
    const byCode = await api.call('POST', '/api/v1/auth/sign-in-with-code', {
      body: { email: person.email, code },
    })
    expect(byCode.body).toMatchObject({ status: 401, code: 'sign-in-failed' })
    const { rows } = await api.pool.query('SELECT FROM auth_session WHERE "userId" = $1', [
      person.userId,
    ])
    expect(rows).toEqual([])

    const enabled = await set('enable')
    expect(enabled.body).toMatchObject({ disabledAt: null })
    expect((await person.call('GET', '/api/v1/sites')).status).toBe(401)
    expect((await api.call('GET', '/api/v1/sites', { headers })).status).toBe(401)
    expect((await signIn(person.email)).body).toMatchObject({ assignments: [{ role: 'owner' }] })
    const log = await owner.call('GET', `/api/v1/audit-events?subject=users:${person.userId}`)
    const operations = (log.body.items as readonly JsonObject[]).map(({ operation }) => operation)
    expect(operations).toEqual(['users.enable', 'users.disable'])
  })

  it('hears no live event any more', async () => {
    const owner = await api.person([{ role: 'owner' }])
    const person = await api.person([{ role: 'owner' }])
    const stream = await fetch(`${api.url}/api/v1/events`, { headers: { cookie: person.cookie } })
    expect(stream.status).toBe(200)
    const ended = (async () => {
      for await (const _ of stream.body ?? []);
      return true
    })()
    await owner.call('POST', `/api/v1/users/${person.userId}/disable`)
    expect(await ended).toBe(true)
  })

  it('is not the last owner who can sign in, nor is that one’s role taken', async () => {
    const own = await startApi()
    try {
      const first = await own.person([{ role: 'owner' }])
      const second = await own.person([{ role: 'owner' }])
      const disable = (userId: string) => first.call('POST', `/api/v1/users/${userId}/disable`)
      expect((await disable(second.userId)).status).toBe(200)
      expect((await disable(first.userId)).body).toMatchObject({ status: 409, code: 'last-owner' })
      const { items } = await own.roles.assignmentsOf({ userId: first.userId })
      const revoked = await first.call('DELETE', `/api/v1/role-assignments/${items[0]?.id}`)
      expect(revoked.body).toMatchObject({ status: 409, code: 'last-owner' })
      expect((await first.call('GET', '/api/v1/auth/session')).status).toBe(200)
      expect((await disable('nobody')).status).toBe(404)
    } finally {
      await own.stop()
    }
  })
})
