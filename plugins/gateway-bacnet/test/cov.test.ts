import { afterEach, describe, expect, test } from 'vitest'
import type { Told } from './bms-child.ts'
import { openHouse } from './house.ts'
import { DEVICE } from './rig.ts'
import { ORDER } from './site.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const MANY = 1_000
describe('changes of value', () => {
  test.each([false, true])(
    '1,000 subscriptions are told all, and one more is refused (confirmed: %s)',
    async (confirmed) => {
      const { rig, site } = await openHouse({ closers, site: { meters: MANY } })
      const ask = (index: number) =>
        rig.bms.ask({ do: 'read', object: DEVICE, properties: [76], index })
      const objectCount = async () => (await rig.gateway.health()).counters?.objects
      await expect.poll(objectCount).toBe(MANY + 11)
      const objects: (typeof DEVICE)[] = []
      // bacstack has 255 requests in flight at most.
      for (let at = 1; at <= MANY + 12; at += 92) {
        const some = await Promise.all(Array.from({ length: 92 }, (_, more) => ask(at + more)))
        for (const { values } of some) objects.push(values?.[0]?.value as typeof DEVICE)
      }
      const powers = objects.filter(({ type }) => type === 0)
      expect(powers).toHaveLength(MANY)
      const subscribe = (object: typeof DEVICE, processId: number) =>
        rig.bms.ask({ do: 'subscribe', object, processId, confirmed, lifetimeS: 300 })
      for (const [at, object] of powers.entries()) expect(await subscribe(object, at)).toEqual({})
      const told = new Map<number, unknown>()
      const hear = async () => {
        for (const { processId, value } of await rig.bms.ask<Told[]>({ do: 'notified' }))
          told.set(processId, value)
        return [...told.values()].filter((value) => value === expected).length
      }
      let expected = 230.5
      await expect.poll(hear, { timeout: 20_000 }).toBe(MANY)
      const [first = DEVICE] = powers
      expect((await subscribe(first, MANY)).error).toContain('Class:3 - Code:20')
      expected = 99
      site.set(Object.fromEntries(powers.map((_, at) => [`meter:${at + 10}/power`, '99'])))
      await expect.poll(hear, { timeout: 20_000 }).toBe(MANY)
      expect((await rig.gateway.health()).counters).toMatchObject({
        ...{ subscriptions: MANY, notified: 2 * MANY, unanswered: 0 },
      })
    },
    60_000,
  )

  test('are told of supply, until the subscription is cancelled or over', async () => {
    const { rig, site, object } = await openHouse({ closers })
    const heard: Told[] = []
    const hear = async () => {
      heard.push(...(await rig.bms.ask<Told[]>({ do: 'notified' })))
      return heard.map(({ processId, value }) => `${processId}: ${value}`)
    }
    const subscribe = (processId: number, lifetimeS: number, cancel = false) =>
      rig.bms.ask({
        ...{ do: 'subscribe', object: object(ORDER), processId, lifetimeS, cancel },
        confirmed: true,
      })
    expect(await subscribe(1, 300)).toEqual({})
    expect(await subscribe(2, 1)).toEqual({})
    await expect.poll(hear).toEqual(['1: 1', '2: 1'])
    site.set({ [ORDER]: false })
    await expect.poll(hear).toEqual(['1: 1', '2: 1', '1: 0', '2: 0'])
    const counters = async () => (await rig.gateway.health()).counters?.subscriptions
    await expect.poll(counters, { timeout: 5_000 }).toBe(1)
    const { values } = await rig.bms.ask({ do: 'read', object: DEVICE, properties: [152] })
    expect(values?.length).toBeGreaterThan(0)
    expect(await subscribe(1, 0, true)).toEqual({})
    expect(await counters()).toBe(0)
    site.set({ [ORDER]: true })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await hear()).toHaveLength(4)
  })

  test('of the device, and of what is not there, are refused', async () => {
    const { rig } = await openHouse({ closers })
    const subscribe = (object: typeof DEVICE) =>
      rig.bms.ask({ do: 'subscribe', object, processId: 1, confirmed: false, lifetimeS: 60 })
    expect((await subscribe(DEVICE)).error).toContain('Class:2 - Code:44')
    expect((await subscribe({ type: 0, instance: 1 })).error).toContain('Class:1 - Code:31')
  })
})
