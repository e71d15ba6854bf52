import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, startApi } from '../http/api.ts'

const SCREENSHOTS = join(import.meta.dirname, 'screenshots')

/** Runs in the page, before anything of it. */
const WATCH = `
globalThis.violations = []
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
  globalThis.violations.push([violatedDirective, blockedURI, sourceFile].join(' '))
})`
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

let api: Api
let browser: Browser

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
  api = await startApi()
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    // The package's own arguments turn web security off.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    headless: true,
  })
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
      await page.screenshot({ path: join(SCREENSHOTS, `api-docs-${name}.png`) })

      await page.locator('.opblock-summary [data-path="/api/v1/auth/sign-in"]').click()
      await page.getByText('Starts a session, kept in a cookie.').first().waitFor()
      await page.screenshot({ path: join(SCREENSHOTS, `api-docs-${name}-operation.png`) })

      const paths = Object.values(
        api.contract.paths as Record<string, Record<string, { tags?: readonly string[] }>>,
      )
      const tags = paths.flatMap((item) => Object.values(item).flatMap(({ tags = [] }) => tags))
      expect(await page.locator('.opblock-tag').count()).toBe(new Set(tags).size)
      const shown = await page.locator('.opblock').count()
      expect(shown).toBe(tags.filter((tag) => OPENED.includes(tag)).length)
      const overflow = await page.evaluate<number>(OVERFLOW)
      expect(overflow).toBeLessThanOrEqual(0)
      const violations = await page.evaluate<string[]>('violations')
      expect({ complaints, foreign, violations }).toEqual({
        complaints: [],
        foreign: [],
        violations: [],
      })
      await page.close()
    },
    90_000,
  )
})
