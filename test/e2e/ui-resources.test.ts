import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Person, startApi } from '../http/api.ts'
import { makeBuilding } from '../http/building.ts'
import {
  barriers,
  fromMenu,
  launchBrowser,
  overflow,
  PAGES,
  picture,
  take,
  violations,
  WATCH,
} from './browser.ts'

let api: Api
let owner: Person
let browser: Browser

beforeAll(async () => {
  api = await startApi({ pages: PAGES })
  owner = await api.person([{ role: 'owner' }])
  await makeBuilding(owner, 'north')
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await api?.stop()
})

const LOOKS = [
  ['desktop', 1280],
  ['phone', 390],
] as const

async function open(width: number, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  const [name = '', value = ''] = owner.cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: api.url }])
  await context.addInitScript({ content: WATCH })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${api.url}${path}`)
  return page
}

/** Looks at the page as it stands. */
async function inspect(page: Page, name: string): Promise<void> {
  await picture(page, `resources-${name}`)
  expect(await barriers(page), name).toEqual([])
  expect(await overflow(page), name).toBeLessThanOrEqual(0)
  expect(await violations(page), name).toEqual([])
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** What somebody else changes meanwhile. */
async function rename(id: string, name: string): Promise<void> {
  const path = `/api/v1/spaces/${id}`
  const etag = (await owner.call('GET', path)).headers.get('etag') ?? ''
  const answer = await owner.call('PATCH', path, { body: { name }, headers: { 'if-match': etag } })
  expect(answer.status, answer.text).toBe(200)
}

describe.each(LOOKS)('pages of a resource, on %s', (look, width) => {
  it('create, find, change, meet a conflict and remove', async () => {
    const code = `ANNEX-${look}`
    const page = await open(width, '/spaces/new')
    // One site is all there is: it is chosen already, and nothing was changed by that.
    await page.getByText('north').first().waitFor()
    await button(page, 'Save').click()
    await page.getByText('fields need your attention').waitFor()
    await inspect(page, `new-${look}`)
    await field(page, 'Code *').fill(code)
    await field(page, 'Name *').fill('Annex')
    // As the keyboard does it.
    await field(page, 'Kind *').press('ArrowDown')
    await take(page.getByRole('option').first())
    await button(page, 'Save').click()
    await page.getByRole('heading', { name: 'Annex', exact: true }).waitFor()
    await inspect(page, `one-${look}`)
    const id = page.url().split('/').at(-1) ?? ''

    await page.goto(`${api.url}/spaces?q=annex-${look.slice(0, 4)}`)
    await page.getByText(code).first().waitFor()
    await inspect(page, `list-${look}`)

    await page.goto(`${api.url}/spaces/${id}/edit`)
    await field(page, 'Name').fill('Annex of mine')
    await rename(id, 'Annex of theirs')
    await button(page, 'Save').click()
    await page.getByText('Somebody else has changed this').waitFor()
    await inspect(page, `conflict-${look}`)
    await button(page, 'Go on with this').click()
    await button(page, 'Save').click()
    await page.getByRole('heading', { name: 'Annex of mine', exact: true }).waitFor()

    const child = await owner.call('POST', '/api/v1/spaces', {
      body: { ...(await draftOf(id)), parentId: id, code: `${code}-1`, name: 'Room' },
    })
    expect(child.status, child.text).toBe(201)
    await fromMenu(button(page, 'Actions'), 'Remove')
    await page.locator('.v-dialog').getByRole('button', { name: 'Remove' }).click()
    await page.locator('[data-test=dependents]').getByText('spaces: 1').waitFor()
    await inspect(page, `in-use-${look}`)
    await removed(String(child.body.id))
    await page.locator('.v-dialog').getByRole('button', { name: 'Remove' }).click()
    await page.waitForURL(`${api.url}/spaces`)
    expect((await owner.call('GET', `/api/v1/spaces?code=${code}`)).body.items).toEqual([])
    await page.context().close()
  }, 90_000)
})

/** What makes a space like this one. */
async function draftOf(id: string): Promise<Record<string, unknown>> {
  const { siteId, kind } = (await owner.call('GET', `/api/v1/spaces/${id}`)).body
  return { siteId, kind }
}

async function removed(id: string): Promise<void> {
  const path = `/api/v1/spaces/${id}`
  const etag = (await owner.call('GET', path)).headers.get('etag') ?? ''
  const answer = await owner.call('DELETE', path, { headers: { 'if-match': etag } })
  expect(answer.status, answer.text).toBe(200)
}
