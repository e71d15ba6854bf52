import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Person } from '../http/api.ts'
import { barriers, overflow, picture, violations, WATCH } from './browser.ts'

/** What is tapped and smaller than a finger; links within running text may be. */
const SMALL = `[...document.querySelectorAll('button, a, [role=button], input[type=radio], summary')]
  .filter((each) => each.checkVisibility() && !each.disabled && !each.closest('p, .skip, .v-input'))
  .filter((each) => { const { width, height } = each.getBoundingClientRect(); return width > 0 && height < 43.5 })
  .map((each) => each.outerHTML.slice(0, 120))`

export interface Device {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly language: 'en' | 'zh-CN'
  readonly dark: boolean
}

export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  readonly device: Device
  /** What the browser complained of so far. */
  readonly complaints: string[]
}

export async function visit(browser: Browser, url: string, device: Device): Promise<Visit> {
  const { width, height, language, dark } = device
  const context = await browser.newContext({
    viewport: { width, height },
    ...{ locale: language, timezoneId: 'Asia/Shanghai', baseURL: url },
    ...{ colorScheme: dark ? 'dark' : 'light', hasTouch: width < 600, reducedMotion: 'reduce' },
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // Chromium says so when the worker takes a page over that is still loading.
    if (message.text().includes('cross-world service worker')) return
    // Nor is it the page's fault where a busy machine runs late what it has loaded early.
    if (message.text().includes('was preloaded using link preload but not used')) return
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.addInitScript({ content: WATCH })
  return { context, page, device, complaints }
}

/** Signs somebody in as their browser was before. */
export async function signedIn({ context }: Visit, url: string, { cookie }: Person) {
  const cookies = cookie.split('; ').map((text) => {
    const at = text.indexOf('=')
    return { name: text.slice(0, at), value: text.slice(at + 1), url, httpOnly: true }
  })
  await context.addCookies(cookies)
}

/** A picture of the page, which has to be well made: readable by everybody, by thumb, under the policy. */
export async function wellMade({ page, device }: Visit, name: string): Promise<void> {
  await picture(page, `portal-${device.name}-${name}`)
  expect.soft(await overflow(page), `${name} overflows`).toBeLessThanOrEqual(0)
  if (device.width < 600)
    expect.soft(await page.evaluate<string[]>(SMALL), `too small to tap on ${name}`).toEqual([])
  expect.soft(await barriers(page), `accessibility of ${name}`).toEqual([])
  expect.soft(await violations(page), `policy on ${name}`).toEqual([])
}
