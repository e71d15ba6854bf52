import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, PASSWORD, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

const LINES = 5
let api: Api
let owner: Person
let here: Building
let there: Building

beforeAll(async () => {
  api = await startApi({ denials: { lines: LINES } })
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  there = await makeBuilding(owner, 'there')
})
afterAll(() => api.stop())

const linesOf = async (operation: string) => {
  const { items } = await api.audit.list({
    ...{ siteIds: null, before: null, limit: 100, from: null, to: null },
    ...{ actorId: null, operation, subject: null },
  })
  return items
}

describe('denials in the audit log', () => {
  it('AU4: have credentials that are nobody’s, made up or ended', async () => {
    const made = await owner.call('POST', '/api/v1/api-keys', { body: { name: 'short' } })
    await owner.call('DELETE', `/api/v1/api-keys/${String(made.body.id)}`)
    const tried = [
      { 'x-api-key': 'bbk_made-up' },
      { 'x-api-key': String(made.body.key) },
      { cookie: 'busbar.session_token=made-up' },
    ]
    for (const headers of tried)
      expect((await api.call('GET', '/api/v1/spaces', { headers })).status).toBe(401)
    const lines = await linesOf('spaces.list')
    expect(lines).toHaveLength(tried.length)
    expect(lines[0]).toMatchObject({
      outcome: 'denied',
      actorId: null,
      ip: expect.stringContaining('127.0.0.1'),
      subject: 'credentials',
      after: { code: 'unauthenticated' },
    })
    expect(JSON.stringify(lines)).not.toContain('made-up')
    // Without any credentials there is nobody to tell of.
    expect((await api.call('GET', '/api/v1/spaces')).status).toBe(401)
    expect(await linesOf('spaces.list')).toHaveLength(tried.length)
  })

  it('AU4: have what lies outside of reach, and not what is not there', async () => {
    const manager = await api.person([{ role: 'manager', siteId: here.siteId }])
    expect((await manager.call('GET', `/api/v1/tenants/${there.tenantId}`)).status).toBe(404)
    expect((await manager.call('GET', '/api/v1/tenants/999999')).status).toBe(404)
    expect((await manager.call('GET', `/api/v1/tenants/${here.tenantId}`)).status).toBe(200)
    expect(await linesOf('tenants.get')).toMatchObject([
      {
        outcome: 'denied',
        actorId: manager.userId,
        subject: `tenants:${there.tenantId}`,
        after: { code: 'not-found' },
      },
    ])
  })

  it('AU4: cannot be filled by repetition', async () => {
    const cashier = await api.person([{ role: 'cashier', siteId: here.siteId }])
    for (let time = 0; time < 40; time += 1) await cashier.call('GET', '/api/v1/users')
    expect(await linesOf('users.list')).toHaveLength(LINES)
    await api.denials.flush({ all: true })
    const lines = await linesOf('users.list')
    expect(lines).toHaveLength(LINES + 1)
    expect(lines[0]).toMatchObject({
      actorId: cashier.userId,
      subject: 'denials',
      after: { code: 'forbidden', repeated: 40 - LINES },
    })
  })
})

describe('users and keys', () => {
  const count = async (table: string) =>
    Number((await api.pool.query(`SELECT count(*) FROM ${table}`)).rows[0].count)
  const away = async () => {
    throw new Error('the audit log is away')
  }

  it('AU4: a user is made together with the audit line, or not at all', async () => {
    const before = [await count('auth_user'), await count('auth_account')]
    const person = { email: 'half@busbar.example', name: 'Half', password: PASSWORD }
    await expect(api.identity.createUser(person, away)).rejects.toThrow('away')
    expect([await count('auth_user'), await count('auth_account')]).toEqual(before)
    const made = await owner.call('POST', '/api/v1/users', { body: person })
    expect(made.status, made.text).toBe(201)
    expect((await linesOf('users.create'))[0]).toMatchObject({
      outcome: 'done',
      subject: `users:${String(made.body.id)}`,
      after: { email: person.email },
    })
    const { cookies } = await api.identity.signIn(person)
    expect(cookies).not.toEqual([])
    const again = await owner.call('POST', '/api/v1/users', { body: person })
    expect(again.body).toMatchObject({ code: 'already-exists' })
    expect(await linesOf('users.create')).toHaveLength(1)
  })

  it('AU4: a key is made and revoked together with the audit line, or not at all', async () => {
    const { userId } = owner
    const before = await count('auth_api_key')
    const draft = { userId, name: 'half', expiresInSeconds: null }
    await expect(api.identity.createApiKey(draft, away)).rejects.toThrow('away')
    expect(await count('auth_api_key')).toBe(before)
    const made = await owner.call('POST', '/api/v1/api-keys', { body: { name: 'whole' } })
    const { id, key } = made.body as { id: string; key: string }
    await expect(api.identity.revokeApiKey({ userId, id }, away)).rejects.toThrow('away')
    const use = () => api.call('GET', '/api/v1/sites', { headers: { 'x-api-key': key } })
    expect((await use()).status).toBe(200)
    expect((await owner.call('DELETE', `/api/v1/api-keys/${id}`)).status).toBe(204)
    expect((await use()).status).toBe(401)
    expect((await linesOf('apiKeys.create'))[0]).toMatchObject({ after: { name: 'whole' } })
    expect((await linesOf('apiKeys.revoke'))[0]).toMatchObject({ subject: `apiKeys:${id}` })
  })
})
