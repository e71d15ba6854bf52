import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTableFiles } from '../../core/adapters/tables-files.ts'
import faults from '../../schemas/ui/faults.json' with { type: 'json' }
import { textRow, workbookOf } from '../fixtures/spreadsheets.ts'
import { type Api, type Person, startApi } from '../http/api.ts'
import { makeBuilding } from '../http/building.ts'
import { launchBrowser, PAGES } from './browser.ts'
import { DEVICES, inspect, openAs } from './ui-house.ts'

let api: Api
let owner: Person
let browser: Browser

beforeAll(async () => {
  api = await startApi({ pages: PAGES })
  owner = await api.person([{ role: 'owner' }])
  await makeBuilding(owner, 'tower')
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await api?.stop()
})

const texts = async (language: string) =>
  (await import(`../../ui/locales/${language}/admin-import.json`)).default

const HEAD = ['site.code', 'parent.code', 'kind', 'code', 'name']

function workbook(code: string, rows: readonly (readonly string[])[]) {
  const written = [HEAD, ...rows].map((cells, index) => textRow(index + 1, cells))
  return {
    name: `${code}.xlsx`,
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: workbookOf([{ name: 'spaces', rows: written.join('') }]),
  }
}

async function saved(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return readFile(await download.path())
}

describe.each(DEVICES)('the import on $name', (device) => {
  const size = device.width > 600 ? 'desktop' : 'phone'

  it('checks a file, shows at which cells it is wrong, gives it back with remarks, and imports it', async () => {
    const t = await texts(device.language)
    const language = device.language === 'en' ? 'en' : 'zh-CN'
    const page = await openAs(browser, `${api.url}/import`, { ...device, person: owner })
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const chosen = page.locator('input[type=file]')
    await button(t.template).waitFor()
    await inspect(page, `import-${size}-empty`)
    const template = await saved(page, () => button(t.template).click())
    const { tables } = await createTableFiles().read({ bytes: template })
    expect(tables.map(({ name }) => name)).toContain('spaces')

    const code = `N-${size}`
    await chosen.setInputFiles(
      workbook(code, [
        ['tower', '', 'unit', 'U-1', 'A new name'],
        ['tower', code, 'unit', `${code}-1`, 'Child'],
        ['tower', '', 'loft', `${code}-2`, 'Loft'],
        ['tower', '', 'loft', `${code}-4`, 'Another'],
        ['nowhere', '', 'unit', `${code}-3`, '<b>Elsewhere</b>'],
        ['tower', '', 'floor', code, 'Floor'],
      ]),
    )
    await button(t.checkButton).click()
    await page.locator('[data-outcome=error]').first().waitFor()
    expect(await page.locator('[data-outcome]').count()).toBe(3)
    expect(await page.locator('[data-test=rows]').textContent()).toContain('C4 · kind')
    // It is said in the reader's language, and first what is wrong in several rows.
    const said = faults.enum[language].replace('{value}', 'building, floor, unit, common')
    expect(await page.locator('[data-test=rows]').textContent()).toContain(said)
    expect(await page.locator('[data-test=often]').textContent()).toContain(said)
    expect(await button(t.apply).count()).toBe(0)
    await inspect(page, `import-${size}-wrong`)
    await page.getByLabel(t.onlyErrors).uncheck()
    expect(await page.locator('[data-outcome]').count()).toBe(6)
    const remarks = await saved(page, () => button(t.annotated).click())
    const annotated = await createTableFiles().read({ bytes: remarks })
    const remarked = annotated.tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))
    expect(remarked.map(({ text }) => text)).toContain(`C4: ${said}`)

    await chosen.setInputFiles(
      workbook(code, [
        ['tower', '', 'unit', 'U-1', `Name on ${size}`],
        ['tower', code, 'unit', `${code}-1`, 'Child'],
        ['tower', '', 'floor', code, 'Floor'],
      ]),
    )
    await button(t.checkButton).click()
    await button(t.apply).waitFor()
    expect(await page.locator('[data-outcome=update]').textContent()).toContain(`Name on ${size}`)
    await inspect(page, `import-${size}-checked`)
    await button(t.apply).click()
    await page.getByText(t.done, { exact: true }).waitFor()
    await inspect(page, `import-${size}-done`)
    const { body } = await owner.call('GET', `/api/v1/spaces?code=${code}-1`)
    expect(body.items).toMatchObject([{ name: 'Child' }])
    await page.context().close()
  }, 110_000)

  it('asks what a CSV file holds, and says in words that a file cannot be read', async () => {
    const t = await texts(device.language)
    const page = await openAs(browser, `${api.url}/import`, { ...device, person: owner })
    const csv = (name: string, text: string) => ({
      ...{ name, mimeType: 'text/csv', buffer: Buffer.from(text) },
    })
    const chosen = page.locator('input[type=file]')
    const look = page.getByRole('button', { name: t.checkButton, exact: true })
    await look.waitFor()
    await chosen.setInputFiles(csv('list.csv', 'site.code,code\n'))
    await page.getByLabel(t.kind).first().waitFor()
    expect(await look.isDisabled()).toBe(true)
    await chosen.setInputFiles(csv('spaces.csv', `${HEAD.join(';')}\ntower;;unit;U-1;Same\n`))
    await look.click()
    await page.locator('[data-outcome=update]').waitFor()
    await chosen.setInputFiles(csv('spaces.csv', 'code\n"never closed'))
    await look.click()
    await page.locator('.v-alert').waitFor()
    await inspect(page, `import-${size}-unreadable`)
    await page.context().close()
  }, 60_000)
})
