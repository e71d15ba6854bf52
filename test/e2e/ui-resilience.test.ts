import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../http/api.ts'
import { launchBrowser } from './browser.ts'
import { openPortalHouse, type PortalHouse } from './portal-house.ts'
import { DESKTOP, openNew, PHONE, visitorOf } from './visitor.ts'

/*
 * What people and networks do to forms: wrong, too long, hostile, stale, sent twice, sent without a connection. It is said
 * clearly, one thing is made, and nothing typed is lost.
 */

let house: PortalHouse
let browser: Browser

beforeAll(async () => {
  house = await openPortalHouse()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
}, 60_000)

const open = (person?: Person, look = DESKTOP) =>
  visitorOf(browser, {
    ...{ url: house.url, look },
    ...(person === undefined ? {} : { cookie: person.cookie }),
  })
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const counted = async (table: string, where = 'true') => {
  const { rows } = await house.api.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE ${where}`,
  )
  return rows[0]?.count
}
/** Presses twice before anything can come of the first time. */
const twice = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element: { click(): void }) => {
    element.click()
    element.click()
  })
const SEND = 'button[type=submit]'

/** A script, text from right to left, a sign beyond the basic plane, and what ends a template or a path. */
const HOSTILE = '<img src=x onerror=alert(1)>"\' مرحبا \u202Eevil 👩‍🚒 {{ 7 * 7 }} ../../'

describe('a generated form', () => {
  it('keeps hostile text as text, is made once however often it is sent, and shows it harmlessly', async () => {
    const { page, context, complaints, wellMade } = await open(house.manager)
    await openNew(page, '/tenants/new')
    await field(page, 'Code *').fill('HOSTILE')
    await field(page, 'Name *').fill(HOSTILE)
    await twice(page, SEND)
    await page.waitForURL(/\/tenants\/\d+$/)
    await page.getByRole('heading', { name: HOSTILE.replaceAll(/\s+/g, ' ') }).waitFor()
    expect(await counted('tenant', "code = 'HOSTILE'")).toBe(1)
    await wellMade('hostile-tenant')
    await page.goto('/tenants?q=HOSTILE')
    await page.getByText('{{ 7 * 7 }}').first().waitFor()
    expect(await page.locator('img[src=x]').count()).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it('says what is too long before it is sent, and at its field what only the server knows', async () => {
    const { page, words, context } = await open(house.manager, { ...PHONE, width: 360 })
    const { t, say } = words
    await openNew(page, '/tenants/new')
    await field(page, `${say('Code')} *`).fill('T-1')
    // No more than 200 characters can be typed or pasted.
    await field(page, `${say('Name')} *`).fill('x'.repeat(1_000))
    await field(page, `${say('Name')} *`).focus()
    await page.keyboard.type('yyy')
    const most = (await field(page, `${say('Name')} *`).inputValue()).replaceAll('x', '')
    expect(most).toBe('')
    await field(page, `${say('Code')} *`).fill('T 1')
    await button(page, t('common.save')).click()
    await page.getByText(words.t('admin-forms.error.patternLike', { example: 'A-101' })).waitFor()
    await field(page, `${say('Code')} *`).fill('T-1')
    await field(page, `${say('Name')} *`).fill('Another')
    await button(page, t('common.save')).click()
    await page.getByText(t('errors.already-exists.title')).waitFor()
    expect(await field(page, `${say('Name')} *`).inputValue()).toBe('Another')
    await context.close()
  }, 60_000)

  it('says that there is no connection, keeps what was typed, and is sent once there is', async () => {
    const { page, context } = await open(house.manager)
    await openNew(page, '/tenants/new')
    await field(page, 'Code *').fill('OFFLINE')
    await field(page, 'Name *').fill('Typed on the stairs')
    await context.setOffline(true)
    await button(page, 'Save').click()
    await page.getByText('The server cannot be reached.').waitFor()
    expect(await field(page, 'Name *').inputValue()).toBe('Typed on the stairs')
    await context.setOffline(false)
    await button(page, 'Save').click()
    await page.waitForURL(/\/tenants\/\d+$/)
    expect(await counted('tenant', "code = 'OFFLINE'")).toBe(1)
    await context.close()
  }, 60_000)

  it('asks before what was typed is left, and makes nothing of an answer that was lost', async () => {
    const { page, context } = await open(house.manager)
    await openNew(page, '/tenants/new')
    await field(page, 'Code *').fill('LOST')
    await field(page, 'Name *').fill('Answered by nobody')
    // The server hears it; its answer is lost on the way back.
    await page.route('**/api/v1/tenants', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await button(page, 'Save').click()
    await page.getByText('The server cannot be reached.').waitFor()
    await page.unroute('**/api/v1/tenants')
    const asked: string[] = []
    page.once('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await page.getByRole('link', { name: 'Cancel' }).click()
    expect(asked).toEqual(['Leave without saving?'])
    expect(await field(page, 'Name *').inputValue()).toBe('Answered by nobody')
    await button(page, 'Save').click()
    await page
      .getByText(/There is one already|Answered by nobody/)
      .first()
      .waitFor()
    expect(await counted('tenant', "code = 'LOST'")).toBe(1)
    await context.close()
  }, 60_000)
})

describe('money', () => {
  it('is taken once at the desk, however often the button is pressed', async () => {
    const { accountId } = house.building
    const { page, context } = await open(house.cashier)
    await page.goto(`/accounts/${accountId}`)
    await button(page, 'Top up').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^At the desk/).check()
    await dialog.getByLabel('Amount').fill('31.07')
    await context.setOffline(true)
    await dialog.getByRole('button', { name: 'Top up', exact: true }).click()
    await dialog.getByText('The server cannot be reached.').waitFor()
    expect(await dialog.getByLabel('Amount').inputValue()).toBe('31.07')
    await context.setOffline(false)
    await twice(page, '.v-dialog button[type=submit]')
    await dialog.getByText('Paid and credited.').waitFor()
    expect(await counted('payment_order', 'amount_micros = 31070000')).toBe(1)
    await context.close()
  }, 60_000)

  it('is ordered once from the portal, and an answer that was lost is found again', async () => {
    const { page, words, context } = await open(house.tenant, PHONE)
    await page.goto('/portal/top-up')
    await page.getByRole('radio', { name: /sandbox/ }).waitFor()
    const amount = page.locator('input[inputmode=decimal]')
    await amount.fill('0.001')
    expect(await page.locator(SEND).isDisabled()).toBe(true)
    await amount.fill('42.07')
    await page.route('**/api/v1/top-ups', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.locator(SEND).click()
    await page.getByText(words.t('common.offline')).waitFor()
    expect(await amount.inputValue()).toBe('42.07')
    await page.unroute('**/api/v1/top-ups')
    await twice(page, SEND)
    await page.waitForURL(/\/portal\/orders\/\d+$/)
    expect(await counted('payment_order', 'amount_micros = 42070000')).toBe(1)
    await context.close()
  }, 60_000)
})

describe('words', () => {
  it('of a question are kept without a connection, and sent once', async () => {
    const { page, words, context, wellMade } = await open(house.tenant, PHONE)
    await page.goto('/portal/questions/new')
    await page.locator('input').fill(HOSTILE)
    await page.locator('textarea').first().fill('Why?')
    await context.setOffline(true)
    await page.locator(SEND).click()
    await page.locator('.v-alert', { hasText: words.t('common.offline') }).waitFor()
    expect(await page.locator('textarea').first().inputValue()).toBe('Why?')
    await wellMade('question-offline')
    await context.setOffline(false)
    await twice(page, SEND)
    await page.locator('.talk li').waitFor()
    expect(await counted('question')).toBe(1)
    expect(await page.locator('img[src=x]').count()).toBe(0)
    await context.close()
  }, 60_000)

  it('of whoever is invited, or signs in, are kept without a connection', async () => {
    const { siteId } = house.building
    const email = 'technician@busbar.example'
    const invited = await house.owner.call('POST', '/api/v1/invitations', {
      body: { email, role: 'technician', siteId },
    })
    const link = new URL(String(invited.body.link))
    const { page, context } = await open()
    await page.goto(`${link.pathname}${link.hash}`)
    await field(page, 'Your name').fill('Sun Li')
    await field(page, 'Password').fill('short')
    await button(page, 'Accept').click()
    await page.getByText('At least 12 characters.').first().waitFor()
    await field(page, 'Password').fill('correct horse battery')
    await context.setOffline(true)
    await button(page, 'Accept').click()
    await page.getByText('The server cannot be reached.').waitFor()
    await context.setOffline(false)
    expect(await field(page, 'Your name').inputValue()).toBe('Sun Li')
    await twice(page, SEND)
    await button(page, 'You').waitFor()
    expect(await counted('auth_user', `email = '${email}'`)).toBe(1)
    await context.close()

    const signing = await open(undefined, PHONE)
    const { t } = signing.words
    await signing.page.goto('/sign-in')
    await field(signing.page, t('common.email')).fill(email)
    await field(signing.page, t('common.password')).fill('correct horse battery')
    await signing.context.setOffline(true)
    await button(signing.page, t('common.signIn')).click()
    await signing.page.getByText(t('common.offline')).waitFor()
    await signing.context.setOffline(false)
    await twice(signing.page, SEND)
    await button(signing.page, t('admin.you')).waitFor()
    await signing.context.close()
  }, 90_000)
})
