import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../../core/persistence/sql.ts'
import { type House, openAnalyticsHouse } from '../http/analytics-house.ts'
import type { Person } from '../http/api.ts'
import { command, createSupplyBuilding, order, type Unit } from '../http/supply-building.ts'
import { barriers, launchBrowser, overflow, PAGES, picture, WATCH } from './browser.ts'

let house: House
let browser: Browser
let manager: Person
/** Supplied, and paid by nobody's debt. */
let unit: Unit
/** Of the tenant whose metered use nobody has paid for. */
let indebted: string

beforeAll(async () => {
  house = await openAnalyticsHouse({ pages: PAGES })
  const { api, owner, building, made } = house
  const supply = await createSupplyBuilding(api, { owner, building })
  unit = await supply.addUnit({ code: '3-05' })
  await supply.addUnit({ code: 'fire', lifeSafety: true })
  const { siteId, meterId, pointId: meteringPointId } = building
  const relayPointId = await supply.addRelay({ meterId, lifeSafety: false })
  indebted = await made('supply-points', { siteId, meteringPointId, relayPointId })
  manager = await api.person([{ role: 'manager', siteId }])
  for (const supplyPointId of [indebted, unit.supplyPointId]) {
    const given = await command(owner, 'supply-orders', order({ ...unit, supplyPointId }, 'on'))
    const ended = await command(owner, `supply-orders/${String(given.body.id)}/end`)
    expect(ended.status, ended.text).toBe(200)
  }
  await api.pool.query("UPDATE debt_episode SET approval = 'requested' WHERE ended_at IS NULL")
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await house?.api.stop()
})

interface Looks {
  readonly width?: number
  readonly height?: number
  readonly language?: 'en' | 'zh-CN'
  readonly theme?: 'light' | 'dark'
}

/** A browser of somebody signed in, and what it complained of. */
async function browserOf(person: Person, looks: Looks = {}) {
  const { width = 1280, height = 900, language = 'en', theme = 'light' } = looks
  const context: BrowserContext = await browser.newContext({ viewport: { width, height } })
  const cookies = person.cookie.split('; ').map((text) => {
    const at = text.indexOf('=')
    return { name: text.slice(0, at), value: text.slice(at + 1), url: house.api.url }
  })
  await context.addCookies(cookies)
  await context.addInitScript({
    content: `localStorage.setItem('busbar.language', '${language}')
localStorage.setItem('busbar.theme', '${theme}')${WATCH}`,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints, close: () => context.close() }
}

const open = async (page: Page, path: string) => {
  await page.goto(`${house.api.url}${path}`)
  await page.getByText(/^(Live|实时)$/).waitFor({ timeout: 20_000 })
}
const row = (page: Page, name: string) => page.locator('[data-test=point]', { hasText: name })
const state = async (page: Page, name: string, sign: string) =>
  (await row(page, name).locator(`[data-test=${sign}]`).textContent())
    ?.replaceAll(/\s+/g, ' ')
    .trim()
const eventually = (act: () => Promise<unknown>) =>
  expect.poll(act, { timeout: 10_000, interval: 100 })

const LIVE: readonly (readonly [string, string, string])[] = [
  ['overview', '/', '[data-test=charges]'],
  ['floors', '/floors', '[data-test=tile]'],
  ['supply-board', '/supply-board', '[data-test=point]'],
]
const LOOKS: readonly (readonly [string, Looks])[] = [
  ['desktop', {}],
  ['phone', { width: 390, height: 844 }],
  ['phone-chinese', { width: 360, height: 740, language: 'zh-CN', theme: 'dark' }],
]

describe.each(LOOKS)('the building, live, on %s', (looks, how) => {
  it('shows its pages whole, accessible and within the policy', async () => {
    const { page, complaints, close } = await browserOf(house.owner, how)
    for (const [name, path, sign] of LIVE) {
      await open(page, path)
      await page.locator(sign).first().waitFor()
      if (name === 'overview') await page.locator('canvas').waitFor()
      await picture(page, `live-${name}-${looks}`)
      expect(await barriers(page), name).toEqual([])
      expect(await overflow(page), name).toBeLessThanOrEqual(0)
      const text = await page.locator('body').textContent()
      expect(text, 'a text without its words').not.toContain('admin-live.')
    }
    expect(complaints.filter((each) => !each.includes('Content Security Policy'))).toEqual([])
    await close()
  }, 60_000)
})

describe('the overview', () => {
  it('tells what was used, charged and owed, and follows what happens', async () => {
    const { page, close } = await browserOf(manager)
    await open(page, '/')
    await eventually(() => page.locator('[data-test=use-electricity]').textContent()).toContain(
      '25 kWh',
    )
    expect(await page.locator('[data-test=accounts]').textContent()).toContain('In debt: 1')
    const { siteId, accountId } = house.building
    await inTransaction(house.api.pool, (transaction) =>
      house.api.facts.append(
        [
          {
            ...{ siteId, tenantId: null, topic: 'payment', type: 'payment-credited' },
            data: { accountId, orderId: '1', currency: 'CNY', amount: '100', balance: '20.5' },
          },
        ],
        transaction,
      ),
    )
    await page.getByText('A-1 paid ¥100.00; balance ¥20.50').waitFor()
    const held = await command(manager, 'guard-holds', { siteId, reason: 'Channel is down' })
    await page.locator('[data-test=hold]', { hasText: 'Channel is down' }).waitFor()
    await page.getByText('All cuts are held at this site').waitFor()
    await picture(page, 'live-overview-held')
    await command(manager, `guard-holds/${String(held.body.id)}/release`)
    await eventually(() => page.locator('[data-test=hold]').count()).toBe(0)
    await close()
  }, 60_000)
})

describe('the floors', () => {
  it('colour and name each space by balance, supply and load, and lead to it', async () => {
    const { page, close } = await browserOf(manager)
    await open(page, '/floors')
    const tile = page.locator('[data-test=tile]').first()
    await eventually(() => tile.textContent()).toContain('In debt')
    expect(await tile.getAttribute('href')).toBe(`/accounts/${house.building.accountId}`)
    const modes = page.getByLabel('What the tiles show')
    await modes.getByRole('button', { name: 'Supply' }).click()
    expect(await tile.getAttribute('href')).toContain('/supply-points/')
    await modes.getByRole('button', { name: 'Load' }).click()
    await eventually(() => tile.textContent()).toContain('2 kW')
    await close()
  }, 60_000)
})

describe('the supply board', () => {
  it('follows an order given elsewhere, and says why and what comes next', async () => {
    const { page, close } = await browserOf(manager)
    await open(page, '/supply-board')
    const coming = row(page, 'Point 1').locator('[data-test=soon]')
    await eventually(() => coming.textContent()).toContain('A cut is coming')
    const name = 'Unit 3-05'
    await eventually(() => state(page, name, 'desired')).toBe('Wished on')
    const given = await command(house.owner, 'supply-orders', order(unit, 'off'))
    await eventually(() => state(page, name, 'desired')).toBe('Wished off')
    await row(page, name).locator('button').first().click()
    const next = row(page, name).locator('[data-test=next]')
    await next.getByText('It stays so until the order is ended.').waitFor()
    expect(await row(page, name).textContent()).toContain('Water damage in the unit')
    await picture(page, 'live-supply-board-why')
    await command(house.owner, `supply-orders/${String(given.body.id)}/end`)
    await eventually(() => state(page, name, 'desired')).toBe('Wished on')
    await close()
  }, 60_000)

  it('S10: holds all cuts at a click and a reason, for everybody to see, until it is released', async () => {
    const { api, building } = house
    const technician = await api.person([{ role: 'technician', siteId: building.siteId }])
    const theirs = await browserOf(technician)
    const mine = await browserOf(manager)
    for (const { page } of [theirs, mine]) await open(page, '/supply-board')
    const hold = theirs.page.getByRole('button', { name: 'Hold all cuts at north' })
    await hold.click()
    await theirs.page.getByRole('button', { name: 'Hold all cuts', exact: true }).click()
    await theirs.page.getByText('Say why, in a sentence.').waitFor()
    await theirs.page.getByLabel('Reason').fill('Meters read wrong')
    await theirs.page.getByRole('button', { name: 'Hold all cuts', exact: true }).click()
    const banners = [theirs, mine].map(({ page }) => page.locator('[data-test=hold]'))
    for (const banner of banners) await banner.getByText('Meters read wrong').waitFor()
    await picture(theirs.page, 'live-supply-board-held')
    // Who may hold may not release.
    expect(await banners[0]?.getByRole('button').count()).toBe(0)
    await mine.page.getByRole('button', { name: 'Release the hold' }).click()
    await mine.page.getByRole('dialog').getByRole('button', { name: 'Release the hold' }).click()
    for (const banner of banners) await eventually(() => banner.count()).toBe(0)
    await Promise.all([theirs.close(), mine.close()])
  }, 60_000)

  it('S10: holds every site by the word of whoever holds the instance, and shows it to those of a site', async () => {
    const owners = await browserOf(house.owner)
    const mine = await browserOf(manager)
    for (const { page } of [owners, mine]) await open(page, '/supply-board')
    await row(mine.page, 'Unit 3-05').waitFor()
    expect(await mine.page.getByRole('button', { name: /everywhere/ }).count()).toBe(0)
    await owners.page.getByRole('button', { name: 'Hold all cuts everywhere' }).click()
    await owners.page.getByLabel('Reason').fill('All channels are down')
    await owners.page.getByRole('button', { name: 'Hold all cuts', exact: true }).click()
    const banner = mine.page.locator('[data-test=hold]')
    await banner.getByText('All cuts are held at all sites').waitFor()
    expect(await banner.getByRole('button').count()).toBe(0)
    await owners.page.getByRole('button', { name: 'Release the hold' }).click()
    await owners.page.getByRole('dialog').getByRole('button', { name: 'Release the hold' }).click()
    await eventually(() => banner.count()).toBe(0)
    await Promise.all([owners.close(), mine.close()])
  }, 60_000)

  it('shows what waits for approval, to those who may give it with the means to', async () => {
    const { api, building } = house
    const cashier = await api.person([{ role: 'cashier', siteId: building.siteId }])
    const theirs = await browserOf(cashier)
    await open(theirs.page, '/supply-board')
    await theirs.page.getByText('Cuts that wait for approval (1)').waitFor()
    for (const name of [/^Approve/, /^Refuse/, /^Hold all/, /^Order/, /^Lock out/])
      expect(await theirs.page.getByRole('button', { name }).count(), String(name)).toBe(0)
    expect(await theirs.page.locator('[data-test=quarantine]').count()).toBe(0)

    const { page, close } = await browserOf(manager)
    await open(page, '/supply-board')
    await page.getByRole('button', { name: 'Refuse the cut' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Refuse the cut' }).click()
    for (const each of [page, theirs.page])
      await each.getByText('No cut waits for approval.').waitFor()
    const episodes = await house.get<{ items: { approval: string; approvalBy: string }[] }>(
      `debt-episodes?accountId=${building.accountId}`,
    )
    expect(episodes.items).toMatchObject([{ approval: 'refused', approvalBy: manager.userId }])
    await Promise.all([close(), theirs.close()])
  }, 60_000)
})
