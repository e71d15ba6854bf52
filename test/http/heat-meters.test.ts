import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRaw, passTo, type RawDevice } from '../../plugins/driver-bacnet/test/raw-device.ts'
import {
  createVirtualDevice,
  type VirtualDevice,
  type VirtualObject,
} from '../../plugins/driver-bacnet/test/virtual-device.ts'
import { type AedesBroker, startAedes } from '../../plugins/driver-mqtt/test/aedes-broker.ts'
import policy from '../../schemas/policy-profiles/mainland-china.json' with { type: 'json' }
import { openSession } from '../bench/latency-setup.ts'
import { type CoreProcess, startCoreOn } from '../support/core-process.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

/** From a template of a heat or cooling meter to a reading of it, through a core, its drivers and what they speak. */

const PATIENCE_MS = 60_000
const EUI = '94193a0309001234'
const BTU_METER = 3_800

let database: TemporaryDatabase
let core: CoreProcess
let broker: AedesBroker
let raw: RawDevice
let dataDir = ''
let cookie = ''
let siteId = ''
let spaceId = ''
let mqttId = ''
let bacnetId = ''

/** What of the API's answers is looked at here. */
interface Told {
  readonly id: string
  readonly items: readonly {
    readonly template: { readonly driver: string; readonly sources: readonly string[] }
    readonly templateId: string
    readonly value: string
    readonly payloadBase64: string
  }[]
  readonly objects: readonly { readonly resource: string; readonly id: string }[]
  readonly errors: readonly { readonly pointer: string; readonly message: string }[]
}
interface Answered {
  readonly status: number
  readonly text: string
  readonly body: Told
}

async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<Answered> {
  const response = await fetch(`${core.url}/api/v1/${path}`, {
    method,
    headers: { cookie, origin: core.url, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, text, body: JSON.parse(text) }
}
async function make(path: string, body: object): Promise<string> {
  const answer = await call('POST', path, body)
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body.id)
}

/** The BACnet meter of Badger Meter's object map: energy flow and total energy as analog values 2 and 4. */
async function openBtuMeter(): Promise<void> {
  const analogValue = (instance: number, value: number): VirtualObject => ({
    id: { type: 2, instance },
    properties: new Map([[85, [{ type: 4, value }]]]),
  })
  const held: { device?: VirtualDevice } = {}
  raw = await openRaw({
    host: '127.0.0.1',
    onFrame: ({ apdu, from }) => {
      if (held.device !== undefined) passTo(held.device, apdu, from)
    },
  })
  held.device = createVirtualDevice({
    ...{ instance: BTU_METER, objects: [analogValue(2, 3.5), analogValue(4, 5120.25)] },
    send: (frame, to) => {
      const [address = '', port = '0'] = to.split(':')
      raw.sendFrame(frame, { address, port: Number(port) })
    },
    onWrite: async () => ({ behaviour: 'answer' }),
  })
}

beforeAll(async () => {
  database = await createTemporaryDatabase()
  broker = await startAedes()
  await openBtuMeter()
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-heat-'))
  core = await startCoreOn({ database, dataDir })
  ;({ cookie = '' } = await openSession(core))
  const policyProfileId = await make('policy-profiles', policy)
  const site = { code: 'H', name: 'House', timeZone: 'Asia/Shanghai', currency: 'CNY' }
  siteId = await make('sites', { ...site, policyProfileId })
  spaceId = await make('spaces', { siteId, kind: 'unit', code: 'U', name: 'Unit' })
  const connect = (pluginId: string, type: string, config: object) =>
    make('connections', {
      ...{ siteId, pluginId, extensionPoint: 'meterDrivers', type, name: type, config },
      skipTest: true,
    })
  mqttId = await connect('driver-mqtt', 'mqtt', { url: broker.url, protocolVersion: 4 })
  bacnetId = await connect('driver-bacnet', 'bacnet', {
    ...{ port: 0, bindAddress: '127.0.0.1', pollSeconds: 1 },
    devices: [{ instance: BTU_METER, address: `127.0.0.1:${raw.port}` }],
  })
}, 240_000)
afterAll(async () => {
  await core?.stop()
  await raw?.close()
  await broker?.close()
  await database?.drop()
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

const meteringPoint = (code: string, utility: 'heating' | 'cooling', unit: 'kWh' | 'GJ') =>
  make('metering-points', {
    ...{ siteId, spaceId, utility, unit, code, name: code, maxRate: '100000' },
  })

const application = (templateId: string, serial: string, meteringPointId: string) => ({
  ...{ templateId, serial, meteringPointId, signedBy: 'Li Wei' },
  parameters: templateId.startsWith('badger')
    ? { device: BTU_METER }
    : { application: 'app', device: EUI },
})
const apply = (body: object, connectionId = mqttId) =>
  call('POST', `connections/${connectionId}/apply-template`, body)

/** Tries it, then makes it, with what the meter shows; tells the register. */
async function fitted(body: object, opening: string, connectionId = mqttId): Promise<string> {
  const whole = { ...body, openings: [{ code: 'total', value: opening }] }
  const tried = await apply({ ...whole, dryRun: true }, connectionId)
  expect(tried.body, tried.text).toMatchObject({ applied: false, meterId: null })
  const made = await apply(whole, connectionId)
  expect(made.status, made.text).toBe(201)
  expect(made.body).toMatchObject({ applied: true })
  const { objects } = made.body
  expect(objects.map(({ resource }) => resource)).toEqual(
    tried.body.objects.map(({ resource }) => resource),
  )
  return String(objects.find(({ resource }) => resource === 'registers')?.id)
}

function uplink(frame: string): Promise<void> {
  const event = {
    ...{ time: new Date().toISOString(), fPort: 2 },
    deviceInfo: { deviceName: 'MULTICAL', devEui: EUI },
    data: Buffer.from(frame, 'hex').toString('base64'),
  }
  return new Promise((resolve, reject) =>
    broker.broker.publish(
      {
        ...{ cmd: 'publish', topic: `application/app/device/${EUI}/event/up` },
        ...{ payload: Buffer.from(JSON.stringify(event)), qos: 1, retain: false, dup: false },
      },
      (failed) => (failed ? reject(failed) : resolve()),
    ),
  )
}

async function readingsOf(registerId: string): Promise<readonly string[]> {
  const { body, text } = await call('GET', `readings?registerId=${registerId}`)
  expect(body.items, text).toBeDefined()
  return body.items.map(({ value }) => value)
}
/** Sends it until the driver, which may still be subscribing, has handed on what is waited for. */
async function hearsOf(registerId: string, frame: string): Promise<readonly string[]> {
  await expect
    .poll(
      async () => {
        await uplink(frame)
        return readingsOf(registerId)
      },
      { timeout: PATIENCE_MS, interval: 500 },
    )
    .not.toEqual([])
  return [...new Set(await readingsOf(registerId))]
}

/** By the tables of the CMi4140's manual: heat 1,234 kWh and cooling 42 kWh. */
const BOTH = '1a0406d20400000486ff022a0000000413e80300000c788920678104fd1700000000'

describe('heat and cooling meters', () => {
  it('are offered with their documents, for their medium', async () => {
    for (const medium of ['heating', 'cooling']) {
      const { body } = await call('GET', `device-templates?medium=${medium}`)
      const drivers = new Set<string>()
      for (const { template } of body.items) {
        expect(template.sources.length).toBeGreaterThan(0)
        drivers.add(template.driver)
      }
      expect([...drivers].toSorted()).toEqual(['bacnet', 'mqtt'])
    }
  })

  it('fit what was heard of a meter of both, and are two meters of it', async () => {
    const found = ['/heat_energy', '/cooling_energy'].map((pointer) => ({
      role: 'register',
      address: {
        ...{ format: 'chirpstack', application: 'app', device: EUI },
        ...{ codec: 'elvaco-cmi4140-both', pointer },
      },
    }))
    const { body } = await call('POST', `connections/${mqttId}/match-templates`, { points: found })
    const fit = body.items.map(({ templateId }) => templateId)
    expect(fit.toSorted()).toEqual([
      'kamstrup-multical-both-cooling',
      'kamstrup-multical-both-heat',
    ])
  })

  it('are refused where something else is measured, or in another unit', async () => {
    const heating = await meteringPoint('GJ-1', 'heating', 'GJ')
    const cooling = await meteringPoint('C-0', 'cooling', 'kWh')
    const refusedAt = async (templateId: string, at: string) => {
      const { status, body } = await apply(application(templateId, 'NO-1', at))
      return { status, errors: body.errors }
    }
    const inKwh = await refusedAt('kamstrup-multical-heat', heating)
    expect(inKwh).toMatchObject({ status: 422, errors: [{ pointer: '/meteringPointId' }] })
    expect(inKwh.errors[0]?.message).toContain('measured in GJ')
    const heat = await refusedAt('kamstrup-multical-heat', cooling)
    expect(heat.errors).toMatchObject([{ message: 'does not measure heating' }])
    const { text } = await call('GET', 'meters')
    expect(text).not.toContain('NO-1')
  })

  it('one of both: each counter becomes readings of its own meter, and a bad frame of none', async () => {
    const heat = await fitted(
      application(
        'kamstrup-multical-both-heat',
        '81672089',
        await meteringPoint('H-1', 'heating', 'kWh'),
      ),
      '1200',
    )
    const cooling = await fitted(
      application(
        'kamstrup-multical-both-cooling',
        '81672089C',
        await meteringPoint('C-1', 'cooling', 'kWh'),
      ),
      '40.5',
    )
    expect(await hearsOf(heat, BOTH)).toEqual(['1234'])
    expect(await hearsOf(cooling, BOTH)).toEqual(['42'])

    const bad = [BOTH.slice(0, -2), `${BOTH}00`, BOTH.replace('0406', '0506')]
    for (const frame of bad) await uplink(frame)
    const kept = async () => {
      const { body } = await call('GET', 'quarantine/inputs')
      const texts = body.items.map(({ payloadBase64 }) =>
        Buffer.from(payloadBase64, 'base64').toString(),
      )
      const framesOf = (frame: string) => Buffer.from(frame, 'hex').toString('base64')
      return bad.filter((frame) => texts.some((text) => text.includes(framesOf(frame))))
    }
    await expect.poll(kept, { timeout: PATIENCE_MS }).toEqual(bad)
    expect(new Set(await readingsOf(heat))).toEqual(new Set(['1234']))
  }, 120_000)

  it('one that counts in GJ: the same device in kWh would be read as nothing', async () => {
    const gigajoules = await fitted(
      application(
        'kamstrup-multical-heat-gj',
        '70000001',
        await meteringPoint('GJ-2', 'heating', 'GJ'),
      ),
      '12',
    )
    const kilowattHours = await fitted(
      application(
        'kamstrup-multical-cooling',
        '70000002',
        await meteringPoint('C-2', 'cooling', 'kWh'),
      ),
      '0',
    )
    expect(await hearsOf(gigajoules, '15040fd20400000c780100007004fd1700000000')).toEqual(['12.34'])
    expect(await readingsOf(kilowattHours)).toEqual([])
  }, 120_000)

  it('one on BACnet: its total energy becomes readings', async () => {
    const total = await fitted(
      application('badger-380-cooling', 'BTU-1', await meteringPoint('C-3', 'cooling', 'kWh')),
      '5000',
      bacnetId,
    )
    await expect.poll(() => readingsOf(total), { timeout: PATIENCE_MS }).toContain('5120.25')
  }, 120_000)
})
