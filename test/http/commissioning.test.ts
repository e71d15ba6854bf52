import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, type JsonObject } from '../../core/kernel/canonical.ts'
import { DAY_MS, HOUR_MS } from '../../core/kernel/instant.ts'
import type { Api, Person } from './api.ts'
import type { Building } from './building.ts'
import {
  type CommissioningHouse,
  type Made,
  openCommissioningHouse,
} from './commissioning-house.ts'
import { command } from './supply-building.ts'

let house: CommissioningHouse
let api: Api
let owner: Person
let building: Building
let connectionId: string

beforeAll(async () => {
  house = await openCommissioningHouse()
  ;({ api, owner, building, connectionId } = house)
}, 120_000)
afterAll(() => house.stop())

const shelly = (device: string, component: string, pointer: string) => ({
  ...{ format: 'shelly-gen2', device, component, pointer },
})

/** As metering does with a reading that it takes for implausible: the last one of its register. */
const setAside = ({ registerId }: Made) =>
  api.pool.query(
    `INSERT INTO quarantined_reading (register_id, at, value_micros, reason, detail, opened_at)
     SELECT register_id, at, value_micros, 'implausible-rate', '13 units are more than can flow.', now()
     FROM reading WHERE register_id = $1 ORDER BY at DESC LIMIT 1
     ON CONFLICT (register_id, at, value_micros) DO UPDATE SET closed_at = NULL`,
    [registerId],
  )

async function counted(): Promise<unknown> {
  const { rows } = await api.pool.query(
    `SELECT (SELECT count(*) FROM meter)::int AS meters, (SELECT count(*) FROM point)::int AS points,
      (SELECT count(*) FROM installation)::int AS installations,
      (SELECT count(*) FROM audit_event WHERE outcome = 'done')::int AS audited`,
  )
  return rows[0]
}

describe('device templates', () => {
  it('are told with the documents that they are taken from', async () => {
    const { body } = await owner.call('GET', '/api/v1/device-templates?driver=mqtt')
    const items = body.items as unknown as { template: { id: string; sources: string[] } }[]
    expect(items.length).toBeGreaterThanOrEqual(10)
    for (const { template } of items) expect(template.sources.length).toBeGreaterThan(0)
    const water = await owner.call('GET', '/api/v1/device-templates?medium=water')
    expect(JSON.stringify(water.body)).toContain('milesight-em300-di')
    expect(JSON.stringify(water.body)).not.toContain('shelly')
  })

  it('fit a device that was found, once for each channel', async () => {
    const device = 'shellypro4pm-1'
    const points = [0, 1].flatMap((channel) => [
      { role: 'register', address: shelly(device, `switch:${channel}`, '/aenergy/total') },
      { role: 'relay', address: shelly(device, `switch:${channel}`, '/output') },
    ])
    const path = `/api/v1/connections/${connectionId}/match-templates`
    const { body, text } = await owner.call('POST', path, { body: { points } })
    const items = body.items as unknown as { templateId: string; parameters: JsonObject }[]
    const channels = items.filter(({ templateId }) => templateId === 'shelly-pro-4pm')
    expect(
      channels.map(({ parameters }) => parameters),
      text,
    ).toEqual([
      { device, channel: 0 },
      { device, channel: 1 },
    ])
    // It is called as that model is, so it comes before others of which as many points were found.
    expect(items[0]?.templateId).toBe('shelly-pro-4pm')
    // One that has no parameter for the channel is that of channel 0 alone.
    const single = items.filter(({ templateId }) => templateId === 'shelly-plus-1pm')
    expect(single.map(({ parameters }) => parameters)).toEqual([{ device }])
    expect(items.some(({ templateId }) => templateId === 'shelly-pro-3em')).toBe(false)
    // That a device answers says nothing of what it measures.
    const online = [{ role: 'online', address: { format: 'shelly-gen2', device } }]
    const silent = await owner.call('POST', path, { body: { points: online } })
    expect(silent.body.items).toEqual([])
  })

  it('are tried without leaving anything', async () => {
    const before = await counted()
    const answer = await house.apply({
      templateId: 'shelly-plus-1pm',
      parameters: { device: 'shellyplus1pm-dry' },
      serial: 'DRY-1',
      meteringPointId: await house.meteringPoint('dry'),
      signedBy: 'Li Wei',
      supplied: true,
      dryRun: true,
    })
    expect(answer.status, answer.text).toBe(201)
    expect(answer.body).toMatchObject({ applied: false, meterId: null, commissioningId: null })
    const objects = answer.body.objects as unknown as { resource: string; id: null }[]
    const made = objects.map(({ resource }) => resource)
    expect(made.slice(0, 2)).toEqual(['meters', 'registers'])
    expect(made.slice(-3)).toEqual(['installations', 'supplyPoints', 'commissionings'])
    expect(objects.every(({ id }) => id === null)).toBe(true)
    const after = (await counted()) as { audited: number }
    // The metering point alone was made.
    expect(after).toEqual({ ...(before as object), audited: (before as typeof after).audited + 1 })
  })

  it('are refused with what is wrong, and leave nothing', async () => {
    const before = await counted()
    const base = { templateId: 'shelly-plus-1pm', parameters: { device: 'x' }, serial: 'W-1' }
    const pointersOf = async (body: object) => {
      const answer = await house.apply({ ...base, ...body })
      expect(answer.status, answer.text).toBe(422)
      return (answer.body.errors as unknown as { pointer: string }[]).map(({ pointer }) => pointer)
    }
    expect(await pointersOf({ templateId: 'of-nobody' })).toEqual(['/templateId'])
    expect(await pointersOf({ parameters: {} })).toEqual(['/parameters/device'])
    expect(await pointersOf({ parameters: { device: 7 } })).toEqual(['/parameters/device'])
    expect(await pointersOf({ parameters: { device: 'a b' } })).toContain('/address/device')
    expect(await pointersOf({ multiplier: '40' })).toEqual(['/multiplier'])
    expect(await pointersOf({ pulseValue: '0.01' })).toEqual(['/pulseValue'])
    expect(await pointersOf({ supplied: true })).toEqual(['/supplied'])
    const pulses = {
      templateId: 'milesight-em300-di',
      parameters: { application: 'a', device: 'b' },
    }
    expect(await pointersOf(pulses)).toEqual(['/pulseValue'])
    const placed = { ...pulses, pulseValue: '0.01', signedBy: 'Li Wei' }
    expect(await pointersOf({ ...placed, meteringPointId: building.pointId })).toEqual([
      '/meteringPointId',
    ])
    expect(await pointersOf({ medium: 'gas' })).toEqual(['/medium'])
    expect(await counted()).toEqual(before)
    const auditor = await api.person([{ role: 'auditor', siteId: building.siteId }])
    expect((await house.apply(base, auditor)).status).toBe(403)
  })
})

const get = async (path: string) => {
  const answer = await owner.call('GET', `/api/v1/${path}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}
const desired = async ({ supplyPointId }: Made) =>
  (await get(`supply-points/${supplyPointId}`)).desired
const step = (made: Made, name: string, body?: JsonObject, person = owner) =>
  command(person, `commissionings/${made.id}/${name}`, body)

describe('a commissioning', () => {
  let made: Made

  it('begins with what was found, chosen and mapped', async () => {
    made = await house.commissioned('one')
    const { meterId, supplyPointId, meteringPointId } = made
    expect(await get(`commissionings/${made.id}`)).toMatchObject({
      ...{ state: 'mapped', meterId, supplyPointId, meteringPointId, connectionId },
      ...{ templateId: 'shelly-plus-1pm', foundAs: 'shellyplus1pm-one', tests: [], version: 1 },
    })
    const again = await command(owner, 'commissionings', { meterId })
    expect(again.body).toMatchObject({ status: 409, code: 'already-exists' })
    const { body } = await owner.call('GET', `/api/v1/points?meterId=${meterId}&role=relay`)
    expect(body.items).toMatchObject([
      { address: shelly('shellyplus1pm-one', 'switch:0', '/output'), lifeSafety: false },
    ])
  })

  it('waits for a live value of each register', async () => {
    const early = await step(made, 'see')
    expect(early.body).toMatchObject({ status: 409, code: 'commissioning-not-ready' })
    expect((await step(made, 'sign', { signatory: 'Li Wei' })).status).toBe(409)
    house.clock.now += HOUR_MS
    await house.read(made, 13)
    await house.load(made, '1840')
    // What metering has set aside is billed to nobody, as where the scale is wrong: it proves nothing.
    await setAside(made)
    const strange = await step(made, 'see')
    expect(strange.body).toMatchObject({ status: 409, code: 'commissioning-not-ready' })
    expect(strange.body.detail).toContain('13 units are more than can flow.')
    await api.pool.query('UPDATE quarantined_reading SET closed_at = now()')
    // Nor is a figure in one unit billed as if it were in another.
    await api.pool.query("UPDATE point SET unit = 'Wh' WHERE register_id = $1", [made.registerId])
    const watts = await step(made, 'see')
    expect(watts.body).toMatchObject({ status: 409, code: 'commissioning-not-ready' })
    expect(watts.body.detail).toContain('told in Wh, and its metering point is billed in kWh')
    await api.pool.query("UPDATE point SET unit = 'kWh' WHERE register_id = $1", [made.registerId])
    const { body, text } = await step(made, 'see')
    expect(body, text).toMatchObject({
      state: 'seen',
      seenBy: owner.userId,
    })
    expect((body.seen as unknown as JsonObject[])[0]).toMatchObject({
      ...{ name: 'total', value: '13', unit: 'kWh' },
    })
  })

  it('S1: tests the relay only where nothing stands against it, and with somebody present', async () => {
    const technician = await api.person([{ role: 'technician', siteId: building.siteId }])
    expect((await step(made, 'start-test', { present: true }, technician)).status).toBe(403)
    expect((await step(made, 'start-test', { present: false })).status).toBe(422)
    const unknown = await step(made, 'start-test', { present: true })
    expect(unknown.body).toMatchObject({ status: 409, code: 'commissioning-not-ready' })
    await house.standsAt(made, 'on')
    const hold = await command(owner, 'guard-holds', { siteId: building.siteId, reason: 'Storm' })
    expect(hold.status, hold.text).toBe(201)
    const held = await step(made, 'start-test', { present: true })
    expect(held.body).toMatchObject({ status: 409, code: 'relay-test-refused' })
    await command(owner, `guard-holds/${String(hold.body.id)}/release`)
    expect(await desired(made)).toBe('on')
    expect((await get(`commissionings/${made.id}`)).tests).toEqual([])
  })

  it('takes supply away and gives it back, and takes down both', async () => {
    const key = 'relay-test-key-1'
    const path = `commissionings/${made.id}/start-test`
    const first = await command(owner, path, { present: true }, key)
    expect(first.body, first.text).toMatchObject({ state: 'off-ordered' })
    expect(await desired(made)).toBe('off')
    const repeated = await command(owner, path, { present: true }, key)
    expect(repeated.body).toEqual(first.body)
    expect((await step(made, 'sign', { signatory: 'Li Wei' })).status).toBe(409)
    await house.standsAt(made, 'off')
    await house.load(made, '0')
    const back = await step(made, 'restore-test')
    expect(back.body, back.text).toMatchObject({
      state: 'on-ordered',
      tests: [{ off: { verified: 'off', loadBefore: '1840', loadAfter: '0', loadUnit: 'W' } }],
    })
    expect(await desired(made)).toBe('on')
    const early = await step(made, 'end-test', {})
    expect(early.body).toMatchObject({ status: 409, code: 'commissioning-not-ready' })
    await house.standsAt(made, 'on')
    const ended = await step(made, 'end-test', {})
    expect(ended.body, ended.text).toMatchObject({
      state: 'tested',
      tests: [{ result: 'passed', on: { verified: 'on', evidence: 'relay-and-load' } }],
    })
    const { rows } = await api.pool.query(
      'SELECT count(*)::int AS open FROM supply_order WHERE supply_point_id = $1 AND ended_at IS NULL',
      [made.supplyPointId],
    )
    expect(rows[0]).toEqual({ open: 0 })
  })

  it('is frozen by the sign-off, and its certificate says what its hash is of', async () => {
    await setAside(made)
    const strange = await step(made, 'sign', { signatory: 'Li Wei' })
    expect(strange.body).toMatchObject({ status: 409, code: 'commissioning-not-ready' })
    await api.pool.query('UPDATE quarantined_reading SET closed_at = now()')
    const { body, text } = await step(made, 'sign', { signatory: '李伟', witness: 'Zhang Min' })
    expect(body, text).toMatchObject({ state: 'signed', signatory: '李伟', signedBy: owner.userId })
    expect(body.certificate).toMatchObject({
      meter: { serial: 'SN-one', model: 'Shelly Plus 1PM' },
      installation: { multiplier: '1' },
      registers: [{ name: 'total', value: '13' }],
      tests: [{ result: 'passed' }],
    })
    expect(fingerprint(body.certificate)).toBe(body.hash)
    for (const [name, change] of [
      ['see', undefined],
      ['abandon', { reason: 'x' }],
      ['sign', { signatory: 'x' }],
    ] as const)
      expect((await step(made, name, change)).body.code).toBe('commissioning-not-ready')
    await expect(
      api.pool.query("UPDATE commissioning SET remarks = 'x' WHERE id = $1", [made.id]),
    ).rejects.toThrow()
    for (const language of ['en', 'zh-CN']) {
      const path = `/api/v1/commissionings/${made.id}/certificate?language=${language}`
      const first = await owner.call('GET', path)
      expect(first.status).toBe(200)
      expect(first.headers.get('content-type')).toBe('application/pdf')
      expect(first.text.startsWith('%PDF-')).toBe(true)
      expect((await owner.call('GET', path)).text).toBe(first.text)
    }
  })

  it('is begun anew for a new one; the old one stays as it was', async () => {
    const again = await command(owner, 'commissionings', { meterId: made.meterId })
    expect(again.body, again.text).toMatchObject({ state: 'mapped' })
    const given = await command(owner, `commissionings/${String(again.body.id)}/abandon`, {
      reason: 'Only looked',
    })
    expect(given.body).toMatchObject({ state: 'abandoned', remarks: 'Only looked', hash: null })
    expect((await get(`commissionings/${made.id}`)).state).toBe('signed')
  })

  it('writes each step to the audit log', async () => {
    const { rows } = await api.pool.query(
      `SELECT operation FROM audit_event WHERE subject = $1 AND outcome = 'done' ORDER BY id`,
      [`commissionings:${made.id}`],
    )
    expect(rows.map(({ operation }) => operation)).toEqual([
      'connections.applyTemplate',
      'commissionings.see',
      'commissionings.startTest',
      'commissionings.restoreTest',
      'commissionings.endTest',
      'commissionings.sign',
    ])
  })
})

describe('a relay test where somebody pays', () => {
  it('S3: is confirmed first, never at a time when nobody is cut, and comes back by itself', async () => {
    const made = await house.commissioned('paid')
    house.clock.now += HOUR_MS
    await house.read(made, 13)
    expect((await step(made, 'see')).status).toBe(200)
    await house.standsAt(made, 'on')
    const { contractId, accountId, planId: tariffPlanId } = building
    const { meteringPointId } = made
    const agreed = await owner.call('POST', '/api/v1/service-agreements', {
      body: {
        ...{ contractId, accountId, meteringPointId, tariffPlanId },
        fromAt: new Date(house.clock.now - HOUR_MS).toISOString(),
      },
    })
    expect(agreed.status, agreed.text).toBe(201)
    const asked = await step(made, 'start-test', { present: true })
    expect(asked.body).toMatchObject({ status: 422, errors: [{ pointer: '/tenantConfirmed' }] })
    const wednesday = house.clock.now
    house.clock.now += 3 * DAY_MS
    const confirmed = { present: true, tenantConfirmed: true }
    const weekend = await step(made, 'start-test', confirmed)
    expect(weekend.body).toMatchObject({ status: 409, code: 'relay-test-refused' })
    house.clock.now = wednesday
    const begun = await step(made, 'start-test', confirmed)
    expect(begun.body, begun.text).toMatchObject({ state: 'off-ordered' })
    expect(await desired(made)).toBe('off')
    const { rows } = await api.pool.query(
      `SELECT wish, extract(epoch FROM until_at - from_at)::int AS seconds FROM supply_order
       WHERE supply_point_id = $1 ORDER BY id`,
      [made.supplyPointId],
    )
    expect(rows).toEqual([
      { wish: 'on', seconds: 1800 },
      { wish: 'off', seconds: 600 },
    ])
    const ended = await step(made, 'abandon', { reason: 'The tenant objects' })
    expect(ended.body, ended.text).toMatchObject({
      state: 'abandoned',
      tests: [{ result: 'failed', tenantConfirmed: true }],
    })
    expect(await desired(made)).toBe('on')
  })

  it('S1: is never where life safety hangs on it, and is then signed with the reason', async () => {
    const made = await house.commissioned('lift')
    house.clock.now += HOUR_MS
    await house.read(made, 13)
    expect((await step(made, 'see')).status).toBe(200)
    await house.standsAt(made, 'on')
    await api.pool.query(
      `UPDATE point SET life_safety = true
       WHERE id = (SELECT relay_point_id FROM supply_point WHERE id = $1)`,
      [made.supplyPointId],
    )
    const tested = await step(made, 'start-test', { present: true })
    expect(tested.body).toMatchObject({ code: 'life-safety' })
    const bare = await step(made, 'sign', { signatory: 'Li Wei' })
    expect(bare.body).toMatchObject({ status: 422, errors: [{ pointer: '/remarks' }] })
    const remarks = 'Feeds the lift: never switched'
    expect((await step(made, 'sign', { signatory: 'Li Wei', remarks })).body.state).toBe('signed')
  })
})
