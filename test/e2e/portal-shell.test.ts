import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_POLICY } from '../../core/http/headers.ts'
import { launchBrowser, PAGES } from './browser.ts'
import { type Device, signedIn, type Visit, visit, wellMade } from './portal-browser.ts'
import { openPortalHouse, type PortalHouse } from './portal-house.ts'

const WORKER = '/portal-worker.js'
const PHONE: Device = { name: 'shell', width: 360, height: 780, language: 'en', dark: false }

let house: PortalHouse
let browser: Browser
/** What is served as the worker; null: what was built. */
let worker: string | null = null

beforeAll(async () => {
  house = await openPortalHouse({
    around: (next) => (request, response) => {
      if (worker === null || request.url !== WORKER) return next(request, response)
      response.setHeader('Content-Security-Policy', APP_POLICY)
      response.setHeader('Content-Type', 'text/javascript')
      response.end(worker)
    },
  })
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

const built = (name: string) => readFileSync(join(PAGES, name), 'utf8')

/** Scripts that the portal's page loads before it shows anything: the entry and what it imports statically. */
function firstScripts(): Set<string> {
  const html = built('portal/index.html')
  const open = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
    ([, name]) => name ?? '',
  )
  const found = new Set<string>()
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    found.add(name)
    for (const [, imported] of built(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      open.push(`assets/${imported}`)
  }
  return found
}

describe('what is built', () => {
  it('draws no chart library and no other page into the first load', () => {
    const all = [...firstScripts()].map(built).join('\n')
    expect(all).not.toContain('echarts')
    expect(all).not.toContain('own.recovery')
  })

  it('is installable: named, with icons that are there', () => {
    const manifest = JSON.parse(built('manifest.webmanifest'))
    expect(manifest).toMatchObject({
      start_url: '/portal/',
      scope: '/portal',
      display: 'standalone',
    })
    const sizes = manifest.icons.map(
      ({ sizes, purpose }: Record<string, string>) => `${sizes} ${purpose}`,
    )
    expect(sizes).toEqual(['any any', '192x192 any', '512x512 any', '512x512 maskable'])
    for (const { src, sizes: size } of manifest.icons) {
      if (!src.endsWith('.png')) continue
      const png = readFileSync(join(PAGES, src))
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(size)
    }
  })

  it('keeps pages, scripts and styles, and nothing of the API', () => {
    const [, list = '[]'] = /"?files"?:(\[[^\]]*\])/.exec(built('portal-worker.js')) ?? []
    const files: string[] = JSON.parse(list.replaceAll('`', '"'))
    expect(files).toEqual(expect.arrayContaining(['/portal/', '/manifest.webmanifest']))
    for (const name of firstScripts()) expect(files).toContain(`/${name}`)
    expect(files.filter((file) => file.startsWith('/api'))).toEqual([])
  })
})

async function atHome(): Promise<Visit> {
  const seen = await visit(browser, house.url, PHONE)
  await signedIn(seen, house.url, house.tenant)
  await seen.page.goto('/portal/')
  await seen.page.locator('.balance').waitFor()
  await seen.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  return seen
}

it('opens without a connection with what was last seen, says so, and comes back by itself', async () => {
  const seen = await atHome()
  const { page, context } = seen
  const balance = await page.locator('.balance').textContent()
  await context.setOffline(true)
  await page.reload()
  await page.getByText('No connection.').waitFor()
  await page.getByText('As of').waitFor()
  expect(await page.locator('.balance').textContent()).toBe(balance)
  expect(await page.locator('.quick').count()).toBe(0)
  await wellMade(seen, 'offline')
  const kept = await page.evaluate<
    string[]
  >(`caches.keys().then((names) => Promise.all(names.map((name) =>
    caches.open(name).then((cache) => cache.keys())))).then((all) => all.flat().map(({ url }) => url))`)
  expect(kept.length).toBeGreaterThan(20)
  expect(kept.filter((url) => new URL(url).pathname.startsWith('/api'))).toEqual([])
  await page.goto('/portal/bills')
  await page.locator('.v-alert').waitFor()

  await page.goto('/portal/')
  await page.getByText('As of').waitFor()
  await context.setOffline(false)
  await page.getByText('As of').waitFor({ state: 'detached' })
  await page.getByText('No connection.').waitFor({ state: 'detached' })
  await page.locator('.quick').waitFor()
  await context.close()
}, 90_000)

it('takes a new version up when it is told to, not before', async () => {
  const { page, context } = await atHome()
  const names = () => page.evaluate<string[]>('caches.keys()')
  const [before] = await names()
  worker = built('portal-worker.js').replace(/"version":"[0-9a-f]{12}"/, '"version":"abcdefabcdef"')
  await page.reload()
  await page.locator('.balance').waitFor()
  await page.evaluate(
    'navigator.serviceWorker.ready.then((each) => each.update()).then(() => undefined)',
  )
  await page.getByText('A new version is ready.').waitFor()
  expect(
    await page.evaluate('navigator.serviceWorker.ready.then((each) => each.waiting !== null)'),
  ).toBe(true)
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: 'Update' }).click(),
  ])
  await page.locator('.balance').waitFor()
  await expect.poll(names).toEqual(['busbar-portal-abcdefabcdef'])
  expect(before).not.toBe('busbar-portal-abcdefabcdef')
  expect(await page.getByText('A new version is ready.').count()).toBe(0)
  worker = null
  await context.close()
}, 90_000)

it('INV12: shows nobody another tenant’s account, orders, receipts or charges', async () => {
  const order = await house.tenant.call('POST', '/api/v1/top-ups', {
    body: {
      accountId: house.building.accountId,
      connectionId: String(
        (
          (await house.tenant.call('GET', '/api/v1/payment-channels')).body.items as {
            connectionId: string
            staffOnly: boolean
          }[]
        ).find(({ staffOnly }) => !staffOnly)?.connectionId,
      ),
      amount: '77',
    },
    headers: { 'idempotency-key': 'another-tenants' },
  })
  expect(order.status, order.text).toBe(200)
  const { body } = await house.tenant.call(
    'GET',
    `/api/v1/accounts/${house.building.accountId}/charges?limit=1`,
  )
  const [charge] = body.items as { readonly id: string }[]
  const seen = await visit(browser, house.url, PHONE)
  const { page, context } = seen
  await signedIn(seen, house.url, house.stranger)
  await page.addInitScript({
    content: `localStorage.setItem('busbar.portal.account', '${house.building.accountId}')`,
  })
  await page.goto('/portal/')
  await page.locator('.balance').waitFor()
  expect(await page.locator('.balance').textContent()).toBe('¥0.00')
  for (const path of [
    `orders/${String(order.body.id)}`,
    `receipts/${String(order.body.id)}`,
    `bills/${charge?.id}`,
  ]) {
    await page.goto(`/portal/${path}`)
    await page.locator('.v-alert').waitFor()
    expect(await page.getByText('77').count()).toBe(0)
    expect(await page.locator('.amount').count()).toBe(0)
  }
  await context.close()
}, 90_000)

// The last one: it ends the tenant's session.
it('leaves nothing of a tenant behind for whoever takes the phone next', async () => {
  const { page, context } = await atHome()
  await page.goto('/portal/me')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  const left = await page.evaluate<string>('JSON.stringify(localStorage)')
  expect(left).not.toContain('balance')
  expect(left).not.toContain('last-seen')
  await context.setOffline(true)
  await page.goto('/portal/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await context.close()
}, 90_000)
