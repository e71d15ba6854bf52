import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sealing, startSealing } from '../../core/flow/audit/sealing.ts'
import { type Api, type Person, startApi } from '../http/api.ts'
import { type Building, makeBuilding } from '../http/building.ts'
import { launchBrowser, PAGES, take } from './browser.ts'
import { DEVICES, HOSTILE, inspect, openAs } from './ui-house.ts'
import { wordsIn } from './words.ts'

let api: Api
let owner: Person
let cashier: Person
let here: Building
let sealing: Sealing
let browser: Browser

beforeAll(async () => {
  api = await startApi({ pages: PAGES })
  owner = await api.person([{ role: 'owner' }])
  sealing = startSealing({ sealer: api.audit, log: { warn: () => undefined } })
  here = await makeBuilding(owner, 'tower')
  cashier = await api.person([{ role: 'cashier', siteId: here.siteId }])
  await owner.call('POST', '/api/v1/auth/profile', {
    body: { name: 'Mei Chen', language: 'en' },
  })
  await cashier.call('GET', '/api/v1/users')
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await sealing?.stop()
  await api?.stop()
})

const texts = async (language: string) =>
  (await import(`../../ui/locales/${language}/admin-audit.json`)).default

/** Renames the building's tenant, and says what the log's newest event is then. */
async function rename(name: string): Promise<string> {
  const path = `/api/v1/tenants/${here.tenantId}`
  const { headers } = await owner.call('GET', path)
  const answer = await owner.call('PATCH', path, {
    body: { name },
    headers: { 'if-match': String(headers.get('etag')) },
  })
  expect(answer.status, answer.text).toBe(200)
  const { body } = await owner.call('GET', '/api/v1/audit-events?limit=1')
  return String((body.items as readonly { readonly id: string }[])[0]?.id)
}

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).first().fill(option)
  await take(page.getByRole('option', { name: option, exact: true }).first())
}

describe.each(DEVICES)('the audit log on $name', (device) => {
  const size = device.width > 600 ? 'desktop' : 'phone'
  const open = (person: Person, query = '') =>
    openAs(browser, `${api.url}/audit${query}`, { ...device, person })

  it('says in plain words who changed what, shows both states and leads to the thing', async () => {
    const t = await texts(device.language)
    await rename('Lotus')
    const id = await rename(HOSTILE)
    const page = await open(owner)
    const event = page.locator(`[data-event="${id}"]`)
    await event.waitFor()
    const said = await event.textContent()
    expect(said).toContain('Mei Chen')
    expect(said).toContain('Lotus → ')
    expect(said).toContain(HOSTILE)
    await event.getByRole('button').click()
    await event.getByRole('table').waitFor()
    expect(await event.getByRole('table').textContent()).toContain('Lotus')
    expect(await page.locator('main').textContent()).not.toContain('admin-audit.')
    await inspect(page, `audit-${size}`)
    await event.getByRole('link').click()
    await page.waitForURL(`**/tenants/${here.tenantId}`)
    await page.goBack()
    await page.getByText(t.subtitle).waitFor()
    await page.context().close()
  }, 60_000)

  it('is searched by kind, outcome and pages, and is a table by the same filters', async () => {
    const t = await texts(device.language)
    const page = await open(owner, '?service=accounts')
    await page.locator('[data-event]').first().waitFor()
    expect(await page.locator('[data-event]').count()).toBe(1)
    const href = await page.getByRole('link', { name: t.table }).getAttribute('href')
    const { text } = await owner.call('GET', String(href))
    expect(text.trimEnd().split('\r\n')).toHaveLength(2)
    await page.getByLabel(t.outcome).first().click({ force: true })
    await take(page.getByRole('option', { name: wordsIn(device.language).choice('denied') }))
    await expect.poll(() => page.locator('[data-event]').count()).toBe(0)
    await page.goto(`${api.url}/audit?outcome=denied`)
    await page.getByText(cashier.email).first().waitFor()
    await page.goto(`${api.url}/audit`)
    await page.locator('[data-event]').first().waitFor()
    await pick(page, t.who, `Mei Chen (${owner.email})`)
    await page.waitForURL(`**actorId=${owner.userId}`)
    await page.context().close()
  }, 60_000)

  it('tells whether the chain is whole', async () => {
    const t = await texts(device.language)
    const page = await open(owner)
    await page.getByRole('button', { name: t.verify }).click()
    const whole = t.whole.split('{')[0]
    await page.locator('[data-test=chain]').getByText(whole).waitFor()
    await inspect(page, `audit-chain-${size}`)
    await page.context().close()
  }, 60_000)

  it('is nothing for a cashier', async () => {
    const t = await texts(device.language)
    const page = await open(cashier)
    await page.locator('main h1, main .v-empty-state').first().waitFor()
    expect(await page.locator('[data-event]').count()).toBe(0)
    expect(await page.getByText(t.title, { exact: true }).count()).toBe(0)
    await inspect(page, `audit-refused-${size}`)
    await page.context().close()
  }, 60_000)
})
