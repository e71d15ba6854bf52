import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import faults from '../../schemas/ui/faults.json' with { type: 'json' }
import { type Api, type Person, startApi } from '../http/api.ts'
import { type Building, makeBuilding } from '../http/building.ts'
import { contractWithParkingBays, PARKING_BAY_TABLE } from '../support/parking-bays.ts'
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

const PATH = '/api/v1/parking-bays'

let api: Api
let owner: Person
let north: Building
let browser: Browser

beforeAll(async () => {
  api = await startApi({
    pages: PAGES,
    contract: await contractWithParkingBays(),
    tables: PARKING_BAY_TABLE,
  })
  owner = await api.person([{ role: 'owner' }])
  north = await makeBuilding(owner, 'north')
  const south = await makeBuilding(owner, 'south')
  await made('/api/v1/spaces', {
    siteId: south.siteId,
    kind: 'common',
    code: 'H-2',
    name: 'South hall',
  })
  await made('/api/v1/spaces', {
    siteId: north.siteId,
    kind: 'common',
    code: 'H-1',
    name: 'North hall',
  })
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await api?.stop()
})

async function made(path: string, body: Record<string, unknown>): Promise<string> {
  const answer = await owner.call('POST', path, { body })
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body.id)
}

type Language = 'en' | 'zh-CN'
const LOOKS: readonly (readonly [string, number, Language])[] = [
  ['desktop', 1280, 'en'],
  ['phone', 390, 'zh-CN'],
]

const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../..', path), 'utf8'))

/** What pages say: texts of their own by key, the contract's by their English. */
function wordsOf(language: Language) {
  const areas: Readonly<Record<string, Record<string, unknown>>> = Object.fromEntries(
    ['admin', 'common', 'admin-forms', 'admin-live', 'refusals'].map((area) => [
      area,
      json(`ui/locales/${language}/${area}.json`),
    ]),
  )
  const said = language === 'en' ? {} : json('schemas/ui/zh-CN.json')
  const chosen = json('schemas/ui/words.json')
  return {
    t: (key: string): string => {
      const [area = '', ...steps] = key.split('.')
      const text = steps.reduce<unknown>((at, step) => Object(at)[step], areas[area])
      expect(text, key).toBeTypeOf('string')
      return String(text)
    },
    say: (text: string): string => String(said[text] ?? text),
    word: (value: string): string => String(Object(chosen[value])[language]),
  }
}

async function open(width: number, language: Language, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  const [name = '', value = ''] = owner.cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: api.url }])
  await context.addInitScript({
    content: `${WATCH}; localStorage.setItem('busbar.language', '${language}')`,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${api.url}${path}`)
  return page
}

/** Looks at the page as it stands. */
async function inspect(page: Page, name: string): Promise<void> {
  await picture(page, `new-resource-${name}`)
  expect(await barriers(page), name).toEqual([])
  expect(await overflow(page), name).toBeLessThanOrEqual(0)
  expect(await violations(page), name).toEqual([])
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Opens what is chosen from, and takes one by its name. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await field(page, label).press('ArrowDown')
  await take(page.getByRole('option', { name: option, exact: true }))
}

/** What somebody else changes meanwhile. */
async function changed(id: string, method: 'PATCH' | 'DELETE', body?: object): Promise<void> {
  const path = `${PATH}/${id}`
  const etag = (await owner.call('GET', path)).headers.get('etag') ?? ''
  const headers = { 'if-match': etag }
  const answer = await owner.call(method, path, { ...(body ? { body } : {}), headers })
  expect(answer.status, answer.text).toBe(200)
}

const idOn = (page: Page): string => new URL(page.url()).pathname.split('/').at(2) ?? ''

describe.each(LOOKS)('a resource that no code knows, on %s', (look, width, language) => {
  const { t, say, word } = wordsOf(language)
  const code = `BAY-${look.toUpperCase()}`
  const site = `${say('Site')} *`

  async function fill(page: Page): Promise<void> {
    await choose(page, site, 'north')
    await field(page, `${say('Code')} *`).fill(code)
    await choose(page, 'Hall *', 'South hall')
    await choose(page, `${say('Kind')} *`, say('Charging'))
    await field(page, 'Rent *').fill('350.25')
    await field(page, 'Allowance').fill('20.5')
    await field(page, 'Free from').fill('2026-03-01T08:00')
    await field(page, `${say('From')} *`).fill('2026-04-01T08:00')
    await field(page, `${say('To')} *`).fill('2026-04-02T08:00')
    await field(page, 'Colour').fill('#12ab34')
    await choose(page, t('admin-forms.kind'), 'Wall box')
    await field(page, `${say('Serial')} *`).fill('W-7')
    await field(page, 'Plates').fill('B12345')
    await field(page, 'Plates').press('Enter')
  }

  it('is in the menu, is created, searched, filtered, changed, met in conflict and removed', async () => {
    const page = await open(width, language, '/')
    // Resources that the descriptor does not place stand with operations.
    // Arriving closes a phone's menu: it is opened once the page stands.
    await page.getByRole('heading', { name: t('admin-live.overview.title') }).waitFor()
    if (width < 600) await button(page, t('admin.menu')).click()
    await button(page, say('Operations')).click()
    await page.getByRole('link', { name: 'Parking bays', exact: true }).click()
    await page.getByRole('heading', { name: 'Parking bays', exact: true }).waitFor()
    await page.getByRole('link', { name: t('admin.new'), exact: true }).click()

    await button(page, t('common.save')).click()
    await page.getByText(t('admin-forms.error.required')).first().waitFor()
    await inspect(page, `missing-${look}`)
    await fill(page)
    await button(page, t('common.save')).click()
    // Only the server knows where a space lies; it says so, and the form shows it where it belongs.
    const refused = page.locator('.v-input', { has: field(page, 'Hall *') })
    const [unknown = ''] = faults.unknown[language].split('{value}')
    await refused.getByText(unknown).waitFor()
    await inspect(page, `refused-${look}`)
    await field(page, 'Hall *').fill('North')
    await take(page.getByRole('option', { name: 'North hall', exact: true }))
    await button(page, t('common.save')).click()
    await page.getByRole('heading', { name: code, exact: true }).waitFor()
    await inspect(page, `one-${look}`)
    const id = idOn(page)
    const { body } = await owner.call('GET', `${PATH}/${id}`)
    expect(body).toMatchObject({
      ...{ siteId: north.siteId, code, kind: 'charging', rent: '350.25', allowance: '20.5' },
      ...{ freeFrom: '2026-03-01T00:00:00.000Z', colour: '#12ab34', plates: ['B12345'] },
      closed: { from: '2026-04-01T00:00:00.000Z', to: '2026-04-02T00:00:00.000Z' },
      charger: { serial: 'W-7' },
    })

    await found(page)
    await meetConflict(page, id)
    await remove(page, id)
    await page.context().close()
  }, 110_000)

  /** By a part of its code, and by a choice. */
  async function found(page: Page): Promise<void> {
    const { siteId, spaceId } = north
    const other = { siteId, spaceId, kind: 'open', rent: '1', charger: { amperes: 16 } }
    await made(PATH, { ...other, code: `OTHER-${look}` })
    await page.goto(`${api.url}/parking-bays`)
    await page.getByText(`OTHER-${look}`).first().waitFor()
    await field(page, t('common.search')).fill(code.slice(2).toLowerCase())
    await page.getByText(`OTHER-${look}`).first().waitFor({ state: 'detached' })
    await page.getByText(code).first().waitFor()
    await field(page, t('common.search')).fill('')
    await page.getByText(`OTHER-${look}`).first().waitFor()
    await button(page, t('admin.filters')).click()
    await choose(page, say('Kind'), word('open'))
    await page.getByText(code).first().waitFor({ state: 'detached' })
    await page.getByText(`OTHER-${look}`).first().waitFor()
    await inspect(page, `filtered-${look}`)
  }

  /** Two editors: the second is shown what the first has changed, and chooses. */
  async function meetConflict(page: Page, id: string): Promise<void> {
    await page.goto(`${api.url}/parking-bays/${id}`)
    await page.getByRole('link', { name: t('admin.edit'), exact: true }).click()
    await field(page, 'Rent').fill('400')
    await changed(id, 'PATCH', { rent: '375', note: 'Theirs' })
    await button(page, t('common.save')).click()
    const dialog = page.getByRole('dialog', { name: t('admin.conflict') })
    const row = dialog.getByRole('row', { name: 'Rent' })
    await row.getByText('400').waitFor()
    await row.getByText('375').waitFor()
    await inspect(page, `conflict-${look}`)
    await dialog.getByRole('button', { name: t('admin.goOn') }).click()
    await button(page, t('common.save')).click()
    await page.getByRole('heading', { name: code, exact: true }).waitFor()
    const { body } = await owner.call('GET', `${PATH}/${id}`)
    expect(body).toMatchObject({ rent: '400', note: 'Theirs', version: 3 })
  }

  /** Not while another depends on it; then it is kept for the records. */
  async function remove(page: Page, id: string): Promise<void> {
    const { siteId, spaceId } = north
    const other = { siteId, spaceId, kind: 'open', rent: '1', charger: { amperes: 16 } }
    const behind = await made(PATH, { ...other, code: `BEHIND-${look}`, besideId: id })
    await fromMenu(button(page, t('admin.actions')), t('admin.remove'))
    const dialog = page.locator('.v-dialog')
    await dialog.getByRole('button', { name: t('admin.remove') }).click()
    await page.locator('[data-test=dependents]').getByText('parking bays: 1').waitFor()
    await inspect(page, `in-use-${look}`)
    await changed(behind, 'DELETE')
    await dialog.getByRole('button', { name: t('admin.remove') }).click()
    await page.waitForURL(`${api.url}/parking-bays`)
    await page.getByText(`OTHER-${look}`).first().waitFor()
    expect(await page.getByText(code).count()).toBe(0)
    await field(page, t('admin.archived')).click()
    await page.getByText(code).first().waitFor()
    await inspect(page, `archived-${look}`)
    await page.goto(`${api.url}/parking-bays/${id}`)
    await page.getByText(t('admin.isRemoved')).waitFor()
    expect(await button(page, t('admin.actions')).count()).toBe(0)
    expect(await page.getByRole('link', { name: t('admin.edit'), exact: true }).count()).toBe(0)
  }
})
