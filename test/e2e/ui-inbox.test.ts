import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRepair } from '../../core/persistence/repair.ts'
import { type Api, type Person, startApi } from '../http/api.ts'
import { type Building, makeBuilding } from '../http/building.ts'
import { launchBrowser, PAGES } from './browser.ts'
import { DEVICES, HOSTILE, inspect, openAs } from './ui-house.ts'

let api: Api
let owner: Person
let tenant: Person
let technician: Person
let cashier: Person
let integrator: Person
let here: Building
let browser: Browser

beforeAll(async () => {
  api = await startApi({ pages: PAGES })
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'tower')
  const { siteId, tenantId } = here
  tenant = await api.person([{ role: 'tenant', siteId, tenantId }])
  technician = await api.person([{ role: 'technician', siteId }])
  cashier = await api.person([{ role: 'cashier', siteId }])
  integrator = await api.person([{ role: 'integrator', siteId }])
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await api?.stop()
})

const texts = async (language: string, area: string) =>
  (await import(`../../ui/locales/${language}/${area}.json`)).default

async function ask(subject: string, text: string): Promise<string> {
  const {
    status,
    body,
    text: said,
  } = await tenant.call('POST', '/api/v1/questions', {
    body: { accountId: here.accountId, subject, text },
    headers: {
      'idempotency-key': randomUUID(),
    },
  })
  expect(status, said).toBe(201)
  return String(body.id)
}

describe.each(DEVICES)('the work of staff on $name', (device) => {
  const { language } = device
  const size = device.width > 600 ? 'desktop' : 'phone'
  const open = (path: string, person: Person) =>
    openAs(browser, `${api.url}${path}`, { ...device, person })

  it('shows what tenants ask as it comes, answers it, settles and reopens it', async () => {
    const t = await texts(language, 'admin-questions')
    const common = await texts(language, 'common')
    const page = await open('/questions', cashier)
    await page.getByText(common.live, { exact: true }).waitFor()
    const id = await ask(`${size} ${HOSTILE}`, `Why? ${HOSTILE}`)
    const row = page.locator(`[data-question="${id}"]`)
    await row.getByText(t.unread).waitFor()
    await row.getByRole('link').click()
    await page.locator('.talk').getByText(HOSTILE).waitFor()
    await page.getByLabel(t.answer).first().fill(`Because. ${HOSTILE}`)
    await inspect(page, `inbox-thread-${size}`)
    await page.getByRole('button', { name: t.send }).click()
    await expect.poll(() => page.locator('.talk .staff').count()).toBe(1)
    const messages = await tenant.call('GET', `/api/v1/question-messages?questionId=${id}`)
    expect(messages.text).toContain('Because.')
    await tenant.call('POST', `/api/v1/questions/${id}/reply`, {
      body: { text: 'And now?' },
      headers: { 'idempotency-key': randomUUID() },
    })
    await page.locator('.talk').getByText('And now?').waitFor()
    await page.getByRole('button', { name: common.close, exact: true }).click()
    await page.getByRole('button', { name: t.reopen }).click()
    await page.getByLabel(t.answer).first().waitFor()
    await page.goto(`${api.url}/questions`)
    await row.waitFor()
    expect(await row.getByText(t.unread).count()).toBe(0)
    await inspect(page, `inbox-${size}`)
    await page.context().close()
  }, 90_000)

  it('shows repairs as they come with what to do, gives them to somebody and settles them', async () => {
    const t = await texts(language, 'admin-repairs')
    const common = await texts(language, 'common')
    const page = await open('/repairs', technician)
    await page.getByText(common.live, { exact: true }).waitFor()
    const subject = `metering-point:${here.pointId}`
    await openRepair(api.pool, {
      ...{ siteId: here.siteId, kind: 'reading-negative', subject, ownerRole: 'technician' },
      severity: 'critical',
      detail: { message: HOSTILE },
    })
    const group = page.locator('[data-severity=critical]')
    const row = group.locator('[data-repair]')
    await row.waitFor()
    await row.getByText(t.todo.reading).waitFor()
    await row.getByText(HOSTILE).waitFor()
    expect(await row.getByRole('link').first().getAttribute('href')).toBe(
      `/metering-points/${here.pointId}`,
    )
    await row.getByText(t.take, { exact: true }).click()
    await row.getByText(t.you, { exact: true }).waitFor()
    await inspect(page, `repairs-${size}`)
    await row.getByText(t.close, { exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: t.close }).click()
    await page.getByText(t.none).waitFor()
    await page.context().close()
  }, 90_000)

  it('shows an owner who works here, in what role, and who is invited', async () => {
    const t = await texts(language, 'admin-people')
    const email = `guest.${size}@busbar.example`
    const body = { email, role: 'cashier', siteId: here.siteId }
    expect((await owner.call('POST', '/api/v1/invitations', { body })).status).toBe(201)
    const page = await open('/users', owner)
    const row = page.locator(`[data-user="${technician.userId}"]`)
    await row.getByText('tower').waitFor()
    await page.getByText(email).waitFor()
    await inspect(page, `users-${size}`)
    await page.getByRole('button', { name: `${t.do.revoke}: ${email}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: t.do.revoke }).click()
    await expect.poll(() => page.getByText(email).count()).toBe(0)
    await page.getByRole('link', { name: t.invite }).click()
    await page.waitForURL('**/invitations/new')
    await page.context().close()
  }, 90_000)

  it('shows a key of the API once, lists and revokes it', async () => {
    const t = await texts(language, 'admin-people')
    const made = await integrator.call('POST', '/api/v1/api-keys', { body: { name: 'Accounting' } })
    const page = await open('/api-keys', integrator)
    await page.getByText('Accounting').waitFor()
    expect(await page.content()).not.toContain(String(made.body.key))
    await inspect(page, `api-keys-${size}`)
    await page.getByRole('button', { name: `${t.revokeKey}: Accounting` }).click()
    await page.getByRole('dialog').getByRole('button', { name: t.revokeKey }).click()
    await expect.poll(() => page.getByText('Accounting').count()).toBe(0)
    const { status } = await api.call('GET', '/api/v1/sites', {
      headers: { 'x-api-key': String(made.body.key) },
    })
    expect(status).toBe(401)
    await page.context().close()
  }, 90_000)

  it('keeps from each what is not theirs', async () => {
    for (const [path, person, area] of [
      ['/repairs', cashier, 'admin-repairs'],
      ['/questions', integrator, 'admin-questions'],
      ['/users', technician, 'admin-people'],
    ] as const) {
      const t = await texts(language, area)
      const page = await open(path, person)
      await page.locator('main .v-empty-state, main h1').first().waitFor()
      expect(await page.getByText(t.title ?? t.users, { exact: true }).count(), path).toBe(0)
      await page.context().close()
    }
  }, 90_000)
})
