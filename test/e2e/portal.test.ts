import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../http/api.ts'
import { launchBrowser, payAtChannel } from './browser.ts'
import { type Device, signedIn, visit, wellMade } from './portal-browser.ts'
import { openPortalHouse, type PortalHouse, stateOf } from './portal-house.ts'

let house: PortalHouse
let browser: Browser

const PHONE = { width: 360, height: 780 }
const DESKTOP = { width: 1280, height: 860 }
const DEVICES: readonly Device[] = [
  { name: 'phone-en', ...PHONE, language: 'en', dark: false },
  { name: 'phone-zh', ...PHONE, language: 'zh-CN', dark: true },
  { name: 'desktop-en', ...DESKTOP, language: 'en', dark: true },
  { name: 'desktop-zh', ...DESKTOP, language: 'zh-CN', dark: false },
]
const texts = (language: string) => import(`../../ui/locales/${language}/portal.json`)
const ownTexts = (language: string) => import(`../../ui/locales/${language}/own.json`)

beforeAll(async () => {
  expect(
    existsSync(join(import.meta.dirname, '../../ui/dist/portal/index.html')),
    'npx vite build ui',
  ).toBe(true)
  house = await openPortalHouse()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

describe.each(DEVICES)('on $name', (device) => {
  it('signs in, sees the debt, tops up and holds the receipt, live', async () => {
    const { default: t } = await texts(device.language)
    await stateOf(house.api.database.ownerUrl, house.supplyPointId, 'off')
    const seen = await visit(browser, house.url, device)
    const { page } = seen
    await page.goto('/portal/')
    await page.getByRole('heading', { name: t.signIn.title }).waitFor()
    await wellMade(seen, '01-sign-in')
    await page.locator('input[type=email]').fill(house.tenant.email)
    await page.locator('input[type=password]').fill('not the password')
    await page.locator('button[type=submit]').click()
    await page.locator('.v-alert').waitFor()
    await page.locator('input[type=password]').fill(PASSWORD)
    await page.locator('button[type=submit]').click()

    const balance = page.locator('.balance')
    await balance.waitFor()
    await page.getByText(t.supply.title, { exact: true }).waitFor()
    await wellMade(seen, '02-home')
    const before = await balance.textContent()

    await page.locator('.bar, nav').getByText(t.nav.topUp, { exact: true }).click()
    await page.getByRole('radio', { name: /sandbox/ }).waitFor()
    expect(await page.getByRole('radio', { name: /cash/ }).count()).toBe(0)
    await page.locator('input[inputmode=decimal]').fill('123.45')
    await wellMade(seen, '03-top-up')
    await page.locator('button[type=submit]').click()
    const link = page.locator('a[target=_blank]')
    await link.waitFor()
    await wellMade(seen, '04-pay')

    await payAtChannel(page, link)
    await page.getByText(t.topUp.paid, { exact: true }).waitFor({ timeout: 20_000 })
    await wellMade(seen, '05-paid')
    await page.getByRole('link', { name: t.receipts.one }).click()
    await page.getByText(t.receipts.balanceAfter).waitFor()
    await wellMade(seen, '06-receipt')

    await page.goto('/portal/')
    await balance.waitFor()
    expect(await balance.textContent()).not.toBe(before)
    expect(await page.getByText(t.topUp.goOn).count()).toBe(0)
    // The sign-in that failed is the browser's to report.
    expect(seen.complaints.filter((text) => !text.includes('/auth/'))).toEqual([])
    await seen.context.close()
  }, 180_000)

  it('shows use, bills down to the readings, notices, questions, limits and the rest', async () => {
    const { default: t } = await texts(device.language)
    const seen = await visit(browser, house.url, device)
    const { page } = seen
    await signedIn(seen, house.url, house.tenant)
    await page.goto('/portal/use')
    await page.locator('svg.chart').waitFor()
    await wellMade(seen, '07-use-day')
    await savesPlot(page)
    await page.getByRole('button', { name: t.use.month, exact: true }).click()
    await page.locator('svg.chart').waitFor()
    await page.getByRole('button', { name: t.use.asTable }).click()
    await page.getByRole('row').nth(31).waitFor()
    await wellMade(seen, '08-use-table')

    await page.goto('/portal/bills')
    await page.locator('button[aria-expanded]').nth(1).click()
    await page.locator('summary').click()
    await wellMade(seen, '09-bills')
    await page.getByRole('link', { name: t.bills.explain }).first().click()
    await page.getByText(t.bills.steps, { exact: true }).waitFor()
    await wellMade(seen, '10-explained')

    await page.goto('/portal/notices')
    await page.locator('button[aria-expanded]').first().click()
    await wellMade(seen, '11-notices')

    await page.goto('/portal/questions/new')
    await page.locator('input').fill('The bill')
    await page.locator('textarea').first().fill('Why so much?')
    await page.locator('button[type=submit]').click()
    await page.locator('.talk li').waitFor()
    await wellMade(seen, '12-question')
    const id = page.url().split('/').at(-1)
    const answer = await house.manager.call('POST', `/api/v1/questions/${id}/reply`, {
      body: { text: 'The heating ran all night.' },
      headers: { 'idempotency-key': `reply-${device.name}` },
    })
    expect(answer.status, answer.text).toBe(200)
    await page.getByText('The heating ran all night.').waitFor({ timeout: 10_000 })

    await page.goto('/portal/me/limits')
    await page.locator('form.panel').first().locator('input').first().fill('200')
    await page.locator('form.panel').first().locator('button[type=submit]').click()
    await page.locator('.v-progress-linear[aria-label]').first().waitFor()
    await wellMade(seen, '13-limits')
    await page.goto('/portal/me/security')
    const { default: own } = await ownTexts(device.language)
    await page.getByText(own.sessions).waitFor()
    await wellMade(seen, '14-security')
    await page.goto('/portal/receipts')
    await page.locator('a.row').first().waitFor()
    await wellMade(seen, '15-receipts')
    await page.goto('/portal/me')
    await page.getByText(house.tenant.email).first().waitFor()
    await wellMade(seen, '16-me')
    await page.goto('/portal/kiosk')
    await page.locator('figcaption').waitFor()
    await wellMade(seen, '17-kiosk')
    await page.goto(`/portal/invitation#token=${'x'.repeat(32)}`)
    await page.locator('button[type=submit]').waitFor()
    expect(page.url()).not.toContain('token')
    await wellMade(seen, '18-invitation')
    expect(seen.complaints).toEqual([])
    await seen.context.close()
  }, 180_000)
})

/** The plot of use as a picture, and as a table that a spreadsheet reads. */
async function savesPlot(page: Page): Promise<void> {
  const save = async (name: RegExp) => {
    const button = page.getByRole('button', { name })
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    return readFileSync(await download.path())
  }
  const table = (await save(/CSV/)).toString()
  expect(table.startsWith('\ufeff')).toBe(true)
  const rows = table.trim().split('\r\n')
  expect(rows.length).toBeGreaterThan(1)
  expect(rows[1]?.split(',')).toHaveLength(rows[0]?.split(',').length ?? 0)
  const png = await save(/PNG/)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBe(1020)
  expect(png.length).toBeGreaterThan(3000)
}
