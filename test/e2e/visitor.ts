import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { barriers, overflow, picture, violations, WATCH } from './browser.ts'
import { type Language, type Words, wordsIn } from './words.ts'

/** How somebody looks at the pages. */
export interface Look {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly language: Language
}

export const DESKTOP: Look = { name: 'desktop', width: 1280, height: 900, language: 'en' }
export const PHONE: Look = { name: 'phone', width: 390, height: 844, language: 'zh-CN' }

export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  readonly words: Words
  /** What the browser complained of so far, but for answers that are refusals. */
  readonly complaints: readonly string[]
  /** Takes a picture, and wants the page to be whole, accessible and within its policy. */
  wellMade(name: string): Promise<void>
}

/** A browser of somebody, signed in by their cookie where one is given. */
export async function visitorOf(
  browser: Browser,
  {
    url,
    look,
    cookie = '',
  }: { readonly url: string; readonly look: Look; readonly cookie?: string },
): Promise<Visitor> {
  const { width, height, language } = look
  const context = await browser.newContext({
    viewport: { width, height },
    ...{ baseURL: url, locale: language, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' },
    ...{ hasTouch: width < 600 },
  })
  const cookies = cookie.split('; ').filter((text) => text !== '')
  await context.addCookies(
    cookies.map((text) => {
      const at = text.indexOf('=')
      return { name: text.slice(0, at), value: text.slice(at + 1), url, httpOnly: true }
    }),
  )
  await context.addInitScript({
    content: `${WATCH}\nlocalStorage.setItem('busbar.language', '${language}')`,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/status of 4\d\d|cross-world service worker/.test(message.text())) return
    // A busy machine runs late what it has loaded early.
    if (message.text().includes('was preloaded using link preload but not used')) return
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return {
    ...{ page, context, complaints, words: wordsIn(language) },
    async wellMade(name) {
      await picture(page, `${name}-${look.name}`)
      expect.soft(await overflow(page), `${name} overflows`).toBeLessThanOrEqual(0)
      expect.soft(await barriers(page), `accessibility of ${name}`).toEqual([])
      // Looking for barriers puts a script of the test into the page.
      expect.soft(await violations(page), `policy on ${name}`).toEqual([])
    },
  }
}

/** Opens a form of something new and waits for the site in it: a page fills in the only one that its user has. */
export async function openNew(page: Page, path: string, site = 'north'): Promise<void> {
  await page.goto(path)
  await page.locator('form').getByText(site, { exact: true }).first().waitFor()
}
