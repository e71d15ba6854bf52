import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '../../core/persistence/provision.ts'
import { type Api, type Person, startApi } from '../http/api.ts'
import { type Building, makeBuilding } from '../http/building.ts'
import { withTableHeld } from '../support/held-table.ts'
import { barriers, launchBrowser, overflow, PAGES, picture } from './browser.ts'

const ROWS = 100_000
const PER_PAGE = 50

let api: Api
let owner: Person
let north: Building
let browser: Browser

beforeAll(async () => {
  api = await startApi({ pages: PAGES })
  owner = await api.person([{ role: 'owner' }])
  north = await makeBuilding(owner, 'north')
  await withClient({ url: api.database.ownerUrl }, async (client) => {
    await client.query(
      `INSERT INTO space (site_id, kind, code, name, archived_at)
       SELECT $1::bigint, CASE WHEN n % 1000 = 0 THEN 'common' ELSE 'unit' END, 'R-' || lpad(n::text, 6, '0'),
         'Room ' || n || CASE WHEN n % 20000 = 0 THEN ' 绿茶馆' ELSE '' END,
         CASE WHEN n = 40000 THEN now() END
       FROM generate_series(1, ${ROWS}) n`,
      [north.siteId],
    )
    await client.query('VACUUM ANALYZE space')
  })
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await api?.stop()
})

async function open(width: number, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  const [name = '', value = ''] = owner.cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: api.url }])
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${api.url}${path}`)
  return page
}

/** What each answer of the list held, since it was last asked: one at least. */
function listening(page: Page): () => Promise<readonly number[]> {
  let counts: number[] = []
  page.on('response', async (response) => {
    const { pathname, searchParams } = new URL(response.url())
    // What a filter offers to choose from is another list.
    const isPage = searchParams.get('limit') === String(PER_PAGE)
    if (pathname !== '/api/v1/spaces' || !isPage || !response.ok()) return
    const body: unknown = await response.json().catch(() => null)
    const items: unknown = Object(body).items
    counts.push(Array.isArray(items) ? items.length : -1)
  })
  return async () => {
    await expect.poll(() => counts.length).toBeGreaterThan(0)
    const before = counts
    counts = []
    return before
  }
}

const shown = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const search = (page: Page) => page.getByLabel('Search', { exact: true })

describe.each([
  ['desktop', 1280],
  ['phone', 390],
] as const)('a list of 100,000, on %s', (look, width) => {
  it('answers each step with one page, and nothing more', async () => {
    const page = await open(width, '/spaces?sort=code')
    const answered = listening(page)
    await page.reload()
    await shown(page, 'R-000001')
    expect(await answered()).toEqual([PER_PAGE])
    await button(page, 'Next').click()
    await shown(page, 'R-000051')
    expect(await answered()).toEqual([PER_PAGE])
    await button(page, 'Previous').click()
    await shown(page, 'R-000001')
    expect(await answered()).toEqual([PER_PAGE])
    await search(page).fill('绿茶')
    await shown(page, 'R-100000')
    expect(await answered()).toEqual([4])
    await picture(page, `lists-searched-${look}`)
    expect(await barriers(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.getByLabel('Removed ones too', { exact: true }).click()
    await shown(page, 'R-040000')
    expect(await answered()).toEqual([5])
    await page.goto(`${api.url}/spaces?sort=-code&kind=common`)
    await shown(page, 'R-099000')
    expect(await answered()).toEqual([PER_PAGE])
    expect(await page.getByText('R-099999', { exact: true }).count()).toBe(0)
    await page.context().close()
  }, 60_000)

  it('is kept as a table, as it is narrowed, and says why it is not', async () => {
    const page = await open(width, '/spaces?sort=-code&kind=common&q=00')
    await shown(page, 'R-100000')
    const table = async () => {
      const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'CSV').click()])
      expect(file.suggestedFilename()).toBe('spaces.csv')
      return readFileSync(await file.path(), 'utf8')
        .trim()
        .split('\r\n')
    }
    const lines = await table()
    // Common spaces are every thousandth; one of them has been removed.
    expect(lines).toHaveLength(1 + ROWS / 1000 - 1)
    expect(lines[1]).toContain('R-100000')
    expect(lines.at(-1)).toContain('R-001000')

    const ownerUrl = api.database.ownerUrl
    await withTableHeld({ ownerUrl, table: 'dashboard' }, async (waiting) => {
      for (let n = 0; n < 2; n += 1) void owner.call('GET', '/api/v1/dashboards?format=csv')
      await expect.poll(waiting, { timeout: 15_000 }).toBe(2)
      await button(page, 'CSV').click()
      const refusal = page.locator('.v-snackbar')
      await refusal.getByText('Wait until one of the downloads').waitFor()
      await picture(page, `lists-refused-${look}`)
      expect(await barriers(page)).toEqual([])
      await refusal.getByRole('button', { name: 'Close', exact: true }).click()
    })
    await expect.poll(async () => (await narrow()).status, { timeout: 15_000 }).toBe(200)
    expect(await table()).toEqual(lines)
    await page.context().close()
  }, 60_000)
})

const narrow = () => owner.call('GET', '/api/v1/spaces?format=csv&code=R-000001')
