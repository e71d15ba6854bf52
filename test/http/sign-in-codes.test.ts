import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { type Api, PASSWORD, type Person, startApi } from './api.ts'
import { createNoticeWorld, type NoticeWorld } from './notice-world.ts'

let world: NoticeWorld
let tenant: Person

beforeAll(async () => {
  world = await createNoticeWorld()
  const { siteId, tenantId } = world.here
  tenant = await world.api.person([{ role: 'tenant', siteId, tenantId }], 'Tea@Lotus.example')
  await world.api.letters.start()
}, 120_000)
afterAll(() => world?.close())

const ask = (email: string, language?: string) =>
  world.api.call('POST', '/api/v1/auth/codes', {
    body: { email, ...(language === undefined ? {} : { language }) },
  })
const enter = (email: string, code: string) =>
  world.api.call('POST', '/api/v1/auth/sign-in-with-code', { body: { email, code } })

/** Asks, and reads the e-mail that comes of it. */
async function mailed(email: string, language?: string) {
  const before = world.mailTo(email).length
  const answer = await ask(email, language)
  expect(answer.status, answer.text).toBe(202)
  await expect
    .poll(() => world.mailTo(email).length, { timeout: 15_000, interval: 50 })
    .toBe(before + 1)
  const [mail] = world.mailTo(email)
  const text = mail?.text ?? ''
  return { mail, text, code: /\b\d{6}\b/.exec(text)?.[0] ?? '' }
}

const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

describe('a code', () => {
  it('comes by e-mail with a link, signs in once, and is kept nowhere in clear', async () => {
    const { mail, text, code } = await mailed('tea@lotus.example', 'zh-CN')
    expect(mail?.subject).toBe('Busbar登录验证码')
    const link = `${world.api.url}/portal/sign-in#email=tea%40lotus.example&code=${code}`
    expect(text.replaceAll(/\s/g, '')).toContain(link)
    const kept = await world.api.pool.query<{ t: string }>(
      `SELECT row_to_json(v)::text AS t FROM auth_verification v
       UNION ALL SELECT row_to_json(j)::text FROM jobs.job j WHERE j.name = 'letters'
       UNION ALL SELECT row_to_json(a)::text FROM audit_event a
       UNION ALL SELECT row_to_json(n)::text FROM notice n`,
    )
    const rows = kept.rows.map(({ t }) => t)
    expect(rows.join('\n')).toContain('sign-in-otp-tea@lotus.example')
    for (const row of rows) expect(row).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`))
    const letters = rows.filter((row) => row.includes('"letters"'))
    expect(letters).not.toEqual([])
    expect(letters.join()).not.toContain('lotus')

    const signedIn = await enter('TEA@lotus.example', code)
    expect(signedIn.status, signedIn.text).toBe(200)
    expect(signedIn.body).toMatchObject({
      user: { id: tenant.userId, secondFactor: false },
      hasPassword: true,
      assignments: [{ role: 'tenant', siteId: world.here.siteId }],
    })
    const [cookie = ''] = signedIn.headers.getSetCookie()
    const session = await world.api.call('GET', '/api/v1/auth/session', {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    })
    expect(session.body).toEqual(signedIn.body)
    const again = await enter('tea@lotus.example', code)
    expect(again.body).toMatchObject({ status: 401, code: 'sign-in-failed' })
  })

  it('is not told apart from none: who is nobody is answered the same and written nothing', async () => {
    const { mail, code } = await mailed('tea@lotus.example')
    expect(mail?.subject).toBe('Your code to sign in to Busbar')
    const [known, unknown] = [await ask('tea@lotus.example'), await ask('nobody@lotus.example')]
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    const refused = [
      await enter('nobody@lotus.example', code),
      await enter('tea@lotus.example', wrong(code)),
    ].map(({ body: { instance: _instance, ...rest } }) => rest)
    expect(refused[0]).toEqual(refused[1])
    // Letters go in order of their posting at most three at a time: the later one has gone by now.
    await mailed('tea@lotus.example')
    expect(world.mailTo('nobody@lotus.example')).toEqual([])
    // A wrong guess does the same work for both.
    const { rows } = await world.api.pool.query(
      `SELECT FROM auth_verification WHERE identifier = 'sign-in-otp-nobody@lotus.example'`,
    )
    expect(rows).toHaveLength(1)
  })

  it('is void once a newer one is there', async () => {
    const first = await mailed('tea@lotus.example')
    const second = await mailed('tea@lotus.example')
    if (first.code !== second.code)
      expect((await enter('tea@lotus.example', first.code)).status).toBe(401)
    expect((await enter('tea@lotus.example', second.code)).status).toBe(200)
  })

  it('AU3: is void after three wrong ones, also all at once', async () => {
    const { code } = await mailed('tea@lotus.example')
    for (let tries = 0; tries < 3; tries += 1)
      expect((await enter('tea@lotus.example', wrong(code))).status).toBe(401)
    expect((await enter('tea@lotus.example', code)).status).toBe(401)
    const next = await mailed('tea@lotus.example')
    const guesses = Array.from({ length: 12 }, () => enter('tea@lotus.example', wrong(next.code)))
    for (const { status } of await Promise.all(guesses)) expect(status).toBe(401)
    for (let tries = 0; tries < 3; tries += 1) await enter('tea@lotus.example', wrong(next.code))
    expect((await enter('tea@lotus.example', next.code)).status).toBe(401)
  })

  it('lives ten minutes', async () => {
    const { code } = await mailed('tea@lotus.example')
    const { rows } = await world.api.pool.query<{ minutes: number }>(
      `SELECT extract(epoch FROM "expiresAt" - "createdAt")::float8 / 60 AS minutes
       FROM auth_verification WHERE identifier = 'sign-in-otp-tea@lotus.example'`,
    )
    expect(rows.map(({ minutes }) => Math.round(minutes))).toEqual([10])
    await world.api.pool.query(`UPDATE auth_verification SET "expiresAt" = now() - interval '1 s'`)
    expect((await enter('tea@lotus.example', code)).status).toBe(401)
  })
})

describe('where no letter goes out', () => {
  const open = async () => {
    const items = await world.owner.call('GET', '/api/v1/repair-items?kind=letter-unsent')
    return (items.body.items as readonly JsonObject[]).filter(({ closedAt }) => closedAt === null)
  }

  it('for want of a channel, the answer is the same, and the staff has a repair item until one does', async () => {
    const { siteId, tenantId } = world.elsewhere
    const far = await world.api.person([{ role: 'tenant', siteId, tenantId }])
    expect((await ask(far.email)).status).toBe(202)
    await expect.poll(open, { timeout: 15_000 }).toMatchObject([
      {
        siteId,
        subject: `site:${siteId}`,
        ownerRole: 'manager',
        detail: { letter: 'code', reason: 'No notification channel here sends e-mail.' },
      },
    ])
    expect(JSON.stringify(await open())).not.toContain(far.email)
    await world.connect(siteId, 'email')
    await mailed(far.email)
    await expect.poll(open, { timeout: 15_000 }).toEqual([])
  })

  it('as the mail server is away, it is tried again, and then told', async () => {
    const { siteId } = world.here
    await world.sink.close()
    expect((await ask('tea@lotus.example')).status).toBe(202)
    await expect
      .poll(open, { timeout: 40_000, interval: 250 })
      .toMatchObject([{ siteId, detail: { letter: 'code' } }])
  }, 60_000)
})

describe('asking for codes', () => {
  let limited: Api | undefined
  afterEach(() => limited?.stop())

  it('AU3: is limited by address and e-mail, and getting in forgives nothing', async () => {
    const app = await startApi({
      codeLimits: {
        perAddress: { attempts: 6, seconds: 60 },
        perEmail: { attempts: 2, seconds: 60 },
      },
    })
    limited = app
    const { email } = await app.person([])
    const codes = (body: JsonObject) => app.call('POST', '/api/v1/auth/codes', { body })
    expect((await codes({ email })).status).toBe(202)
    await app.call('POST', '/api/v1/auth/sign-in', { body: { email, password: PASSWORD } })
    expect((await codes({ email })).status).toBe(202)
    const third = await codes({ email: email.toUpperCase() })
    expect(third.body).toMatchObject({ status: 429, code: 'rate-limited' })
    const others: number[] = []
    for (let count = 0; count < 4; count += 1)
      others.push((await codes({ email: `other${count}@busbar.example` })).status)
    expect(others).toEqual([202, 202, 202, 429])
  })
})
