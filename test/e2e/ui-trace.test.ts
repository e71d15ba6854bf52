import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import mqtt from 'mqtt'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AedesBroker, startAedes } from '../../plugins/driver-mqtt/test/aedes-broker.ts'
import { type Api, type Person, startApi } from '../http/api.ts'
import { makeBuilding } from '../http/building.ts'
import { launchBrowser, PAGES, take } from './browser.ts'
import { DESKTOP, PHONE, visitorOf } from './visitor.ts'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))
const PASSWORD = 'hunter-4711-of-the-hall'
const TOPIC = 'hall/meter-1'

let api: Api
let technician: Person
let field: AedesBroker
let device: mqtt.MqttClient
let connectionId = ''

beforeAll(async () => {
  field = await startAedes()
  device = await mqtt.connectAsync(field.url)
  api = await startApi({ plugins: PLUGINS, pages: PAGES })
  const owner = await api.person([{ role: 'owner' }])
  const { siteId } = await makeBuilding(owner, 'tower')
  technician = await api.person([{ role: 'technician', siteId }])
  const made = await technician.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId, pluginId: 'driver-mqtt', extensionPoint: 'meterDrivers', type: 'mqtt' },
      ...{ name: 'Hall', skipTest: true },
      config: { url: field.url, protocolVersion: 4, username: 'hall', password: PASSWORD },
    },
  })
  expect(made.status, made.text).toBe(201)
  connectionId = String(made.body.id)
  await api.pool.query({
    text: `INSERT INTO point (connection_id, register_id, role, unit, address)
      SELECT $1, r.id, 'register', 'kWh', $2 FROM register r JOIN meter m ON m.id = r.meter_id
      WHERE m.site_id = $3 LIMIT 1`,
    values: [connectionId, { format: 'json', topic: TOPIC, pointer: '/energy' }, siteId],
  })
}, 120_000)
afterAll(async () => {
  await device?.endAsync()
  await api?.stop()
  await field?.close()
})

describe.each([DESKTOP, PHONE])('the trace of a connection, on $name', (look) => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  it('is turned on, shows what goes over the wire as it comes, is filtered, kept and turned off', async () => {
    const visitor = await visitorOf(browser, { url: api.url, look, cookie: technician.cookie })
    const { page, words } = visitor
    const say = (name: string) => words.t(`admin-plugins.trace.${name}`)
    const trace = page.locator('[data-test=trace]')
    const line = (text: string) => trace.locator('li').filter({ hasText: text })
    const press = (name: string) =>
      trace.getByRole('button', { name: say(name), exact: true }).click()

    await page.goto(`/connections/${connectionId}`)
    await press('start')
    await trace.getByRole('button', { name: say('stop'), exact: true }).waitFor()
    // Whoever looks for a fault lets it connect again: how it comes in is in the trace.
    await technician.call('POST', `/api/v1/connections/${connectionId}/reload`)
    await line('CONNECT client').waitFor()
    await line(`SUBSCRIBE`).first().waitFor()
    await device.publishAsync(TOPIC, `{"energy":"${look.width}.5","by":"${PASSWORD}"}`)
    await line(`"energy":"${look.width}.5"`).waitFor()
    expect(await trace.textContent()).not.toContain(PASSWORD)
    await visitor.wellMade('trace-live')

    await trace.getByLabel(say('filter'), { exact: true }).fill('meter-1')
    await trace.getByLabel(say('way'), { exact: true }).click({ force: true })
    await take(page.getByRole('option', { name: words.choice('in'), exact: true }))
    await line('CONNECT client').waitFor({ state: 'detached' })
    expect(await line('PUBLISH').count()).toBe(1)

    // What comes meanwhile waits.
    await press('pause')
    await device.publishAsync(TOPIC, '{"energy":"77777.25"}')
    await trace.getByText(say('paused')).waitFor()
    await press('goOn')
    await line('77777.25').waitFor()

    for (const [format, sign] of [
      ['jsonl', '"direction":"in"'],
      ['csv', 'sequence,at,direction,peer,summary,detail'],
    ] as const) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        trace.getByRole('link', { name: say(format), exact: true }).click(),
      ])
      expect(file.suggestedFilename()).toBe(`connection-${connectionId}-trace.${format}`)
      const text = readFileSync(await file.path(), 'utf8')
      expect(text).toContain(sign)
      expect(text).toContain('77777.25')
      expect(text).not.toContain(PASSWORD)
    }

    await press('stop')
    await trace.getByRole('button', { name: say('start'), exact: true }).waitFor()
    // What was recorded is still there to be looked at.
    await line('77777.25').waitFor()
    await visitor.wellMade('trace-ended')
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })
})
