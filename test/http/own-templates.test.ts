import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import {
  type CommissioningHouse,
  type Made,
  openCommissioningHouse,
} from './commissioning-house.ts'
import { command } from './supply-building.ts'

let house: CommissioningHouse
let made: Made

beforeAll(async () => {
  house = await openCommissioningHouse()
  made = await house.commissioned('first')
}, 120_000)
afterAll(() => house.stop())

const save = (body: JsonObject, person = house.owner) =>
  command(person, `commissionings/${made.id}/save-template`, body)
const offered = async () => {
  const { body } = await house.owner.call('GET', '/api/v1/device-templates?driver=mqtt')
  const items = body.items as unknown as { pluginId: string | null; template: JsonObject }[]
  return items.filter(({ pluginId }) => pluginId === null).map(({ template }) => template)
}

async function sign(): Promise<void> {
  house.clock.now += HOUR_MS
  await house.read(made, 13)
  expect((await command(house.owner, `commissionings/${made.id}/see`)).status).toBe(200)
  const remarks = 'Its relay is tested tomorrow'
  const signed = await command(house.owner, `commissionings/${made.id}/sign`, {
    ...{ signatory: 'Li Wei', remarks },
  })
  expect(signed.status, signed.text).toBe(200)
}

describe('a template of one’s own', () => {
  it('is of a device that was signed off, by somebody who may', async () => {
    const early = await save({ title: 'Too early' })
    expect(early.body).toMatchObject({ status: 409, code: 'commissioning-not-ready' })
    await sign()
    const { building, api } = house
    const auditor = await api.person([{ role: 'auditor', siteId: building.siteId }])
    expect((await save({ title: 'Not mine' }, auditor)).status).toBe(403)
    const nowhere = await save({ title: 'Nowhere', differing: ['no such part'] })
    expect(nowhere.body).toMatchObject({
      ...{ status: 422, errors: [{ pointer: '/differing/0' }] },
    })
    expect(await offered()).toEqual([])
  })

  it('has the points as they were bound, with what the device was found as for a parameter', async () => {
    const saved = await save({ title: '水房 1PM', manufacturer: 'Shelly', model: 'Plus 1PM' })
    expect(saved.status, saved.text).toBe(201)
    expect(saved.body).toMatchObject({
      title: '水房 1PM',
      driver: 'mqtt',
      commissioningId: made.id,
    })
    const again = await save({ title: '水房 1PM' })
    expect(again.body).toMatchObject({ status: 409, code: 'already-exists' })
    const [template] = await offered()
    expect(template).toMatchObject({
      ...{ id: `own-${String(saved.body.id)}`, title: { en: '水房 1PM' }, medium: 'electricity' },
      ...{ sources: [], pulses: false, transformers: false },
      parameters: [{ name: 'device', kind: 'text', example: 'shellyplus1pm-first' }],
      registers: [{ code: 'total', unit: 'kWh' }],
    })
    const points = template?.points as unknown as { role: string; address: JsonObject }[]
    expect(points.find(({ role }) => role === 'relay')?.address).toMatchObject({
      ...{ device: '{device}', component: 'switch:0', pointer: '/output' },
    })
  })

  it('fits the next device and makes it, at its own site alone', async () => {
    const { connectionId, owner } = house
    const device = 'shellyplus1pm-next'
    const shelly = { format: 'shelly-gen2', device, component: 'switch:0' }
    const points = [
      { role: 'register', address: { ...shelly, pointer: '/aenergy/total' } },
      { role: 'relay', address: { ...shelly, pointer: '/output' } },
    ]
    const path = `/api/v1/connections/${connectionId}/match-templates`
    const { body, text } = await owner.call('POST', path, { body: { points } })
    const items = body.items as unknown as { templateId: string; parameters: JsonObject }[]
    const own = items.find(({ templateId }) => templateId.startsWith('own-'))
    expect(own?.parameters, text).toEqual({ device })
    expect(body.boundTo).toEqual([])
    const applied = await house.apply({
      ...{ templateId: own?.templateId, parameters: { device }, serial: 'NEXT-1' },
      ...{ meteringPointId: await house.meteringPoint('next'), signedBy: 'Li Wei', supplied: true },
    })
    expect(applied.status, applied.text).toBe(201)
    const commissioning = await owner.call(
      'GET',
      `/api/v1/commissionings/${String(applied.body.commissioningId)}`,
    )
    expect(commissioning.body).toMatchObject({ state: 'mapped', templateId: own?.templateId })
    // It is told that it is bound by now.
    const again = await owner.call('POST', path, { body: { points } })
    expect(again.body.boundTo).toEqual([applied.body.meterId])

    const other = await house.api.person([{ role: 'technician', siteId: await otherSite() }])
    const elsewhere = await other.call('GET', '/api/v1/device-templates?driver=mqtt')
    expect(elsewhere.status).toBe(200)
    expect(elsewhere.text).not.toContain('own-')
    expect(elsewhere.text).not.toContain('水房')
  })

  it('takes parts that are named, and can be taken away', async () => {
    const saved = await save({
      title: 'By channel',
      differing: ['shellyplus1pm-first', 'switch:0'],
    })
    expect(saved.status, saved.text).toBe(201)
    const named = (await offered()).find(({ title }) => (title as JsonObject).en === 'By channel')
    expect(named?.parameters).toMatchObject([{ name: 'device' }, { name: 'device2' }])
    expect(JSON.stringify(named?.points)).toContain('"component":"{device2}"')
    const path = `/api/v1/own-templates/${String(saved.body.id)}`
    const { headers } = await house.owner.call('GET', path)
    const removed = await house.owner.call('DELETE', path, {
      headers: { 'if-match': String(headers.get('etag')) },
    })
    expect(removed.status, removed.text).toBeLessThan(300)
    expect(await offered()).toHaveLength(1)
  })
})

describe('a meter behind transformers', () => {
  it('makes a template that asks for CT × PT, by which its readings and its certificate count', async () => {
    const { api, owner } = house
    await api.pool.query('UPDATE installation SET multiplier_micros = $1 WHERE meter_id = $2', [
      40_000_000,
      made.meterId,
    ])
    const saved = await save({ title: 'Behind transformers' })
    expect(saved.status, saved.text).toBe(201)
    const templateId = `own-${String(saved.body.id)}`
    expect((await offered()).find(({ id }) => id === templateId)).toMatchObject({
      transformers: true,
    })
    const applied = await house.apply({
      ...{ templateId, parameters: { device: 'shellyplus1pm-ct' }, serial: 'CT-1' },
      ...{ meteringPointId: await house.meteringPoint('ct'), signedBy: 'Li Wei' },
      // 60 of the current transformers times 100 of the potential ones.
      multiplier: '6000',
    })
    expect(applied.status, applied.text).toBe(201)
    const meterId = String(applied.body.meterId)
    const { body } = await owner.call('GET', `/api/v1/installations?meterId=${meterId}`)
    expect(body.items).toMatchObject([{ multiplier: '6000' }])
    const objects = applied.body.objects as unknown as { resource: string; id: string }[]
    const registerId = String(objects.find(({ resource }) => resource === 'registers')?.id)
    house.clock.now += HOUR_MS
    await house.read({ ...made, registerId }, 1)
    const path = `commissionings/${String(applied.body.commissioningId)}`
    expect((await command(owner, `${path}/see`)).status).toBe(200)
    const signed = await command(owner, `${path}/sign`, { signatory: 'Li Wei' })
    expect(signed.body.certificate, signed.text).toMatchObject({
      ...{ installation: { multiplier: '6000' }, registers: [{ value: '1' }] },
    })
  })
})

describe('a counter of pulses', () => {
  it.each([
    ['gas', 'm3'],
    ['heating', 'GJ'],
    ['cooling', 'GJ'],
  ] as const)('counts those of a meter of %s, in its unit', async (utility, unit) => {
    const { owner, building } = house
    const { siteId, spaceId } = building
    const point = await owner.call('POST', '/api/v1/metering-points', {
      body: { siteId, spaceId, utility, unit, code: utility, name: utility, maxRate: '40' },
    })
    expect(point.status, point.text).toBe(201)
    const applied = await house.apply({
      ...{ templateId: 'milesight-em300-di', serial: `P-${utility}`, medium: utility },
      parameters: { application: 'app', device: `24e124445d18666${unit.length}${utility.length}` },
      ...{ pulseValue: '0.01', meteringPointId: String(point.body.id), signedBy: 'Li Wei' },
    })
    expect(applied.status, applied.text).toBe(201)
    const meter = await owner.call('GET', `/api/v1/meters/${String(applied.body.meterId)}`)
    expect(meter.body).toMatchObject({ utility, serial: `P-${utility}` })
    const { body } = await owner.call(
      'GET',
      `/api/v1/installations?meterId=${String(applied.body.meterId)}`,
    )
    expect(body.items).toMatchObject([{ multiplier: '0.01' }])
  })
})

async function otherSite(): Promise<string> {
  const { makeBuilding } = await import('./building.ts')
  return (await makeBuilding(house.owner, 'Elsewhere')).siteId
}
