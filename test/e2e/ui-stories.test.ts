import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, type Person } from '../http/api.ts'
import { launchBrowser, payAtChannel, take } from './browser.ts'
import { openPortalHouse, type PortalHouse } from './portal-house.ts'
import { DESKTOP, type Look, PHONE, visitorOf } from './visitor.ts'

/** Whole stories of staff and of a tenant, at a desk in English and on a phone in Chinese. */

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

const open = (look: Look, person?: Person) =>
  visitorOf(browser, {
    ...{ url: house.url, look },
    ...(person === undefined ? {} : { cookie: person.cookie }),
  })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

/** The first choice of a list, as the keyboard does it. */
async function chooseFirst(page: Page, label: string): Promise<void> {
  await field(page, label).press('ArrowDown')
  await take(page.getByRole('option').first())
}

/** What a role may make of what is looked at here. */
const MAY_ADD: Readonly<Record<string, readonly string[]>> = {
  technician: ['meters'],
  accountant: ['tariff-plans'],
}

/** As long as a busy machine takes. */
const eventually = (look: () => Promise<unknown>) =>
  expect.poll(look, { timeout: 10_000, interval: 100 })

describe('an account and the lists', () => {
  it.each(['technician', 'auditor', 'accountant', 'tenant'] as const)(
    'show %s no button that the server would refuse',
    async (role) => {
      const { siteId, tenantId, accountId } = house.building
      const who = role === 'tenant' ? { role, siteId, tenantId } : { role, siteId }
      const { page, words, context } = await open(DESKTOP, await house.api.person([who]))
      await page.goto(`/accounts/${accountId}`)
      await page.locator('[data-test="balance"]').waitFor()
      expect(await button(page, words.t('admin.edit')).count()).toBe(0)
      for (const segment of ['tenants', 'tariff-plans', 'meters']) {
        await page.goto(`/${segment}`)
        await page.locator('h1').waitFor()
        await page.waitForLoadState('networkidle')
        const mayAdd = MAY_ADD[role]?.includes(segment) ? 1 : 0
        const made = page.locator(`a[href="/${segment}/new"]`)
        expect(await made.count(), `${role} at ${segment}`).toBe(mayAdd)
      }
      await context.close()
    },
    90_000,
  )
})

describe.each([DESKTOP, PHONE])('on a $name, in $language', (look) => {
  it('signs in, and is told in their language what their role does not allow', async () => {
    const { siteId } = house.building
    const cashier = await house.api.person([{ role: 'cashier', siteId }])
    const { page, words, context, complaints, wellMade } = await open(look)
    const { t, say } = words
    await page.goto('/spaces/new')
    await field(page, t('common.email')).fill(cashier.email)
    await field(page, t('common.password')).fill('not the password')
    await button(page, t('common.signIn')).click()
    await page.getByRole('alert').getByText(t('errors.sign-in-failed.title')).waitFor()
    await wellMade('story-sign-in-refused')
    await field(page, t('common.password')).fill(PASSWORD)
    await button(page, t('common.signIn')).click()

    // Led back to where they wanted to go, which is not theirs to change: the server says so.
    await field(page, `${say('Code')} *`).fill('MINE')
    await field(page, `${say('Name')} *`).fill('Mine')
    await chooseFirst(page, `${say('Kind')} *`)
    await button(page, t('common.save')).click()
    const alert = page.getByRole('alert').filter({ hasText: t('errors.forbidden.title') })
    await alert.getByText(t('errors.forbidden.remedy')).waitFor()
    expect(await field(page, `${say('Name')} *`).inputValue()).toBe('Mine')
    await wellMade('story-refused')
    // Lists offer only what may be done.
    page.on('dialog', (dialog) => void dialog.accept())
    await page.goto('/spaces')
    await page.getByText('Unit 1').first().waitFor()
    expect(await page.getByRole('link', { name: t('admin.new'), exact: true }).count()).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)

  it('makes a tariff and tries it', async () => {
    const { page, words, context, complaints, wellMade } = await open(look, house.manager)
    const { t, say } = words
    const code = `FLAT-${look.name}`
    await page.goto('/tariff-plans/new')
    await field(page, `${say('Code')} *`).fill(code)
    await field(page, `${say('Name')} *`).fill(`Flat ${look.name}`)
    await chooseFirst(page, `${say('Utility')} *`)
    await field(page, `${say('Strategy')} *`).fill('flat')
    await button(page, t('common.save')).click()
    await page.waitForURL(/\/tariff-plans\/\d+$/)
    const tariffPlanId = page.url().split('/').at(-1) ?? ''
    const { body } = await house.manager.call('POST', '/api/v1/tariff-versions', {
      body: {
        ...{ tariffPlanId, effectiveAt: '2026-01-01T00:00:00Z' },
        terms: { steps: [{ price: '0.85' }] },
      },
    })
    await page.goto(`/tariff-versions/${String(body.id)}`)
    await field(page, t('admin-money.quantity')).fill('100')
    await button(page, t('admin-money.calculate')).click()
    const total = page.locator('[data-test="total"]')
    await total.waitFor()
    expect(await total.textContent()).toContain('85')
    await wellMade('story-tariff-tried')
    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)

  it('S10: holds all cuts at a click and a reason, and lets them go', async () => {
    const { page, words, context, complaints, wellMade } = await open(look, house.manager)
    const { t } = words
    await page.goto('/supply-board')
    await button(page, t('admin-live.hold.allAt', { site: 'north' })).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('admin-live.reason')).fill('Meters read wrong')
    await dialog.getByRole('button', { name: t('admin-live.hold.confirm'), exact: true }).click()
    const banner = page.locator('[data-test=hold]')
    await banner.getByText('Meters read wrong').waitFor()
    await wellMade('story-held')
    await banner.getByRole('button', { name: t('admin-live.hold.release') }).click()
    await dialog.getByRole('button', { name: t('admin-live.hold.release') }).click()
    await eventually(() => banner.count()).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it('comes from the invitation to the receipt', async () => {
    const { siteId, tenantId } = house.building
    const email = `tenant-${look.name}-${Date.now()}@busbar.example`
    const invited = await house.owner.call('POST', '/api/v1/invitations', {
      body: { email, role: 'tenant', siteId, tenantId },
    })
    expect(invited.status, invited.text).toBe(201)
    const link = new URL(String(invited.body.link))
    const { page, words, context, complaints, wellMade } = await open(look)
    const { t } = words
    await page.goto(`${link.pathname}${link.hash}`)
    await field(page, t('portal.invitation.name')).fill('Li Na')
    await page.locator('input[type=password]').first().fill(PASSWORD)
    await field(page, t('own.again')).fill(PASSWORD)
    await wellMade('story-invited')
    await button(page, t('portal.invitation.accept')).click()
    await page.locator('.balance').waitFor()

    await page.goto('/portal/top-up')
    await page.getByRole('radio', { name: /sandbox/ }).waitFor()
    await page.locator('input[inputmode=decimal]').fill('88.50')
    await page.locator('button[type=submit]').click()
    const pay = page.locator('a[target=_blank]')
    await pay.waitFor()
    await payAtChannel(page, pay)
    await page.getByRole('link', { name: t('portal.receipts.one') }).click()
    await page.getByText(t('portal.receipts.balanceAfter')).waitFor()
    expect(await page.locator('main').textContent()).toContain('88.50')
    await wellMade('story-receipt')
    expect(complaints).toEqual([])
    // The link is used: whoever follows it again is told so.
    const again = await open(look)
    await again.page.goto(`${link.pathname}${link.hash}`)
    await field(again.page, t('portal.invitation.name')).fill('Li Na')
    await button(again.page, t('portal.invitation.accept')).click()
    await again.page.getByText(t('errors.invitation-refused.title')).waitFor()
    await Promise.all([context.close(), again.context.close()])
  }, 120_000)
})
