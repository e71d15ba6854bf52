import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defined } from '../../core/kernel/assert.ts'
import { supplied } from '../faults/course.ts'
import type { Unit } from '../faults/house.ts'
import { createWorld, type World } from '../faults/world.ts'
import { cookieOf } from '../support/sign-in.ts'
import { launchBrowser, payAtChannel } from './browser.ts'
import { DESKTOP, type Look, PHONE, type Visitor, visitorOf } from './visitor.ts'

/*
 * One tenant's story with nothing left out: the real core, broker, relay and payment channel, each a process of its own.
 * Staff and tenant look on at a desk and on a phone, in both languages.
 */

const PASSWORD = 'correct horse battery'

let world: World
let unit: Unit
let browser: Browser
let staff: readonly Visitor[]
let tenant: readonly Visitor[]

beforeAll(async () => {
  world = await createWorld({ units: [{ code: 'T', standing: 'tenant', kind: 'tasmota-power' }] })
  unit = defined(world.house.units[0], 'a unit')
  browser = await launchBrowser()
  const { url } = world.house.caller
  const [owner, payer] = await Promise.all(
    ['owner@house.example', 'tenants@house.example'].map((email) =>
      cookieOf(url, { email, password: PASSWORD }),
    ),
  )
  const open = (look: Look, cookie = '') => visitorOf(browser, { url, look, cookie })
  staff = [await open(DESKTOP, owner), await open(PHONE, owner)]
  tenant = [await open(PHONE, payer), await open(DESKTOP, payer)]
  for (const { context } of tenant)
    await context.addInitScript({
      content: `localStorage.setItem('busbar.portal.account', '${unit.accountId}')`,
    })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await world?.close()
}, 60_000)

const eventually = (look: () => Promise<unknown>) =>
  expect.poll(look, { timeout: 30_000, interval: 250 })
/** The row of the unit on the board, and what it says of the relay. */
const rowOf = ({ page }: Visitor) => page.locator('[data-test=point]', { hasText: 'Unit T' })
const verified = async (each: Visitor) =>
  (await rowOf(each).locator('[data-test=verified]').textContent()) ?? ''

/** Everybody sees live what the supply is: nobody loads a page again. */
async function everybodySees(value: 'on' | 'off', portal: 'on' | 'off-debt'): Promise<void> {
  for (const each of staff)
    await eventually(() => verified(each)).toContain(each.words.t(`admin-live.value.${value}`))
  for (const { page, words } of tenant) {
    const state = page.locator('.state').first()
    await eventually(() => state.textContent()).toContain(words.t(`portal.supply.state.${portal}`))
  }
}

describe('a tenant who runs out of credit', () => {
  it('is topped up by staff, warned, cut, and supplied again once they have paid by phone', async () => {
    for (const { page } of staff) await page.goto('/supply-board')
    for (const { page } of tenant) await page.goto('/portal/')

    // At the desk.
    const [desk, mobile] = [defined(staff[0], 'a desk'), defined(staff[1], 'a phone')]
    await desk.page.goto(`/accounts/${unit.accountId}`)
    await desk.page.getByRole('button', { name: 'Top up', exact: true }).click()
    const dialog = desk.page.getByRole('dialog')
    await dialog.getByLabel(/^At the desk/).check()
    await dialog.getByLabel('Amount').fill('100')
    await dialog.getByRole('button', { name: 'Top up', exact: true }).click()
    await dialog.getByText('Paid and credited.').waitFor()
    await supplied(world, unit, 'on')
    await desk.page.goto('/supply-board')
    await everybodySees('on', 'on')
    await desk.wellMade('story-on-board')

    await world.client.drain(unit)
    await supplied(world, unit, 'off')
    await everybodySees('off', 'off-debt')
    for (const each of staff) await each.wellMade('story-cut-board')
    for (const each of tenant) await each.wellMade('story-cut-portal')
    // Nobody is cut who was not told before: the inbox has it, and so has the portal.
    for (const { page, words } of tenant) {
      await page.goto('/portal/notices')
      await page.getByRole('heading', { name: words.t('portal.notices.title') }).waitFor()
      await page.locator('button[aria-expanded]').first().waitFor()
    }
    await mobile.page.goto(`/accounts/${unit.accountId}`)
    await mobile.page
      .getByText(mobile.words.t('admin-money.debt'), { exact: true })
      .first()
      .waitFor()
    await mobile.wellMade('story-cut-account')
    await mobile.page.goto('/supply-board')
    for (const { page } of tenant) await page.goto('/portal/')

    // The tenant pays by phone, on the channel's own page.
    const phone = defined(tenant[0], 'a phone')
    await phone.page.goto('/portal/top-up')
    await phone.page.locator('input[inputmode=decimal]').fill('60')
    await phone.page.locator('button[type=submit]').click()
    const link = phone.page.locator('a[target=_blank]')
    await link.waitFor()
    await payAtChannel(phone.page, link)
    await phone.page.getByText(phone.words.t('portal.topUp.paid'), { exact: true }).waitFor()
    await phone.page.goto('/portal/')
    await supplied(world, unit, 'on')
    await everybodySees('on', 'on')
    for (const each of [desk, phone]) await each.wellMade('story-restored')
    for (const { complaints } of [...staff, ...tenant]) expect(complaints).toEqual([])
  }, 240_000)
})
