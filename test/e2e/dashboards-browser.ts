import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type House, openAnalyticsHouse } from '../http/analytics-house.ts'
import type { Person } from '../http/api.ts'
import { barriers, launchBrowser, overflow, PAGES, picture, violations, WATCH } from './browser.ts'

export interface DashboardHouse {
  readonly house: House
  readonly browser: Browser
  readonly manager: Person
  readonly colleague: Person
  readonly cashier: Person
  stop(): Promise<void>
}

/** A building with readings, its staff, and a broker that nothing listens at. */
export async function openDashboardHouse(): Promise<DashboardHouse> {
  const house = await openAnalyticsHouse({ pages: PAGES })
  const { api, building, made } = house
  const { siteId } = building
  await made('connections', {
    ...{ siteId, pluginId: 'driver-mqtt', extensionPoint: 'meterDrivers', type: 'mqtt' },
    ...{ name: 'Building broker', config: { url: 'mqtt://127.0.0.1:1' }, skipTest: true },
  })
  const browser = await launchBrowser()
  return {
    ...{ house, browser },
    manager: await api.person([{ role: 'manager', siteId }]),
    colleague: await api.person([{ role: 'manager', siteId }]),
    cashier: await api.person([{ role: 'cashier', siteId }]),
    async stop() {
      await browser.close()
      await api.stop()
    },
  }
}

interface Looks {
  readonly width?: number
  readonly language?: 'en' | 'zh-CN'
  readonly theme?: 'light' | 'dark'
}

/** Somebody's browser, signed in, and what failed in it. */
export async function browserOf(
  { browser, house }: DashboardHouse,
  person: Person,
  looks: Looks = {},
) {
  const { width = 1280, language = 'en', theme = 'light' } = looks
  const context: BrowserContext = await browser.newContext({
    ...{ viewport: { width, height: 900 }, acceptDownloads: true, hasTouch: width < 600 },
  })
  const [name = '', value = ''] = person.cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: house.api.url }])
  await context.addInitScript({
    content: `localStorage.setItem('busbar.language', '${language}')
localStorage.setItem('busbar.theme', '${theme}')${WATCH}`,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  return { page, failures, close: () => context.close() }
}

/** Opens a page with widgets, and waits until it is live. */
export const openLive = async ({ house }: DashboardHouse, page: Page, path: string) => {
  await page.goto(`${house.api.url}${path}`)
  await page.getByText(/^(Live|实时)$/).waitFor()
}
export const button = (within: Page | Locator, name: string) =>
  within.getByRole('button', { name, exact: true })
export const cell = (page: Page, title: string) =>
  page.locator('[data-item]', { has: page.getByRole('heading', { name: title, exact: true }) })
export const drawn = (page: Page, title: string) => cell(page, title).locator('canvas').waitFor()
export const eventually = (act: () => Promise<unknown>) =>
  expect.poll(act, { timeout: 10_000, interval: 100 })

/** Looks at the page as it stands. */
export async function inspect(page: Page, name: string): Promise<void> {
  await picture(page, `dashboards-${name}`)
  expect(await barriers(page), name).toEqual([])
  expect(await overflow(page), name).toBeLessThanOrEqual(0)
  expect(await violations(page), name).toEqual([])
}

export async function boxOf(place: Locator) {
  const box = await place.boundingBox()
  if (box === null) throw new Error('It is not to be seen.')
  return box
}

/** Takes hold of it in its middle, goes there in steps, and lets go. */
export async function drag(
  page: Page,
  handle: Locator,
  by: { x: number; y: number },
): Promise<void> {
  await handle.scrollIntoViewIfNeeded()
  const { x, y, width, height } = await boxOf(handle)
  const [fromX, fromY] = [x + width / 2, y + height / 2]
  await page.mouse.move(fromX, fromY)
  await page.mouse.down()
  await page.mouse.move(fromX + by.x / 2, fromY + by.y / 2, { steps: 4 })
  await page.mouse.move(fromX + by.x, fromY + by.y, { steps: 4 })
  await page.mouse.up()
}
