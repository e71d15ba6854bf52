import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keptPort } from '../../core/testkit/kept-port.ts'
import { createApi, credentials } from '../../examples/demo-building/api.ts'
import { deviceLogin, integratorLogin } from '../../examples/demo-building/broker/access.ts'
import { type Broker, startBroker } from '../../examples/demo-building/broker/broker.ts'
import { METERS } from '../../examples/demo-building/building/meters.ts'
import { type Child, startChild } from '../../examples/demo-building/child.ts'
import { mqttConfig } from '../../examples/demo-building/seed/addresses.ts'
import { startClientProcess } from '../../plugins/gateway-opcua/test/client.ts'
import policy from '../../schemas/policy-profiles/mainland-china.json' with { type: 'json' }
import { openSession } from '../bench/latency-setup.ts'
import { type CoreProcess, startCoreOn } from '../support/core-process.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

/*
 * A relay of the demo that nobody has mapped yet, in a core of its own with its Supply Guard and its driver: from what a
 * search finds to a certificate, and then ordered by a building management system. Nothing but the wire tells the core how
 * the relay stands. Time is the wall clock's.
 */

const DEMO = new URL('../../examples/demo-building/', import.meta.url)
const WITHIN = { timeout: 60_000, interval: 250 }
const CASE_MS = 240_000
const PASSWORD = 'busbar at the broker'
const BMS = { username: 'bms', password: 'password-of-the-bms' }

type Json = Readonly<Record<string, unknown>>

const client = startClientProcess()
const device = relayed()
let dataDir = ''
let database: TemporaryDatabase
let broker: Broker
let devices: Child
let core: CoreProcess
let api: ReturnType<typeof createApi>
let siteId = ''
let spaceId = ''
let connectionId = ''
let meteringPointId = ''
let commissioningId = ''
let supplyPointId = ''

/** A Shelly of one channel, drawing a lot and reporting each second. */
function relayed() {
  const found = METERS.find(
    ({ device: { kind, relay } }) => kind === 'shelly-1pm' && relay === 'answers',
  )
  if (found === undefined) throw new Error('The demo has no such device.')
  const load = { kind: 'electricity', profile: 'g1', yearly: 600_000, shift: 1 } as const
  return { ...found.device, load, intervalS: 1, phaseS: 0, absences: [], inService: true }
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-commissioning-'))
  database = await createTemporaryDatabase()
  const password = 'password of the device'
  broker = await startBroker({
    logins: [integratorLogin('busbar', PASSWORD), deviceLogin(device.device, password)],
  })
  devices = await startChild({
    script: new URL('devices/main.ts', DEMO),
    config: {
      brokerPort: broker.port,
      clock: { startAt: 0, rate: 1, wallAt: 0 },
      // It begins to count: its opening is what it shows.
      bornAt: Date.now(),
      calendar: { utcOffsetMinutes: 480, holidays: [], workedWeekendDays: [] },
      devices: [{ ...device, password }],
      statePath: join(dataDir, 'devices.json'),
    },
  })
  core = await startCoreOn({ database, dataDir: join(dataDir, 'core') })
  const { cookie = '' } = await openSession(core)
  api = createApi({ url: core.url, cookie })
  const profile = await api.create('policyProfiles', policy)
  const timeZone = 'Asia/Shanghai'
  const site = { code: 'T', name: 'Tower', timeZone, currency: 'CNY', policyProfileId: profile.id }
  siteId = (await api.create('sites', site)).id
  spaceId = (await api.create('spaces', { siteId, code: 'U', name: 'Unit', kind: 'unit' })).id
  connectionId = (
    await api.create('connections', {
      ...{ siteId, pluginId: 'driver-mqtt', extensionPoint: 'meterDrivers', type: 'mqtt' },
      ...{ name: 'Field', config: mqttConfig({ port: broker.port, password: PASSWORD, timeZone }) },
    })
  ).id
}, 240_000)
afterAll(async () => {
  await client.close()
  await core?.stop()
  await devices?.stop()
  await broker?.close()
  await database?.drop()
  rmSync(dataDir, { recursive: true, force: true })
}, 90_000)

async function ask(method: 'GET' | 'POST', path: string, body?: Json) {
  const response = await fetch(`${core.url}/api/v1/${path}`, {
    method,
    headers: {
      ...credentials(api.caller),
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, text, body: (isJson ? JSON.parse(text) : {}) as Json }
}
async function done(method: 'GET' | 'POST', path: string, body?: Json): Promise<Json> {
  const answer = await ask(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.body
}
const itemsOf = async (path: string) => (await done('GET', path)).items as readonly Json[]
const step = (name: string, body?: Json) =>
  ask('POST', `commissionings/${commissioningId}/${name}`, body)
const supply = () => done('GET', `supply-points/${supplyPointId}`)
/** What the driver sent to the relay, oldest first, as far as its answer was read back. */
const commands = async () =>
  (await itemsOf(`supply-commands?supplyPointId=${supplyPointId}&limit=100`))
    .toSorted((one, other) => Number(one.id) - Number(other.id))
    .map(({ action, outcome }) => `${action} ${outcome}`)
const verified = async () => (await supply()).verified

it(
  'S1: a device that was found is mapped, seen, its relay tested by way of the Supply Guard, and signed off',
  async () => {
    const point = { siteId, spaceId, utility: 'electricity', unit: 'kWh', code: 'U', name: 'Unit' }
    meteringPointId = (await api.create('meteringPoints', { ...point, maxRate: '400' })).id
    const found = async () => {
      const { devices: all } = (await done('POST', `connections/${connectionId}/discover`, {})) as {
        readonly devices: readonly { readonly source: string; readonly points: readonly Json[] }[]
      }
      return all.find(({ source }) => source === device.device)
    }
    await expect.poll(async () => (await found())?.points.length, WITHIN).toBeGreaterThan(3)
    const points = (await found())?.points.map(({ role, address }) => ({ role, address })) ?? []
    const { items } = (await done('POST', `connections/${connectionId}/match-templates`, {
      points,
    })) as { readonly items: readonly { readonly templateId: string; readonly parameters: Json }[] }
    const match = items.find(({ templateId }) => templateId === 'shelly-plus-1pm')
    expect(match?.parameters).toEqual({ device: device.device })

    const application = {
      ...{ templateId: 'shelly-plus-1pm', parameters: match?.parameters, serial: 'SN-1' },
      ...{ foundAs: device.device, meteringPointId },
      ...{ openings: [{ code: 'total', value: String(device.initial / 1_000) }] },
      ...{ signedBy: 'Li Wei', supplied: true },
    }
    const path = `connections/${connectionId}/apply-template`
    expect(await done('POST', path, { ...application, dryRun: true })).toMatchObject({
      applied: false,
    })
    expect(await itemsOf('meters')).toEqual([])
    const applied = await done('POST', path, application)
    commissioningId = String(applied.commissioningId)
    supplyPointId = String((await itemsOf('supply-points'))[0]?.id)

    await expect.poll(async () => (await step('see')).text, WITHIN).toContain('"state":"seen"')
    await expect.poll(verified, WITHIN).toBe('on')
    // No cut is signed in the first seconds of a core: the order stands until it is.
    expect((await step('start-test', { present: true })).body).toMatchObject({
      state: 'off-ordered',
    })
    await expect.poll(verified, WITHIN).toBe('off')
    expect((await step('restore-test')).body).toMatchObject({ state: 'on-ordered' })
    await expect.poll(verified, WITHIN).toBe('on')
    const { body: tested, text } = await step('end-test', {})
    expect(tested, text).toMatchObject({
      state: 'tested',
      tests: [
        {
          result: 'passed',
          off: { outcome: 'confirmed', reported: 'off', verified: 'off', loadAfter: '0' },
          on: { outcome: 'confirmed', reported: 'on', verified: 'on' },
        },
      ],
    })
    expect(await commands()).toEqual(['cut confirmed', 'restore confirmed'])
    const { body: signed } = await step('sign', { signatory: 'Li Wei' })
    expect(signed).toMatchObject({ state: 'signed', certificate: { meter: { serial: 'SN-1' } } })
    const certificate = await ask('GET', `commissionings/${commissioningId}/certificate`)
    expect(certificate.text.startsWith('%PDF-')).toBe(true)
  },
  CASE_MS,
)

it(
  'S1: a building system cuts it in the name of its principal, and a hold of the Guard stands above it',
  async () => {
    const email = 'bms@tower.example'
    const user = await api.create('users', {
      email,
      name: 'BMS',
      password: 'a long password of it',
    })
    await api.create('roleAssignments', {
      userId: user.id,
      role: 'integrator',
      siteId,
      tenantId: null,
    })
    const { application } = await client.identity({})
    const gateway = async (name: string, exposure: Json) => {
      const port = await keptPort()
      await api.create('connections', {
        ...{ siteId, pluginId: 'gateway-opcua', extensionPoint: 'buildingGateways', type: 'opcua' },
        ...{ name, config: { port, ...BMS, trusted: [{ thumbprint: application }], exposure } },
      })
      await client.use({
        ...{ url: `opc.tcp://127.0.0.1:${port}`, user: BMS },
        ...({ mode: 'SignAndEncrypt', policy: 'Basic256Sha256' } as const),
      })
      const order = `supply:${supplyPointId}/order`
      await expect
        .poll(async () => new Map(await client.seen()).get(order)?.good, WITHIN)
        .toBe(true)
      return (value: boolean | null) => client.write({ pointId: order, value })
    }
    const audited = async () =>
      (await itemsOf('audit-events?limit=500')).filter(({ actorId }) => actorId === user.id)

    const reads = await gateway('Reads', { authority: 'none', principal: email })
    expect((await reads(false)).status).toMatch(/^Bad/)
    expect(await audited()).toEqual([])

    const orders = await gateway('Orders', { authority: 'supply', principal: email })
    const before = await commands()
    const hold = await done('POST', 'guard-holds', { siteId, reason: 'Storm' })
    expect(await orders(false)).toEqual({ status: 'Good' })
    await expect.poll(async () => (await supply()).desired, WITHIN).toBe('off')
    // Time enough for a cut that nothing held.
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    expect(await verified()).toBe('on')
    expect(await commands()).toEqual(before)
    await done('POST', `guard-holds/${String(hold.id)}/release`)
    await expect.poll(verified, WITHIN).toBe('off')
    expect(await orders(null)).toEqual({ status: 'Good' })
    expect(await orders(true)).toEqual({ status: 'Good' })
    await expect.poll(verified, WITHIN).toBe('on')
    expect(await commands()).toEqual([...before, 'cut confirmed', 'restore confirmed'])
    const operations = (await audited()).map(({ operation }) => operation).toSorted()
    expect(operations).toEqual(['supplyOrders.create', 'supplyOrders.create', 'supplyOrders.end'])
  },
  CASE_MS,
)
