import { randomBytes } from 'node:crypto'
import { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { missingIdentityTables } from '../../core/adapters/identity.ts'
import { prepareSetup } from '../../core/flow/identity/setup.ts'
import { type Api, PASSWORD, startApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const options = { secret: 'x'.repeat(40), publicUrl: 'http://127.0.0.1' }

describe('the tables of identity', () => {
  it('are all that the library wants', async () => {
    const pool = new Pool({ connectionString: api.database.ownerUrl, max: 1 })
    try {
      expect(await missingIdentityTables({ ...options, pool })).toBe('')
      await pool.query('ALTER TABLE auth_api_key DROP COLUMN "metadata"')
      expect(await missingIdentityTables({ ...options, pool })).toContain('metadata')
      await pool.query('ALTER TABLE auth_api_key ADD COLUMN "metadata" text')
    } finally {
      await pool.end()
    }
  })
})

describe('the first owner', () => {
  it('is made once, with the token that was printed last', async () => {
    const setUp = (token: string, email: string) =>
      api.call('POST', '/api/v1/setup/owner', {
        body: { token, email, name: 'Chen Yu', password: PASSWORD },
      })
    const first = await prepareSetup({ roles: api.roles })
    const second = await prepareSetup({ roles: api.roles })
    expect((await setUp(String(first?.token), 'a@busbar.example')).status).toBe(403)
    expect((await setUp(randomBytes(24).toString('base64url'), 'a@busbar.example')).status).toBe(
      403,
    )
    const both = await Promise.all(
      ['b@busbar.example', 'c@busbar.example'].map((email) => setUp(String(second?.token), email)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([201, 403])
    expect(await prepareSetup({ roles: api.roles })).toBeNull()
    expect((await setUp(String(second?.token), 'd@busbar.example')).status).toBe(403)
    const email = String(both.find(({ status }) => status === 201)?.body.email)
    const signedIn = await api.call('POST', '/api/v1/auth/sign-in', {
      body: { email, password: PASSWORD },
    })
    expect(signedIn.body).toMatchObject({ assignments: [{ role: 'owner', siteId: null }] })
    const { items } = await api.audit.list({ ...ALL, operation: 'setup.owner' })
    expect(items.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['done', 'denied']))
    expect(JSON.stringify(items)).not.toContain(PASSWORD)
  })

  it('stays: the last owner of the instance cannot be taken away', async () => {
    const { rows } = await api.pool.query<{ id: string }>(
      "SELECT id::text FROM role_assignment WHERE role = 'owner' AND site_id IS NULL",
    )
    const owner = await api.person([{ role: 'owner' }])
    for (const { id } of rows)
      expect((await owner.call('DELETE', `/api/v1/role-assignments/${id}`)).status).toBe(204)
    const own = await api.roles.assignmentsOf({ userId: owner.userId })
    const answer = await owner.call('DELETE', `/api/v1/role-assignments/${own.items[0]?.id}`)
    expect(answer.body).toMatchObject({ status: 409, code: 'last-owner' })
  })
})

const ALL = {
  siteIds: null,
  before: null,
  limit: 1000,
  from: null,
  to: null,
  actorId: null,
  operation: null,
  subject: null,
}

describe('a session', () => {
  it('is a cookie that scripts cannot read and other sites do not send', async () => {
    const { email } = await api.person([{ role: 'owner' }])
    const answer = await api.call('POST', '/api/v1/auth/sign-in', {
      body: { email, password: PASSWORD },
    })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^busbar\.session_token=/)
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; SameSite=Lax/i)
    expect(answer.text).not.toContain(String(cookie.split('=')[1]?.slice(0, 20)))
  })

  it('ends at once when its owner signs out', async () => {
    const person = await api.person([{ role: 'owner' }])
    expect((await person.call('GET', '/api/v1/auth/session')).body).toMatchObject({
      user: { email: person.email },
    })
    const out = await person.call('POST', '/api/v1/auth/sign-out')
    expect(out.status, out.text).toBe(204)
    expect(out.headers.getSetCookie()[0]).toMatch(/Max-Age=0/)
    expect((await person.call('GET', '/api/v1/auth/session')).status).toBe(401)
  })

  it('does not tell whether the address or the password was wrong', async () => {
    const { email } = await api.person([])
    const wrong = { password: 'wrong password here' }
    const answers = await Promise.all(
      [email, 'nobody@busbar.example'].map((address) =>
        api.call('POST', '/api/v1/auth/sign-in', { body: { email: address, ...wrong } }),
      ),
    )
    const [one, other] = answers.map(({ body: { instance: _instance, ...rest } }) => rest)
    expect(one).toMatchObject({ status: 401, code: 'sign-in-failed' })
    expect(one).toEqual(other)
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['no place at all', { origin: 'null' }],
    ['another site without an origin', { 'sec-fetch-site': 'cross-site' }],
  ])('is not used for changes that %s asks for', async (_where, headers) => {
    const owner = await api.person([{ role: 'owner' }])
    const body = { code: 'x', title: 'X', rules: {} }
    const answer = await owner.call('POST', '/api/v1/policy-profiles', { body, headers })
    expect(answer.body).toMatchObject({ status: 403, code: 'origin-refused' })
    const ours = await owner.call('POST', '/api/v1/policy-profiles', {
      body,
      headers: { origin: api.url },
    })
    expect(ours.status).toBe(422)
  })
})

describe('an API key', () => {
  it('acts as its user, is told once, cannot make keys, and dies at once', async () => {
    const owner = await api.person([{ role: 'owner' }])
    const made = await owner.call('POST', '/api/v1/api-keys', {
      body: { name: 'Accounting', expiresInDays: 30 },
    })
    expect(made.status, made.text).toBe(201)
    const headers = { 'x-api-key': String(made.body.key) }
    expect((await api.call('GET', '/api/v1/sites', { headers })).status).toBe(200)
    expect((await api.call('GET', '/api/v1/auth/session', { headers })).body).toMatchObject({
      user: { email: owner.email },
    })
    const more = await api.call('POST', '/api/v1/api-keys', { body: { name: 'More' }, headers })
    expect(more.body).toMatchObject({ status: 401 })
    const listed = await owner.call('GET', '/api/v1/api-keys')
    expect(listed.body.items).toMatchObject([{ name: 'Accounting' }])
    expect(listed.text).not.toContain(String(made.body.key))
    const stored = await api.pool.query('SELECT row_to_json(k)::text AS t FROM auth_api_key k')
    expect(JSON.stringify(stored.rows)).not.toContain(String(made.body.key))

    const stranger = await api.person([{ role: 'owner' }])
    expect((await stranger.call('DELETE', `/api/v1/api-keys/${String(made.body.id)}`)).status).toBe(
      404,
    )
    expect((await owner.call('DELETE', `/api/v1/api-keys/${String(made.body.id)}`)).status).toBe(
      204,
    )
    expect((await api.call('GET', '/api/v1/sites', { headers })).status).toBe(401)
  })

  it('bears a name of any 32 characters, those of two UTF-16 units too', async () => {
    const owner = await api.person([{ role: 'owner' }])
    const named = (name: string) => owner.call('POST', '/api/v1/api-keys', { body: { name } })
    const made = await named('𐀀'.repeat(32))
    expect(made.status, made.text).toBe(201)
    expect((await named('𐀀'.repeat(33))).body).toMatchObject({ code: 'validation-failed' })
  })

  it('that is made up is nobody', async () => {
    const headers = { 'x-api-key': `bbk_${'a'.repeat(64)}` }
    expect((await api.call('GET', '/api/v1/sites', { headers })).status).toBe(401)
  })
})

describe('users', () => {
  it('are let in by an owner, listed page by page, and not twice', async () => {
    const owner = await api.person([{ role: 'owner' }])
    const body = { email: 'Li.Wei@busbar.example', name: 'Li Wei', password: PASSWORD }
    expect((await owner.call('POST', '/api/v1/users', { body })).status).toBe(201)
    const again = await owner.call('POST', '/api/v1/users', { body })
    expect(again.body).toMatchObject({ status: 409, code: 'already-exists' })
    const emails: string[] = []
    let path: string | null = '/api/v1/users?limit=2'
    while (path !== null) {
      const page = await owner.call('GET', path)
      emails.push(...(page.body.items as { email: string }[]).map(({ email }) => email))
      const { nextCursor } = page.body
      path = nextCursor === null ? null : `/api/v1/users?limit=2&cursor=${String(nextCursor)}`
    }
    expect(emails).toContain('li.wei@busbar.example')
    expect(new Set(emails).size).toBe(emails.length)
  })
})

describe('guessing', () => {
  let limited: Api | undefined
  afterEach(() => limited?.stop())

  it('AU3: is limited by address and by e-mail, and no header moves the limit', async () => {
    const app = await startApi({
      limits: { perAddress: { attempts: 12, seconds: 60 }, perEmail: { attempts: 4, seconds: 60 } },
    })
    limited = app
    const person = await app.person([])
    let turn = 0
    const guess = (email: string, password = 'wrong password') => {
      turn += 1
      const headers = {
        'x-forwarded-for': `203.0.113.${turn}`,
        forwarded: `for=203.0.113.${turn}`,
        'x-real-ip': `203.0.113.${turn}`,
      }
      return app.call('POST', '/api/v1/auth/sign-in', { body: { email, password }, headers })
    }
    const first: number[] = []
    for (let tries = 0; tries < 6; tries += 1) first.push((await guess(person.email)).status)
    expect(first).toEqual([401, 401, 401, 401, 429, 429])
    // The right password helps no longer, or guessing would go on.
    const right = await guess(person.email.toUpperCase(), PASSWORD)
    expect(right.body).toMatchObject({ status: 429, code: 'rate-limited' })
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
    const others: number[] = []
    for (let tries = 0; tries < 7; tries += 1)
      others.push((await guess(`other${tries}@busbar.example`)).status)
    expect(others).toEqual([401, 401, 401, 401, 401, 429, 429])
  })
})
