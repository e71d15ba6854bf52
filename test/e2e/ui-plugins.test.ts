import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import said from '../../schemas/ui/zh-CN.json' with { type: 'json' }
import adminEn from '../../ui/locales/en/admin.json' with { type: 'json' }
import textsEn from '../../ui/locales/en/admin-plugins.json' with { type: 'json' }
import commonEn from '../../ui/locales/en/common.json' with { type: 'json' }
import textsZh from '../../ui/locales/zh-CN/admin-plugins.json' with { type: 'json' }
import commonZh from '../../ui/locales/zh-CN/common.json' with { type: 'json' }
import { type Api, type Person, startApi } from '../http/api.ts'
import { type Building, makeBuilding } from '../http/building.ts'
import { barriers, launchBrowser, overflow, PAGES, picture, violations, WATCH } from './browser.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** What a person may type or paste: markup, right-to-left, a picture. */
const HOSTILE = '<script>alert(1)</script> מונה ⚡️'
const PASSWORD = 'a password that nobody may see'

const WORDS = {
  en: { texts: textsEn, common: commonEn, said: {} },
  'zh-CN': { texts: textsZh, common: commonZh, said },
} as const
type Language = keyof typeof WORDS

let api: Api
let owner: Person
let building: Building
let browser: Browser
let folder = ''

beforeAll(async () => {
  mkdirSync(join(ROOT, '.data'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.data', 'ui-plugins-'))
  cpSync(join(ROOT, 'test/fixtures/plugins/good'), join(folder, 'good'), { recursive: true })
  cpSync(join(ROOT, 'test/fixtures/plugins/broken-manifest'), join(folder, 'broken'), {
    recursive: true,
  })
  api = await startApi({ plugins: folder, pages: PAGES })
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'north')
  const made = await owner.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId: building.siteId, pluginId: 'good', extensionPoint: 'meterDrivers' },
      ...{ type: 'memory', name: 'Taken', config: { host: 'field' } },
    },
  })
  expect(made.status, made.text).toBe(201)
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await api?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function open(person: Person, width: number, language: Language): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  const [name = '', value = ''] = person.cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: api.url }])
  await context.addInitScript({
    content: `${WATCH};localStorage.setItem('busbar.language', '${language}')`,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  // Nothing that was typed runs.
  page.on('dialog', (dialog) => {
    if (dialog.type() === 'alert') throw new Error('A script has run')
    void dialog.accept()
  })
  return page
}

/** Looks at the page as it stands. */
async function inspect(page: Page, name: string): Promise<void> {
  await picture(page, `plugins-${name}`)
  expect(await barriers(page), name).toEqual([])
  expect(await overflow(page), name).toBeLessThanOrEqual(0)
  expect(await violations(page), name).toEqual([])
}

const part = (page: Page, name: string) => page.locator(`[data-test=${name}]`)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.locator('.v-dialog')

describe.each([
  ['desktop', 1280, 'en'],
  ['phone', 390, 'zh-CN'],
] as const)('plugins and connections, on %s', (look, width, language) => {
  const { texts, common } = WORDS[language]
  const dictionary: Readonly<Record<string, string>> = WORDS[language].said
  /** A field of a form by its title, as the dictionary says it. */
  const field = (page: Page, title: string, mark = '') =>
    page.getByLabel(`${dictionary[title] ?? title}${mark}`, { exact: true })

  it('are configured, tested, broken and mended', async () => {
    const page = await open(owner, width, language)
    await page.goto(`${api.url}/plugins`)
    await page.locator('[data-plugin=good]').waitFor()
    await inspect(page, `list-${look}`)
    await page.locator('[data-plugin=good] a').click()

    // Its own settings, by its own schema: no more goes in than it takes.
    const greeting = `${HOSTILE} ${look}`
    await field(page, 'Greeting').fill('x'.repeat(60))
    expect(await field(page, 'Greeting').inputValue()).toBe('x'.repeat(50))
    await field(page, 'Greeting').fill(greeting)
    await field(page, 'Token').fill(PASSWORD)
    await button(page, common.save).click()
    await button(page, common.save).and(page.locator('[disabled]')).waitFor()
    const { body } = await owner.call('GET', '/api/v1/plugins/good/settings')
    expect(body.config).toEqual({ greeting, token: '••••••••' })
    await inspect(page, `one-${look}`)

    // What it logs stands there as it comes, whoever lets it.
    const lines = part(page, 'log').locator('li')
    await lines.first().waitFor()
    const logged = await lines.count()
    await owner.call('POST', '/api/v1/plugins/good/reload')
    await expect.poll(() => lines.count(), { timeout: 20_000 }).toBeGreaterThan(logged)

    // A connection, tried before it is saved.
    await page.getByRole('link', { name: texts.connection.new }).click()
    await part(page, 'new-connection').waitFor()
    await field(page, 'Name', ' *').fill('Taken')
    await field(page, 'Host', ' *').fill('nowhere')
    await field(page, 'Password').fill(PASSWORD)
    await button(page, texts.draft.test).click()
    await part(page, 'tested').getByText(texts.draft.notOk).waitFor()
    await field(page, 'Host', ' *').fill('field')
    await button(page, texts.draft.test).click()
    await part(page, 'tested').getByText('reached field:1883').waitFor()
    await button(page, texts.draft.discover).click()
    await part(page, 'discovered').getByText('field.lan').click()
    await button(page, texts.draft.browse).click()
    await part(page, 'browsed').getByText('floor1').click()
    await part(page, 'browsed').getByText('42.5').waitFor()
    await inspect(page, `draft-${look}`)
    await button(page, texts.found.useOne.replace('{what}', 'field.lan')).click()
    expect(await field(page, 'Host', ' *').inputValue()).toBe('field.lan')
    // The server's word is at its field, and nothing typed is lost.
    await button(page, common.save).click()
    await page
      .locator('.v-input--error')
      .filter({ has: field(page, 'Name', ' *') })
      .waitFor()
    expect(await field(page, 'Name', ' *').inputValue()).toBe('Taken')
    expect(await field(page, 'Host', ' *').inputValue()).toBe('field.lan')
    await field(page, 'Name', ' *').fill(`${HOSTILE} ${look}`)
    await button(page, common.save).click()

    // Secrets stay as they are: the gate lets in who brings the one that was typed before.
    await part(page, 'connection-status').locator('[data-state=enabled]').waitFor()
    await field(page, 'Host', ' *').fill('gate')
    await button(page, texts.draft.test).click()
    await part(page, 'tested').getByText('let in').waitFor()
    await inspect(page, `connection-${look}`)

    // Broken against advice, seen, and mended by what was there before.
    await field(page, 'Host', ' *').fill('nowhere')
    await button(page, common.save).click()
    await button(page, texts.settings.anyway).click()
    await part(page, 'connection-status').locator('[data-state=failed]').waitFor()
    await part(page, 'repair').waitFor()
    await part(page, 'difference').getByText('nowhere').waitFor()
    expect(await field(page, 'Host', ' *').inputValue()).toBe('nowhere')
    await inspect(page, `broken-${look}`)
    await button(page, texts.history.restore.replace('{version}', '1')).click()
    await dialog(page).getByRole('button', { name: texts.history.confirm, exact: true }).click()
    await part(page, 'connection-status').locator('[data-state=enabled]').waitFor()
    await part(page, 'repair').waitFor({ state: 'detached' })
    await part(page, 'difference').getByText('nowhere').waitFor()
    await inspect(page, `mended-${look}`)

    // What depends on a plugin is named before it is taken away, and stands in the way of its removal.
    await page.goto(`${api.url}/plugins/good`)
    await button(page, texts.act.remove).click()
    await part(page, 'depending').getByText(look, { exact: false }).waitFor()
    await dialog(page).getByRole('button', { name: texts.act.remove, exact: true }).click()
    await dialog(page).getByRole('alert').waitFor()
    await inspect(page, `remove-${look}`)
    await dialog(page).getByRole('button', { name: common.cancel, exact: true }).click()
    await button(page, texts.act.disable).click()
    await dialog(page).getByRole('button', { name: texts.act.disable, exact: true }).click()
    await page.locator('header [data-state=disabled]').waitFor()
    await inspect(page, `disabled-${look}`)
    await button(page, texts.act.enable).click()
    await dialog(page).getByRole('button', { name: texts.act.enable, exact: true }).click()
    await page.locator('header [data-state=enabled]').waitFor()
    const file = await page.getByRole('link', { name: texts.act.diagnostics }).getAttribute('href')
    const diagnostics = await owner.call('GET', String(file))
    expect(diagnostics.status).toBe(200)
    expect(diagnostics.text).not.toContain(PASSWORD)
    // No secret that was typed has come back into a page.
    expect(await page.content()).not.toContain(PASSWORD)
    await page.context().close()
  }, 100_000)
})

describe('who may not', () => {
  it('sees how plugins and connections fare, and is offered nothing to change', async () => {
    const { siteId } = building
    const technician = await api.person([{ role: 'technician', siteId }])
    const page = await open(technician, 1280, 'en')
    await page.goto(`${api.url}/plugins`)
    await page.locator('[data-plugin=good]').waitFor()
    expect(await button(page, textsEn.rescan).count()).toBe(0)
    await page.locator('[data-plugin=good] a').click()
    await part(page, 'facts').waitFor()
    for (const each of ['plugin-settings', 'history', 'log'])
      expect(await part(page, each).count(), each).toBe(0)
    expect(await button(page, textsEn.act.disable).count()).toBe(0)
    await inspect(page, 'technician')
    for (const verb of ['configure', 'disable', 'remove', 'reload'])
      expect(
        (await technician.call('POST', `/api/v1/plugins/good/${verb}`, { body: {} })).status,
      ).toBeGreaterThanOrEqual(400)

    const auditor = await api.person([{ role: 'auditor', siteId }])
    const [{ id }] = (await auditor.call('GET', '/api/v1/connections?limit=1')).body
      .items as unknown as [{ id: string }]
    const watching = await open(auditor, 390, 'en')
    await watching.goto(`${api.url}/connections/${id}`)
    await part(watching, 'connection-status').locator('[data-state]').waitFor()
    expect(await part(watching, 'settings').count()).toBe(0)
    expect(await button(watching, textsEn.connection.disable).count()).toBe(0)
    await inspect(watching, 'auditor')
    await watching.goto(`${api.url}/connections/new`)
    await watching.getByText(adminEn.notFoundText).waitFor()
    await watching.context().close()
    await page.context().close()
  }, 60_000)
})
