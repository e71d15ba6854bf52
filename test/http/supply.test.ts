import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { makeBuilding } from './building.ts'
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

describe('supply points', () => {
  it('are made of a metering point and a relay of one site, and of nothing else', async () => {
    expect(await house.pointOf(unit)).toMatchObject({
      siteId: house.building.siteId,
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
    const { siteId, meteringPointId } = {
      ...house.building,
      meteringPointId: house.building.pointId,
    }
    const body = { siteId, meteringPointId, relayPointId: unit.relayPointId }
    const load = { ...body, loadPointId: unit.relayPointId }
    const wrong = await house.owner.call('POST', '/api/v1/supply-points', { body: load })
    expect(wrong.body, wrong.text).toMatchObject({ status: 422, code: 'validation-failed' })
    const taken = await house.owner.call('POST', '/api/v1/supply-points', { body })
    expect(taken.body).toMatchObject({ status: 409, code: 'already-exists' })
  })

  it('are changed from the version that was read', async () => {
    const path = `/api/v1/supply-points/${unit.supplyPointId}`
    const { version } = await house.pointOf(unit)
    const changed = await house.owner.call('PATCH', path, {
      body: { loadIdle: '5.5' },
      headers: { 'if-match': `"${String(version)}"` },
    })
    expect(changed.body, changed.text).toMatchObject({ loadIdle: '5.5', desired: 'on' })
  })
})

describe('orders', () => {
  it('switch by hand, are explained, and end', async () => {
    const manager = await house.at('manager')
    const given = await command(manager, 'supply-orders', order(unit, 'off'))
    expect(given.status, given.text).toBe(201)
    expect(given.body).toMatchObject({ wish: 'off', orderedBy: manager.userId, endedAt: null })
    const cut = await house.pointOf(unit)
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
    expect(await house.pointOf(unit)).toMatchObject({ desired: 'on', decision: { rule: 'credit' } })
    expect((await command(manager, path)).body).toMatchObject({ code: 'supply-refused' })
    const audited = await house.owner.call(
      'GET',
      `/api/v1/audit-events?subject=supplyOrders:${String(given.body.id)}`,
    )
    expect(audited.body.items).toMatchObject([
      { operation: 'supplyOrders.end', before: { endedBy: null }, after: { version: 2 } },
      { operation: 'supplyOrders.create', actorId: manager.userId },
    ])
  })

  it('of systems rank below credit, and systems give none by hand', async () => {
    const system = await house.at('integrator')
    const byHand = await command(system, 'supply-orders', order(unit, 'off'))
    expect(byHand.body).toMatchObject({ status: 403, code: 'forbidden' })
    const given = await command(system, 'supply-orders', order(unit, 'off', 'bms'))
    expect(given.status, given.text).toBe(201)
    expect(await house.pointOf(unit)).toMatchObject({ desired: 'on', decision: { rule: 'credit' } })
    const manual = await command(house.owner, 'supply-orders', order(unit, 'on'))
    const others = `supply-orders/${String(manual.body.id)}/end`
    expect((await command(system, others)).body).toMatchObject({ code: 'forbidden' })
    expect((await command(house.owner, others)).status).toBe(200)
    expect((await command(system, `supply-orders/${String(given.body.id)}/end`)).status).toBe(200)
  })

  it('INV12: are given by nobody whose role does not allow it', async () => {
    const before = await house.counted('supply_order')
    const { siteId } = house.building
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
    const tenant = await house.api.person([{ role: 'tenant', siteId, tenantId: unit.tenantId }])
    for (const person of [
      await house.at('cashier'),
      await house.at('accountant'),
      await house.at('auditor'),
      tenant,
    ])
      for (const [path, body] of commands)
        expect((await command(person, path, body)).body, path).toMatchObject({ code: 'forbidden' })
    const elsewhere = await makeBuilding(house.owner, 'elsewhere')
    const stranger = await house.api.person([{ role: 'manager', siteId: elsewhere.siteId }])
    const far = await command(stranger, 'supply-orders', order(unit, 'off'))
    expect(far.body).toMatchObject({ status: 404, code: 'not-found' })
    expect(await house.counted('supply_order')).toBe(before)
  })
})

describe('a command of supply', () => {
  it('INV3: acts once by its key, and answers ever after as the first time', async () => {
    const before = await house.counted('supply_order')
    const body = order(unit, 'on')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        command(house.owner, 'supply-orders', body, 'once-and-for-all'),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await house.counted('supply_order')).toBe(before + 1)
    const id = String(answers[0]?.body.id)
    await command(house.owner, `supply-orders/${id}/end`)
    const later = await command(house.owner, 'supply-orders', body, 'once-and-for-all')
    expect(later.text).toBe(answers[0]?.text)
    expect(await house.counted('supply_order')).toBe(before + 1)
  })

  it('M2: is refused with a key that was used for another body or command', async () => {
    const key = 'used-for-one-body'
    const made = await command(house.owner, 'supply-orders', order(unit, 'on'), key)
    expect(made.status).toBe(201)
    const reused = { status: 409, code: 'idempotency-key-reused' }
    const other = await command(house.owner, 'supply-orders', order(unit, 'off'), key)
    expect(other.body).toMatchObject(reused)
    const path = `supply-orders/${String(made.body.id)}/end`
    expect((await command(house.owner, path, undefined, key)).body).toMatchObject(reused)
    const manager = await house.at('manager')
    // Each has keys of their own.
    expect((await command(manager, path, undefined, key)).status).toBe(200)
    const keyless = await house.owner.call('POST', '/api/v1/supply-orders', {
      body: order(unit, 'on'),
    })
    expect(keyless.body).toMatchObject({ code: 'idempotency-key-missing' })
  })

  it('INV2: that is refused leaves its key free', async () => {
    const body = { supplyPointId: unit.supplyPointId, reason: 'Work on the switchboard' }
    const first = await command(house.owner, 'supply-lock-outs', body)
    expect(first.status, first.text).toBe(201)
    const keys = await house.counted('command_key')
    const again = await command(house.owner, 'supply-lock-outs', body, 'free-after-refusal')
    expect(again.body).toMatchObject({ status: 409, code: 'supply-refused' })
    expect(await house.counted('command_key')).toBe(keys)
    await command(house.owner, `supply-lock-outs/${String(first.body.id)}/release`)
    const then = await command(house.owner, 'supply-lock-outs', body, 'free-after-refusal')
    expect(then.status, then.text).toBe(201)
    await command(house.owner, `supply-lock-outs/${String(then.body.id)}/release`)
  })
})

describe('life safety', () => {
  it('S1: no role switches such a point by any path of the API', async () => {
    const safe = await house.addUnit({ code: 'fire', lifeSafety: true })
    expect(await house.pointOf(safe)).toMatchObject({ lifeSafety: true, desired: 'on' })
    const before = [await house.counted('supply_order'), await house.counted('supply_lock_out')]
    const { supplyPointId } = safe
    const lockOut = { supplyPointId, reason: 'no' }
    for (const person of [
      house.owner,
      await house.at('manager'),
      await house.at('technician'),
      await house.at('integrator'),
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
        if (person === house.owner)
          expect(problem).toMatchObject({ status: 403, code: 'life-safety' })
      }
    expect([await house.counted('supply_order'), await house.counted('supply_lock_out')]).toEqual(
      before,
    )
    const path = `/api/v1/points/${safe.relayPointId}`
    const etag = String((await house.owner.call('GET', path)).headers.get('etag'))
    const cleared = await house.owner.call('PATCH', path, {
      body: { lifeSafety: false },
      headers: { 'if-match': etag },
    })
    expect(cleared.status, cleared.text).toBe(403)
    const { guard, cut, stop } = await startGuard(house.api)
    expect(await cut(safe)).toBe('life-safety')
    await guard.close()
    await stop()
    const denied = await house.owner.call(
      'GET',
      `/api/v1/audit-events?subject=supplyPoints:${supplyPointId}&actorId=${house.owner.userId}`,
    )
    const items = denied.body.items as readonly JsonObject[]
    const refusals = items.filter(({ outcome }) => outcome === 'denied')
    expect(refusals.map(({ after }) => after)).toEqual(
      Array.from({ length: 7 }, () => ({ code: 'life-safety' })),
    )
  })
})
