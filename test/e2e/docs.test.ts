import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, startApi } from '../http/api.ts'
import { launchBrowser, overflow, picture, violations, WATCH } from './browser.ts'

let api: Api
let browser: Browser

beforeAll(async () => {
  api = await startApi()
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await api.stop()
})

/** Parts of the reference that the test opens. */
const OPENED: readonly string[] = ['Identity', 'Tenants']

describe('the reference of the API', () => {
  it.each([
    ['desktop', 1280, 900],
    ['phone', 390, 844],
  ])(
    'shows every operation under the strict policy, on a %s',
    async (name, width, height) => {
      const page = await browser.newPage({ viewport: { width, height } })
      const complaints: string[] = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`))
      const foreign: string[] = []
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url())
        if (protocol !== 'data:' && origin !== api.url) foreign.push(request.url())
      })
      await page.addInitScript({ content: WATCH })

      const response = await page.goto(`${api.url}/api/docs`)
      const policy = response?.headers()['content-security-policy'] ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe')
      // Operations are drawn as their part is opened: all at once take a slow machine a minute.
      for (const part of OPENED) await page.locator(`.opblock-tag[data-tag="${part}"]`).click()
      await page.getByText('List tenants', { exact: true }).waitFor({ timeout: 30_000 })
      await picture(page, `api-docs-${name}`)

      await page.locator('.opblock-summary [data-path="/api/v1/auth/sign-in"]').click()
      await page.getByText('Starts a session, kept in a cookie.').first().waitFor()
      await picture(page, `api-docs-${name}-operation`)

      const paths = Object.values(
        api.contract.paths as Record<string, Record<string, { tags?: readonly string[] }>>,
      )
      const tags = paths.flatMap((item) => Object.values(item).flatMap(({ tags = [] }) => tags))
      expect(await page.locator('.opblock-tag').count()).toBe(new Set(tags).size)
      const shown = await page.locator('.opblock').count()
      expect(shown).toBe(tags.filter((tag) => OPENED.includes(tag)).length)
      expect(await overflow(page)).toBeLessThanOrEqual(0)
      expect({ complaints, foreign, violations: await violations(page) }).toEqual({
        complaints: [],
        foreign: [],
        violations: [],
      })
      await page.close()
    },
    90_000,
  )
})
