import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { totpOf, wrongTotp } from '../support/totp.ts'
import { type Answer, type Api, PASSWORD, type Person, startApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const cookieOf = ({ headers }: Answer) => headers.getSetCookie()[0]?.split(';')[0] ?? ''
const as = (cookie: string, method: string, path: string, body?: object) =>
  api.call(method, `/api/v1/auth/${path}`, {
    headers: { cookie },
    ...(body === undefined ? {} : { body }),
  })
const signIn = (email: string) =>
  api.call('POST', '/api/v1/auth/sign-in', { body: { email, password: PASSWORD } })
const complete = (challenge: unknown, code: string) =>
  api.call('POST', '/api/v1/auth/second-factor', { body: { challenge, code } })

/** Somebody whose second factor is on, and the cookie that they have since. */
async function secured() {
  const person = await api.person([])
  const begun = await as(person.cookie, 'POST', 'second-factor/begin', { password: PASSWORD })
  expect(begun.status, begun.text).toBe(200)
  const secret = String(begun.body.secret)
  const confirmed = await as(person.cookie, 'POST', 'second-factor/confirm', {
    code: totpOf(secret),
  })
  expect(confirmed.status, confirmed.text).toBe(204)
  const recoveryCodes = begun.body.recoveryCodes as readonly string[]
  return { person, secret, recoveryCodes, begun, cookie: cookieOf(confirmed) }
}

async function challenged(person: Person): Promise<unknown> {
  const answer = await signIn(person.email)
  expect(answer.status, answer.text).toBe(202)
  expect(answer.body).toMatchObject({ secondFactor: true })
  expect(answer.headers.getSetCookie()).toEqual([])
  return answer.body.challenge
}

describe('a second factor', () => {
  it('is set up with the password, counts once confirmed, and its secrets are told once', async () => {
    const person = await api.person([])
    const begin = (password?: string) =>
      as(person.cookie, 'POST', 'second-factor/begin', password === undefined ? {} : { password })
    expect((await begin()).body).toMatchObject({ status: 403, code: 'password-wrong' })
    expect((await begin('wrong password')).body).toMatchObject({ code: 'password-wrong' })
    const begun = await begin(PASSWORD)
    const { secret, uri, recoveryCodes } = begun.body
    const url = new URL(String(uri))
    expect([url.protocol, url.host]).toEqual(['otpauth:', 'totp'])
    expect(decodeURIComponent(url.pathname)).toBe(`/Busbar:${person.email}`)
    expect(url.searchParams.get('secret')).toBe(secret)
    expect(new Set(recoveryCodes as string[]).size).toBe(10)
    // Not confirmed: it does not count yet.
    expect((await signIn(person.email)).status).toBe(200)
    const confirm = (code: string) => as(person.cookie, 'POST', 'second-factor/confirm', { code })
    expect((await confirm(wrongTotp(String(secret)))).body).toMatchObject({
      status: 401,
      code: 'second-factor-wrong',
    })
    const confirmed = await confirm(totpOf(String(secret)))
    expect(confirmed.status, confirmed.text).toBe(204)
    // Sessions from before are over; this one goes on under another cookie.
    expect((await as(person.cookie, 'GET', 'session')).status).toBe(401)
    const now = cookieOf(confirmed)
    expect((await as(now, 'GET', 'session')).body).toMatchObject({ user: { secondFactor: true } })
    const twice = await as(now, 'POST', 'second-factor/begin', { password: PASSWORD })
    expect(twice.body).toMatchObject({ status: 409, code: 'second-factor-unfit' })
    const kept = await api.pool.query('SELECT row_to_json(t)::text AS t FROM auth_two_factor t')
    const text = JSON.stringify(kept.rows)
    for (const told of [secret, ...(recoveryCodes as string[])])
      expect(text).not.toContain(String(told))
  })

  it('is asked for after the password, and completes the sign-in once', async () => {
    const { person, secret } = await secured()
    const challenge = await challenged(person)
    const wrong = await complete(challenge, wrongTotp(secret))
    expect(wrong.body).toMatchObject({ status: 401, code: 'second-factor-wrong' })
    const done = await complete(challenge, totpOf(secret))
    expect(done.status, done.text).toBe(200)
    expect(done.body).toMatchObject({ user: { id: person.userId, secondFactor: true } })
    expect((await as(cookieOf(done), 'GET', 'session')).status).toBe(200)
    const again = await complete(challenge, totpOf(secret))
    expect(again.body).toMatchObject({ status: 401, code: 'sign-in-expired' })
    expect((await complete('2fa-made-up.c2ln', totpOf(secret))).status).toBe(401)
    // What the challenge is made of does not do without its signature.
    const bare = String(await challenged(person)).split('.')[0]
    expect((await complete(`${bare}.AAAA`, totpOf(secret))).status).toBe(401)
  })

  it('is asked for after a code by e-mail as well', async () => {
    const { person, secret } = await secured()
    const { code } = await api.identity.createCode({ email: person.email })
    const answer = await api.call('POST', '/api/v1/auth/sign-in-with-code', {
      body: { email: person.email, code },
    })
    expect(answer.status, answer.text).toBe(202)
    expect(answer.headers.getSetCookie()).toEqual([])
    const { items } = await api.identity.listSessions({ userId: person.userId })
    expect(items).toHaveLength(1)
    expect((await complete(answer.body.challenge, totpOf(secret))).status).toBe(200)
  })

  it('does not complete what a password began that was changed since', async () => {
    const { person, secret, cookie } = await secured()
    const challenge = await challenged(person)
    const body = { currentPassword: PASSWORD, newPassword: 'staple battery horse' }
    expect((await as(cookie, 'POST', 'change-password', body)).status).toBe(204)
    expect((await complete(challenge, totpOf(secret))).body).toMatchObject({
      code: 'sign-in-expired',
    })
  })

  it('is stood in for by a recovery code, once', async () => {
    const { person, recoveryCodes } = await secured()
    const [code = ''] = recoveryCodes
    const both = await Promise.all(
      [await challenged(person), await challenged(person)].map((each) => complete(each, code)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    expect((await complete(await challenged(person), code)).body).toMatchObject({
      code: 'second-factor-wrong',
    })
    expect((await complete(await challenged(person), recoveryCodes[1] ?? '')).status).toBe(200)
  })

  it('AU3: is guessed at five times for a sign-in, and ten times for a person', async () => {
    const { person, secret, cookie } = await secured()
    const codes: unknown[] = []
    for (let round = 0; round < 2; round += 1) {
      const challenge = await challenged(person)
      for (let tries = 0; tries < 5; tries += 1)
        codes.push((await complete(challenge, wrongTotp(secret))).body.code)
      const right = await complete(challenge, totpOf(secret))
      if (round === 0) expect(right.body).toMatchObject({ code: 'sign-in-expired' })
    }
    expect(new Set(codes)).toEqual(new Set(['second-factor-wrong']))
    const locked = await complete(await challenged(person), totpOf(secret))
    expect(locked.body).toMatchObject({ status: 429, code: 'rate-limited' })
    const off = await as(cookie, 'POST', 'second-factor/disable', { code: totpOf(secret) })
    expect(off.body).toMatchObject({ status: 429, code: 'rate-limited' })
  })

  it('is given up with a code alone, and not without', async () => {
    const { person, secret, recoveryCodes, cookie } = await secured()
    const other = cookieOf(await complete(await challenged(person), totpOf(secret)))
    const off = (code: string) => as(cookie, 'POST', 'second-factor/disable', { code })
    expect((await off(wrongTotp(secret))).body).toMatchObject({ code: 'second-factor-wrong' })
    expect((await signIn(person.email)).status).toBe(202)
    const done = await off(recoveryCodes[0] ?? '')
    expect(done.status, done.text).toBe(204)
    for (const ended of [cookie, other])
      expect((await as(ended, 'GET', 'session')).status).toBe(401)
    const now = cookieOf(done)
    expect((await as(now, 'GET', 'session')).body).toMatchObject({ user: { secondFactor: false } })
    expect((await signIn(person.email)).status).toBe(200)
    const twice = await as(now, 'POST', 'second-factor/disable', { code: totpOf(secret) })
    expect(twice.body).toMatchObject({ status: 409, code: 'second-factor-unfit' })
    const { rows } = await api.pool.query(
      `SELECT operation FROM audit_event WHERE subject = $1 AND outcome = 'done' ORDER BY id`,
      [`users:${person.userId}`],
    )
    expect(rows).toEqual([
      { operation: 'auth.confirmSecondFactor' },
      { operation: 'auth.disableSecondFactor' },
    ])
  })
})
