import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, PASSWORD, type Person, startApi } from '../http/api.ts'
import { makeBuilding } from '../http/building.ts'
import { totpOf } from '../support/totp.ts'
import { launchBrowser, PAGES } from './browser.ts'
import { DEVICES, HOSTILE, inspect, openAs } from './ui-house.ts'

let api: Api
let owner: Person
let siteId: string
let browser: Browser

beforeAll(async () => {
  api = await startApi({ pages: PAGES })
  owner = await api.person([{ role: 'owner' }])
  siteId = (await makeBuilding(owner, 'tower')).siteId
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await api?.stop()
})

const texts = async (language: string) => {
  const [{ default: own }, { default: you }, { default: common }] = await Promise.all([
    import(`../../ui/locales/${language}/own.json`),
    import(`../../ui/locales/${language}/admin-you.json`),
    import(`../../ui/locales/${language}/common.json`),
  ])
  return { own, you, common }
}

describe.each(DEVICES)('my account on $name', (device) => {
  const { language } = device
  const size = device.width > 600 ? 'desktop' : 'phone'

  async function visit(): Promise<{ page: Page; person: Person }> {
    const person = await api.person([{ role: 'cashier', siteId }, { role: 'auditor' }])
    const page = await openAs(browser, `${api.url}/you`, { ...device, person })
    return { page, person }
  }

  it('keeps the name as it is typed, and the language', async () => {
    const { own, you, common } = await texts(language)
    const { page, person } = await visit()
    await page.getByRole('heading', { name: you.title }).waitFor()
    await page.locator('li').filter({ hasText: own.here }).waitFor()
    expect(await page.locator('[data-test=roles]').textContent()).toContain(you.everywhere)
    await page.getByLabel(you.name, { exact: true }).fill(HOSTILE)
    await page.locator('[data-test=profile]').getByRole('button', { name: common.save }).click()
    await page.getByText(you.saved).waitFor()
    const { body } = await person.call('GET', '/api/v1/auth/session')
    expect(body.user).toMatchObject({ name: HOSTILE, language })
    await inspect(page, `you-${size}`)
    await page.context().close()
  }, 60_000)

  it('changes the password, and signs out everywhere else', async () => {
    const { own } = await texts(language)
    const { page, person } = await visit()
    const others = [1, 2].map(() =>
      api.call('POST', '/api/v1/auth/sign-in', {
        body: { email: person.email, password: PASSWORD },
      }),
    )
    const cookies = (await Promise.all(others)).map(
      ({ headers }) => headers.getSetCookie()[0]?.split(';')[0] ?? '',
    )
    await page.reload()
    await page.getByRole('button', { name: own.endOthers }).click()
    await expect.poll(() => page.getByText(own.elsewhere).count()).toBe(0)
    for (const cookie of cookies) {
      const { status } = await api.call('GET', '/api/v1/auth/session', { headers: { cookie } })
      expect(status).toBe(401)
    }
    await page.getByLabel(own.current, { exact: true }).first().fill('not the password')
    await page.getByLabel(own.next, { exact: true }).fill('staple battery horse')
    await page.getByLabel(own.again, { exact: true }).fill('staple battery horse')
    const form = page.locator('form').filter({ hasText: own.again })
    await form.locator('button[type=submit]').click()
    await page.getByRole('alert').first().waitFor()
    await page.getByLabel(own.current, { exact: true }).first().fill(PASSWORD)
    await form.locator('button[type=submit]').click()
    await page.getByText(own.changed).waitFor()
    await page.context().close()
  }, 60_000)

  it('sets a second factor up with recovery codes that are shown once, and turns it off', async () => {
    const { own } = await texts(language)
    const { page, person } = await visit()
    const factor = page.locator('section').filter({ hasText: own.secondFactor })
    await factor.getByLabel(own.current).fill(PASSWORD)
    await factor.getByRole('button', { name: own.begin }).click()
    await page.getByRole('img', { name: own.qr }).waitFor()
    const secret = String(await factor.locator('code.secret').textContent()).trim()
    const recovery = await factor.locator('ul code').allInnerTexts()
    expect(recovery.length).toBeGreaterThan(4)
    await inspect(page, `you-second-factor-${size}`)
    await factor.getByLabel(own.confirmCode).fill(totpOf(secret))
    await factor.getByRole('button', { name: own.confirm }).click()
    await factor.getByText(own.factorOn).waitFor()
    expect(await page.getByText(String(recovery[0])).count()).toBe(0)
    const signIn = { email: person.email, password: PASSWORD }
    const begun = await api.call('POST', '/api/v1/auth/sign-in', { body: signIn })
    expect(begun.status).toBe(202)
    await factor.getByLabel(own.factorCode).fill(String(recovery[0]))
    await factor.getByRole('button', { name: own.disable }).click()
    await factor.getByText(own.factorOff).waitFor()
    await page.context().close()
  }, 60_000)
})
