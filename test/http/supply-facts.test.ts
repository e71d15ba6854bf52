import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBuilding } from './building.ts'
import { command, openSupplyHouse, order, type SupplyHouse, type Unit } from './supply-building.ts'

let house: SupplyHouse
let unit: Unit

beforeAll(async () => {
  house = await openSupplyHouse()
  unit = await house.addUnit({ code: 'first' })
}, 120_000)
afterAll(() => house.api.stop())

/** What was told of commands, the newest last; what is decided then is told by itself. */
async function told() {
  const { rows } = await house.api.pool.query(
    `SELECT site_id::text AS "siteId", tenant_id AS "tenantId", type, data FROM fact
     WHERE topic = 'supply' AND type <> 'supply-decided' ORDER BY id`,
  )
  return rows
}

describe('facts of supply commands', () => {
  it('tell the staff of the site what was ordered, once and only if it was done', async () => {
    const { siteId } = house.building
    const { supplyPointId } = unit
    const given = await command(house.owner, 'supply-orders', order(unit, 'on'), 'a-key-of-facts')
    await command(house.owner, 'supply-orders', order(unit, 'on'), 'a-key-of-facts')
    const end = `supply-orders/${String(given.body.id)}/end`
    await command(house.owner, end)
    expect((await command(house.owner, end)).status).toBe(409)
    const data = { id: given.body.id, supplyPointId, accountId: null, everywhere: false }
    expect(await told()).toEqual([
      { siteId, tenantId: null, type: 'supply-ordered', data },
      { siteId, tenantId: null, type: 'supply-order-ended', data },
    ])
  })

  it('tell every site of a hold of all of them', async () => {
    const elsewhere = await makeBuilding(house.owner, 'elsewhere')
    const before = (await told()).length
    const held = await command(house.owner, 'guard-holds', { siteId: null, reason: 'Trouble' })
    expect(held.status, held.text + house.api.failures.join()).toBe(201)
    const release = await command(house.owner, `guard-holds/${String(held.body.id)}/release`)
    expect(release.status, release.text).toBe(200)
    const facts = (await told()).slice(before)
    const sites = [house.building.siteId, elsewhere.siteId]
    expect(facts.map(({ siteId, type }) => [type, siteId])).toEqual(
      ['supply-hold-set', 'supply-hold-released'].flatMap((type) =>
        sites.map((siteId) => [type, siteId]),
      ),
    )
    expect(facts.every(({ data }) => data.everywhere)).toBe(true)
  })
})
