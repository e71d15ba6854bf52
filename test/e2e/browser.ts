import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'

/** What `vite build` made of ui/; the launcher builds it before tests run. */
export const PAGES = join(import.meta.dirname, '../../ui/dist')
const SCREENSHOTS = join(import.meta.dirname, 'screenshots')
const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Runs in the page before anything of it: `violations` holds what the content security policy has refused. */
export const WATCH = `
globalThis.violations = []
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
  globalThis.violations.push([violatedDirective, blockedURI, sourceFile].join(' '))
})`
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
const SERIOUS = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) =>
    html.slice(0, 200) + ' ' + any.map(({ message }) => message).join(' ')).join(' | ')))`

/** Ends when nothing that ends by itself moves any more; what moves for ever is not waited for. */
const SETTLED = `(async () => {
  const endsAt = performance.now() + 5000
  const moving = () => document.getAnimations()
    .filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().iterations !== Infinity)
  do {
    await Promise.race([
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      new Promise((resolve) => setTimeout(resolve, 500)),
    ])
    await Promise.race([
      Promise.allSettled(moving().map(({ finished }) => finished)),
      new Promise((resolve) => setTimeout(resolve, 500)),
    ])
  } while (moving().length > 0 && performance.now() < endsAt)
})()`

/** A browser from npm alone. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // The package's own arguments turn web security off.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    headless: true,
  })
}

/** Whole page as test/e2e/screenshots/<name>.png, once it has come to rest: what is half faded in has no contrast yet. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.evaluate(SETTLED)
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true })
}

/** What a screen reader would stumble over: axe-core's serious and critical findings. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(SETTLED)
  await page.evaluate(AXE)
  return page.evaluate<string[]>(SERIOUS)
}

/** Pixels by which the page is wider than the window. */
export const overflow = (page: Page): Promise<number> => page.evaluate<number>(OVERFLOW)

/** What the content security policy has refused; the page must run `WATCH` first. */
export const violations = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>('violations')
