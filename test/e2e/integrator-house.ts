import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import { keptPort } from '../../core/testkit/kept-port.ts'
import { createApi } from '../../examples/demo-building/api.ts'
import { deviceLogin, integratorLogin } from '../../examples/demo-building/broker/access.ts'
import { startBroker } from '../../examples/demo-building/broker/broker.ts'
import { METERS } from '../../examples/demo-building/building/meters.ts'
import type { DeviceSpec } from '../../examples/demo-building/building/types.ts'
import type { Protocol } from '../../examples/demo-building/building/wiring.ts'
import { type Child, startChild } from '../../examples/demo-building/child.ts'
import type { DevicesReady } from '../../examples/demo-building/devices/main.ts'
import none from '../../schemas/policy-profiles/none.json' with { type: 'json' }
import { openSession } from '../bench/latency-setup.ts'
import { type CoreProcess, startCoreOn } from '../support/core-process.ts'
import { createTemporaryDatabase } from '../support/database.ts'

/*
 * A site on the day that its field network comes on: an instance that knows the site, its spaces and one tenant who has
 * paid something in, and devices of three protocols that nobody has connected yet.
 */

const PLACE = new URL('../../examples/demo-building/', import.meta.url)
const PASSWORDS = { broker: 'handed over on paper', opcua: 'handed over on paper too' }
const passwordOf = (device: string) => `password of ${device}`

/** A meter with a relay of each protocol, drawing a lot and reporting each second. */
const FITTED: Readonly<Record<Protocol, string>> = {
  mqtt: '105-E',
  opcua: '103-E',
  bacnet: '106-E',
}

function deviceOf(protocol: Protocol): DeviceSpec {
  const meter = METERS.find(({ code }) => code === FITTED[protocol])
  if (meter === undefined) throw new Error(`There is no meter ${FITTED[protocol]}.`)
  const load = { kind: 'electricity', profile: 'g1', yearly: 60_000, shift: 1 } as const
  return { ...meter.device, load, intervalS: 1, phaseS: 0 }
}

export interface IntegratorHouse {
  readonly core: CoreProcess
  readonly api: ReturnType<typeof createApi>
  /** When the meters were fitted and their registers were read off. */
  readonly fittedAt: number
  readonly accountId: string
  readonly devices: Readonly<Record<Protocol, DeviceSpec>>
  /** What the operators of the networks hand over. */
  readonly handedOver: {
    readonly broker: { readonly url: string; readonly username: string; readonly password: string }
    readonly opcua: NonNullable<DevicesReady['opcua']> & {
      readonly username: string
      readonly password: string
    }
    readonly bacnet: { readonly target: string }
  }
  /** All devices lose their networks, until they come back. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  stop(): Promise<void>
}

export async function openIntegratorHouse(): Promise<IntegratorHouse> {
  const database = await createTemporaryDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'busbar-integrator-'))
  const devices = { mqtt: deviceOf('mqtt'), opcua: deviceOf('opcua'), bacnet: deviceOf('bacnet') }
  const specs = Object.values(devices)
  const broker = await startBroker({
    logins: [
      integratorLogin('busbar', PASSWORDS.broker),
      ...specs.map(({ device }) => deviceLogin(device, passwordOf(device))),
    ],
  })
  const fittedAt = Math.floor(Date.now() / 1_000) * 1_000 - HOUR_MS
  const ports = { opcua: await keptPort(), bacnet: await keptPort() }
  const field = (): Promise<Child> =>
    startChild({
      script: new URL('devices/main.ts', PLACE),
      config: {
        brokerPort: broker.port,
        bacnet: { port: ports.bacnet },
        opcua: {
          ...{ port: ports.opcua, certificatesDir: join(dataDir, 'opcua') },
          ...{ username: 'busbar', password: PASSWORDS.opcua },
        },
        clock: { startAt: 0, rate: 1, wallAt: 0 },
        bornAt: fittedAt,
        calendar: { utcOffsetMinutes: 480, holidays: [], workedWeekendDays: [] },
        devices: specs.map((spec) => ({ ...spec, password: passwordOf(spec.device) })),
        statePath: join(dataDir, 'devices.json'),
      },
    })
  let child = await field()
  const core = await startCoreOn({ database, dataDir: join(dataDir, 'core') })
  const { cookie = '' } = await openSession(core)
  const api = createApi({ url: core.url, cookie })
  const { opcua } = child.ready as DevicesReady
  if (opcua === null) throw new Error('The OPC UA server is missing.')
  return {
    ...{ core, api, fittedAt, devices, accountId: await furnish(api) },
    handedOver: {
      broker: {
        ...{ url: `mqtt://127.0.0.1:${broker.port}`, username: 'busbar' },
        password: PASSWORDS.broker,
      },
      opcua: { ...opcua, username: 'busbar', password: PASSWORDS.opcua },
      bacnet: { target: `127.0.0.1:${ports.bacnet}` },
    },
    goAway: () => child.stop(),
    async comeBack() {
      child = await field()
    },
    async stop() {
      await core.stop()
      await child.stop()
      await broker.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The site, its three units, and who rents them. */
async function furnish(api: ReturnType<typeof createApi>): Promise<string> {
  const profile = await api.create('policyProfiles', none)
  const { id: siteId } = await api.create('sites', {
    ...{ code: 'QH', name: 'Quay House', timeZone: 'Asia/Shanghai', currency: 'CNY' },
    policyProfileId: profile.id,
  })
  const spaces = await Promise.all(
    Object.values(FITTED).map((code) => {
      const unit = code.slice(0, 3)
      return api.create('spaces', { siteId, kind: 'unit', code: unit, name: `Unit ${unit}` })
    }),
  )
  const tenant = await api.create('tenants', { siteId, code: 'T1', name: 'Lotus Books' })
  const lease = { siteId, tenantId: tenant.id, code: 'L1', fromAt: '2026-01-01T00:00:00Z' }
  const contract = await api.create('contracts', {
    ...lease,
    spaceIds: spaces.map(({ id }) => id),
  })
  const { id: accountId } = await api.create('accounts', {
    ...{ siteId, contractId: contract.id, code: 'A1', currency: 'CNY' },
    ...{ lowBalance: '50', veryLowBalance: '10' },
  })
  const plan = await api.create('tariffPlans', {
    ...{ siteId, code: 'FLAT', name: 'Flat price', utility: 'electricity', strategy: 'flat' },
  })
  await api.create('tariffVersions', {
    ...{ tariffPlanId: plan.id, effectiveAt: '2026-01-01T00:00:00Z' },
    terms: { steps: [{ price: '0.1' }] },
  })
  const desk = await api.create('connections', {
    ...{ siteId, pluginId: 'payment-cash', extensionPoint: 'paymentProviders', type: 'cash' },
    ...{ name: 'Front desk', config: { deskCode: 'QH1' } },
  })
  await api.topUp({ accountId, connectionId: desk.id, amount: '500', idempotencyKey: 'moved-in' })
  return accountId
}
