import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountSummary, ChargeExplanation } from '../../core/generated/api.ts'
import { type House, iso, NOW, openAnalyticsHouse } from '../http/analytics-house.ts'
import type { Person } from '../http/api.ts'
import {
  barriers,
  launchBrowser,
  overflow,
  PAGES,
  picture,
  take,
  violations,
  WATCH,
} from './browser.ts'

const DESKTOP = { name: 'desktop', language: 'en', width: 1280, height: 900 } as const
const PHONE = { name: 'phone', language: 'zh-CN', width: 390, height: 844 } as const
type Look = typeof DESKTOP | typeof PHONE

let house: House & { readonly deskId: string }
let browser: Browser

beforeAll(async () => {
  const opened = await openAnalyticsHouse({ pages: PAGES })
  const desk = await opened.owner.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId: opened.building.siteId, extensionPoint: 'paymentProviders' },
      ...{ pluginId: 'payment-cash', type: 'cash', name: 'Lobby' },
      config: { deskCode: 'LOBBY1' },
    },
  })
  expect(desk.status, desk.text).toBe(201)
  house = { ...opened, deskId: String(desk.body.id) }
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await house?.api.stop()
})

/** A page of the application, as this person sees it. */
async function open(person: Person, { width, height, language }: Look) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'light' })
  const [name = '', value = ''] = person.cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: house.api.url }])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.addInitScript({
    content: `${WATCH}\nlocalStorage.setItem('busbar.language', '${language}')`,
  })
  return { page, context, complaints }
}

/** What is wrong with the page as it stands. */
async function faults(page: Page, name: string) {
  await picture(page, `money-${name}`)
  return {
    barriers: await barriers(page),
    violations: await violations(page),
    overflows: (await overflow(page)) > 0,
  }
}
const NONE = { barriers: [], violations: [], overflows: false }

describe('money and metering', () => {
  it('a cashier tops up at the desk, and the balance follows', async () => {
    const { building, cashier } = house
    const { page, context, complaints } = await open(cashier, DESKTOP)
    await page.goto(`${house.api.url}/accounts/${building.accountId}`)
    const balance = page.locator('[data-test="balance"]')
    await balance.waitFor({ timeout: 30_000 })
    // Fees that are owed are paid first.
    const { purses } = await house.get<AccountSummary>(`accounts/${building.accountId}/summary`)
    const owed = Number(purses.find(({ kind }) => kind === 'receivable')?.balance)
    expect(owed).toBeLessThan(0)
    const before = Number((await balance.textContent())?.replace(/[^\d.-]/g, ''))
    await page.getByRole('button', { name: 'Month' }).waitFor()
    expect(await faults(page, 'account-desktop')).toEqual(NONE)

    await page.getByRole('button', { name: 'Top up' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('At the desk · Lobby').check()
    await dialog.getByLabel('Amount').fill('1.2.3')
    expect(await dialog.getByRole('button', { name: 'Top up' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Amount').fill('250.50')
    expect(await faults(page, 'top-up-desktop')).toEqual(NONE)
    await dialog.getByRole('button', { name: 'Top up' }).click()
    await dialog.getByText('Paid and credited.').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
    const now = async () => Number((await balance.textContent())?.replace(/[^\d.-]/g, ''))
    await expect.poll(now, { timeout: 10_000 }).toBeCloseTo(before + 250.5 + owed, 1)
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it('the panel fits a phone, in Chinese', async () => {
    const { page, context, complaints } = await open(house.owner, PHONE)
    await page.goto(`${house.api.url}/accounts/${house.building.accountId}`)
    await page.locator('[data-test="balance"]').waitFor({ timeout: 30_000 })
    await page.getByRole('link', { name: /^说明/ }).first().waitFor()
    expect(await faults(page, 'account-phone')).toEqual(NONE)
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it.each([DESKTOP, PHONE])(
    'a charge is explained down to its readings, on a $name',
    async (look) => {
      const { building, get, accountant } = house
      const { page, context, complaints } = await open(accountant, look)
      await page.goto(`${house.api.url}/accounts/${building.accountId}`)
      await page
        .getByRole('link', { name: look.language === 'en' ? /^Explain/ : /^说明/ })
        .first()
        .click()
      await page.locator('[data-test="amount"]').waitFor({ timeout: 30_000 })
      const id = page.url().split('/').at(-1)
      const { charge, steps, readings, meter } = await get<ChargeExplanation>(`charges/${id}`)
      const text = (await page.locator('main').textContent()) ?? ''
      expect(text).toContain(meter.serial)
      for (const { value } of readings) expect(text).toContain(value)
      expect(await page.locator('ol > li').count()).toBe(steps.length)
      expect(await page.locator('[data-test="amount"]').textContent()).toContain(charge.amount)
      const said = steps.map(({ sentence }) => sentence[look.language] ?? sentence.en)
      for (const sentence of said) expect(text).toContain(sentence)
      expect(await faults(page, `charge-${look.name}`)).toEqual(NONE)
      expect(complaints).toEqual([])
      await context.close()
    },
    60_000,
  )

  it.each([DESKTOP, PHONE])(
    'a tariff version shows its week, and prices a sample load, on a $name',
    async (look) => {
      const { accountant, versionId } = house
      const { page, context, complaints } = await open(accountant, look)
      await page.goto(`${house.api.url}/tariff-versions/${versionId}`)
      const week = page.locator('[data-test="week"]')
      await week.waitFor({ timeout: 30_000 })
      // Seven days of valley, peak and flat.
      expect(await week.locator('tbody td').count()).toBe(21)
      const said = look.language === 'en' ? 'Peak' : '峰'
      expect(await week.locator('tbody td', { hasText: `08:00–20:00 ${said}` }).count()).toBe(7)

      const english = look.language === 'en'
      await page.getByLabel(english ? 'Quantity' : '用量', { exact: true }).fill('24')
      await page.getByRole('combobox', { name: english ? 'Used in one' : '周期' }).press('Enter')
      await take(page.getByRole('option', { name: english ? 'Day' : '日', exact: true }))
      await page.getByLabel(english ? 'That holds' : '包含日期').fill('2026-03-10')
      await page.getByRole('button', { name: english ? 'Calculate' : '试算' }).click()
      const total = page.locator('[data-test="total"]')
      await total.waitFor()
      // 8 × 0.3 + 12 × 1.2 + 4 × 0.6 + 24 × 0.05, and 6 % of it.
      expect(await total.textContent()).toContain('21.624')
      expect(await page.locator('[data-test="lines"] tbody tr').count()).toBeGreaterThanOrEqual(4)
      expect(await faults(page, `tariff-${look.name}`)).toEqual(NONE)
      expect(complaints).toEqual([])
      await context.close()
    },
    60_000,
  )

  it.each([DESKTOP, PHONE])(
    'a metering point shows its registers live, gaps and what was set aside, on a $name',
    async (look) => {
      const { api, building, owner } = house
      const { page, context, complaints } = await open(owner, look)
      await page.goto(`${api.url}/metering-points/${building.pointId}`)
      const value = page.locator('[data-test="live"]')
      await value.filter({ hasText: '208.25' }).waitFor({ timeout: 30_000 })
      await page.getByRole('button', { name: look.language === 'en' ? 'Week' : '一周' }).click()
      const gaps = page.locator('[data-test="gaps"] tbody tr')
      await gaps.first().waitFor()
      expect((await gaps.first().locator('td').allTextContents()).at(-1)).toBe('11')
      expect(await faults(page, `metering-${look.name}`)).toEqual(NONE)
      api.hub.reading({
        ...{ siteId: building.siteId, tenantId: null, meterId: building.meterId },
        data: { registerId: building.registerId, at: iso(NOW), value: '209.75' },
      })
      await value.filter({ hasText: '209.75' }).waitFor()
      expect(complaints).toEqual([])
      await context.close()
    },
    60_000,
  )

  it('a large refund of an order waits for a second person', async () => {
    const { api, building, owner, accountant, deskId } = house
    const paid = await owner.call('POST', '/api/v1/top-ups', {
      body: { accountId: building.accountId, connectionId: deskId, amount: '2500' },
      headers: { 'idempotency-key': 'order-with-a-refund' },
    })
    expect(paid.status, paid.text).toBe(200)
    const address = `${api.url}/payment-orders/${String(paid.body.id)}`
    const first = await open(accountant, DESKTOP)
    await first.page.goto(address)
    await first.page.getByLabel('Amount to refund').fill('2000')
    await first.page.getByLabel('Why').fill('Paid for the neighbour')
    await first.page.getByRole('button', { name: 'Refund', exact: true }).click()
    await first.page.getByText('A second person decides.').waitFor()
    expect(await first.page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    expect(await faults(first.page, 'order-desktop')).toEqual(NONE)
    expect(first.complaints).toEqual([])
    await first.context.close()

    const second = await open(owner, PHONE)
    await second.page.goto(address)
    await second.page.getByRole('button', { name: '批准' }).click()
    await second.page.getByRole('button', { name: '付出' }).click()
    const refunds = second.page.locator('[data-test="refunds"]')
    await refunds.getByText('已退款').waitFor()
    expect(await faults(second.page, 'order-phone')).toEqual(NONE)
    expect(second.complaints).toEqual([])
    await second.context.close()
  }, 60_000)
})
