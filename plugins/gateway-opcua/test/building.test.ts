import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, startBench, until } from './bench.ts'
import { AT, createBuilding, ENERGY, ORDER } from './building.ts'
import { startClientProcess } from './client.ts'

const CASE_MS = 120_000
const HOUR_MS = 3_600_000
const MANY = 5_000

const history = Array.from({ length: 12_000 }, (_, index) => ({
  ...{ value: `${index}`, at: AT + index * HOUR_MS },
  quality: index % 3 === 2 ? ('uncertain' as const) : ('good' as const),
}))
const END = AT + history.length * HOUR_MS

const client = startClientProcess()
let bench: Bench
beforeAll(async () => {
  bench = await startBench(client, {}, createBuilding({ many: MANY, history }))
  await client.use(bench.access)
}, CASE_MS)
afterAll(async () => {
  await bench.stop()
  await client.close()
})

describe('the information model', () => {
  it('types of its own are there with their declarations, and instances are of them', async () => {
    const types = new Map((await client.types()).map(({ name, children }) => [name, children]))
    expect([...types.keys()].sort()).toEqual([
      ...['AccountType', 'BuildingAlarmType', 'BuildingEventType', 'MeasurementType', 'MeterType'],
      ...['RegisterType', 'SiteType', 'SpaceType', 'SupplyType', 'WordType'],
    ])
    expect(types.get('SupplyType')).toEqual(
      ['Alarm', 'Cut', 'On', 'Order', 'Release', 'Restore', 'State', 'Wanted'].sort(),
    )
    const wanted = {
      ...{ 'site:1': 'SiteType', 'space:2': 'SpaceType', 'meter:5': 'MeterType' },
      ...{ 'supply:5': 'SupplyType', 'account:7': 'AccountType', [ENERGY]: 'RegisterType' },
      ...{ 'meter:5/power.1': 'MeasurementType', 'supply:5/state': 'WordType' },
    }
    for (const [nodeId, type] of Object.entries(wanted))
      expect(`${nodeId} ${await client.typeOf({ nodeId })}`).toBe(`${nodeId} ${type}`)
  })

  it('measured values have their units, by the codes of UNECE where it has one', async () => {
    const unece = 'http://www.opcfoundation.org/UA/units/un/cefact'
    const units = async (pointId: string) => {
      const { namespaceUri, unitId, displayName } = await client.units({ pointId })
      return [namespaceUri, unitId, displayName]
    }
    // Codes KWH, MTQ, GV, WTT and AMP of recommendation 20 as part 8 writes them.
    expect(await units(ENERGY)).toEqual([unece, 4_937_544, 'kW·h'])
    expect(await units('meter:5/register.water')).toEqual([unece, 5_067_857, 'm³'])
    expect(await units('meter:5/register.heat')).toEqual([unece, 18_262, 'GJ'])
    expect(await units('meter:5/power.1')).toEqual([unece, 5_723_220, 'W'])
    expect(await units('meter:5/current.2')).toEqual([unece, 4_279_632, 'A'])
    expect(await units('meter:5/register.cool')).toEqual(['urn:busbar:ua:units', -1, 'RT·h'])
    expect(await units('account:7/balance')).toEqual(['urn:iso:std:iso:4217', -1, 'CNY'])
  })
})

describe('history', () => {
  const ask = { pointId: ENERGY, each: 0 }

  it(
    'of many values comes in parts, whole and in order, forwards and backwards',
    async () => {
      const { rows } = await client.history({ ...ask, from: AT, to: END })
      expect(rows).toEqual(history)
      const back = await client.history({ ...ask, from: END, to: AT - 1, each: 1_000 })
      expect(back.rows).toEqual([...history].reverse())
    },
    CASE_MS,
  )

  it('the end does not belong to it; one instant does', async () => {
    const { rows } = await client.history({ ...ask, from: AT, to: AT + 2 * HOUR_MS })
    expect(rows).toEqual(history.slice(0, 2))
    const one = await client.history({ ...ask, from: AT + HOUR_MS, to: AT + HOUR_MS })
    expect(one.rows).toEqual(history.slice(1, 2))
    const none = await client.history({ ...ask, from: AT + 1, to: AT + 2 })
    expect(none).toEqual({ rows: [], status: 'GoodNoData' })
  })

  it('a number of values after or before an instant is enough', async () => {
    const after = await client.history({ ...ask, from: AT + HOUR_MS, to: null, each: 3 })
    expect(after.rows).toEqual(history.slice(1, 4))
    const before = await client.history({ ...ask, from: null, to: AT + HOUR_MS, each: 2 })
    expect(before.rows).toEqual(history.slice(0, 2).reverse())
    const nothing = await client.history({ ...ask, from: AT, to: null, each: 0 })
    expect(nothing.status).toBe('BadInvalidArgument')
  })

  it('is among what the server says that it can', async () => {
    // AccessHistoryDataCapability of HistoryServerCapabilities.
    expect(await client.standard({ nodeId: 'i=11193' })).toBe(true)
  })

  it('is refused of what has none', async () => {
    const { status } = await client.history({
      ...ask,
      pointId: 'meter:5/power.1',
      from: AT,
      to: END,
    })
    expect(status).toBe('BadHistoryOperationUnsupported')
  })
})

describe('events', () => {
  it('a supply that was switched is an event, an alarm stands until it is over', async () => {
    expect(await client.alarms()).toEqual([])
    const common = { nodeId: 'supply:5', kind: 'supply', at: AT } as const
    const switched = { ...common, eventId: 'supply:5/off', message: 'switched-off' } as const
    bench.building.tell({ ...switched, severity: 'info', active: false })
    const alarm = { ...common, eventId: 'supply:5/drawing', message: 'drawing' } as const
    bench.building.tell({ ...alarm, severity: 'critical', active: true })
    await until('the alarm stands', async () => (await client.alarms()).length === 1)
    // No client silences what the others see.
    for (const name of ['i=9028', 'i=9111', 'Disable', 'AddComment'])
      expect(await client.call({ nodeId: 'alarm:supply:5/drawing', name })).toMatchObject({
        status: 'BadNotSupported',
      })
    bench.building.tell({ ...alarm, severity: 'critical', active: false })
    await until('it is over', async () => (await client.alarms()).length === 0)
    expect(await client.events()).toEqual([
      ...['supply:5/off switched-off 100 null', 'supply:5/drawing drawing 900 true'],
      'supply:5/drawing drawing 900 false',
    ])
  })
})

describe('orders', () => {
  it('by methods and by writing pass to the building, and what became of them is told', async () => {
    const { writes } = bench.building
    const call = (name: string) => client.call({ nodeId: 'supply:5', name })
    expect(await call('Cut')).toEqual({ status: 'Good', outputs: ['done', 'It is so.'] })
    expect(await call('Restore')).toMatchObject({ status: 'Good' })
    expect(await call('Release')).toMatchObject({ status: 'Good' })
    expect(await client.write({ pointId: ORDER, value: null })).toEqual({ status: 'Good' })
    expect(writes.map(({ pointId, value, actor }) => [pointId, value, actor])).toEqual(
      [false, true, null, null].map((value) => [ORDER, value, 'OPC UA user bms']),
    )
    bench.building.answer({ outcome: 'outranked', detail: 'Credit says otherwise.' })
    expect(await call('Restore')).toEqual({
      ...{ status: 'Good', outputs: ['outranked', 'Credit says otherwise.'] },
    })
  })

  it(
    'that the building refuses are refused, and nothing is shown as ordered',
    async () => {
      bench.building.answer({ outcome: 'refused', detail: 'No authority.' })
      const before = bench.building.writes.length
      expect(await client.write({ pointId: ORDER, value: false })).toEqual({
        status: 'BadUserAccessDenied',
      })
      expect(await client.call({ nodeId: 'supply:5', name: 'Cut' })).toMatchObject({
        status: 'BadUserAccessDenied',
      })
      expect(bench.building.writes.length).toBe(before + 2)
      expect(new Map(await client.seen()).get(ORDER)?.value).toBeNull()
    },
    CASE_MS,
  )

  it('of another type or to another variable are not even asked for', async () => {
    const before = bench.building.writes.length
    expect(await client.write({ pointId: ORDER, value: 'off' })).toEqual({
      status: 'BadTypeMismatch',
    })
    expect(await client.write({ pointId: 'supply:5/state', value: 'off' })).toEqual({
      status: 'BadNotWritable',
    })
    expect(bench.building.writes.length).toBe(before)
  })
})

describe('many points', () => {
  it(
    '5,000 are read, watched, and follow while the event loop turns',
    async () => {
      const pointIds = Array.from({ length: MANY }, (_, index) => `site:1/value.${index}`)
      expect(await client.readAll({ pointIds })).toEqual({ good: MANY, sum: MANY })
      let turns = 0
      const turning = setInterval(() => {
        turns += 1
      }, 1)
      for (const pointId of pointIds)
        bench.building.set({ pointId, value: '2', quality: 'good', at: AT + 1 })
      await until('all follow', async () => (await client.readAll({ pointIds })).sum === 2 * MANY)
      clearInterval(turning)
      // Ten thousand in one go would be one turn or two.
      expect(turns).toBeGreaterThan(10)
      expect(await client.watch({ pointIds })).toEqual({ told: MANY })
    },
    CASE_MS,
  )
})
