import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { type Device, signedIn, visit, wellMade } from './portal-browser.ts'
import { openPortalHouse, type PortalHouse } from './portal-house.ts'

let house: PortalHouse
let browser: Browser

beforeAll(async () => {
  house = await openPortalHouse()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

const DEVICES: readonly Device[] = [
  { name: 'announced-phone', width: 390, height: 780, language: 'zh-CN', dark: true },
  { name: 'announced-desktop', width: 1280, height: 860, language: 'en', dark: false },
]
const TEXT = 'The lift is being serviced on Saturday from 09:00 to 12:00. Please use lift A.'

async function announce(title: string): Promise<string> {
  // The house lives in March of 2026.
  const from = '2026-03-01T00:00:00Z'
  const body = { siteId: house.building.siteId, title, text: TEXT, from }
  const made = await house.manager.call('POST', '/api/v1/announcements', { body })
  expect(made.status, made.text).toBe(201)
  return String(made.body.id)
}
const take = (id: string) =>
  house.manager.call('DELETE', `/api/v1/announcements/${id}`, { headers: { 'if-match': '"1"' } })

describe.each(DEVICES)('what the management announces, on $name', (device) => {
  it('comes to the portal and the lobby screen as it is written, and goes as it is removed', {
    timeout: 110_000,
  }, async () => {
    const { default: t } = await import(`../../ui/locales/${device.language}/portal.json`)
    const seen = await visit(browser, house.url, device)
    const { page } = seen
    await signedIn(seen, house.url, house.tenant)
    const title = `Lift B, ${device.name} <b>bold</b>`
    await page.goto('/portal/')
    await page.locator('.balance').waitFor()
    // The stream stands before anything is said.
    await page.evaluate(
      "new Promise((done) => { new EventSource('/api/v1/events?topics=announcement').onopen = done })",
    )
    const first = await announce(title)
    await page.getByRole('heading', { name: title }).waitFor()
    await page.getByRole('heading', { name: t.announcements.title }).waitFor()
    await wellMade(seen, 'home')

    await page.goto('/portal/kiosk')
    await page.getByRole('heading', { name: title }).waitFor()
    await wellMade(seen, 'kiosk')
    await page.evaluate(
      "new Promise((done) => { new EventSource('/api/v1/events?topics=announcement').onopen = done })",
    )
    const second = await announce(`${title}, again`)
    await page.getByRole('heading', { name: `${title}, again` }).waitFor()
    for (const id of [first, second]) expect((await take(id)).status).toBe(200)
    await page.locator('[data-test=announcements]').waitFor({ state: 'detached' })
    expect(seen.complaints).toEqual([])
    await seen.context.close()
  })
})

it('a screen that nobody signed in to shows how to pay, and nothing of the building', async () => {
  const [, desktop] = DEVICES
  if (desktop === undefined) throw new Error('no desktop')
  const id = await announce('Hidden')
  const seen = await visit(browser, house.url, desktop)
  await seen.page.goto(`/portal/kiosk?site=${house.building.siteId}`)
  await seen.page.locator('figcaption').waitFor()
  expect(await seen.page.locator('[data-test=announcements]').count()).toBe(0)
  await seen.context.close()
  await take(id)
}, 60_000)
