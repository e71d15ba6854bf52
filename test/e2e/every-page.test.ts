import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadContract, objectOf } from '../../core/http/contract.ts'
import { type Api, type Person, startApi } from '../http/api.ts'
import { makeBuilding } from '../http/building.ts'
import { plantCharge, plantObjects } from '../http/objects.ts'
import { barriers, launchBrowser, overflow, PAGES, violations } from './browser.ts'
import { DESKTOP, PHONE, visitorOf } from './visitor.ts'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))

let api: Api
let owner: Person
let tenant: Person
let browser: Browser
/** One object of each resource, by resource. */
let ids: Readonly<Record<string, string>>

beforeAll(async () => {
  api = await startApi({ pages: PAGES, plugins: PLUGINS })
  owner = await api.person([{ role: 'owner' }])
  const building = await makeBuilding(owner, 'every')
  const planted = await plantObjects(api, building)
  ids = { ...planted, charges: await plantCharge(api, building, planted) }
  tenant = await api.person([
    { role: 'tenant', siteId: building.siteId, tenantId: building.tenantId },
  ])
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await api?.stop()
})

/** Paths of an app's own routes, as its router has them. */
const routesOf = (app: 'admin' | 'portal') =>
  [
    ...readFileSync(new URL(`../../ui/${app}/router.ts`, import.meta.url), 'utf8').matchAll(
      /path: '([^']+)'(?!.*redirect)/g,
    ),
  ].flatMap(([, path = '']) => (path.startsWith('/:') ? [] : [path]))

/** A route with something in the places of its parameters. */
function filled(path: string): string {
  const [, segment = ''] = path.split('/')
  const id = { questions: ids.questions, charges: ids.charges, dashboards: ids.dashboards }[segment]
  return path
    .replace('/:plugin/:page', '/driver-mqtt/brokers')
    .replace(/\/:id(\(\\\\d\+\))?\??/, `/${id ?? ids[segment] ?? 'payment-cash'}`)
}

/** Pages that the contract alone makes: of each resource its list, and what it has of object, form and change. */
function generated(): readonly string[] {
  const paths = objectOf(loadContract().paths)
  return Object.entries(paths).flatMap(([path, item]) => {
    const { service } = objectOf(objectOf(item)['x-resource'])
    if (typeof service !== 'string' || path.includes('{')) return []
    const single = objectOf(paths[`${path}/{id}`])
    const id = ids[service]
    const page = `/${path.split('/').at(-1)}`
    return [
      ...('get' in objectOf(item) ? [page] : []),
      ...('post' in objectOf(item) ? [`${page}/new`] : []),
      ...('get' in single && id !== undefined ? [`${page}/${id}`] : []),
      ...('patch' in single && id !== undefined ? [`${page}/${id}/edit`] : []),
    ]
  })
}

/** What is wrong with a page as wide as a desktop and as a phone: too wide, a barrier, against the policy. */
async function faults(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const { name, width, height } of [DESKTOP, PHONE]) {
    await page.setViewportSize({ width, height })
    for (const barrier of await barriers(page)) found.push(`${name}: ${barrier}`)
    const wide = await overflow(page)
    if (wide > 0) found.push(`${name}: ${wide} px too wide`)
  }
  return [...found, ...(await violations(page))]
}

const appears = (what: Locator) =>
  what.waitFor().then(
    () => true,
    () => false,
  )

/** What is wrong with pages, by path. */
async function walk(person: Person, paths: readonly string[]) {
  const { page, context, complaints } = await visitorOf(browser, {
    url: api.url,
    look: DESKTOP,
    cookie: person.cookie,
  })
  const found: Record<string, readonly string[]> = {}
  for (const path of paths) {
    await page.goto(path)
    const heading = page.getByRole('heading').first()
    if (!(await appears(heading))) {
      found[path] = ['no heading']
      continue
    }
    await page.locator('.v-skeleton-loader').waitFor({ state: 'detached' })
    const wrong = await faults(page)
    if (wrong.length > 0) found[path] = wrong
  }
  expect(complaints).toEqual([])
  await context.close()
  return found
}

describe('every page, on a desktop and on a phone,', () => {
  it('that the contract makes is whole and accessible', { timeout: 600_000 }, async () => {
    const paths = generated()
    expect(paths.length).toBeGreaterThan(100)
    expect(await walk(owner, paths)).toEqual({})
  })

  it('of the administration’s own is whole and accessible', { timeout: 300_000 }, async () => {
    const paths = routesOf('admin').map(filled)
    expect(paths.length).toBeGreaterThan(15)
    expect(await walk(owner, paths)).toEqual({})
  })

  it('of the portal is whole and accessible', { timeout: 300_000 }, async () => {
    const paths = routesOf('portal').map((path) => `/portal${filled(path)}`)
    expect(paths.length).toBeGreaterThan(12)
    expect(await walk(tenant, paths)).toEqual({})
  })
})
