import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../http/api.ts'
import { launchBrowser, overflow } from './browser.ts'
import { openPortalHouse, type PortalHouse } from './portal-house.ts'
import { DESKTOP, type Look, openNew, PHONE, visitorOf } from './visitor.ts'

let house: PortalHouse
let browser: Browser

beforeAll(async () => {
  house = await openPortalHouse()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
}, 60_000)

/** What the keyboard is at: its name or text, and whether one sees that it is. */
const FOCUS = `(() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const label = at.getAttribute('aria-label') ?? (at.labels?.[0]?.textContent || at.textContent || '')
  const drawn = [at, at.closest('.v-field, .v-input, .v-selection-control, .v-btn, .v-list-item')].filter(Boolean)
  const ring = (each, pseudo) => {
    const { outlineStyle, outlineWidth, boxShadow, opacity, borderTopWidth, content } = getComputedStyle(each, pseudo)
    if (!pseudo) return outlineStyle !== 'none' && outlineWidth !== '0px'
    return content !== 'none' && Number(opacity) > 0
  }
  const seen = drawn.some((each) => ring(each) || ring(each, '::after')
    || each.classList.contains('v-field--focused')
    || [...each.children].some((child) => child.matches('.v-btn__overlay, .v-list-item__overlay, .v-field__overlay')
        && Number(getComputedStyle(child).opacity) > 0))
  return { label: label.replace(/\\s+/g, ' ').trim(), seen: seen || at.matches('main, [role=dialog], .v-overlay__content'), tag: at.tagName }
})()`
interface Focus {
  readonly label: string
  readonly seen: boolean
  readonly tag: string
}
const focus = (page: Page) => page.evaluate<Focus | null>(FOCUS)

/** Presses the tabulator until the focus is there; every station on the way is to be seen. */
async function tabTo(page: Page, name: RegExp | string, key = 'Tab'): Promise<void> {
  const way: string[] = []
  for (let step = 0; step < 80; step += 1) {
    const at = await focus(page)
    way.push(at?.label ?? '')
    if (at !== null && (typeof name === 'string' ? at.label === name : name.test(at.label))) return
    await page.keyboard.press(key)
    const next = await focus(page)
    if (next !== null)
      expect.soft(next.seen, `focus is seen at "${next.label}" (${next.tag})`).toBe(true)
  }
  throw new Error(`The keyboard does not come to ${String(name)}: ${way.join(' › ')}`)
}

/**
 * Waits for a dialog to take the keyboard: until then, what has opened it still holds it, often under the same name.
 */
async function enterDialog(page: Page): Promise<void> {
  await page.getByRole('dialog').waitFor()
  await eventually(() =>
    page.evaluate(`document.activeElement?.closest('[role=dialog]') !== null`),
  ).toBe(true)
}

/** As long as a busy machine takes. */
const eventually = (look: () => Promise<unknown>) =>
  expect.poll(look, { timeout: 10_000, interval: 100 })

describe('by keyboard alone', () => {
  it('signs in, skips to the page, makes a resource, tops up and holds all', async () => {
    const { siteId, accountId } = house.building
    const { email } = await house.api.person([{ role: 'manager', siteId }])
    const { page, context } = await visitorOf(browser, { url: house.url, look: DESKTOP })
    const { keyboard } = page
    await page.goto('/sign-in')
    await page.getByLabel('E-mail', { exact: true }).waitFor()
    await tabTo(page, 'E-mail')
    await keyboard.type(email)
    await tabTo(page, 'Password')
    await keyboard.type(PASSWORD)
    await keyboard.press('Enter')
    await page.getByRole('button', { name: 'You', exact: true }).waitFor()

    await openNew(page, '/spaces/new')
    await keyboard.press('Tab')
    expect(await focus(page)).toMatchObject({ label: 'Skip to the page', seen: true })
    await keyboard.press('Enter')
    expect(await focus(page)).toMatchObject({ tag: 'MAIN' })
    await tabTo(page, /^Code \*/)
    await keyboard.type('KEYS')
    await tabTo(page, /^Name \*/)
    await keyboard.type('Made by keys')
    await tabTo(page, /^Kind \*/)
    await keyboard.press('ArrowDown')
    await page.getByRole('option').first().waitFor()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await tabTo(page, 'Save')
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Made by keys' }).waitFor()

    await page.goto(`/accounts/${accountId}`)
    await page.locator('[data-test="balance"]').waitFor()
    await tabTo(page, 'Top up')
    await keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await enterDialog(page)
    // Out again: the focus is back where it came from.
    await keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await eventually(async () => (await focus(page))?.label).toBe('Top up')
    await keyboard.press('Enter')
    await enterDialog(page)
    await tabTo(page, /^Amount/)
    await keyboard.type('19.50')
    await keyboard.press('Enter')
    await dialog
      .getByText(/Paid and credited|follow|Open the payer/)
      .first()
      .waitFor()
    await tabTo(page, 'Close')
    await keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await eventually(async () => (await focus(page))?.label).toBe('Top up')

    await page.goto('/supply-board')
    await page.getByRole('button', { name: 'Hold all cuts at north' }).waitFor()
    await tabTo(page, 'Hold all cuts at north')
    await keyboard.press('Enter')
    await enterDialog(page)
    await tabTo(page, /^Reason/)
    await keyboard.type('By keys alone')
    await keyboard.press('Enter')
    await page.locator('[data-test=hold]').getByText('By keys alone').waitFor()
    await tabTo(page, 'Release the hold')
    await keyboard.press('Enter')
    await enterDialog(page)
    await tabTo(page, 'Release the hold')
    await keyboard.press('Enter')
    await eventually(() => page.locator('[data-test=hold]').count()).toBe(0)
    await context.close()
  }, 120_000)

  it('the portal: skips to the page, tops up and asks a question', async () => {
    const { page, words, context } = await visitorOf(browser, {
      ...{ url: house.url, look: PHONE, cookie: house.tenant.cookie },
    })
    const { keyboard } = page
    await page.goto('/portal/questions/new')
    await page.locator('textarea').first().waitFor()
    await keyboard.press('Tab')
    expect(await focus(page)).toMatchObject({ label: words.t('portal.skip'), seen: true })
    await keyboard.press('Enter')
    await tabTo(page, words.t('portal.questions.subject'))
    await keyboard.type('Keys')
    await tabTo(page, words.t('portal.questions.text'))
    await keyboard.type('By keys alone?')
    await tabTo(page, words.t('portal.questions.send'))
    await keyboard.press('Enter')
    await page.locator('.talk li').waitFor()
    await page.goto('/portal/top-up')
    await page.getByRole('radio', { name: /sandbox/ }).waitFor()
    await tabTo(page, words.t('portal.topUp.own'))
    await keyboard.type('12')
    await keyboard.press('Enter')
    await page.waitForURL(/\/portal\/orders\/\d+$/)
    await context.close()
  }, 60_000)
})

const EXTREMES: readonly Look[] = [
  { name: 'small', width: 360, height: 740, language: 'zh-CN' },
  { name: '4k', width: 3840, height: 2160, language: 'en' },
]
/** Signs in a line of running text that are still read with ease; wide tables are no running text. */
const LONGEST_LINE = `Math.max(0, ...[...document.querySelectorAll('main p, main .v-alert, main li')]
  .filter((each) => each.checkVisibility() && each.textContent.trim().length > 160)
  .map((each) => each.getBoundingClientRect().width / parseFloat(getComputedStyle(each).fontSize)))`

describe.each(EXTREMES)('at $width × $height', (look) => {
  it('no page scrolls sideways, and lines stay readable', async () => {
    const { accountId, pointId } = house.building
    const staff = [
      ...['/', '/floors', '/supply-board', '/tenants', '/tenants/new', `/accounts/${accountId}`],
      ...[`/metering-points/${pointId}`, `/tariff-versions/${house.versionId}`, '/welcome'],
      ...['/policy-profiles/new', '/audit-events', '/users'],
    ]
    const tenants = [
      '',
      'top-up',
      'use',
      'bills',
      'notices',
      'questions',
      'me',
      'me/limits',
      'kiosk',
    ]
    for (const [cookie, paths] of [
      [house.owner.cookie, staff],
      [house.tenant.cookie, tenants.map((path) => `/portal/${path}`)],
    ] as const) {
      const { page, context } = await visitorOf(browser, { url: house.url, look, cookie })
      for (const path of paths) {
        await page.goto(path)
        await page.locator('main h1, main h2').first().waitFor({ state: 'attached' })
        await page.waitForTimeout(500)
        expect.soft(await overflow(page), path).toBeLessThanOrEqual(0)
        expect.soft(await page.evaluate<number>(LONGEST_LINE), `lines of ${path}`).toBeLessThan(75)
        if (['/', '/portal/', '/supply-board'].includes(path))
          await page.screenshot({
            path: `test/e2e/screenshots/extreme-${look.name}-${path.replaceAll('/', '') || 'overview'}.png`,
          })
      }
      await context.close()
    }
  }, 120_000)
})
