import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_POLICY } from '../../core/http/headers.ts'
import choices from '../../schemas/ui/words.json' with { type: 'json' }
import { ALL_KINDS } from '../../ui/admin/forms/testing/all-kinds.fixture.ts'
import { bodies, ofPlugins } from '../../ui/admin/forms/testing/schemas.fixture.ts'
import { page as built } from '../../ui/vite.config.ts'
import {
  barriers,
  comeToRest,
  launchBrowser,
  overflow,
  picture,
  take,
  violations,
  WATCH,
} from './browser.ts'

const PAGE = join(import.meta.dirname, '../../ui/admin/forms/testing/page')

const named = [...bodies(), ...ofPlugins(), ALL_KINDS]
const given = Object.fromEntries(
  named.map(({ name, schema, ...more }) => {
    const value =
      'value' in more ? more.value : (schema as { examples?: readonly unknown[] }).examples?.[0]
    return [name, { schema, value, ...more }]
  }),
)

let folder: string
let server: Server
let url: string
let browser: Browser

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'busbar-forms-'))
  await build({
    ...built,
    ...{ configFile: false, root: PAGE, publicDir: false, logLevel: 'warn' },
    build: { ...built.build, outDir: folder },
  })
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname
    response.setHeader('Content-Security-Policy', APP_POLICY)
    if (path === '/schemas.json') {
      response.end(JSON.stringify(given))
      return
    }
    const file = path === '/' ? '/index.html' : path
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
    try {
      response.end(readFileSync(join(folder, file)))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchBrowser()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await new Promise((resolve) => server?.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  readonly complaints: readonly string[]
}
async function open(
  name: string,
  { width = 1280, language = 'en', hasTouch = false } = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, hasTouch })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.addInitScript({ content: WATCH })
  await page.goto(`${url}/?language=${language}#${encodeURIComponent(name)}`)
  await page.locator('fieldset').first().waitFor({ timeout: 30_000 })
  return { page, complaints }
}
const state = async (
  page: Page,
): Promise<{ value: Record<string, unknown>; wrong: readonly { pointer: string }[] }> =>
  JSON.parse((await page.locator('#value').textContent()) ?? '{}')
/** Colours and shapes move when they change; what is checked stands still. */
const still = (page: Page) =>
  page.addStyleTag({
    content: '*, *::before, *::after { transition: none !important; animation: none !important }',
  })

describe('forms in a browser, under the strict policy', () => {
  it('draw every body of the contract and every schema of the plugins', async () => {
    const { page, complaints } = await open('sites.create')
    const drawn: Record<string, number> = {}
    for (const name of Object.keys(given)) {
      await page.evaluate(`location.hash = ${JSON.stringify(`#${encodeURIComponent(name)}`)}`)
      await page.locator('h1', { hasText: name }).waitFor()
      await page.locator('fieldset').first().waitFor({ state: 'attached' })
      drawn[name] = await page
        .locator('.v-field, .v-selection-control, fieldset fieldset, fieldset .empty')
        .count()
      const text = await page.locator('main fieldset').first().textContent()
      expect(text ?? '', name).not.toMatch(/No applicable renderer|admin-forms\.|undefined|NaN/)
      // What is a choice is said in words, not as programs call it.
      const quoted = [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, value = '']) => value)
      expect(
        quoted.filter((value) => Object.hasOwn(choices, value)),
        name,
      ).toEqual([])
      const { wrong } = await state(page)
      if (given[name]?.value !== undefined && name !== ALL_KINDS.name)
        expect(wrong, name).toEqual([])
    }
    // A channel that needs no settings says so; the word that confirms a command is no choice.
    expect(
      Object.entries(drawn)
        .filter(([, count]) => count === 0)
        .map(([name]) => name),
    ).toEqual(['setup.loadDemo'])
    expect({ complaints, violations: await violations(page) }).toEqual({
      complaints: [],
      violations: [],
    })
    await page.close()
  }, 240_000)

  it.each([
    ['en', 1280],
    ['en', 390],
    ['zh-CN', 1280],
    ['zh-CN', 390],
  ])(
    'are accessible and fit, in %s at %i px',
    async (language, width) => {
      for (const name of [
        ALL_KINDS.name,
        'tariff-time-of-use/terms.schema.json',
        'driver-mqtt/connection.schema.json',
        'policyProfiles.create',
        'sites.create',
      ]) {
        const { page, complaints } = await open(name, { width, language })
        await still(page)
        await page.locator('#save').click()
        const file = `ui-forms-${name.replaceAll(/[^a-z]+/gi, '-')}-${language}-${width}`
        await picture(page, file)
        expect(await barriers(page), name).toEqual([])
        expect(await overflow(page), name).toBeLessThanOrEqual(0)
        expect({ complaints, violations: await violations(page) }).toEqual({
          complaints: [],
          violations: [],
        })
        await page.close()
      }
    },
    240_000,
  )

  it('show what is wrong once a field was left, or saving was tried', async () => {
    const { page } = await open(ALL_KINDS.name)
    const error = page.locator('.v-messages__message', { hasText: 'Please fill this in.' })
    expect((await state(page)).wrong.map(({ pointer }) => pointer).sort()).toEqual([
      '/amount',
      '/every',
      '/name',
    ])
    expect(await error.count()).toBe(0)
    await page.getByLabel('Name *', { exact: true }).focus()
    await page.getByLabel('Name *', { exact: true }).blur()
    await expect.poll(() => error.count()).toBe(1)
    await page.locator('#save').click()
    await expect
      .poll(() =>
        page
          .locator('.v-messages__message, p[role=alert]', { hasText: 'Please fill this in.' })
          .count(),
      )
      .toBe(3)
    await page.close()
  }, 60_000)

  it('put in the value what the schema takes: decimals, numbers, instants, null and nothing', async () => {
    const { page } = await open(ALL_KINDS.name)
    const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)
    const value = async (name: string) => (await state(page)).value[name]
    await fill('Amount *', '1,234.50')
    await page.getByLabel('Amount *', { exact: true }).blur()
    await expect.poll(() => value('amount')).toBe('1234.50')
    await fill('Count', '7')
    await expect.poll(() => value('count')).toBe(7)
    await fill('Count', '')
    await expect.poll(() => value('count')).toBe(null)
    await fill('Instant', '2026-01-01T08:00')
    await expect.poll(() => value('at')).toBe('2026-01-01T00:00:00.000Z')
    await fill('Day', '2026-05-01')
    await expect.poll(() => value('day')).toBe('2026-05-01')
    await fill('Day', '')
    await expect.poll(async () => 'day' in (await state(page)).value).toBe(false)
    await page.getByLabel('Hours', { exact: true }).fill('2')
    await expect.poll(() => value('every')).toBe('PT2H')
    await fill('Anything', '{"a":')
    await expect
      .poll(async () => (await state(page)).wrong.map(({ pointer }) => pointer))
      .toContain('/open')
    await fill('Anything', '{"a": 1}')
    await expect.poll(() => value('open')).toEqual({ a: 1 })
    expect(await value('key')).toBe('••••••••')
    await fill('Key', 'new')
    await expect.poll(() => value('key')).toBe('new')
    await fill('Key', '')
    await expect.poll(() => value('key')).toBe('••••••••')
    await page.close()
  }, 60_000)

  it('say at the field what the server found, until the field is changed', async () => {
    const { page } = await open(ALL_KINDS.name)
    await page.locator('#refuse').click()
    await expect
      .poll(() => page.locator('.v-messages', { hasText: 'This name is taken.' }).count())
      .toBe(1)
    await expect
      .poll(() => page.locator('[role=alert]', { hasText: 'The server is closed.' }).count())
      .toBe(1)
    await page.getByLabel('Name *', { exact: true }).fill('B-102')
    await expect
      .poll(() => page.locator('.v-messages', { hasText: 'This name is taken.' }).count())
      .toBe(0)
    await page.close()
  }, 60_000)

  it('find references by name and keep their ids', async () => {
    const { page } = await open(ALL_KINDS.name)
    await page.getByText('spaces 2', { exact: true }).waitFor()
    await page.getByLabel('Site', { exact: true }).fill('3')
    await take(page.getByRole('option', { name: 'sites 3' }))
    await expect.poll(async () => (await state(page)).value.site).toBe('3')
    await page.close()
  }, 60_000)

  it('keep what fits when another form of several is chosen', async () => {
    const { page } = await open(ALL_KINDS.name)
    const pick = async (title: string) => {
      await page.locator('.v-select', { hasText: 'Kind' }).click()
      await take(page.getByRole('option', { name: title }))
      await comeToRest(page)
    }
    await pick('By name')
    await page.getByLabel('Its name *', { exact: true }).fill('x')
    await pick('By number')
    await page.getByLabel('Its number *', { exact: true }).fill('4')
    await expect
      .poll(async () => (await state(page)).value.either)
      .toEqual({ kind: 'number', name: 'x', number: 4 })
    await page.close()
  }, 60_000)

  it('take hours drawn by mouse and by keyboard, and as a list', async () => {
    const { page } = await open(ALL_KINDS.name)
    const week = page.getByRole('grid', { name: 'Week' })
    const cell = (name: string) => week.getByRole('gridcell', { name })
    await cell('Mon 08:00').hover()
    await page.mouse.down()
    await cell('Fri 09:00').hover()
    await page.mouse.up()
    const value = async () => (await state(page)).value.week
    await expect.poll(value).toEqual([{ days: [1, 2, 3, 4, 5], from: '08:00', to: '10:00' }])
    await cell('Sun 22:00').click()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Enter')
    await expect.poll(value).toEqual([
      { days: [1, 2, 3, 4, 5], from: '08:00', to: '10:00' },
      { days: [7], from: '22:00', to: '24:00' },
    ])
    await page.getByRole('button', { name: 'Edit as a list' }).last().click()
    await page.getByLabel('From *', { exact: true }).first().fill('08:10')
    await expect.poll(() => page.getByText('these times are finer').count()).toBe(1)
    await page.close()
  }, 60_000)

  it('take hours drawn by a finger, who moves the page when it goes up or down', async () => {
    const { page } = await open(ALL_KINDS.name, { width: 360, hasTouch: true })
    const week = page.getByRole('grid', { name: 'Week' })
    const touch = await page.context().newCDPSession(page)
    const placeOf = async (name: string) => {
      const box = await week.getByRole('gridcell', { name }).boundingBox()
      return { x: (box?.x ?? 0) + 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }
    }
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [at] })
    const value = async () => (await state(page)).value.week
    await week.scrollIntoViewIfNeeded()
    const [from, to] = [await placeOf('Mon 02:00'), await placeOf('Tue 06:00')]
    await send('touchStart', from)
    for (let step = 1; step <= 12; step += 1)
      await send('touchMove', { x: from.x + ((to.x - from.x) * step) / 12, y: from.y })
    await send('touchMove', to)
    await send('touchEnd')
    await expect.poll(value).toEqual([{ days: [1, 2], from: '02:00', to: '07:00' }])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.close()
  }, 60_000)

  it('add, move and take away items of a list', async () => {
    const { page } = await open('tariff-flat/terms.schema.json')
    const before = (await state(page)).value
    await page.getByRole('button', { name: 'Add: Tax' }).first().click()
    const taxes = async () => (await state(page)).value.taxes as readonly unknown[]
    const count = ((before.taxes as readonly unknown[] | undefined) ?? []).length
    await expect.poll(async () => (await taxes())?.length).toBe(count + 1)
    await page
      .getByRole('button', { name: /^Remove Tax/ })
      .last()
      .click()
    await expect.poll(async () => (await taxes())?.length).toBe(count)
    await page.close()
  }, 60_000)

  it('stay small: what forms add to a page, in gzip', () => {
    const assets = join(folder, 'assets')
    const chunk = readdirSync(assets).find(
      (each) => each.startsWith('SchemaForm') && each.endsWith('.js'),
    )
    const bytes = gzipSync(readFileSync(join(assets, chunk ?? ''))).length
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThan(160_000)
  })
})
