import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PaymentOrder, PaymentOrderEvents } from '../../core/generated/api.ts'
import { launchBrowser } from './browser.ts'
import { openPortalHouse, type PortalHouse } from './portal-house.ts'
import { DESKTOP, PHONE, visitorOf } from './visitor.ts'

/** What staff see of an order: what its channel said, as it says it, and whether that was signed. */

let house: PortalHouse
let browser: Browser

beforeAll(async () => {
  house = await openPortalHouse()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
}, 60_000)

async function ordered(connectionId: string, person = house.tenant): Promise<PaymentOrder> {
  const { accountId } = house.building
  const answer = await person.call('POST', '/api/v1/top-ups', {
    body: { accountId, connectionId, amount: '17.30' },
    headers: { 'idempotency-key': randomUUID() },
  })
  expect(answer.status, answer.text).toBe(200)
  return answer.body as unknown as PaymentOrder
}

async function sandboxId(): Promise<string> {
  const { body } = await house.owner.call('GET', '/api/v1/connections?limit=100')
  const items = body.items as readonly { readonly id: string; readonly type: string }[]
  return items.find(({ type }) => type === 'sandbox')?.id ?? ''
}

/** As the payer does on the channel's page. */
async function payFor({ payerAction }: PaymentOrder): Promise<void> {
  const body = new URLSearchParams({ action: 'pay' })
  const paid = await fetch(String(payerAction.url), { method: 'POST', body })
  expect(paid.status).toBe(200)
  await paid.arrayBuffer()
}

describe.each([DESKTOP, PHONE])('an order on a $name, in $language', (look) => {
  it('tells what its channel said, live, and what of it was signed', async () => {
    const order = await ordered(await sandboxId())
    const { cookie } = house.manager
    const visitor = await visitorOf(browser, { url: house.url, look, cookie })
    const { page, words, context, complaints, wellMade } = visitor
    const { t, choice } = words
    await page.goto(`/payment-orders/${order.id}`)
    const card = page.locator('[data-test=words]')
    await card.getByRole('heading', { name: t('admin-orders.title') }).waitFor()
    await card.getByText(t('admin-orders.source.create')).waitFor()
    expect(await card.locator('li').count()).toBe(1)
    expect(await card.getByText(t('admin-orders.source.callback')).count()).toBe(0)
    await wellMade('order-words-waiting')

    await payFor(order)
    const call = card.locator('li', { hasText: t('admin-orders.source.callback') }).first()
    await call.getByText(choice('captured'), { exact: true }).waitFor()
    await call.getByText(t('admin-orders.verified')).waitFor()
    // The newest first, each with its instant; and what is never shown here is said.
    expect(await card.locator('li').first().textContent()).toContain(choice('captured'))
    const { body } = await house.manager.call('GET', `/api/v1/payment-orders/${order.id}/events`)
    const { items } = body as unknown as PaymentOrderEvents
    expect(await card.locator('li').count()).toBe(items.length)
    const instants = await card
      .locator('time')
      .evaluateAll((all) => all.map((each) => each.getAttribute('datetime')))
    expect(instants).toEqual(items.map(({ at }) => at))
    await card.getByText(t('admin-orders.refused')).waitFor()
    await wellMade('order-words')
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it('of the desk has no word of a channel that called', async () => {
    const order = await ordered(house.deskId, house.cashier)
    const { cookie } = house.manager
    const visitor = await visitorOf(browser, { url: house.url, look, cookie })
    const { page, words, context, wellMade } = visitor
    await page.goto(`/payment-orders/${order.id}`)
    const card = page.locator('[data-test=words]')
    await card.getByRole('heading', { name: words.t('admin-orders.title') }).waitFor()
    await card.getByText(words.t('admin-orders.refused')).waitFor()
    expect(await card.getByText(words.t('admin-orders.source.callback')).count()).toBe(0)
    expect(await card.getByText(words.t('admin-orders.verified')).count()).toBe(0)
    await wellMade('order-words-desk')
    await context.close()
  }, 60_000)
})
