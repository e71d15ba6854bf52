import { afterEach, describe, expect, test } from 'vitest'
import { type House, openHouse } from './house.ts'
import { ORDER } from './site.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const DENIED = 'Class:2 - Code:40'

const write = (
  { rig, object }: House,
  value: boolean | null,
  priority = 8,
  { pointId = ORDER, property = 85 } = {},
) => rig.bms.ask({ do: 'write', object: object(pointId), value, priority, property })

/** What stands in the priority array, by place. */
async function arrayOf({ rig, object }: House): Promise<Readonly<Record<number, unknown>>> {
  const read = await rig.bms.ask({ do: 'read', object: object(ORDER), properties: [87] })
  const slots = read.values ?? []
  expect(slots).toHaveLength(16)
  return Object.fromEntries(
    slots.flatMap(({ type, value }, index) => (type === 0 ? [] : [[index + 1, value]])),
  )
}

async function presentOf({ rig, object }: House): Promise<unknown> {
  const read = await rig.bms.ask({ do: 'read', object: object(ORDER), properties: [85] })
  return read.values?.[0]?.value
}

const wishes = ({ site }: House) => site.writes.map(({ value }) => value)

describe('orders', () => {
  test('the strongest place counts, and the core hears of what changes alone', async () => {
    const house = await openHouse({ closers })
    expect(await presentOf(house)).toBe(1)
    expect(await write(house, false, 8)).toEqual({})
    await expect.poll(() => presentOf(house)).toBe(0)
    expect(await write(house, true, 5)).toEqual({})
    await expect.poll(() => presentOf(house)).toBe(1)
    expect(await write(house, false, 16)).toEqual({})
    expect(await arrayOf(house)).toEqual({ 5: 1, 8: 0, 16: 0 })
    expect(await write(house, null, 5)).toEqual({})
    await expect.poll(() => presentOf(house)).toBe(0)
    expect(await write(house, null, 8)).toEqual({})
    expect(await arrayOf(house)).toEqual({ 16: 0 })
    expect(await write(house, null, 16)).toEqual({})
    await expect.poll(() => presentOf(house)).toBe(1)
    expect(await arrayOf(house)).toEqual({})
    expect(wishes(house)).toEqual([false, true, false, null])
    expect(house.site.writes[0]?.actor).toMatch(/^BACnet 127\.0\.0\.1:\d+, priority 8$/)
  })

  test('are refused where no address may write, and the core is not asked', async () => {
    const house = await openHouse({ closers, connection: { writers: [] } })
    expect((await write(house, false)).error).toContain(DENIED)
    expect(house.site.writes).toEqual([])
    expect((await house.rig.gateway.health()).counters).toMatchObject({ denied: 1, writes: 0 })
  })

  test('are refused without authority, at the reserved priority, and of all other properties', async () => {
    const silent = await openHouse({ closers, site: { authority: false } })
    expect((await write(silent, false)).error).toContain(DENIED)
    const house = await openHouse({ closers })
    expect((await write(house, false, 6)).error).toContain(DENIED)
    for (const property of [81, 77, 111])
      expect((await write(house, false, 8, { property })).error).toContain(DENIED)
    expect((await write(house, false, 8, { pointId: 'site:1/held' })).error).toContain(DENIED)
    expect([...silent.site.writes, ...house.site.writes]).toEqual([])
  })

  test('one that the core refuses takes no place; one that is outranked does', async () => {
    const house = await openHouse({ closers })
    house.site.answer('refused')
    expect((await write(house, false)).error).toContain(DENIED)
    expect(await arrayOf(house)).toEqual({})
    house.site.answer('outranked')
    expect(await write(house, false)).toEqual({})
    expect(await arrayOf(house)).toEqual({ 8: 0 })
  })

  test('one that a person has ended leaves no place taken', async () => {
    const house = await openHouse({ closers })
    await write(house, false)
    await expect.poll(() => presentOf(house)).toBe(0)
    expect(await arrayOf(house)).toEqual({ 8: 0 })
    house.site.set({ [ORDER]: null })
    await expect.poll(() => presentOf(house)).toBe(1)
    expect(await arrayOf(house)).toEqual({})
  })

  test('one from before the start stands where the settings say, and is taken back there', async () => {
    const house = await openHouse({
      ...{ closers, site: { ordered: false }, connection: { standingPriority: 10 } },
    })
    expect(await arrayOf(house)).toEqual({ 10: 0 })
    await write(house, null, 10)
    expect(wishes(house)).toEqual([null])
  })

  test('past so many a minute they are refused as busy', async () => {
    const house = await openHouse({ closers, connection: { writesPerMinute: 2 } })
    await write(house, false)
    await write(house, true)
    expect((await write(house, false)).error).toContain('Class:0 - Code:3')
    expect(wishes(house)).toEqual([false, true])
    expect((await house.rig.gateway.health()).counters).toMatchObject({ limited: 1 })
  })
})
