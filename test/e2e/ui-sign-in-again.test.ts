import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MailSink, startMailSink } from '../../examples/demo-building/mail-sink/sink.ts'
import { PASSWORD, type Person } from '../http/api.ts'
import { totpOf } from '../support/totp.ts'
import { launchBrowser } from './browser.ts'
import { openPortalHouse, type PortalHouse } from './portal-house.ts'
import { DESKTOP, type Look, openNew, PHONE, visitorOf } from './visitor.ts'

/*
 * A session that ends in the midst of a form: whoever typed signs in again over the page, and the very same command is
 * sent once more. Nobody else's sign-in sends it.
 */

let house: PortalHouse
let browser: Browser
let sink: MailSink

beforeAll(async () => {
  house = await openPortalHouse()
  sink = await startMailSink()
  const made = await house.owner.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId: house.building.siteId, pluginId: 'notify-email', type: 'email', name: 'mail' },
      extensionPoint: 'notificationChannels',
      config: { host: '127.0.0.1', port: sink.smtpPort, security: 'none', from: 'e@example.com' },
    },
  })
  expect(made.status, made.text).toBe(201)
  await house.api.letters.start()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
  await sink?.close()
}, 60_000)

const open = (look: Look, { cookie }: Pick<Person, 'cookie'>) =>
  visitorOf(browser, { url: house.url, look, cookie })
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Ends every session of theirs, as from another device. */
const revoke = ({ userId }: Person) =>
  house.api.pool.query('DELETE FROM auth_session WHERE "userId" = $1', [userId])
const counted = async (table: string, where: string) => {
  const { rows } = await house.api.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE ${where}`,
  )
  return rows[0]?.count
}
/** Headers by which the server knows a command again, of each time that it was sent. */
function commands(page: Page, method: string, path: RegExp, header: string) {
  const seen: (string | undefined)[] = []
  page.on('request', (request: Request) => {
    if (request.method() === method && path.test(new URL(request.url()).pathname))
      seen.push(request.headers()[header])
  })
  return seen
}
const somebody = () => house.api.person([{ role: 'manager', siteId: house.building.siteId }])

describe.each([DESKTOP, PHONE])('on a $name, in $language', (look) => {
  it('keeps what was typed, and sends the same command once the same person is back', async () => {
    const person = await somebody()
    const { page, words, context, complaints, wellMade } = await open(look, person)
    const { t, say } = words
    const code = `KEPT-${look.name}`
    const sent = commands(page, 'POST', /\/api\/v1\/tenants$/, 'idempotency-key')
    await openNew(page, '/tenants/new')
    await field(page, `${say('Code')} *`).fill(code)
    await field(page, `${say('Name')} *`).fill('Typed for long')
    await revoke(person)
    await button(page, t('common.save')).click()
    await page.getByText(t('own.signInAgain.text')).waitFor()
    await wellMade('again-password')
    expect(await counted('tenant', `code = '${code}'`)).toBe(0)
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel(t('common.email')).inputValue()).toBe(person.email)
    await dialog.getByLabel(t('common.password')).fill('not the password')
    await dialog.locator('button[type=submit]').click()
    await dialog.getByText(t('errors.sign-in-failed.title')).waitFor()
    await wellMade('again-refused')
    await dialog.getByLabel(t('common.password')).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/tenants\/\d+$/)
    expect(await counted('tenant', `code = '${code}'`)).toBe(1)
    expect(sent).toHaveLength(2)
    expect(sent[0]).toBeTruthy()
    expect(sent[1]).toBe(sent[0])

    // A change keeps the version that it was made from.
    const changes = commands(page, 'PATCH', /\/api\/v1\/tenants\/\d+$/, 'if-match')
    await page.goto(`${page.url()}/edit`)
    await field(page, say('Name')).fill('Typed for longer')
    await revoke(person)
    await button(page, t('common.save')).click()
    // Not now: it stays, and is asked again.
    await dialog.getByRole('button', { name: t('common.cancel') }).click()
    await page.getByText(t('errors.unauthenticated.title')).waitFor()
    expect(await field(page, say('Name')).inputValue()).toBe('Typed for longer')
    await wellMade('again-not-now')
    await button(page, t('common.save')).click()
    await dialog.getByLabel(t('common.password')).fill(PASSWORD)
    await dialog.locator('button[type=submit]').click()
    await page.waitForURL(/\/tenants\/\d+$/)
    expect(await counted('tenant', `code = '${code}' AND name = 'Typed for longer'`)).toBe(1)
    expect(changes).toHaveLength(3)
    expect(changes[0]).toBeTruthy()
    expect(new Set(changes).size).toBe(1)
    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)

  it('asks for the second factor where there is one', async () => {
    const person = await somebody()
    const begun = await person.call('POST', '/api/v1/auth/second-factor/begin', {
      body: { password: PASSWORD },
    })
    const secret = String(begun.body.secret)
    const confirmed = await person.call('POST', '/api/v1/auth/second-factor/confirm', {
      body: { code: totpOf(secret) },
    })
    const cookie = confirmed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const { page, words, context, wellMade } = await open(look, { cookie })
    const { t, say } = words
    const code = `FACTOR-${look.name}`
    await openNew(page, '/tenants/new')
    await field(page, `${say('Code')} *`).fill(code)
    await field(page, `${say('Name')} *`).fill('Guarded')
    await revoke(person)
    await button(page, t('common.save')).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('common.password')).fill(PASSWORD)
    await dialog.locator('button[type=submit]').click()
    await dialog.getByText(t('own.signInAgain.factor')).waitFor()
    await wellMade('again-factor')
    const recovery = begun.body.recoveryCodes as readonly string[]
    await dialog.getByLabel(t('own.factorCode')).fill(String(recovery[0]))
    await dialog.locator('button[type=submit]').click()
    await page.waitForURL(/\/tenants\/\d+$/)
    expect(await counted('tenant', `code = '${code}'`)).toBe(1)
    await context.close()
  }, 60_000)

  it('sends nothing for anybody else, and says that it is discarded', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const { page, words, context, wellMade } = await open(look, person)
    const { t, say } = words
    const code = `OTHER-${look.name}`
    const sent = commands(page, 'POST', /\/api\/v1\/tenants$/, 'idempotency-key')
    await openNew(page, '/tenants/new')
    await field(page, `${say('Code')} *`).fill(code)
    await field(page, `${say('Name')} *`).fill('Not theirs')
    await revoke(person)
    await button(page, t('common.save')).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('common.email')).fill(other.email)
    await dialog.getByLabel(t('common.password')).fill(PASSWORD)
    await dialog.locator('button[type=submit]').click()
    await dialog.getByText(t('own.signInAgain.strangerTitle')).waitFor()
    await wellMade('again-stranger')
    await dialog.getByRole('button', { name: other.email }).click()
    await page.waitForURL(`${house.url}/`)
    expect(sent).toHaveLength(1)
    expect(await counted('tenant', `code = '${code}'`)).toBe(0)
    // A menu that is opened before the page stands is closed when it does.
    await page.getByRole('heading', { name: t('admin-live.overview.title') }).waitFor()
    await button(page, t('admin.you')).click()
    await page.getByText(other.email).first().waitFor()
    await context.close()
  }, 60_000)

  it('of the portal is begun again by a code, and the question is asked once', async () => {
    const { siteId, tenantId } = house.building
    const tenant = await house.api.person([{ role: 'tenant', siteId, tenantId }])
    const { page, words, context, complaints, wellMade } = await open(look, tenant)
    const { t } = words
    const subject = `Why ${look.name}?`
    const sent = commands(page, 'POST', /\/api\/v1\/questions$/, 'idempotency-key')
    await page.goto('/portal/questions/new')
    await page.locator('input').fill(subject)
    await page.locator('textarea').first().fill('It is long what I have to say.')
    await revoke(tenant)
    await page.locator('button[type=submit]').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: t('own.signInAgain.withCode') }).click()
    await wellMade('again-portal')
    await dialog.locator('button[type=submit]').click()
    const mail = () => sink.mailbox.list({ to: tenant.email })[0]?.text ?? ''
    await expect.poll(mail, { timeout: 20_000, interval: 100 }).toMatch(/\b\d{6}\b/)
    await dialog.getByLabel(t('own.signInAgain.code')).fill(/\b\d{6}\b/.exec(mail())?.[0] ?? '')
    await wellMade('again-portal-code')
    await dialog.locator('button[type=submit]').click()
    await page.locator('.talk li').waitFor()
    expect(await counted('question', `subject = '${subject}'`)).toBe(1)
    expect(sent).toHaveLength(2)
    expect(sent[1]).toBe(sent[0])
    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)
})

it('goes on by itself where they sign in again in another tab, and stops where somebody else does', async () => {
  const [person, other] = [await somebody(), await somebody()]
  const { page, words, context } = await open(DESKTOP, person)
  const { t, say } = words
  await openNew(page, '/tenants/new')
  await field(page, `${say('Code')} *`).fill('TABS')
  await field(page, `${say('Name')} *`).fill('Two tabs')
  await revoke(person)
  await button(page, t('common.save')).click()
  await page.getByText(t('own.signInAgain.text')).waitFor()
  const signIn = async (email: string) => {
    const tab = await context.newPage()
    await tab.goto('/sign-in')
    await field(tab, t('common.email')).fill(email)
    await field(tab, t('common.password')).fill(PASSWORD)
    await button(tab, t('common.signIn')).click()
    await button(tab, t('admin.you')).waitFor()
    await tab.close()
  }
  await signIn(person.email)
  await page.waitForURL(/\/tenants\/\d+$/)
  expect(await counted('tenant', `code = 'TABS'`)).toBe(1)

  await openNew(page, '/tenants/new')
  await field(page, `${say('Code')} *`).fill('TABS-2')
  await context.clearCookies()
  await signIn(other.email)
  await page.getByRole('dialog').getByRole('button', { name: other.email }).waitFor()
  await context.close()
}, 90_000)
