import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type Locator, type Page, chromium as playwright } from 'playwright-core'
import { chromiumPath } from '../support/chromium.ts'

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
    executablePath: await chromiumPath(),
    // The package's own arguments turn web security off.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    headless: true,
  })
}

/** Waits until nothing moves any more that ends by itself. */
export const comeToRest = (page: Page): Promise<unknown> => page.evaluate(SETTLED)

/**
 * Takes one choice of an open list and ends once the list has closed: a list that still opens moves away from under a
 * click, and one that still closes hides what is pressed next.
 */
export async function take(choice: Locator): Promise<void> {
  await choice.waitFor()
  await comeToRest(choice.page())
  await choice.click()
  await choice.waitFor({ state: 'hidden' })
}

/** Takes something from a menu. One that is opened while its page still arrives is closed when it has. */
export async function fromMenu(menu: Locator, name: string): Promise<void> {
  await menu.waitFor()
  await comeToRest(menu.page())
  await menu.click()
  await take(menu.page().locator('.v-menu').getByText(name, { exact: true }))
}

/** Whole page as test/e2e/screenshots/<name>.png, once it has come to rest: what is half faded in has no contrast yet. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await comeToRest(page)
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true })
}

/** What a screen reader would stumble over: axe-core's serious and critical findings. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await comeToRest(page)
  await page.evaluate(AXE)
  return page.evaluate<string[]>(SERIOUS)
}

/** Pixels by which the page is wider than the window. */
export const overflow = (page: Page): Promise<number> => page.evaluate<number>(OVERFLOW)

/** What the content security policy has refused; the page must run `WATCH` first. */
export const violations = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>('violations')

/**
 * Follows the link to the sandbox channel, which opens in a tab of its own, pays there and comes back. The tab is closed
 * once it has said that it is paid: Chromium never answers for a tab that is told to close in the midst of a navigation.
 */
export async function payAtChannel(page: Page, link: Locator): Promise<void> {
  const [channel] = await Promise.all([page.context().waitForEvent('page'), link.click()])
  await channel.locator('button[value=pay]').click()
  await channel.getByText('Paid', { exact: true }).waitFor()
  await channel.close()
  // A page behind another draws nothing, and would not come to rest.
  await page.bringToFront()
}
