import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  browserOf,
  button,
  cell,
  type DashboardHouse,
  inspect,
  openDashboardHouse,
  openLive,
} from './dashboards-browser.ts'

let world: DashboardHouse
let path = ''

beforeAll(async () => {
  world = await openDashboardHouse()
  const { siteId } = world.house.building
  const made = await world.manager.call('POST', '/api/v1/dashboards', {
    body: { siteId, title: 'Our day', shared: true },
  })
  expect(made.status, made.text).toBe(201)
  path = `/dashboards/${String(made.body.id)}`
}, 120_000)
afterAll(() => world?.stop())

describe('what plugins contribute', () => {
  it('is a widget to put on, and a page in the menu of whom it is for', async () => {
    const { page, failures, close } = await browserOf(world, world.manager)
    await page.goto(`${world.house.api.url}${path}?change`)
    await button(page, 'Add the first widget').click()
    await inspect(page, 'catalogue')
    await page.locator('[data-test="payment-cash/latest-payments"]').click()
    await button(page, 'Put it on').click()
    await cell(page, 'Latest payments').waitFor()
    await button(page, 'Save').click()
    await button(page, 'Change').waitFor()
    const kept = await world.manager.call('GET', `/api/v1${path}`)
    expect(kept.body.widgets).toMatchObject([{ widget: 'payment-cash/latest-payments' }])

    await page.getByRole('link', { name: 'MQTT', exact: true }).click()
    await page.waitForURL(`${world.house.api.url}/pages/driver-mqtt/brokers`)
    await cell(page, 'MQTT brokers').getByText('Building broker').waitFor()
    await cell(page, 'MQTT messages').getByText('Building broker').waitFor()
    await cell(page, 'MQTT brokers').getByText('Down', { exact: true }).waitFor()
    await cell(page, 'MQTT messages').getByText('0', { exact: true }).first().waitFor()
    await page.getByText('Counts begin when a connection starts.').waitFor()
    await inspect(page, 'mqtt')
    expect(failures).toEqual([])
    await close()

    const phone = await browserOf(world, world.manager, { width: 390, language: 'zh-CN' })
    await openLive(world, phone.page, '/pages/driver-mqtt/brokers')
    await phone.page.getByRole('heading', { name: 'MQTT 消息', exact: true }).waitFor()
    await inspect(phone.page, 'mqtt-phone-zh')
    await phone.close()

    const other = await browserOf(world, world.cashier)
    await other.page.goto(`${world.house.api.url}/dashboards`)
    await other.page.getByRole('link', { name: 'Our day', exact: true }).waitFor()
    expect(await other.page.getByRole('link', { name: 'MQTT', exact: true }).count()).toBe(0)
    await other.page.goto(`${world.house.api.url}/pages/driver-mqtt/brokers`)
    await other.page.getByText('There is no such page, or it is not yours to see.').waitFor()
    await other.close()
  }, 90_000)
})
