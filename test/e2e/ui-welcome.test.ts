import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prepareSetup } from '../../core/flow/identity/setup.ts'
import { type Api, startApi } from '../http/api.ts'
import { barriers, launchBrowser, overflow, PAGES, picture, violations, WATCH } from './browser.ts'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))

const PASSWORD = 'correct horse battery'

let api: Api
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterAll(() => browser?.close())
afterEach(() => api?.stop())

async function open(width: number) {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  await context.addInitScript({ content: WATCH })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    // Asking who is signed in is answered by 401 until somebody is.
    if (message.text().includes('401')) return
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints, close: () => context.close() }
}

/** Nothing moves, nothing serious is wrong, nothing sticks out; and how it looks. */
async function inspect(page: Page, name: string): Promise<void> {
  await page.addStyleTag({
    content: '*, *::before, *::after { transition: none !important; animation: none !important }',
  })
  await picture(page, `${name}`)
  expect(await barriers(page), name).toEqual([])
  expect(await overflow(page), name).toBeLessThanOrEqual(0)
}

const form = (page: Page, task: string) => page.locator(`[data-test=task-${task}]`)
const fill = (page: Page, label: string, text: string) =>
  page.getByLabel(label, { exact: true }).fill(text)

/** Saves the form of a task as it stands, but for these fields. */
async function save(page: Page, task: string, fields: Readonly<Record<string, string>> = {}) {
  await form(page, task).waitFor()
  for (const [label, text] of Object.entries(fields)) await fill(page, label, text)
  await page.getByRole('button', { name: 'Save and go on' }).click()
}

async function makeOwner(page: Page): Promise<void> {
  const setup = await prepareSetup({ roles: api.roles })
  await page.goto(`${api.url}/welcome#token=${setup?.token}`)
  await page.locator('[data-test=owner] fieldset').first().waitFor()
  expect(new URL(page.url()).hash).toBe('')
  await fill(page, 'E-mail *', 'owner@busbar.example')
  await fill(page, 'Name *', 'Chen Yu')
  await fill(page, 'Password *', PASSWORD)
}

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.locator('.v-select', { hasText: label }).first().click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

describe('the first run', () => {
  it.each([
    ['desktop', 1280],
    ['phone', 390],
  ])(
    'leads an owner from the token to the first top-up, on a %s',
    async (name, width) => {
      api = await startApi({ plugins: PLUGINS, pages: PAGES })
      const { page, complaints, close } = await open(width)
      await makeOwner(page)
      await inspect(page, `welcome-owner-${name}`)
      await page.getByRole('button', { name: 'Make the account' }).click()

      await save(page, 'profile')
      await save(page, 'site', { 'Name *': 'North Tower' })
      await form(page, 'connection').waitFor()
      await pick(page, 'Kind', 'Cash')
      await inspect(page, `welcome-connection-${name}`)
      await save(page, 'connection', { 'Name *': 'Lobby', 'Desk *': 'LOBBY1' })
      await save(page, 'space', { 'Name *': 'Tea house' })
      await save(page, 'meter', { 'Serial number *': 'S-1', 'Model *': 'M-1' })
      await save(page, 'register')
      // Left, and resumed where it was.
      await form(page, 'point').waitFor()
      await page.goto(`${api.url}/welcome`)
      await save(page, 'point')
      await save(page, 'installation', { 'Signed by *': 'Chen Yu' })
      await save(page, 'plan', { 'Name *': 'Standard' })
      await form(page, 'version').waitFor()
      await page.getByRole('button', { name: 'Add: Price step' }).first().click()
      await fill(page, 'Price *', '0.85')
      await inspect(page, `welcome-version-${name}`)
      await save(page, 'version')
      await save(page, 'tenant', { 'Name *': 'Tea House Ltd', 'E-mail': 'tea@busbar.example' })
      await save(page, 'contract')
      await save(page, 'account')
      await save(page, 'agreement')
      await save(page, 'invitation')
      await page.getByText(/\/portal\/invitation#token=/).waitFor()
      await page.getByRole('button', { name: 'Go on' }).click()
      await save(page, 'topUp')
      await page.getByText('All set up').waitFor()
      await inspect(page, `welcome-finished-${name}`)

      const { rows } = await api.pool.query(
        `SELECT o.amount_micros::text AS amount, o.credited, t.name FROM payment_order o
         JOIN account a ON a.id = o.account_id JOIN contract c ON c.id = a.contract_id
         JOIN tenant t ON t.id = c.tenant_id`,
      )
      expect(rows).toEqual([{ amount: '100000000', credited: true, name: 'Tea House Ltd' }])
      expect({ complaints, violations: await violations(page) }).toEqual({
        complaints: [],
        violations: [],
      })
      await close()
    },
    180_000,
  )

  it('speaks Chinese, and puts off what is not wanted yet', async () => {
    api = await startApi({ plugins: PLUGINS, pages: PAGES })
    const { page, close } = await open(390)
    await page.addInitScript({ content: `localStorage.setItem('busbar.language', 'zh-CN')` })
    await page.goto(`${api.url}/welcome`)
    await page.getByRole('heading', { name: '所有者账户' }).waitFor()
    await inspect(page, 'welcome-chinese')
    const owner = await api.person([{ role: 'owner' }])
    const cookies = owner.cookie.split('; ').map((text) => {
      const at = text.indexOf('=')
      return { name: text.slice(0, at), value: text.slice(at + 1), url: api.url }
    })
    await page.context().addCookies(cookies)
    await page.reload()
    await form(page, 'profile').waitFor()
    await inspect(page, 'welcome-chinese-rules')
    await page.getByRole('button', { name: '暂不' }).click()
    await page.getByText('有些步骤留待以后').waitFor()
    await close()
  }, 90_000)

  it('asks for the token where the link was cut, and refuses a wrong one', async () => {
    api = await startApi({ pages: PAGES })
    const { page, close } = await open(1280)
    await page.goto(`${api.url}/welcome`)
    await page.locator('[data-test=owner] fieldset').first().waitFor()
    await fill(page, 'Token *', 'x'.repeat(32))
    await fill(page, 'E-mail *', 'owner@busbar.example')
    await fill(page, 'Name *', 'Chen Yu')
    await fill(page, 'Password *', PASSWORD)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('alert').first().waitFor()
    expect((await api.call('GET', '/api/v1/instance')).body).toMatchObject({ ownerExists: false })
    await close()
  }, 60_000)
})
