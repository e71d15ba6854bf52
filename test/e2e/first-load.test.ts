import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openAnalyticsHouse } from '../http/analytics-house.ts'
import type { Person } from '../http/api.ts'
import { comeToRest, launchBrowser, PAGES } from './browser.ts'

let house: House
let owner: Person
let browser: Browser

beforeAll(async () => {
  house = await openAnalyticsHouse({ pages: PAGES })
  owner = house.owner
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await house?.api.stop()
})

/** Bytes of script, compressed, that a browser without a cache loads until a page has come to rest. */
async function loaded(path: string, cookie: string | null, ready: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  if (cookie !== null) {
    const [name = '', value = ''] = cookie.split(/=(.*)/s)
    await context.addCookies([{ name, value, url: house.api.url }])
  }
  const page = await context.newPage()
  const scripts = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    scripts.set(
      response.url(),
      response.body().then((body) => gzipSync(body).length),
    )
  })
  await page.goto(`${house.api.url}${path}`)
  await ready(page)
  await comeToRest(page)
  const sizes = await Promise.all(scripts.values())
  await context.close()
  return sizes.reduce((sum, size) => sum + size, 0)
}

const headed = (page: Page) => page.getByRole('heading').first().waitFor()

describe('a first load', () => {
  it('of the admin pages is under 600 KB of compressed script, the overview with its plots included', async () => {
    const bytes = await loaded('/', owner.cookie, async (page) => {
      await headed(page)
      await page.locator('canvas').first().waitFor()
    })
    expect(bytes).toBeLessThan(600_000)
    expect(bytes).toBeGreaterThan(100_000)
  }, 60_000)

  it('of the portal is under 300 KB of compressed script', async () => {
    const bytes = await loaded('/portal/', null, headed)
    expect(bytes).toBeLessThan(300_000)
    expect(bytes).toBeGreaterThan(50_000)
  }, 60_000)
})
