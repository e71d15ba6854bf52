import { defined } from '../../core/kernel/assert.ts'
import {
  type Api,
  type Caller,
  createApi,
  credentials,
  setUpOwner,
  signIn,
} from '../../examples/demo-building/api.ts'
import type { MeterSpec } from '../../examples/demo-building/building/types.ts'
import { ensureAgreements } from '../../examples/demo-building/seed/accounts.ts'
import { mqttConfig } from '../../examples/demo-building/seed/addresses.ts'
import {
  ensureInstallations,
  ensureMeteringPoints,
  ensureMeters,
  ensurePoints,
  ensureSupplyPoints,
} from '../../examples/demo-building/seed/metering.ts'
import { plainRules } from '../flow/supply-world.ts'
import { BROKER_PASSWORD, MERCHANT } from './surroundings.ts'

/**
 * - `tenant`: has a relay that credit may open
 * - `protected`: the same, under a protection
 * - `life-safety`: its relay is switched by nobody
 */
export type Standing = 'tenant' | 'protected' | 'life-safety'

export interface UnitSpec {
  readonly code: string
  readonly standing: Standing
  readonly kind: 'shelly-1pm' | 'tasmota-power'
}

/** A unit with its tenant, account, meter and relay. */
export interface Unit extends UnitSpec {
  readonly device: string
  readonly accountId: string
  readonly registerId: string
  readonly relayPointId: string
  readonly supplyPointId: string
}

/** What a house of units was made of, over the API. */
export interface House {
  readonly caller: Caller
  readonly siteId: string
  readonly units: readonly Unit[]
  /** Money that was taken away from a tenant goes here. */
  readonly potAccountId: string
  readonly cashId: string
  readonly sandboxId: string
}

const DAY_MS = 86_400_000
/** A mean of 100 kW, which is 28 Wh a second: registers move while one looks. */
const YEARLY_KWH = 876_000
const TIME_ZONE = 'Asia/Shanghai'

export function meterSpecs(units: readonly UnitSpec[]): readonly MeterSpec[] {
  return units.map(({ code, standing, kind }, index) => ({
    code,
    name: `Unit ${code}`,
    serial: `SN-${code}`,
    model: kind,
    utility: 'electricity',
    unit: 'kWh',
    space: code,
    tenant: code,
    plan: 'flat',
    maxRate: 100_000,
    lifeSafety: standing === 'life-safety',
    device: {
      device: `device-${code}`,
      kind,
      load: { kind: 'electricity', profile: 'g3', yearly: YEARLY_KWH, shift: index },
      sumOf: [],
      initial: 1_000_000,
      digits: 7,
      intervalS: 1,
      phaseS: 0,
      relay: 'answers',
      absences: [],
      inService: true,
    },
  }))
}

/** Sets a house up in an empty instance, as an integrator would. */
export async function buildHouse({
  url,
  token,
  units,
  bornAt,
  brokerPort,
  channelPort,
}: {
  readonly url: string
  readonly token: string
  readonly units: readonly UnitSpec[]
  readonly bornAt: number
  readonly brokerPort: number
  readonly channelPort: number
}): Promise<House> {
  const owner = { email: 'owner@house.example', name: 'Owner', password: 'correct horse battery' }
  await setUpOwner(url, { token, ...owner })
  const session = createApi(await signIn(url, owner))
  const { key } = await session.createKey('faults')
  const caller = { url, key }
  const api = createApi(caller)
  const everybody = { ...owner, email: 'tenants@house.example', name: 'All the tenants' }
  // Users are made in a session of a person, never by a key.
  const { id: userId } = await session.create('users', everybody)
  const specs = meterSpecs(units)
  const place = await makePlace(api, { brokerPort, channelPort })
  const { siteId } = place
  const fromAt = new Date(bornAt - DAY_MS).toISOString()
  const tenants = await makeTenants(session, { ...place, userId, units, fromAt })
  const planId = await makePlan(api, siteId, fromAt)
  const metering = { api, siteId }
  const meteringPoints = await ensureMeteringPoints(metering, specs, tenants.spaces)
  const ids = await ensureMeters(metering, specs)
  const at = new Date(bornAt).toISOString()
  await ensureInstallations(metering, { specs, meteringPoints, ids, at, signedBy: 'A fitter' })
  const plans = new Map([['flat', planId]])
  await ensureAgreements(api, { specs, ...tenants, meteringPoints, plans, fromAt: at })
  const points = await ensurePoints(api, specs, {
    ids,
    connections: new Map([['mqtt', place.mqttId]]),
  })
  await ensureSupplyPoints(metering, { specs, meteringPoints, ids, points })
  const supplyPoints = await api.list('supplyPoints', { siteId })
  const built = specs.map((spec, index): Unit => {
    const relayPointId = idIn(points, `${idIn(ids.meters, spec.serial)}/relay`)
    const supplied = supplyPoints.find((one) => one.relayPointId === relayPointId)
    return {
      ...defined(units[index], 'a unit'),
      device: spec.device.device,
      accountId: idIn(tenants.accounts, spec.code),
      registerId: idIn(ids.registers, spec.serial),
      relayPointId,
      supplyPointId: defined(supplied, 'a supply point').id,
    }
  })
  for (const { standing, supplyPointId } of built)
    if (standing === 'protected') await protect(caller, { siteId, supplyPointId, fromAt })
  const { cashId, sandboxId } = place
  return {
    ...{ caller, siteId, cashId, sandboxId },
    units: built,
    potAccountId: idIn(tenants.accounts, POT),
  }
}

const POT = 'POT'

async function protect(
  caller: Caller,
  at: { readonly siteId: string; readonly supplyPointId: string; readonly fromAt: string },
): Promise<void> {
  const response = await fetch(`${caller.url}/api/v1/supply-protections`, {
    method: 'POST',
    headers: {
      ...credentials(caller),
      'content-type': 'application/json',
      'idempotency-key': `protect:${at.supplyPointId}`,
    },
    body: JSON.stringify({ ...at, kind: 'medical', reason: 'Dialysis at home' }),
  })
  if (!response.ok) throw new Error(await response.text())
}

async function makePlace(
  api: Api,
  { brokerPort, channelPort }: { readonly brokerPort: number; readonly channelPort: number },
) {
  // Devices report once a second: what is half a minute old is fresh, for a busy machine may be seconds behind, and a
  // look that finds a reading too old is made again only a minute later.
  const rules = { ...plainRules, graceMinutes: 0, warnings: [], readingFreshIntervals: 30 }
  const profile = { code: 'at-once', title: 'No grace', rules }
  const policyProfileId = (await api.create('policyProfiles', profile)).id
  const site = {
    code: 'house',
    name: 'House',
    timeZone: TIME_ZONE,
    currency: 'CNY',
    language: 'en',
  }
  const siteId = (await api.create('sites', { ...site, policyProfileId })).id
  const connect = async (
    extensionPoint: string,
    pluginId: string,
    type: string,
    config: object,
  ): Promise<string> => {
    const body = { siteId, pluginId, extensionPoint, type, name: type, config }
    return (await api.create('connections', body)).id
  }
  const quick = { commandTimeoutMs: 1_000, reconnectMaxMs: 500, connectTimeoutMs: 3_000 }
  const mqtt = mqttConfig({ port: brokerPort, password: BROKER_PASSWORD, timeZone: TIME_ZONE })
  const sandbox = { ...MERCHANT, baseUrl: `http://127.0.0.1:${channelPort}`, timeoutMs: 2_000 }
  return {
    siteId,
    mqttId: await connect('meterDrivers', 'driver-mqtt', 'mqtt', { ...mqtt, ...quick }),
    sandboxId: await connect('paymentProviders', 'payment-sandbox', 'sandbox', sandbox),
    cashId: await connect('paymentProviders', 'payment-cash', 'cash', { deskCode: 'D1' }),
    inboxId: await connect('notificationChannels', 'notify-inbox', 'inbox', {}),
  }
}

async function makeTenants(
  api: Api,
  {
    siteId,
    inboxId,
    userId,
    units,
    fromAt,
  }: {
    readonly siteId: string
    readonly inboxId: string
    readonly userId: string
    readonly units: readonly UnitSpec[]
    readonly fromAt: string
  },
) {
  const spaces = new Map<string, string>()
  const contracts = new Map<string, string>()
  const accounts = new Map<string, string>()
  for (const code of [...units.map((unit) => unit.code), POT]) {
    const space = await api.create('spaces', { siteId, kind: 'unit', code, name: code })
    const tenant = await api.create('tenants', { siteId, code, name: code })
    await api.create('roleAssignments', { userId, role: 'tenant', siteId, tenantId: tenant.id })
    const body = { siteId, tenantId: tenant.id, code, fromAt, spaceIds: [space.id] }
    const contract = await api.create('contracts', body)
    const limits = { currency: 'CNY', lowBalance: '0', veryLowBalance: '0' }
    const account = await api.create('accounts', {
      ...{ siteId, contractId: contract.id, code, ...limits },
    })
    const route = { siteId, accountId: account.id, connectionId: inboxId, rank: 1 }
    await api.create('noticeRoutes', { ...route, address: { userId }, staffRole: null })
    spaces.set(code, space.id)
    contracts.set(code, contract.id)
    accounts.set(code, account.id)
  }
  return { spaces, contracts, accounts }
}

async function makePlan(api: Api, siteId: string, effectiveAt: string): Promise<string> {
  const plan = { siteId, code: 'flat', name: 'Flat', utility: 'electricity', strategy: 'flat' }
  const { id: tariffPlanId } = await api.create('tariffPlans', plan)
  const terms = { steps: [{ price: '1.00' }] }
  await api.create('tariffVersions', { tariffPlanId, effectiveAt, terms })
  return tariffPlanId
}

function idIn(ids: ReadonlyMap<string, string>, key: string): string {
  return defined(ids.get(key), `the id of ${key}`)
}
