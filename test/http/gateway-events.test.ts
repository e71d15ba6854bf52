import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GatewaySnapshot } from '../../core/contracts/index.ts'
import { type GatewaysHouse, openGatewaysHouse } from './gateways-house.ts'
import { command, order, type SupplyHouse, type Unit } from './supply-building.ts'

let house: SupplyHouse
let unit: Unit
let view: GatewaysHouse['view']
let stop: GatewaysHouse['stop'] | undefined

beforeAll(async () => {
  ;({ house, unit, view, stop } = await openGatewaysHouse())
})
afterAll(() => stop?.())

describe('events', () => {
  const ids = ({ events }: Pick<GatewaySnapshot, 'events'>) => events.map(({ eventId }) => eventId)

  test('tell of alarms that begin and end, and of what was switched', async () => {
    const building = view({})
    let { cursor } = await building.snapshot()
    const node = `supply:${unit.supplyPointId}`
    const told: string[] = []
    /** The supply stands so, which the next fact of it makes known. */
    const stand = async (state: string, alarms: readonly string[], last: string) => {
      await house.api.pool.query(
        'UPDATE supply_point SET state = $1, alarms = $2, state_since = now() WHERE id = $3',
        [state, alarms, unit.supplyPointId],
      )
      const ordered = await command(house.owner, 'supply-orders', order(unit, 'on'))
      await command(house.owner, `supply-orders/${String(ordered.body.id)}/end`)
      while (!told.includes(last)) {
        const changes = await building.changes({ cursor, waitMs: 5_000, limit: 100 })
        if (changes.kind === 'restart') throw new Error('The tree is another one.')
        if (changes.cursor === cursor) throw new Error(`It never came: ${told}`)
        cursor = changes.cursor
        for (const { eventId, active, message } of changes.events)
          told.push(`${eventId} ${message} ${active}`)
      }
    }
    const { rows } = await house.api.pool.query<{ state: string }>(
      'SELECT state FROM supply_point WHERE id = $1',
      [unit.supplyPointId],
    )
    const before = String(rows[0]?.state)
    await stand('drawing', ['cut-but-drawing'], `${node}/state drawing false`)
    expect(told).toContain(`${node}/cut-but-drawing cut-but-drawing true`)
    expect(ids(await view({}).snapshot())).toContain(`${node}/cut-but-drawing`)
    await stand(before, [], `${node}/state ${before} false`)
    expect(told).toContain(`${node}/cut-but-drawing cut-but-drawing false`)
    expect(ids(await building.snapshot())).not.toContain(`${node}/cut-but-drawing`)
  })

  test('of repair items stand until they are closed, whatever else is made meanwhile', async () => {
    const { siteId } = house.building
    const { rows } = await house.api.pool.query<{ id: string }>(
      `INSERT INTO repair_item (site_id, kind, subject, owner_role, severity)
       VALUES ($1, 'device-silent', 'meters:1', 'technician', 'warning') RETURNING id::text`,
      [siteId],
    )
    const eventId = `repair:${rows[0]?.id}`
    const building = view({})
    const { events } = await building.snapshot()
    const alarm = { eventId, nodeId: `site:${siteId}`, kind: 'repair', severity: 'warning' }
    expect(events).toContainEqual(
      expect.objectContaining({ ...alarm, active: true, message: 'device-silent' }),
    )
    const { supplyPointId } = await house.addUnit({ code: 'B-103' })
    const nodes = async () => (await building.snapshot()).nodes.map(({ nodeId }) => nodeId)
    await expect.poll(nodes, { timeout: 15_000 }).toContain(`supply:${supplyPointId}`)
    expect(ids(await building.snapshot())).toContain(eventId)
    await house.api.pool.query('UPDATE repair_item SET closed_at = now() WHERE id = $1', [
      rows[0]?.id,
    ])
    await expect
      .poll(async () => ids(await building.snapshot()), { timeout: 15_000 })
      .not.toContain(eventId)
  })

  test('of a low balance end where its level was moved below it', async () => {
    const building = view({})
    const eventId = `account:${unit.accountId}/low`
    const { cursor, events } = await building.snapshot()
    expect(events.map((event) => event.eventId)).toContain(eventId)
    const path = `/api/v1/accounts/${unit.accountId}`
    const { headers } = await house.owner.call('GET', path)
    const moved = await house.owner.call('PATCH', path, {
      body: { lowBalance: '0', veryLowBalance: '0' },
      headers: { 'if-match': String(headers.get('etag')) },
    })
    expect(moved.status, moved.text).toBe(200)
    const over = async () => {
      const changes = await building.changes({ cursor, waitMs: 0, limit: 100 })
      return changes.kind === 'changes' ? changes.events : []
    }
    await expect
      .poll(over, { timeout: 15_000 })
      .toContainEqual(expect.objectContaining({ eventId, active: false }))
    expect(ids(await building.snapshot())).not.toContain(eventId)
  })
})
