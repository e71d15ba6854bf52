import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, startDemo } from '../support/demo.ts'
import { cookieOf } from '../support/sign-in.ts'
import { barriers, launchBrowser, overflow } from './browser.ts'
import { intoGallery } from './gallery.ts'
import { DESKTOP, type Look, PHONE, visitorOf } from './visitor.ts'

/*
 * The pages that docs/screenshots.md shows, in the demo as it runs. BUSBAR_PEERS=1 runs it, for the demo takes minutes of the
 * whole machine; BUSBAR_GALLERY=1 besides renews the pictures that are committed.
 */

const RENEW = process.env.BUSBAR_GALLERY === '1'
const DOCS = join(import.meta.dirname, '../../docs')

let demo: Demo
let browser: Browser

beforeAll(async () => {
  demo = await startDemo({ path: process.env.PATH })
  browser = await launchBrowser()
}, 540_000)
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
}, 120_000)

interface Shown {
  readonly name: string
  readonly look: Look
  readonly role: 'owner' | 'manager' | 'tenant'
  readonly path: string
  /** What is there once the page is. */
  readonly sign: string
}
const SMALL_DESKTOP: Look = { ...DESKTOP, height: 800 }
const ENGLISH_PHONE: Look = { ...PHONE, language: 'en' }

const SHOWN: readonly Shown[] = [
  { name: 'overview', look: SMALL_DESKTOP, role: 'manager', path: '/', sign: 'canvas' },
  {
    name: 'floors',
    look: SMALL_DESKTOP,
    role: 'manager',
    path: '/floors',
    sign: '[data-test=tile]',
  },
  {
    ...{ name: 'supply-board', look: SMALL_DESKTOP, role: 'manager', path: '/supply-board' },
    sign: '[data-test=point]',
  },
  {
    ...{ name: 'account', look: SMALL_DESKTOP, role: 'manager', path: '/accounts/1' },
    sign: '[data-test="balance"]',
  },
  {
    ...{ name: 'tariff', look: SMALL_DESKTOP, role: 'manager', path: '/tariff-versions/1' },
    sign: '[data-test="week"]',
  },
  { name: 'portal-home', look: ENGLISH_PHONE, role: 'tenant', path: '/portal/', sign: '.balance' },
  {
    name: 'portal-use',
    look: ENGLISH_PHONE,
    role: 'tenant',
    path: '/portal/use',
    sign: 'svg.chart',
  },
  {
    ...{ name: 'portal-home-zh-CN', look: PHONE, role: 'tenant', path: '/portal/' },
    sign: '.balance',
  },
]

test.each(SHOWN)(
  'the demo shows $name',
  async ({ name, look, role, path, sign }) => {
    const cookie = await cookieOf(demo.url, demo.loginAs(role))
    const { page, context, complaints } = await visitorOf(browser, { url: demo.url, look, cookie })
    await page.goto(path)
    await page.locator(sign).first().waitFor({ timeout: 60_000 })
    // What the building tells meanwhile fills the page.
    await page.waitForTimeout(5_000)
    await intoGallery(page, name, { renew: RENEW })
    expect(await barriers(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
    await context.close()
  },
  120_000,
)

test('every picture of the gallery is told of, and is there', () => {
  const text = readFileSync(join(DOCS, 'screenshots.md'), 'utf8')
  const told = [...text.matchAll(/\(images\/([\w-]+)\.png\)/g)].map(([, name]) => name)
  expect(told.sort()).toEqual(SHOWN.map(({ name }) => name).sort())
  for (const name of told) expect(existsSync(join(DOCS, `images/${name}.png`)), name).toBe(true)
})
