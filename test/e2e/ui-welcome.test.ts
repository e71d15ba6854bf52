import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DemoRunner } from '../../core/flow/demo/ports.ts'
import { prepareSetup } from '../../core/flow/identity/setup.ts'
import { type Api, PASSWORD, startApi } from '../http/api.ts'
import { launchBrowser, PAGES, take } from './browser.ts'
import { DESKTOP, type Look, PHONE, type Visitor, visitorOf } from './visitor.ts'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))
const OWNER = 'owner@busbar.example'

const LOOKS: readonly Look[] = [
  DESKTOP,
  { ...DESKTOP, name: 'desktop-zh', language: 'zh-CN' },
  { ...PHONE, name: 'phone-en', language: 'en' },
  PHONE,
]

let api: Api
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterAll(() => browser?.close())
afterEach(() => api?.stop())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const form = (page: Page, task: string) => page.locator(`[data-test=task-${task}]`)

/** What the guide asks, in the reader's language. */
function guideOf({ page, words }: Visitor) {
  const { t, say } = words
  /** A field by its English title, with its star where it must be filled in. */
  const fill = (title: string, text: string) => {
    const star = title.endsWith('*')
    const label = star ? `${say(title.slice(0, -2))} *` : say(title)
    return page.getByLabel(label, { exact: true }).fill(text)
  }
  return {
    fill,
    /** Saves the form of a task as it stands, but for these fields. */
    async save(task: string, fields: Readonly<Record<string, string>> = {}) {
      await form(page, task).waitFor()
      for (const [title, text] of Object.entries(fields)) await fill(title, text)
      await button(page, t('admin-welcome.save')).click()
    },
    async makeOwner() {
      const setup = await prepareSetup({ roles: api.roles })
      await page.goto(`/welcome#token=${setup?.token}`)
      await page.locator('[data-test=owner] fieldset').first().waitFor()
      expect(new URL(page.url()).hash).toBe('')
      await fill('E-mail *', OWNER)
      await fill('Name *', 'Chen Yu')
      await fill('Password *', PASSWORD)
    },
    async kind(option: string) {
      await page
        .locator('.v-select', { hasText: t('admin-welcome.kind') })
        .first()
        .click()
      await take(page.getByRole('option', { name: option, exact: true }))
    },
    async signIn() {
      await page.getByLabel(t('common.email'), { exact: true }).fill(OWNER)
      await page.getByLabel(t('common.password'), { exact: true }).fill(PASSWORD)
      await button(page, t('common.signIn')).click()
    },
  }
}

describe.each(LOOKS)('the first run on a $name, in $language', (look) => {
  const open = () => visitorOf(browser, { url: api.url, look })

  it('leads an owner from the token to the first top-up, left and resumed on the way', async () => {
    api = await startApi({ plugins: PLUGINS, pages: PAGES })
    const first = await open()
    const { page, words, wellMade } = first
    const { t } = words
    const { save, makeOwner, kind } = guideOf(first)
    await makeOwner()
    await wellMade('welcome-owner')
    await button(page, t('admin-welcome.makeOwner')).click()
    await save('profile')
    await save('site', { 'Name *': 'North Tower' })
    await form(page, 'connection').waitFor()
    await kind(look.language === 'en' ? 'Cash' : '现金')
    await wellMade('welcome-connection')
    await save('connection', { 'Name *': 'Lobby', 'Desk *': 'LOBBY1' })
    await save('space', { 'Name *': 'Tea house' })
    await save('meter', { 'Serial number *': 'S-1', 'Model *': 'M-1' })
    await save('register')
    // Left by the menu in the midst of a form, and resumed where it was.
    await form(page, 'point').waitFor()
    await page.goto('/sites')
    await page.getByText('North Tower').first().waitFor()
    await button(page, t('admin.you')).click()
    await page.getByText(t('admin-welcome.menu'), { exact: true }).click()
    await save('point')
    await save('installation', { 'Signed by *': 'Chen Yu' })
    // One step is put off, and chosen again later.
    await form(page, 'plan').waitFor()
    await button(page, t('admin-welcome.skip')).click()
    await form(page, 'tenant').waitFor()
    await wellMade('welcome-put-off')
    expect(first.complaints).toEqual([])
    await first.context.close()

    // Somewhere else, on another day: what was saved is there, what was put off comes first.
    const second = await open()
    await second.page.goto('/sign-in?to=/welcome')
    const later = guideOf(second)
    await later.signIn()
    await later.save('plan', { 'Name *': 'Standard' })
    await form(second.page, 'version').waitFor()
    const add = t('admin-forms.add', { field: words.say('Price step') })
    await button(second.page, add).first().click()
    await later.fill('Price *', '0.85')
    await second.wellMade('welcome-version')
    await later.save('version')
    await later.save('tenant', { 'Name *': 'Tea House Ltd', 'E-mail': 'tea@busbar.example' })
    await later.save('contract')
    await later.save('account')
    await later.save('agreement')
    await later.save('invitation')
    await second.page.getByText(/\/portal\/invitation#token=/).waitFor()
    await second.wellMade('welcome-invitation')
    await button(second.page, t('admin-welcome.goOn')).click()
    await later.save('topUp')
    await second.page.getByText(t('admin-welcome.finished'), { exact: true }).waitFor()
    await second.wellMade('welcome-finished')
    const { rows } = await api.pool.query(
      `SELECT o.amount_micros::text AS amount, o.credited, t.name FROM payment_order o
       JOIN account a ON a.id = o.account_id JOIN contract c ON c.id = a.contract_id
       JOIN tenant t ON t.id = c.tenant_id`,
    )
    expect(rows).toEqual([{ amount: '100000000', credited: true, name: 'Tea House Ltd' }])
    expect(second.complaints).toEqual([])
    await second.context.close()
  }, 180_000)
})

/** What runs the demo building, as far as the page sees it; each test says how it fares. */
function scriptedDemo() {
  const still = { state: 'idle', step: null, detail: null, logins: [] } as const
  let standing: ReturnType<DemoRunner['standing']> = still
  let tell: () => void = () => undefined
  const be = (next: Partial<typeof standing>) => {
    standing = { ...still, ...next }
    tell()
  }
  const runner: DemoRunner = {
    standing: () => standing,
    onChange: (listener) => {
      tell = listener
    },
    begin: async () => be({ state: 'loading', step: 'surroundings' }),
  }
  return { runner, be }
}

describe.each([DESKTOP, PHONE])('the demo building on a $name, in $language', (look) => {
  it('is loaded at a typed word, shown live step by step, gone on with after a failure', async () => {
    const { runner, be } = scriptedDemo()
    api = await startApi({ plugins: PLUGINS, pages: PAGES, ownDemo: runner })
    await api.person([{ role: 'owner' }], OWNER)
    const visitor = await visitorOf(browser, { url: api.url, look })
    const { page, words, complaints, wellMade } = visitor
    const text = (key: string, values?: Record<string, string>) =>
      words.t(`admin-welcome.demo.${key}`, values)
    await page.goto('/sign-in?to=/welcome')
    await guideOf(visitor).signIn()
    await page.locator('[data-test=demo-offer]').waitFor()
    await form(page, 'profile').waitFor()
    await wellMade('welcome-demo-offer')
    await button(page, text('load')).click()
    const dialog = page.locator('[data-test=demo-dialog]')
    const fill = dialog.getByRole('button', { name: text('fill'), exact: true })
    expect(await fill.isDisabled()).toBe(true)
    await dialog.getByLabel(text('type', { word: 'demo' })).fill('dem')
    expect(await fill.isDisabled()).toBe(true)
    await wellMade('welcome-demo-dialog')
    await dialog.getByLabel(text('type', { word: 'demo' })).fill('demo')
    await fill.click()
    const current = page.locator('[data-test=demo-loading] [aria-current=step]')
    await current.getByText(text('step.surroundings')).waitFor()
    // By live events alone.
    be({ state: 'loading', step: 'meters' })
    await current.getByText(text('step.meters')).waitFor()
    await wellMade('welcome-demo-loading')
    be({ state: 'failed', detail: 'The process "broker" ended.' })
    await page.getByText('The process "broker" ended.').waitFor()
    await wellMade('welcome-demo-failed')
    await button(page, text('again')).click()
    await current.getByText(text('step.surroundings')).waitFor()
    const login = { email: 'tea@demo.example', password: 'made up', name: 'Li', role: 'tenant' }
    be({ state: 'running', logins: [login] })
    // Who waited for it is led to the overview.
    await page.waitForURL(`${api.url}/`)
    await page.goto('/welcome')
    await page.locator('[data-test=demo-people]').getByText('made up').waitFor()
    expect(complaints).toEqual([])
    await visitor.context.close()
  }, 90_000)
})

describe('the first run', () => {
  it('puts off what is not wanted yet, and offers no demo where nothing could run it', async () => {
    api = await startApi({ plugins: PLUGINS, pages: PAGES })
    const visitor = await visitorOf(browser, { url: api.url, look: PHONE })
    const { page, words, wellMade } = visitor
    await page.goto('/welcome')
    await page.getByRole('heading', { name: words.t('admin-welcome.owner') }).waitFor()
    await page.getByText('npm start').waitFor()
    await wellMade('welcome-nobody')
    await api.person([{ role: 'owner' }], OWNER)
    await page.goto('/sign-in?to=/welcome')
    await guideOf(visitor).signIn()
    await form(page, 'profile').waitFor()
    await wellMade('welcome-rules')
    await button(page, words.t('admin-welcome.skip')).click()
    await page.getByText(words.t('admin-welcome.paused')).waitFor()
    expect(await page.locator('[data-test=demo-offer]').count()).toBe(0)
    await visitor.context.close()
  }, 90_000)

  it('asks for the token where the link was cut, and refuses a wrong one', async () => {
    api = await startApi({ pages: PAGES })
    const visitor = await visitorOf(browser, { url: api.url, look: DESKTOP })
    const { page, words } = visitor
    const { fill } = guideOf(visitor)
    await page.goto('/welcome')
    await page.locator('[data-test=owner] fieldset').first().waitFor()
    await fill('Token *', 'x'.repeat(32))
    await fill('E-mail *', OWNER)
    await fill('Name *', 'Chen Yu')
    await fill('Password *', PASSWORD)
    await button(page, words.t('admin-welcome.makeOwner')).click()
    await page.getByText(words.t('errors.setup-refused.title')).waitFor()
    expect((await api.call('GET', '/api/v1/instance')).body).toMatchObject({ ownerExists: false })
    await visitor.context.close()
  }, 60_000)
})
