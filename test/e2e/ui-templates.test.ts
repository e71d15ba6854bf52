import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AedesBroker, startAedes } from '../../plugins/driver-mqtt/test/aedes-broker.ts'
import { type CommissioningHouse, openCommissioningHouse } from '../http/commissioning-house.ts'
import { launchBrowser, PAGES, take } from './browser.ts'
import { DESKTOP, PHONE, visitorOf } from './visitor.ts'

/** From what a search finds to a meter that is made by the template that fits it. */

const RELAY = 'shellypro4pm-1234567890ab'
const WATER = '24e124445d186666'

let house: CommissioningHouse
let broker: AedesBroker
let connectionId: string
let browser: Browser

const channel = {
  ...{ aenergy: { total: 12_500 }, apower: 1840, current: 8, output: true },
}
/** What devices have said, which the broker keeps. */
const MESSAGES = {
  [`${RELAY}/online`]: 'true',
  [`${RELAY}/events/rpc`]: JSON.stringify({
    ...{ src: RELAY, method: 'NotifyStatus' },
    params: { 'switch:0': channel, 'switch:1': channel },
  }),
  [`application/app/device/${WATER}/event/up`]: JSON.stringify({
    deviceInfo: { deviceName: 'Water meter', devEui: WATER },
    ...{ fCnt: 7, fPort: 85, object: { pulse: 4200, battery: 92 } },
  }),
  'someone/else': JSON.stringify({ value: 12 }),
}

beforeAll(async () => {
  house = await openCommissioningHouse({ pages: PAGES })
  broker = await startAedes()
  for (const [topic, text] of Object.entries(MESSAGES))
    await new Promise<void>((resolve, reject) =>
      broker.broker.publish(
        {
          ...{ cmd: 'publish', topic, payload: Buffer.from(text) },
          ...{ qos: 1, retain: true, dup: false },
        },
        (failed) => (failed ? reject(failed) : resolve()),
      ),
    )
  const { owner, building } = house
  const made = await owner.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId: building.siteId, pluginId: 'driver-mqtt', extensionPoint: 'meterDrivers' },
      ...{ type: 'mqtt', name: 'Field', config: { url: broker.url, protocolVersion: 4 } },
    },
  })
  expect(made.status, made.text).toBe(201)
  connectionId = String(made.body.id)
}, 180_000)
afterAll(async () => {
  await house?.stop()
  await broker?.close()
}, 60_000)
beforeEach(async () => {
  browser = await launchBrowser()
})
afterEach(() => browser.close())

async function pick(page: Page, label: string, name: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(name)
  await take(page.getByRole('option', { name }))
}

describe.each([DESKTOP, PHONE])('a template on a $name, in $language', (look) => {
  it('fits a device that was found, says what it makes, and makes it with a click', async () => {
    const code = `T-${look.name}`
    const meteringPointId = await house.meteringPoint(code)
    const { cookie } = house.owner
    const visitor = await visitorOf(browser, { url: house.api.url, look, cookie })
    const { page, words, complaints, wellMade } = visitor
    const t = (key: string, values?: Readonly<Record<string, string>>) =>
      words.t(`admin-commissioning.template.${key}`, values)
    const button = (name: string) => page.getByRole('button', { name, exact: true })

    await page.goto(`/connections/${connectionId}`)
    await page.getByText(t('about')).waitFor()
    await button(words.t('admin-plugins.draft.discover')).click()
    const relay = page.locator(`[data-device="${RELAY}"]`)
    // It is called as its model is: that template stands first, once for each channel, and others are opened.
    await relay.locator('[data-test=matches]').waitFor()
    const shown = relay.getByRole('button').filter({ visible: true })
    expect(await shown.first().textContent()).toBe(t('use', { name: 'Shelly Pro 4PM' }))
    const water = page.locator(`[data-device="${WATER}"]`)
    await water
      .getByText(t('use', { name: 'Milesight EM300-DI' }))
      .first()
      .waitFor()
    await wellMade('templates-found')

    await relay
      .getByText(t('use', { name: 'Shelly Pro 4PM' }))
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    const points = dialog.locator('[data-test=template-points]')
    await points.getByText(`shelly-gen2 · ${RELAY} · switch:0 · /aenergy/total`).waitFor()
    expect(await points.textContent()).toContain('× 0.001')
    await wellMade('templates-dialog')
    await dialog.getByLabel(`${words.say('Serial number')} *`, { exact: true }).fill(code)
    await pick(page, words.say('Metering point'), code)
    const signed = dialog.getByLabel(`${words.say('Signed by')} *`, { exact: true })
    await signed.fill('Li Wei')
    await dialog.getByLabel(/^total, kWh/).fill('12.5')
    await dialog.getByRole('button', { name: t('check'), exact: true }).click()
    await dialog.locator('[data-test=would-make]').getByText(code).first().waitFor()
    await wellMade('templates-checked')
    await dialog.getByRole('button', { name: t('make'), exact: true }).click()
    await page.waitForURL(/\/commissionings\/\d+$/)
    await page.getByText(words.t('admin-commissioning.next.mapped')).waitFor()

    const id = page.url().split('/').at(-1)
    const { body } = await house.owner.call('GET', `/api/v1/commissionings/${id}`)
    expect(body).toMatchObject({
      ...{ state: 'mapped', meteringPointId, templateId: 'shelly-pro-4pm', foundAs: RELAY },
    })
    expect(body.supplyPointId).not.toBeNull()
    expect(complaints).toEqual([])
  }, 110_000)

  it('is chosen by maker and model too, and asks what a pulse counts', async () => {
    const { cookie } = house.owner
    const visitor = await visitorOf(browser, { url: house.api.url, look, cookie })
    const { page, words, complaints, wellMade } = visitor
    const t = (key: string) => words.t(`admin-commissioning.template.${key}`)
    await page.goto(`/connections/${connectionId}`)
    await page.getByLabel(t('choose'), { exact: true }).fill('EM300')
    await take(page.getByRole('option', { name: /EM300-DI/ }))
    await page.getByRole('button', { name: t('open'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    const field = (title: string) => dialog.getByLabel(`${title} *`, { exact: true })
    await field(words.say('Serial number')).fill(`W-${look.name}`)
    const check = dialog.getByRole('button', { name: t('check'), exact: true })
    await check.click()
    // Its parameters and what a pulse counts are missing.
    await dialog
      .getByText(words.t('refusals.fields').split('|').at(-1)?.split('{count}')[1]?.trim() ?? '')
      .waitFor()
    await field(look.language === 'en' ? 'Application' : '应用').fill('app')
    await field(look.language === 'en' ? 'Device EUI' : '设备 EUI').fill(WATER)
    await field(words.say('Pulse value')).fill('0.01')
    await wellMade('templates-pulses')
    await check.click()
    await dialog.getByRole('button', { name: t('make'), exact: true }).click()
    await page.waitForURL(/\/meters\/\d+$/)
    await page.getByText(`W-${look.name}`).first().waitFor()
    expect(complaints).toEqual([])
  }, 110_000)

  it('is listed on the page of its plugin, with the documents that it is from', async () => {
    const { cookie } = house.owner
    const visitor = await visitorOf(browser, { url: house.api.url, look, cookie })
    const { page, words, complaints, wellMade } = visitor
    await page.goto('/plugins/driver-mqtt')
    const line = page.locator('[data-template=shelly-pro-4pm]')
    await line.getByText('Shelly Pro 4PM').waitFor()
    expect(await line.textContent()).toContain(words.choice('electricity'))
    expect(await line.textContent()).toContain('kWh')
    const sources = await line.getByRole('link').all()
    expect(await Promise.all(sources.map((each) => each.getAttribute('href')))).toEqual([
      'https://shelly-api-docs.shelly.cloud/gen2/Devices/Gen2/ShellyPro4PM',
      'https://shelly-api-docs.shelly.cloud/gen2/ComponentsAndServices/Switch',
    ])
    await wellMade('templates-of-plugin')
    expect(complaints).toEqual([])
  })
})
