import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorCatalogue } from '../../core/kernel/error.ts'
import { type Api, PASSWORD, startApi } from './api.ts'

const PUBLIC = 'https://busbar.example'
let api: Api

beforeAll(async () => {
  api = await startApi({
    proxy: { publicUrl: PUBLIC, trusted: ['127.0.0.1'] },
    limits: {
      perAddress: { attempts: 3, seconds: 60 },
      perEmail: { attempts: 1_000, seconds: 60 },
    },
  })
  await api.person([{ role: 'owner' }], 'owner@busbar.example')
})
afterAll(() => api.stop())

const signIn = (headers: Record<string, string>, password = PASSWORD) =>
  api.call('POST', '/api/v1/auth/sign-in', {
    body: { email: 'owner@busbar.example', password },
    headers,
  })

test('behind TLS cookies are Secure, and answers say that only TLS is used', async () => {
  const answer = await signIn({ 'x-forwarded-for': '198.51.100.1', origin: PUBLIC })
  expect(answer.status).toBe(200)
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/; Secure/i)
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
  const sent = cookie.split(';')[0] ?? ''
  const session = await api.call('GET', '/api/v1/auth/session', { headers: { cookie: sent } })
  expect(session.status).toBe(200)
  const out = await api.call('POST', '/api/v1/auth/sign-out', { headers: { cookie: sent } })
  expect(out.headers.get('set-cookie')).toMatch(/; Secure/i)
})

test('changes are taken from the public origin and no other, ours by address included', async () => {
  const from = { 'x-forwarded-for': '198.51.100.2' }
  for (const origin of [api.url, 'http://busbar.example', 'https://busbar.example.evil.example'])
    expect((await signIn({ ...from, origin })).body).toMatchObject({ code: 'origin-refused' })
})

test('AU3: limits know clients by what the proxy says of them, and nothing that they say themselves', async () => {
  for (let attempt = 0; attempt < 3; attempt += 1)
    expect(
      (await signIn({ 'x-forwarded-for': `9.9.9.${attempt}, 198.51.100.3` }, 'no')).status,
    ).toBe(401)
  expect((await signIn({ 'x-forwarded-for': '9.9.9.9, 198.51.100.3' })).status).toBe(429)
  expect((await signIn({ 'x-forwarded-for': '198.51.100.4' })).status).toBe(200)
  const { items } = await api.audit.list({
    ...{ siteIds: null, before: null, limit: 1, from: null, to: null },
    ...{ actorId: null, operation: 'auth.signIn', subject: null },
  })
  expect(items[0]).toMatchObject({ outcome: 'denied', ip: '198.51.100.3' })
})

test("a problem's type leads to the place that says what it means and what to do", async () => {
  const { body } = await api.call('GET', '/api/v1/sites')
  const [path = '', code = ''] = String(body.type).split('#')
  const page = await api.call('GET', path)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(code).toBe('unauthenticated')
  const place = page.text.split(`<section id="${code}">`)[1]?.split('</section>')[0]
  expect(place).toContain(errorCatalogue.unauthenticated.title)
  expect(place).toContain(errorCatalogue.unauthenticated.remedy)
  for (const each of Object.keys(errorCatalogue)) expect(page.text).toContain(`id="${each}"`)
})
