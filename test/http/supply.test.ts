import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'
import {
  command,
  createSupplyBuilding,
  type SupplyBuilding,
  startGuard,
  type Unit,
} from './supply-building.ts'

let api: Api
let owner: Person
let building: Building
let supply: SupplyBuilding
let unit: Unit

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'north')
  supply = await createSupplyBuilding(api, { owner, building })
  unit = await supply.addUnit({ code: 'first' })
}, 120_000)
afterAll(() => api.stop())

const at = (role: 'manager' | 'technician' | 'integrator' | 'cashier' | 'accountant' | 'auditor') =>
  api.person([{ role, siteId: building.siteId }])

async function pointOf({ supplyPointId }: Unit, person = owner): Promise<JsonObject> {
  const answer = await person.call('GET', `/api/v1/supply-points/${supplyPointId}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

const order = ({ supplyPointId }: Unit, wish: string, authority = 'manual') => ({
  ...{ supplyPointId, authority, wish },
  reason: 'Water damage in the unit',
})

async function counted(table: string): Promise<number> {
  const { rows } = await api.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table}`,
  )
  return rows[0]?.count ?? -1
}

describe('supply points', () => {
  it('are made of a metering point and a relay of one site, and of nothing else', async () => {
    expect(await pointOf(unit)).toMatchObject({
      siteId: building.siteId,
      relayPointId: unit.relayPointId,
      loadPointId: null,
      loadIdle: '0',
      name: 'Unit first',
      lifeSafety: false,
      desired: 'on',
      verified: 'unknown',
      lockOut: null,
      protections: [],
    })
    const { siteId, meteringPointId } = { ...building, meteringPointId: building.pointId }
    const body = { siteId, meteringPointId, relayPointId: unit.relayPointId }
    const load = { ...body, loadPointId: unit.relayPointId }
    const wrong = await owner.call('POST', '/api/v1/supply-points', { body: load })
    expect(wrong.body, wrong.text).toMatchObject({ status: 422, code: 'validation-failed' })
    const taken = await owner.call('POST', '/api/v1/supply-points', { body })
    expect(taken.body).toMatchObject({ status: 409, code: 'already-exists' })
  })

  it('are changed from the version that was read', async () => {
    const path = `/api/v1/supply-points/${unit.supplyPointId}`
    const { version } = await pointOf(unit)
    const changed = await owner.call('PATCH', path, {
      body: { loadIdle: '5.5' },
      headers: { 'if-match': `"${String(version)}"` },
    })
    expect(changed.body, changed.text).toMatchObject({ loadIdle: '5.5', desired: 'on' })
  })
})

describe('orders', () => {
  it('switch by hand, are explained, and end', async () => {
    const manager = await at('manager')
    const given = await command(manager, 'supply-orders', order(unit, 'off'))
    expect(given.status, given.text).toBe(201)
    expect(given.body).toMatchObject({ wish: 'off', orderedBy: manager.userId, endedAt: null })
    const cut = await pointOf(unit)
    expect(cut).toMatchObject({
      desired: 'off',
      decision: { rule: 'manual-order', desired: 'off' },
    })
    const log = await manager.call(
      'GET',
      `/api/v1/supply-decisions?supplyPointId=${unit.supplyPointId}&sort=-id&limit=1`,
    )
    expect(log.body.items).toMatchObject([
      { rule: 'manual-order', accountId: unit.accountId, desired: 'off' },
    ])
    const [decision] = log.body.items as readonly JsonObject[]
    expect(decision?.steps).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'manual-order', outcome: 'off', decisive: true }),
        expect.objectContaining({ rule: 'life-safety', outcome: 'silent' }),
      ]),
    )
    const path = `supply-orders/${String(given.body.id)}/end`
    const ended = await command(manager, path)
    expect(ended.body, ended.text).toMatchObject({ endedBy: manager.userId, version: 2 })
    expect(await pointOf(unit)).toMatchObject({ desired: 'on', decision: { rule: 'credit' } })
    expect((await command(manager, path)).body).toMatchObject({ code: 'supply-refused' })
    const audited = await owner.call(
      'GET',
      `/api/v1/audit-events?subject=supplyOrders:${String(given.body.id)}`,
    )
    expect(audited.body.items).toMatchObject([
      { operation: 'supplyOrders.end', before: { endedBy: null }, after: { version: 2 } },
      { operation: 'supplyOrders.create', actorId: manager.userId },
    ])
  })

  it('of systems rank below credit, and systems give none by hand', async () => {
    const system = await at('integrator')
    const byHand = await command(system, 'supply-orders', order(unit, 'off'))
    expect(byHand.body).toMatchObject({ status: 403, code: 'forbidden' })
    const given = await command(system, 'supply-orders', order(unit, 'off', 'bms'))
    expect(given.status, given.text).toBe(201)
    expect(await pointOf(unit)).toMatchObject({ desired: 'on', decision: { rule: 'credit' } })
    const manual = await command(owner, 'supply-orders', order(unit, 'on'))
    const others = `supply-orders/${String(manual.body.id)}/end`
    expect((await command(system, others)).body).toMatchObject({ code: 'forbidden' })
    expect((await command(owner, others)).status).toBe(200)
    expect((await command(system, `supply-orders/${String(given.body.id)}/end`)).status).toBe(200)
  })

  it('INV12: are given by nobody whose role does not allow it', async () => {
    const before = await counted('supply_order')
    const { siteId } = building
    const { supplyPointId } = unit
    const reason = 'no'
    const fromAt = '2026-01-01T00:00:00Z'
    const commands: readonly (readonly [string, JsonObject])[] = [
      ['supply-orders', order(unit, 'off')],
      ['supply-orders', order(unit, 'off', 'bms')],
      ['supply-lock-outs', { supplyPointId, reason }],
      ['supply-protections', { siteId, kind: 'other', fromAt, reason }],
      ['guard-holds', { siteId, reason }],
    ]
    const tenant = await api.person([{ role: 'tenant', siteId, tenantId: unit.tenantId }])
    for (const person of [await at('cashier'), await at('accountant'), await at('auditor'), tenant])
      for (const [path, body] of commands)
        expect((await command(person, path, body)).body, path).toMatchObject({ code: 'forbidden' })
    const elsewhere = await makeBuilding(owner, 'elsewhere')
    const stranger = await api.person([{ role: 'manager', siteId: elsewhere.siteId }])
    const far = await command(stranger, 'supply-orders', order(unit, 'off'))
    expect(far.body).toMatchObject({ status: 404, code: 'not-found' })
    expect(await counted('supply_order')).toBe(before)
  })
})

describe('a command of supply', () => {
  it('INV3: acts once by its key, and answers ever after as the first time', async () => {
    const before = await counted('supply_order')
    const body = order(unit, 'on')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => command(owner, 'supply-orders', body, 'once-and-for-all')),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await counted('supply_order')).toBe(before + 1)
    const id = String(answers[0]?.body.id)
    await command(owner, `supply-orders/${id}/end`)
    const later = await command(owner, 'supply-orders', body, 'once-and-for-all')
    expect(later.text).toBe(answers[0]?.text)
    expect(await counted('supply_order')).toBe(before + 1)
  })

  it('M2: is refused with a key that was used for another body or command', async () => {
    const key = 'used-for-one-body'
    const made = await command(owner, 'supply-orders', order(unit, 'on'), key)
    expect(made.status).toBe(201)
    const reused = { status: 409, code: 'idempotency-key-reused' }
    const other = await command(owner, 'supply-orders', order(unit, 'off'), key)
    expect(other.body).toMatchObject(reused)
    const path = `supply-orders/${String(made.body.id)}/end`
    expect((await command(owner, path, undefined, key)).body).toMatchObject(reused)
    const manager = await at('manager')
    // Each has keys of their own.
    expect((await command(manager, path, undefined, key)).status).toBe(200)
    const keyless = await owner.call('POST', '/api/v1/supply-orders', { body: order(unit, 'on') })
    expect(keyless.body).toMatchObject({ code: 'idempotency-key-missing' })
  })

  it('INV2: that is refused leaves its key free', async () => {
    const body = { supplyPointId: unit.supplyPointId, reason: 'Work on the switchboard' }
    const first = await command(owner, 'supply-lock-outs', body)
    expect(first.status, first.text).toBe(201)
    const keys = await counted('command_key')
    const again = await command(owner, 'supply-lock-outs', body, 'free-after-refusal')
    expect(again.body).toMatchObject({ status: 409, code: 'supply-refused' })
    expect(await counted('command_key')).toBe(keys)
    await command(owner, `supply-lock-outs/${String(first.body.id)}/release`)
    const then = await command(owner, 'supply-lock-outs', body, 'free-after-refusal')
    expect(then.status, then.text).toBe(201)
    await command(owner, `supply-lock-outs/${String(then.body.id)}/release`)
  })
})

describe('life safety', () => {
  it('S1: no role switches such a point by any path of the API', async () => {
    const safe = await supply.addUnit({ code: 'fire', lifeSafety: true })
    expect(await pointOf(safe)).toMatchObject({ lifeSafety: true, desired: 'on' })
    const before = [await counted('supply_order'), await counted('supply_lock_out')]
    const { supplyPointId } = safe
    const lockOut = { supplyPointId, reason: 'no' }
    for (const person of [
      owner,
      await at('manager'),
      await at('technician'),
      await at('integrator'),
    ])
      for (const [path, body] of [
        ...['on', 'off'].flatMap((wish) =>
          ['manual', 'bms', 'automation'].map(
            (authority) => ['supply-orders', order(safe, wish, authority)] as const,
          ),
        ),
        ['supply-lock-outs', lockOut] as const,
      ]) {
        const { body: problem, text } = await command(person, path, body)
        expect(['life-safety', 'forbidden'], text).toContain(problem.code)
        if (person === owner) expect(problem).toMatchObject({ status: 403, code: 'life-safety' })
      }
    expect([await counted('supply_order'), await counted('supply_lock_out')]).toEqual(before)
    const path = `/api/v1/points/${safe.relayPointId}`
    const etag = String((await owner.call('GET', path)).headers.get('etag'))
    const cleared = await owner.call('PATCH', path, {
      body: { lifeSafety: false },
      headers: { 'if-match': etag },
    })
    expect(cleared.status, cleared.text).toBe(403)
    const { guard, cut, stop } = await startGuard(api)
    expect(await cut(safe)).toBe('life-safety')
    await guard.close()
    await stop()
    const denied = await owner.call(
      'GET',
      `/api/v1/audit-events?subject=supplyPoints:${supplyPointId}&actorId=${owner.userId}`,
    )
    const items = denied.body.items as readonly JsonObject[]
    const refusals = items.filter(({ outcome }) => outcome === 'denied')
    expect(refusals.map(({ after }) => after)).toEqual(
      Array.from({ length: 7 }, () => ({ code: 'life-safety' })),
    )
  })
})

describe('a lock-out', () => {
  const lockOut = async (person: Person) => {
    const body = { supplyPointId: unit.supplyPointId, reason: 'Work on the switchboard' }
    const made = await command(person, 'supply-lock-outs', body)
    expect(made.status, made.text).toBe(201)
    return `supply-lock-outs/${String(made.body.id)}/release`
  }

  it('is released by whoever set it', async () => {
    const technician = await at('technician')
    const release = await lockOut(technician)
    expect(await pointOf(unit)).toMatchObject({
      desired: 'off',
      lockOut: { setBy: technician.userId },
      decision: { rule: 'lock-out' },
    })
    const released = await command(technician, release)
    expect(released.body, released.text).toMatchObject({ firstReleaseBy: technician.userId })
    expect(await pointOf(unit)).toMatchObject({ desired: 'on', lockOut: null })
  })

  it('is released by two others, never by one of them twice', async () => {
    const release = await lockOut(await at('technician'))
    const one = await at('manager')
    const first = await command(one, release)
    expect(first.body, first.text).toMatchObject({ releasedAt: null })
    const twice = await command(one, release)
    expect(twice.body).toMatchObject({ status: 409, code: 'second-person-needed' })
    expect(await pointOf(unit)).toMatchObject({ desired: 'off' })
    const second = await command(await at('manager'), release)
    expect(second.body.releasedAt, second.text).not.toBeNull()
    expect(await pointOf(unit)).toMatchObject({ desired: 'on' })
  })
})

describe('the Supply Guard', () => {
  it('S10: holds all cuts from the answer on, across restarts, until it is released', async () => {
    const technician = await at('technician')
    const running = await startGuard(api)
    expect(await running.cut(unit)).toBe('signed')
    const held = await command(technician, 'guard-holds', {
      siteId: building.siteId,
      reason: 'Payment channel is down',
    })
    expect(held.status, held.text).toBe(201)
    expect(await running.cut(unit)).toBe('held')
    await running.stop()

    const restarted = await startGuard(api)
    expect(await restarted.cut(unit)).toBe('held')
    const list = await technician.call('GET', `/api/v1/guard-holds?siteId=${building.siteId}`)
    expect(list.body.items).toMatchObject([{ id: held.body.id, releasedAt: null }])
    const release = `guard-holds/${String(held.body.id)}/release`
    expect((await command(technician, release)).body).toMatchObject({ code: 'forbidden' })
    expect((await command(await at('manager'), release)).status).toBe(200)
    expect(await restarted.cut(unit)).toBe('signed')
    await restarted.stop()
  })

  it('S10: holds every site by a word of whoever holds the instance, and of nobody else', async () => {
    const body = { siteId: null, reason: 'Something is wrong' }
    const ofSite = await command(await at('manager'), 'guard-holds', body)
    expect(ofSite.body).toMatchObject({ status: 403, code: 'forbidden' })
    const held = await command(owner, 'guard-holds', body)
    expect(held.status, held.text).toBe(201)
    const { cut, stop } = await startGuard(api)
    expect(await cut(unit)).toBe('held')
    const release = `guard-holds/${String(held.body.id)}/release`
    expect((await command(await at('manager'), release)).status).toBe(404)
    expect((await command(owner, release)).status).toBe(200)
    expect(await cut(unit)).toBe('signed')
    await stop()
  })

  it('S7: lets a cut beyond its budget through after two people, not one of them twice', async () => {
    const another = await supply.addUnit({ code: 'beyond' })
    const nothing = { name: 'none', scope: 'site', windowMs: 1, sharePercent: 0, least: 0 } as const
    const { cut, stop } = await startGuard(api, [nothing])
    expect(await cut(another)).toBe('quarantined')
    const { body } = await owner.call('GET', '/api/v1/guard-quarantine?sort=-id&limit=1')
    const [waiting] = body.items as readonly JsonObject[]
    expect(waiting).toMatchObject({ pointId: another.relayPointId, reason: 'none', releases: [] })
    const release = `guard-quarantine/${String(waiting?.id)}/release`
    expect((await command(await at('technician'), release)).status).toBe(403)
    const one = await at('manager')
    const first = await command(one, release)
    expect(first.body, first.text).toMatchObject({ releases: [{ person: one.userId }] })
    expect((await command(one, release)).body).toMatchObject({ code: 'second-person-needed' })
    expect(await cut(another)).toBe('quarantined')
    expect((await command(owner, release)).status).toBe(200)
    expect(await cut(another)).toBe('signed')
    expect(await cut(another)).toBe('quarantined')
    await stop()
  })
})

describe('what speaks against a cut', () => {
  it('protections of a point and of a site stand above orders', async () => {
    const body = { siteId: building.siteId, kind: 'medical', fromAt: '2026-01-01T00:00:00Z' }
    const own = { ...body, supplyPointId: unit.supplyPointId, reason: 'Dialysis at home' }
    const made = await command(owner, 'supply-protections', own)
    expect(made.status, made.text).toBe(201)
    const off = await command(owner, 'supply-orders', order(unit, 'off'))
    expect(await pointOf(unit)).toMatchObject({
      desired: 'on',
      decision: { rule: 'protection' },
      protections: [{ id: made.body.id, kind: 'medical', siteWide: false, toAt: null }],
    })
    await command(owner, `supply-protections/${String(made.body.id)}/end`)
    expect(await pointOf(unit)).toMatchObject({ desired: 'off', protections: [] })

    const wide = await command(owner, 'supply-protections', { ...body, reason: 'Flood' })
    expect(await pointOf(unit)).toMatchObject({ desired: 'on', protections: [{ siteWide: true }] })
    await command(owner, `supply-protections/${String(wide.body.id)}/end`)
    const optOuts = [unit.supplyPointId]
    const without = await command(owner, 'supply-protections', { ...body, reason: 'F', optOuts })
    expect(without.body, without.text).toMatchObject({ optOuts })
    expect(await pointOf(unit)).toMatchObject({ desired: 'off', protections: [] })
    await command(owner, `supply-protections/${String(without.body.id)}/end`)
    await command(owner, `supply-orders/${String(off.body.id)}/end`)
  })

  it('disputes and payment plans are facts of the decision, and end', async () => {
    const { accountId, supplyPointId } = unit
    const blocked = async () => {
      const { decision } = await pointOf(unit)
      return (decision as JsonObject).steps as readonly JsonObject[]
    }
    const outcomeOf = async (rule: string) =>
      (await blocked()).find((step) => step.rule === rule)?.outcome
    const reviewAt = '2100-01-01T00:00:00Z'
    const dispute = await command(owner, 'disputes', { accountId, reason: 'Doubt', reviewAt })
    expect(dispute.status, dispute.text).toBe(201)
    expect(await outcomeOf('no-dispute')).toBe('fails')
    const closing = `disputes/${String(dispute.body.id)}/close`
    const closed = await command(owner, closing, { outcome: 'It is right' })
    expect(closed.body).toMatchObject({ outcome: 'It is right', closedBy: owner.userId })
    expect(await outcomeOf('no-dispute')).toBe('holds')

    const plan = await command(owner, 'payment-plans', { accountId, nextDueAt: reviewAt })
    expect(await outcomeOf('no-payment-plan')).toBe('fails')
    const path = `payment-plans/${String(plan.body.id)}`
    const kept = await command(owner, `${path}/keep`, { nextDueAt: '2101-01-01T00:00:00Z' })
    expect(kept.body, kept.text).toMatchObject({
      nextDueAt: '2101-01-01T00:00:00.000Z',
      version: 2,
    })
    await command(owner, `${path}/end`)
    expect(await outcomeOf('no-payment-plan')).toBe('holds')
    expect(supplyPointId).toBe((await pointOf(unit)).id)
  })

  it('an approval is given or refused for the present debt episode', async () => {
    const { rows } = await api.pool.query<{ id: string }>(
      'INSERT INTO debt_episode (account_id, began_at) VALUES ($1, now()) RETURNING id::text',
      [unit.accountId],
    )
    const path = `debt-episodes/${String(rows[0]?.id)}`
    const accountant = await at('accountant')
    expect((await command(accountant, `${path}/approve`)).body).toMatchObject({ code: 'forbidden' })
    const refused = await command(owner, `${path}/refuse`)
    expect(refused.body, refused.text).toMatchObject({
      approval: 'refused',
      approvalBy: owner.userId,
    })
  })
})

describe('a tenant', () => {
  it('INV12: sees the supply that their contract pays for now, and no other', async () => {
    const other = await supply.addUnit({ code: 'other' })
    await command(owner, 'supply-orders', order(other, 'on'))
    const { siteId } = building
    const tenant = await api.person([{ role: 'tenant', siteId, tenantId: other.tenantId }])
    const neighbour = await api.person([{ role: 'tenant', siteId, tenantId: unit.tenantId }])
    const path = `/api/v1/supply-points/${other.supplyPointId}`
    const idsFor = async (person: Person, list: string) => {
      const { body } = await person.call('GET', `/api/v1/${list}`)
      return (body.items as readonly JsonObject[]).map((item) => item.supplyPointId ?? item.id)
    }
    // What was decided for the tenant before is not theirs to read: the log tells them their own.
    expect(await pointOf(other, tenant)).toMatchObject({ desired: 'on', decision: null })
    expect(await idsFor(tenant, 'supply-points')).toEqual([other.supplyPointId])
    expect(new Set(await idsFor(tenant, 'supply-decisions'))).toEqual(
      new Set([other.supplyPointId]),
    )
    expect((await neighbour.call('GET', path)).status).toBe(404)
    expect(await idsFor(neighbour, 'supply-points')).toEqual([unit.supplyPointId])
    expect(await idsFor(neighbour, 'supply-decisions')).not.toContain(other.supplyPointId)

    await api.pool.query('UPDATE service_agreement SET to_at = now() WHERE contract_id = $1', [
      other.contractId,
    ])
    expect((await tenant.call('GET', path)).status).toBe(404)
    expect(await idsFor(tenant, 'supply-points')).toEqual([])
    expect((await owner.call('GET', path)).status).toBe(200)
  })
})
