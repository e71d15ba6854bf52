import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, PASSWORD, type Person, startApi } from '../http/api.ts'
import { makeBuilding } from '../http/building.ts'
import { barriers, launchBrowser, overflow, PAGES, picture } from './browser.ts'

let demo: Api
let api: Api
let owner: Person
let browser: Browser

beforeAll(async () => {
  const made: Person[] = []
  demo = await startApi({
    pages: PAGES,
    demo: {
      logins: () =>
        made.map(({ email }) => ({ email, password: PASSWORD, name: 'Zhao Min', role: 'owner' })),
    },
  })
  made.push(await demo.person([{ role: 'owner' }]))
  api = await startApi({ pages: PAGES })
  owner = await api.person([{ role: 'owner' }])
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await Promise.all([demo?.stop(), api?.stop()])
})

async function open(address: string, { width = 1280, language = 'en' } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  await context.addInitScript({
    content: `localStorage.setItem('busbar.language', '${language}')`,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(address)
  return page
}

/** Nothing serious is wrong, nothing sticks out; and how it looks. */
async function inspect(page: Page, name: string): Promise<void> {
  await page.addStyleTag({
    content: '*, *::before, *::after { transition: none !important; animation: none !important }',
  })
  await picture(page, `${name}`)
  expect(await barriers(page), name).toEqual([])
  expect(await overflow(page), name).toBeLessThanOrEqual(0)
}

const signedIn = (page: Page) => page.getByRole('button', { name: 'You', exact: true }).waitFor()

describe('the sign-in page', () => {
  it('offers people of the demo by one click, in the demo alone', async () => {
    const page = await open(`${demo.url}/sign-in`)
    await page.locator('[data-test=demo] button').waitFor()
    await inspect(page, 'sign-in-demo-desktop')
    await page.getByRole('button', { name: 'Zhao Min' }).click()
    await signedIn(page)
    await page.context().close()

    const other = await open(`${api.url}/sign-in`, { width: 390, language: 'zh-CN' })
    await other.getByRole('button', { name: '用邮件验证码登录' }).waitFor()
    await other.waitForLoadState('networkidle')
    expect(await other.locator('[data-test=demo]').count()).toBe(0)
    await inspect(other, 'sign-in-phone-chinese')
    await other.context().close()
  }, 90_000)

  it('signs in by a code, typed or in a link, and says when it is wrong', async () => {
    const { email } = await api.person([{ role: 'owner' }])
    const page = await open(`${api.url}/sign-in`, { width: 390 })
    await page.getByRole('button', { name: 'Sign in by an e-mailed code' }).click()
    await page.getByLabel('E-mail', { exact: true }).fill(email)
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByText(`If ${email} is known here`).waitFor()
    await inspect(page, 'sign-in-code-phone')
    await page.getByLabel('Code', { exact: true }).fill('000000')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await page.context().close()

    const { code } = await api.identity.createCode({ email })
    const fragment = new URLSearchParams({ email, code })
    const linked = await open(`${api.url}/sign-in#${fragment}`)
    await signedIn(linked)
    expect(linked.url()).not.toContain(code)
    await linked.context().close()
  }, 90_000)
})

describe('the page of an invitation', () => {
  it('makes whoever follows the link a member of staff, and signs them in', async () => {
    const { siteId } = await makeBuilding(owner, 'invited')
    const answer = await owner.call('POST', '/api/v1/invitations', {
      body: { email: 'cashier@busbar.example', role: 'cashier', siteId },
    })
    expect(answer.status, answer.text).toBe(201)
    const link = new URL(String(answer.body.link))
    expect(link.pathname).toBe('/invitation')
    const page = await open(link.href, { width: 390 })
    await page.getByLabel('Your name').fill('Sun Li')
    await page.getByLabel('Password').fill(PASSWORD)
    await inspect(page, 'invitation-phone')
    expect(new URL(page.url()).hash).toBe('')
    await page.getByRole('button', { name: 'Accept' }).click()
    await signedIn(page)
    await page.context().close()
    const signIn = { email: 'cashier@busbar.example', password: PASSWORD }
    const { body } = await api.call('POST', '/api/v1/auth/sign-in', { body: signIn })
    expect(body.assignments).toMatchObject([{ role: 'cashier', siteId }])
  }, 90_000)

  it('says that a link without its token is not whole', async () => {
    const page = await open(`${api.url}/invitation`, { language: 'zh-CN' })
    await page.getByText('链接不完整').waitFor()
    await inspect(page, 'invitation-cut-chinese')
    await page.context().close()
  }, 60_000)
})
