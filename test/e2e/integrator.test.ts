import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AccountView } from '../../examples/demo-building/api.ts'
import type { DeviceSpec } from '../../examples/demo-building/building/types.ts'
import { launchBrowser } from './browser.ts'
import { type Hand, handOf } from './integrator-hand.ts'
import { type IntegratorHouse, openIntegratorHouse } from './integrator-house.ts'
import { DESKTOP, type Look, PHONE, type Visitor, visitorOf } from './visitor.ts'

/*
 * The first day of a system integrator at a site, on each protocol from the bare network to the bill, in one go and by
 * clicks alone: connected, found, mapped, seen, its relay tested, signed off, and paid for by the tenant.
 */

const WITHIN = { timeout: 60_000, interval: 250 }

let house: IntegratorHouse
let browser: Browser

beforeAll(async () => {
  house = await openIntegratorHouse()
}, 180_000)
afterAll(() => house?.stop(), 60_000)
beforeEach(async () => {
  browser = await launchBrowser()
})
afterEach(() => browser?.close())

async function arrive(look: Look): Promise<Visitor & { readonly hand: Hand }> {
  const { url, cookie = '' } = house.api.caller
  const visitor = await visitorOf(browser, { url, look, cookie })
  return { ...visitor, hand: handOf(visitor) }
}

/** What the display showed when the meter was fitted, in kWh. */
const opening = ({ initial }: DeviceSpec): string => (initial / 1_000).toFixed(3)
/** When that was, as a form at the site takes it. */
const fittedAt = (): string =>
  new Date(house.fittedAt + 8 * 3_600_000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)

/** Pixels below the window's upper edge. */
const topOf = async (at: Locator) => (await at.boundingBox())?.y ?? Number.POSITIVE_INFINITY

async function balance(): Promise<number> {
  const accounts = await house.api.list<AccountView>('accounts')
  const account = accounts.find(({ id }) => id === house.accountId)
  return Number(account?.purses.find(({ kind }) => kind === 'cash')?.balance)
}

/** The tenant agrees to pay, and what is used from then on is taken from the balance, as their account's page shows. */
async function isBilled(
  { hand, page }: { readonly hand: Hand; readonly page: Visitor['page'] },
  unit: string,
) {
  const before = await balance()
  await hand.agree(unit)
  await expect.poll(balance, WITHIN).toBeLessThan(before)
  await page.goto(`/accounts/${house.accountId}`)
  await page.locator('[data-test="balance"]').waitFor()
  await hand.looks('billed')
}

describe('the first day at a site', () => {
  it('MQTT: by the template that fits, on a phone, after a wrong port and a forgotten field', async () => {
    const { page, hand, words, complaints } = await arrive(PHONE)
    const { t } = words
    const { broker } = house.handedOver
    const { device } = house.devices.mqtt
    await hand.connect('driver-mqtt')
    await hand.fill({ Name: 'Shops', Broker: 'mqtt://127.0.0.1:1', 'Reply prefix': 'busbar' })
    await hand.fill({ 'User name': broker.username, Password: broker.password })
    await hand.pick('MQTT version', '4')
    // What is wrong stands where the button was pressed, on a form that is many screens long.
    await hand.button(t('common.save')).click()
    const refused = page.getByRole('alert').filter({ hasText: 'mqtt://127.0.0.1:1' })
    await refused.waitFor()
    await expect
      .poll(() => refused.evaluate((at) => at.getBoundingClientRect().top))
      .toBeLessThan(PHONE.height)
    await hand.looks('wrong-port')
    await hand.fill({ Broker: broker.url })
    await hand.save(/\/connections\/\d+$/)

    const connection = page.url()
    const found = await hand.discover()
    const relay = found.locator(`[data-device="${device}"]`)
    const use = relay.getByText(t('admin-commissioning.template.use', { name: 'Shelly Plus 1PM' }))
    await use.first().waitFor()
    await hand.looks('mqtt-found')
    await use.first().click()
    await hand.fill({ 'Serial number': 'SH-105' }, hand.dialog)
    // There is no metering point yet: the list says so and leads to a form, in a tab of its own.
    await hand.field('Metering point', hand.dialog).press('ArrowDown')
    const make = page.locator('a[href="/metering-points/new"]')
    await make.waitFor()
    await page.keyboard.press('Escape')
    await hand.looks('no-metering-point')
    expect(await make.getAttribute('target')).toBe('_blank')
    await hand.meteringPoint('105')

    await page.goto(connection)
    await hand.discover()
    await use.first().click()
    await hand.fill({ 'Serial number': 'SH-105' }, hand.dialog)
    await hand.pick('Metering point', 'Shop 105', hand.dialog)
    await hand.fill({ At: fittedAt() }, hand.dialog)
    await hand.dialog.getByLabel(/^total, kWh/).fill(opening(house.devices.mqtt))
    const check = hand.button(t('admin-commissioning.template.check'), hand.dialog)
    await check.click()
    // Who has signed is missing, far below the button of a small window: it is brought into sight.
    const missing = hand.dialog.getByText(words.t('admin-forms.error.required')).first()
    await expect.poll(() => topOf(missing)).toBeLessThan(PHONE.height)
    await hand.fill({ 'Signed by': 'Li Wei' }, hand.dialog)
    await check.click()
    await hand.button(t('admin-commissioning.template.make'), hand.dialog).click()
    await page.waitForURL(/\/commissionings\/\d+$/)
    await hand.next('mapped').waitFor()
    // Nothing is signed off before it was seen.
    expect(await hand.button(hand.deed('sign'), hand.card).count()).toBe(0)
    await hand.see('mqtt')
    await hand.testRelay()
    await hand.sign('mqtt')
    await isBilled({ hand, page }, '105')
    expect(complaints).toEqual([])
  }, 280_000)

  it('OPC UA: browsed and bound by hand behind transformers, its relay silent at first', async () => {
    const { page, hand, words, complaints } = await arrive(DESKTOP)
    const { t } = words
    const { opcua } = house.handedOver
    const { device } = house.devices.opcua
    await hand.connect('driver-opcua')
    await hand.fill({ Name: 'Power', Server: opcua.url, 'Longest reconnect delay (ms)': '500' })
    await hand.fill({ 'User name': opcua.username, Password: opcua.password })
    await hand.fill({ 'Own certificate': opcua.clientCertificate, 'Own key': opcua.clientKey })
    await hand.button(t('admin-plugins.draft.test')).click()
    await page.locator('[data-test=tested]').getByText(opcua.thumbprint).waitFor()
    await hand.looks('opcua-refused')
    // Nobody is believed by a click alone: it is saved as it is, and its certificate compared.
    await page.getByLabel(words.say('Without a test')).check()
    await hand.save(/\/connections\/\d+$/)
    const connection = page.url()
    const refused = page.getByRole('region', { name: t('admin-plugins.refused.title') })
    await refused.getByRole('button', { name: t('admin-plugins.refused.trust') }).click()
    await hand.button(t('admin-plugins.refused.trust'), hand.dialog).click()
    await page.getByText(`Connected to ${opcua.url}.`).waitFor(WITHIN)
    await hand.meteringPoint('103')
    const meterId = await hand.meter('PM-103')

    await page.goto(connection)
    await hand.button(t('admin-plugins.draft.browse')).click()
    await hand.unfold(page.locator('[data-test=browsed]'), ['Meters', device])
    await hand.looks('opcua-browsed')
    await hand.bind('Energy', {
      ...{ serial: 'PM-103', register: 'total, PM-103', role: 'register' },
      fields: { Unit: 'kWh', 'Shift of the decimal point': '-3' },
    })
    for (const each of ['Power', 'Current', 'Relay']) await hand.bind(each, {})
    await hand.install({
      ...{ serial: 'PM-103', unit: '103', at: fittedAt(), multiplier: '2' },
      opening: opening(house.devices.opcua),
    })
    await hand.supplyPoint({ serial: 'PM-103', unit: '103', idle: '0.05' })
    await hand.commission(meterId)
    await hand.see('opcua')

    // The network falls as supply is taken away: nothing is proved, nothing passes, and it is tried again.
    await hand.supplyIs('on')
    await house.goAway()
    await hand.startTest()
    await hand.does('restoreTest', 'on-ordered')
    await house.comeBack()
    await hand.supplyIs('on')
    await hand.does('endTest', 'seen')
    await hand.looks('opcua-failed')
    await hand.testRelay()
    await hand.sign('opcua')
    await isBilled({ hand, page }, '103')
    expect(complaints).toEqual([])
  }, 400_000)

  it('BACnet: bound by hand with a wrong scale, which nobody can sign off, and taken up again', async () => {
    const first = await arrive(DESKTOP)
    const { target } = house.handedOver.bacnet
    await first.hand.connect('driver-bacnet')
    await first.hand.fill({
      Name: 'Offices',
      'UDP port': '0',
      'Address of this machine': '127.0.0.1',
    })
    await first.hand.fill({ 'Broadcast address': '127.255.255.255', 'Asked directly': target })
    await first.hand.field('Asked directly').press('Enter')
    await first.hand.save(/\/connections\/\d+$/)
    const connection = first.page.url()
    await first.hand.meteringPoint('106')
    const meterId = await first.hand.meter('BE-106')
    await first.page.goto(connection)
    await (await first.hand.discover()).locator('summary').first().click()
    await first.hand.looks('bacnet-found')
    const shift = 'Shift of the decimal point'
    const energy = 'Active energy import'
    await first.hand.bind(energy, {
      serial: 'BE-106',
      register: 'total, BE-106',
      fields: { [shift]: '0' },
    })
    for (const each of ['Active power', 'Current', 'Load switch']) await first.hand.bind(each, {})
    await first.hand.install({
      ...{ serial: 'BE-106', unit: '106', at: fittedAt(), multiplier: '1' },
      opening: opening(house.devices.bacnet),
    })
    await first.hand.supplyPoint({ serial: 'BE-106', unit: '106', idle: '0.05' })
    await first.hand.commission(meterId)
    await first.page.locator('[data-test=heard] strong').first().waitFor(WITHIN)
    await first.hand.confirm('see')
    const refused = first.hand.dialog.getByRole('alert').filter({ hasText: 'total' })
    await refused.getByText(/is set aside: .*its unit and scale/).waitFor()
    await first.hand.looks('bacnet-wrong-scale')
    await first.context.close()

    // Another day, another browser: the point is mended, and the commissioning goes on where it stood.
    await browser.close()
    browser = await launchBrowser()
    const { page, hand, complaints, words } = await arrive(DESKTOP)
    await hand.correct(`/meters/${meterId}`, { role: 'register', fields: { [shift]: '-3' } })
    await page.goto(`/meters/${meterId}`)
    await hand.card.getByRole('link', { name: words.t('admin-commissioning.goOn') }).click()
    await hand.see('bacnet')
    await hand.testRelay()
    await hand.sign('bacnet')
    await isBilled({ hand, page }, '106')
    expect([...first.complaints, ...complaints]).toEqual([])
  }, 400_000)
})
