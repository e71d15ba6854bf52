import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BuildingView, GatewaySnapshot } from '../../core/contracts/index.ts'
import { wallClock } from '../../core/kernel/instant.ts'
import type { Person } from './api.ts'
import { makeBuilding } from './building.ts'
import { type GatewaysHouse, openGatewaysHouse } from './gateways-house.ts'
import { command, order, type SupplyHouse, type Unit } from './supply-building.ts'

let house: SupplyHouse
let unit: Unit
let integrator: Person
let gateways: GatewaysHouse['gateways']
let view: GatewaysHouse['view']
let lastName: GatewaysHouse['lastName']
let stop: GatewaysHouse['stop'] | undefined

beforeAll(async () => {
  ;({ house, unit, gateways, view, lastName, stop } = await openGatewaysHouse())
  integrator = await house.at('integrator')
})
afterAll(() => stop?.())

const ordering = () => view({ authority: 'supply', principal: integrator.email })
const valueAt = ({ values }: Pick<GatewaySnapshot, 'values'>, pointId: string) =>
  values.find((value) => value.pointId === pointId)

/** Follows the feed until a point has a value. */
async function until(building: BuildingView, from: string, pointId: string, value: unknown) {
  let cursor = from
  for (const seen: unknown[] = []; ; ) {
    const changes = await building.changes({ cursor, waitMs: 5_000, limit: 100 })
    if (changes.kind === 'restart') throw new Error('The tree is another one.')
    const heard = valueAt({ values: changes.values }, pointId)
    if (heard?.value === value) return heard
    seen.push(...changes.values)
    if (changes.cursor === cursor) throw new Error(`It never came: ${JSON.stringify(seen)}`)
    cursor = changes.cursor
  }
}

describe('what is published', () => {
  test('is the tree of the site, told as data', async () => {
    const snapshot = await view({}).snapshot()
    const { siteId, spaceId } = house.building
    const kinds = new Map(snapshot.nodes.map(({ nodeId, kind }) => [nodeId, kind]))
    expect(kinds.get(`site:${siteId}`)).toBe('site')
    expect(kinds.get(`space:${spaceId}`)).toBe('space')
    expect(kinds.get(`meter:${unit.meteringPointId}`)).toBe('meter')
    expect(kinds.get(`supply:${unit.supplyPointId}`)).toBe('supply')
    expect(kinds.get(`account:${unit.accountId}`)).toBe('account')
    const told = new Set<string>()
    for (const { nodeId, parentId } of snapshot.nodes) {
      if (parentId !== null) expect(told).toContain(parentId)
      told.add(nodeId)
    }
    expect(snapshot.values.map(({ pointId }) => pointId)).toEqual(
      snapshot.points.map(({ pointId }) => pointId),
    )
    for (const { pointId } of snapshot.points) expect(pointId).toMatch(/^[A-Za-z0-9:/._%-]+$/)
  })

  test('has no name and no balance of a tenant, unless the site says so', async () => {
    const closed = await view({}).snapshot()
    const open = await view({ personalData: true }).snapshot()
    const account = `account:${unit.accountId}`
    expect(closed.points.filter(({ nodeId }) => nodeId === account)).toMatchObject([
      { name: 'low' },
    ])
    expect(closed.nodes.find(({ nodeId }) => nodeId === account)?.title).toBe(
      `Account ${unit.accountId}`,
    )
    expect(valueAt(open, `${account}/balance`)).toMatchObject({ value: '0' })
    expect(open.nodes.find(({ nodeId }) => nodeId === account)?.title).toContain('A-101')
  })

  test('names no tenant in any word, nor whether a space is let, unless the site says so', async () => {
    const { pool } = house.api
    const name = 'Wang Lihua 王丽华'
    const { spaceId, tenantId } = house.building
    await pool.query('UPDATE tenant SET name = $1 WHERE id = $2', [name, tenantId])
    const closed = await view({}).snapshot()
    expect(JSON.stringify(closed)).not.toContain('王丽华')
    expect(closed.points.filter(({ nodeId }) => nodeId.startsWith('space:'))).toEqual([])
    expect(closed.points.filter(({ name: of }) => of === 'balance')).toEqual([])
    const open = await view({ personalData: true }).snapshot()
    expect(valueAt(open, `space:${spaceId}/tenant`)?.value).toBe(name)
    expect(valueAt(open, `space:${spaceId}/let`)?.value).toBe(true)
  })

  test('is another tree once something was added, and says so', async () => {
    const building = view({})
    const { cursor } = await building.snapshot()
    const code = 'B-102'
    const { supplyPointId } = await house.addUnit({ code })
    let changes = await building.changes({ cursor, waitMs: 10_000, limit: 10 })
    if (changes.kind === 'changes')
      changes = await building.changes({ cursor: changes.cursor, waitMs: 10_000, limit: 10 })
    await expect
      .poll(async () => (await building.snapshot()).nodes.map(({ nodeId }) => nodeId), {
        timeout: 15_000,
      })
      .toContain(`supply:${supplyPointId}`)
    expect(await building.changes({ cursor, waitMs: 0, limit: 10 })).toEqual({ kind: 'restart' })
  })
})

describe('changes', () => {
  test('of a point are told once and as the latest, however many there were', async () => {
    const { rows } = await house.api.pool.query<{ id: string }>(
      `INSERT INTO register (meter_id, code, digits)
       SELECT meter_id, '1.8.0', 6 FROM installation WHERE id = $1 RETURNING id::text`,
      [unit.installationId],
    )
    await house.api.pool.query(
      `UPDATE installation SET multiplier_micros = 40000000 WHERE id = $1`,
      [unit.installationId],
    )
    const registerId = String(rows[0]?.id)
    const building = view({})
    const { cursor, points } = await building.snapshot()
    const pointId = `meter:${unit.meteringPointId}/register.1.8.0`
    expect(points.find((point) => point.pointId === pointId)).toMatchObject({
      ...{ unit: 'kWh', counter: true, valueType: 'decimal', writable: false, historical: false },
    })
    const at = wallClock.now()
    const reading = { registerId, quality: 'good' as const, receivedAt: at, source: 'x' }
    for (const step of [1, 2, 3, 0])
      gateways.reading({
        ...reading,
        at: at + step * 1_000,
        valueMicros: BigInt(step) * 1_250_000n,
      })
    const changes = await building.changes({ cursor, waitMs: 1_000, limit: 100 })
    if (changes.kind !== 'changes') throw new Error('It restarts.')
    // 3 × 1.25 kWh at a ratio of 40; the late one does not put it back.
    expect(changes.values).toEqual([{ pointId, value: '150', quality: 'good', at: at + 3_000 }])
    const again = await building.changes({ cursor: changes.cursor, waitMs: 0, limit: 100 })
    expect(again).toMatchObject({ kind: 'changes', values: [], cursor: changes.cursor })
    await expect(building.history({ pointId, from: 0, to: at, limit: 10 })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  test('come by the supply’s facts', async () => {
    const building = view({})
    const { cursor } = await building.snapshot()
    const ordered = await command(house.owner, 'supply-orders', order(unit, 'off'))
    expect(ordered.status, ordered.text).toBe(201)
    const pointId = `supply:${unit.supplyPointId}/wanted`
    expect(await until(building, cursor, pointId, false)).toMatchObject({ quality: 'good' })
    await command(house.owner, `supply-orders/${String(ordered.body.id)}/end`)
  })
})

describe('history', () => {
  test('is read in pages that tell nothing twice, where personal data is exposed', async () => {
    const { rows } = await house.api.pool.query<{ id: string }>(
      `SELECT r.id::text FROM register r JOIN installation n ON n.meter_id = r.meter_id WHERE n.id = $1`,
      [unit.installationId],
    )
    const from = Date.parse('2026-02-01T00:00:00Z')
    for (const step of [0, 1, 2, 3, 4])
      await house.api.pool.query(
        `INSERT INTO reading (at, register_id, value_micros, received_at, quality, source)
         VALUES (to_timestamp($1::float8 / 1000), $2, $3, now(), 'good', 'x')`,
        [from + step * 900_000, rows[0]?.id, step * 1_000_000],
      )
    const building = view({ personalData: true })
    await building.snapshot()
    const pointId = `meter:${unit.meteringPointId}/register.1.8.0`
    const values: unknown[] = []
    for (let next: number | null = from; next !== null; ) {
      const page = await building.history({ pointId, from: next, to: from + 3_600_000, limit: 3 })
      values.push(...page.rows.map(({ value }) => value))
      next = page.next
    }
    expect(values).toEqual(['0', '40', '80', '120'])
  })
})

describe('a connection of a gateway', () => {
  const draft = (type = 'x') => ({
    ...{ siteId: house.building.siteId, pluginId: 'gateway-x', type, name: 'BMS' },
    ...{ extensionPoint: 'buildingGateways', config: {}, skipTest: true },
  })

  test.each([
    ['technician', 403],
    // Nobody stands in a manager's way; but there is no such plugin here.
    ['manager', 404],
  ] as const)('by a %s is answered with %i', async (role, status) => {
    const person = await house.at(role)
    const made = await person.call('POST', '/api/v1/connections', { body: draft() })
    expect(made.status, made.text).toBe(status)
    const { rows } = await house.api.pool.query<{ id: string }>(
      `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config, enabled)
       VALUES ($1, 'gateway-x', 'buildingGateways', 'x', $2, '{}', false) RETURNING id::text`,
      [house.building.siteId, `of a ${role}`],
    )
    const path = `/api/v1/connections/${rows[0]?.id}`
    const body = { config: { exposure: { personalData: true } }, skipTest: true }
    const changed = await person.call('POST', `${path}/configure`, { body })
    expect(changed.status, changed.text).toBe(status)
    const back = await person.call('POST', `${path}/configurations/1/restore`)
    expect(back.text).not.toContain('route-unknown')
    expect(back.status, back.text).toBe(status)
  })
})

describe('a write', () => {
  const pointId = () => `supply:${unit.supplyPointId}/order`
  const bms = { actor: 'SCADA desk 3' }

  test('is refused without authority, and the denial is kept', async () => {
    const building = view({ authority: 'none', principal: integrator.email })
    const { points } = await building.snapshot()
    expect(points.filter(({ writable }) => writable)).toEqual([])
    expect(await building.write({ ...bms, pointId: pointId(), value: false })).toMatchObject({
      outcome: 'refused',
    })
    const { rows } = await house.api.pool.query(
      `SELECT actor_name FROM audit_event WHERE outcome = 'denied' AND subject = $1`,
      [`supplyPoints:${unit.supplyPointId}`],
    )
    expect(rows).toContainEqual({ actor_name: `Gateway ${lastName()}` })
    expect(await house.counted('supply_order')).toBe(1)
  })

  test.each(['technician', 'auditor', 'owner'] as const)(
    'in the name of a %s is refused: the principal is an integrator',
    async (role) => {
      const { email } = await house.at(role)
      const building = view({ authority: 'supply', principal: email })
      await building.snapshot()
      expect(await building.write({ ...bms, pointId: pointId(), value: false })).toMatchObject({
        outcome: 'refused',
      })
    },
  )

  test.each(['at another site', 'shut out'] as const)(
    'in the name of an integrator %s is refused',
    async (how) => {
      const isShutOut = how === 'shut out'
      const { siteId } = isShutOut ? house.building : await makeBuilding(house.owner, 'elsewhere')
      const { email, userId } = await house.api.person([{ role: 'integrator', siteId }])
      if (isShutOut)
        await house.api.pool.query('UPDATE auth_user SET "disabledAt" = now() WHERE id = $1', [
          userId,
        ])
      const building = view({ authority: 'supply', principal: email })
      await building.snapshot()
      expect(await building.write({ ...bms, pointId: pointId(), value: false })).toMatchObject({
        outcome: 'refused',
      })
    },
  )

  test('is an order of the principal: below credit, audited, and taken back', async () => {
    const building = ordering()
    const { points, cursor } = await building.snapshot()
    expect(points.find((point) => point.pointId === pointId())).toMatchObject({ writable: true })
    // Somebody pays: credit has the last word.
    const write = { ...bms, pointId: pointId(), value: false, requestId: 'r-1' }
    expect(await building.write(write)).toMatchObject({ outcome: 'outranked' })
    expect(await building.write(write)).toMatchObject({ outcome: 'outranked' })
    const { rows } = await house.api.pool.query(
      `SELECT authority, wish, ordered_by, reason, ended_at FROM supply_order WHERE supply_point_id = $1
       AND authority = 'bms'`,
      [unit.supplyPointId],
    )
    expect(rows).toEqual([
      {
        ...{ authority: 'bms', wish: 'off', ordered_by: integrator.userId, ended_at: null },
        reason: `Over the gateway "${lastName()}", asked by SCADA desk 3`,
      },
    ])
    await until(building, cursor, pointId(), false)
    const audited = await house.api.pool.query(
      `SELECT actor_id, operation FROM audit_event WHERE operation LIKE 'supplyOrders.%' AND actor_id = $1`,
      [integrator.userId],
    )
    expect(audited.rows).toEqual([
      { actor_id: integrator.userId, operation: 'supplyOrders.create' },
    ])
    expect(await building.write({ ...bms, pointId: pointId(), value: true })).toMatchObject({
      outcome: 'done',
    })
    expect(await building.write({ ...bms, pointId: pointId(), value: null })).toMatchObject({
      outcome: 'done',
    })
    const open = await house.api.pool.query(
      `SELECT FROM supply_order WHERE authority = 'bms' AND ended_at IS NULL`,
    )
    expect(open.rowCount).toBe(0)
  })

  test('ends no order of somebody else', async () => {
    const other = await house.at('integrator')
    const given = await command(other, 'supply-orders', order(unit, 'off', 'bms'))
    expect(given.status, given.text).toBe(201)
    const building = ordering()
    await building.snapshot()
    for (const value of [true, null])
      expect((await building.write({ ...bms, pointId: pointId(), value })).outcome).toBe('done')
    const path = `/api/v1/supply-orders/${String(given.body.id)}`
    expect((await house.owner.call('GET', path)).body.endedAt).toBeNull()
    expect((await command(other, `supply-orders/${String(given.body.id)}/end`)).status).toBe(200)
  })

  test('S1: never reaches a life-safety point', async () => {
    const lift = await house.addUnit({ code: 'LIFT', lifeSafety: true })
    const building = ordering()
    const { points } = await building.snapshot()
    const safe = `supply:${lift.supplyPointId}/order`
    expect(points.find((point) => point.pointId === safe)).toMatchObject({ writable: false })
    expect(await building.write({ ...bms, pointId: safe, value: false })).toMatchObject({
      outcome: 'refused',
    })
  })

  test('of nonsense is invalid', async () => {
    const building = ordering()
    await building.snapshot()
    for (const request of [
      { pointId: 'supply:0/order', value: true },
      { pointId: `supply:${unit.supplyPointId}/on`, value: true },
      { pointId: pointId(), value: 'off' },
    ])
      expect(await building.write({ ...bms, ...request })).toMatchObject({ outcome: 'invalid' })
  })

  test('ends with the principal’s role', async () => {
    const leaving = await house.at('integrator')
    const building = view({ authority: 'supply', principal: leaving.email })
    await building.snapshot()
    await house.api.pool.query('DELETE FROM role_assignment WHERE user_id = $1', [leaving.userId])
    expect(await building.write({ ...bms, pointId: pointId(), value: false })).toMatchObject({
      outcome: 'refused',
    })
  })

  test('is not taken without end', async () => {
    const building = ordering()
    await building.snapshot()
    const outcomes = []
    for (let count = 0; count < 62; count += 1)
      outcomes.push((await building.write({ ...bms, pointId: pointId(), value: null })).outcome)
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(60)
    expect(outcomes.slice(60)).toEqual(['refused', 'refused'])
    const { rows } = await house.api.pool.query(
      `SELECT after ->> 'code' AS code FROM audit_event WHERE outcome = 'denied' AND actor_name = $1`,
      [`Gateway ${lastName()}`],
    )
    expect(rows).toContainEqual({ code: 'rate-limited' })
  })
})
