import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import type { Person } from './api.ts'
import {
  command,
  openSupplyHouse,
  order,
  type SupplyHouse,
  startGuard,
  type Unit,
} from './supply-building.ts'

let house: SupplyHouse
let unit: Unit

beforeAll(async () => {
  house = await openSupplyHouse()
  unit = await house.addUnit({ code: 'first' })
}, 120_000)
afterAll(() => house.api.stop())

describe('a lock-out', () => {
  const lockOut = async (person: Person) => {
    const body = { supplyPointId: unit.supplyPointId, reason: 'Work on the switchboard' }
    const made = await command(person, 'supply-lock-outs', body)
    expect(made.status, made.text).toBe(201)
    return `supply-lock-outs/${String(made.body.id)}/release`
  }

  it('is released by whoever set it', async () => {
    const technician = await house.at('technician')
    const release = await lockOut(technician)
    expect(await house.pointOf(unit)).toMatchObject({
      desired: 'off',
      lockOut: { setBy: technician.userId },
      decision: { rule: 'lock-out' },
    })
    const released = await command(technician, release)
    expect(released.body, released.text).toMatchObject({ firstReleaseBy: technician.userId })
    expect(await house.pointOf(unit)).toMatchObject({ desired: 'on', lockOut: null })
  })

  it('is released by two others, never by one of them twice', async () => {
    const release = await lockOut(await house.at('technician'))
    const one = await house.at('manager')
    const first = await command(one, release)
    expect(first.body, first.text).toMatchObject({ releasedAt: null })
    const twice = await command(one, release)
    expect(twice.body).toMatchObject({ status: 409, code: 'second-person-needed' })
    expect(await house.pointOf(unit)).toMatchObject({ desired: 'off' })
    const second = await command(await house.at('manager'), release)
    expect(second.body.releasedAt, second.text).not.toBeNull()
    expect(await house.pointOf(unit)).toMatchObject({ desired: 'on' })
  })
})

describe('the Supply Guard', () => {
  it('S10: holds all cuts from the answer on, across restarts, until it is released', async () => {
    const technician = await house.at('technician')
    const running = await startGuard(house.api)
    expect(await running.cut(unit)).toBe('signed')
    const held = await command(technician, 'guard-holds', {
      siteId: house.building.siteId,
      reason: 'Payment channel is down',
    })
    expect(held.status, held.text).toBe(201)
    expect(await running.cut(unit)).toBe('held')
    await running.stop()

    const restarted = await startGuard(house.api)
    expect(await restarted.cut(unit)).toBe('held')
    const list = await technician.call('GET', `/api/v1/guard-holds?siteId=${house.building.siteId}`)
    expect(list.body.items).toMatchObject([{ id: held.body.id, releasedAt: null }])
    const release = `guard-holds/${String(held.body.id)}/release`
    expect((await command(technician, release)).body).toMatchObject({ code: 'forbidden' })
    expect((await command(await house.at('manager'), release)).status).toBe(200)
    expect(await restarted.cut(unit)).toBe('signed')
    await restarted.stop()
  })

  it('S10: holds every site by a word of whoever holds the instance, and of nobody else', async () => {
    const body = { siteId: null, reason: 'Something is wrong' }
    const ofSite = await command(await house.at('manager'), 'guard-holds', body)
    expect(ofSite.body).toMatchObject({ status: 403, code: 'forbidden' })
    const held = await command(house.owner, 'guard-holds', body)
    expect(held.status, held.text).toBe(201)
    const { cut, stop } = await startGuard(house.api)
    expect(await cut(unit)).toBe('held')
    const release = `guard-holds/${String(held.body.id)}/release`
    expect((await command(await house.at('manager'), release)).status).toBe(404)
    expect((await command(house.owner, release)).status).toBe(200)
    expect(await cut(unit)).toBe('signed')
    await stop()
  })

  it('S7: lets a cut beyond its budget through after two people, not one of them twice', async () => {
    const another = await house.addUnit({ code: 'beyond' })
    const nothing = { name: 'none', scope: 'site', windowMs: 1, sharePercent: 0, least: 0 } as const
    const { cut, stop } = await startGuard(house.api, [nothing])
    expect(await cut(another)).toBe('quarantined')
    const { body } = await house.owner.call('GET', '/api/v1/guard-quarantine?sort=-id&limit=1')
    const [waiting] = body.items as readonly JsonObject[]
    expect(waiting).toMatchObject({ pointId: another.relayPointId, reason: 'none', releases: [] })
    const release = `guard-quarantine/${String(waiting?.id)}/release`
    expect((await command(await house.at('technician'), release)).status).toBe(403)
    const one = await house.at('manager')
    const first = await command(one, release)
    expect(first.body, first.text).toMatchObject({ releases: [{ person: one.userId }] })
    expect((await command(one, release)).body).toMatchObject({ code: 'second-person-needed' })
    expect(await cut(another)).toBe('quarantined')
    expect((await command(house.owner, release)).status).toBe(200)
    expect(await cut(another)).toBe('signed')
    expect(await cut(another)).toBe('quarantined')
    await stop()
  })
})

describe('what speaks against a cut', () => {
  it('protections of a point and of a site stand above orders', async () => {
    const body = { siteId: house.building.siteId, kind: 'medical', fromAt: '2026-01-01T00:00:00Z' }
    const own = { ...body, supplyPointId: unit.supplyPointId, reason: 'Dialysis at home' }
    const made = await command(house.owner, 'supply-protections', own)
    expect(made.status, made.text).toBe(201)
    const off = await command(house.owner, 'supply-orders', order(unit, 'off'))
    expect(await house.pointOf(unit)).toMatchObject({
      desired: 'on',
      decision: { rule: 'protection' },
      protections: [{ id: made.body.id, kind: 'medical', siteWide: false, toAt: null }],
    })
    await command(house.owner, `supply-protections/${String(made.body.id)}/end`)
    expect(await house.pointOf(unit)).toMatchObject({ desired: 'off', protections: [] })

    const wide = await command(house.owner, 'supply-protections', { ...body, reason: 'Flood' })
    expect(await house.pointOf(unit)).toMatchObject({
      desired: 'on',
      protections: [{ siteWide: true }],
    })
    await command(house.owner, `supply-protections/${String(wide.body.id)}/end`)
    const optOuts = [unit.supplyPointId]
    const without = await command(house.owner, 'supply-protections', {
      ...body,
      reason: 'F',
      optOuts,
    })
    expect(without.body, without.text).toMatchObject({ optOuts })
    expect(await house.pointOf(unit)).toMatchObject({ desired: 'off', protections: [] })
    await command(house.owner, `supply-protections/${String(without.body.id)}/end`)
    await command(house.owner, `supply-orders/${String(off.body.id)}/end`)
  })

  it('disputes and payment plans are facts of the decision, and end', async () => {
    const { accountId, supplyPointId } = unit
    const blocked = async () => {
      const { decision } = await house.pointOf(unit)
      return (decision as JsonObject).steps as readonly JsonObject[]
    }
    const outcomeOf = async (rule: string) =>
      (await blocked()).find((step) => step.rule === rule)?.outcome
    const reviewAt = '2100-01-01T00:00:00Z'
    const dispute = await command(house.owner, 'disputes', { accountId, reason: 'Doubt', reviewAt })
    expect(dispute.status, dispute.text).toBe(201)
    expect(await outcomeOf('no-dispute')).toBe('fails')
    const closing = `disputes/${String(dispute.body.id)}/close`
    const closed = await command(house.owner, closing, { outcome: 'It is right' })
    expect(closed.body).toMatchObject({ outcome: 'It is right', closedBy: house.owner.userId })
    expect(await outcomeOf('no-dispute')).toBe('holds')

    const plan = await command(house.owner, 'payment-plans', { accountId, nextDueAt: reviewAt })
    expect(await outcomeOf('no-payment-plan')).toBe('fails')
    const path = `payment-plans/${String(plan.body.id)}`
    const kept = await command(house.owner, `${path}/keep`, { nextDueAt: '2101-01-01T00:00:00Z' })
    expect(kept.body, kept.text).toMatchObject({
      nextDueAt: '2101-01-01T00:00:00.000Z',
      version: 2,
    })
    await command(house.owner, `${path}/end`)
    expect(await outcomeOf('no-payment-plan')).toBe('holds')
    expect(supplyPointId).toBe((await house.pointOf(unit)).id)
  })

  it('an approval is given or refused for the present debt episode', async () => {
    const { rows } = await house.api.pool.query<{ id: string }>(
      'INSERT INTO debt_episode (account_id, began_at) VALUES ($1, now()) RETURNING id::text',
      [unit.accountId],
    )
    const path = `debt-episodes/${String(rows[0]?.id)}`
    const accountant = await house.at('accountant')
    expect((await command(accountant, `${path}/approve`)).body).toMatchObject({ code: 'forbidden' })
    const refused = await command(house.owner, `${path}/refuse`)
    expect(refused.body, refused.text).toMatchObject({
      approval: 'refused',
      approvalBy: house.owner.userId,
    })
  })
})

describe('a tenant', () => {
  it('INV12: sees the supply that their contract pays for now, and no other', async () => {
    const other = await house.addUnit({ code: 'other' })
    await command(house.owner, 'supply-orders', order(other, 'on'))
    const { siteId } = house.building
    const tenant = await house.api.person([{ role: 'tenant', siteId, tenantId: other.tenantId }])
    const neighbour = await house.api.person([{ role: 'tenant', siteId, tenantId: unit.tenantId }])
    const path = `/api/v1/supply-points/${other.supplyPointId}`
    const idsFor = async (person: Person, list: string) => {
      const { body } = await person.call('GET', `/api/v1/${list}`)
      return (body.items as readonly JsonObject[]).map((item) => item.supplyPointId ?? item.id)
    }
    // What was decided for the tenant before is not theirs to read: the log tells them their own.
    expect(await house.pointOf(other, tenant)).toMatchObject({ desired: 'on', decision: null })
    expect(await idsFor(tenant, 'supply-points')).toEqual([other.supplyPointId])
    expect(new Set(await idsFor(tenant, 'supply-decisions'))).toEqual(
      new Set([other.supplyPointId]),
    )
    expect((await neighbour.call('GET', path)).status).toBe(404)
    expect(await idsFor(neighbour, 'supply-points')).toEqual([unit.supplyPointId])
    expect(await idsFor(neighbour, 'supply-decisions')).not.toContain(other.supplyPointId)

    await house.api.pool.query(
      'UPDATE service_agreement SET to_at = now() WHERE contract_id = $1',
      [other.contractId],
    )
    expect((await tenant.call('GET', path)).status).toBe(404)
    expect(await idsFor(tenant, 'supply-points')).toEqual([])
    expect((await house.owner.call('GET', path)).status).toBe(200)
  })
})
