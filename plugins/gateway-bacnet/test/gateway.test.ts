import { createSocket } from 'node:dgram'
import { afterEach, describe, expect, test } from 'vitest'
import { keyOf } from '../building.ts'
import type { Decoded, DecodedValue } from './bms.ts'
import { type House, openHouse } from './house.ts'
import { DEVICE, HOST, objectsOf } from './rig.ts'
import { ORDER } from './site.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const results = (read: Decoded): readonly DecodedValue[] => read.values?.[0]?.values ?? []
const readValues = async ({ rig }: House, object: typeof DEVICE, property: number) =>
  (await rig.bms.ask({ do: 'read', object, properties: [property] })).values

describe('who is there', () => {
  test('Who-Is is answered by I-Am, Who-Has by object and name by I-Have', async () => {
    const { rig } = await openHouse({ closers })
    const name = Buffer.from('Tower “A”')
    const byName = Buffer.concat([Buffer.from([0x3d, name.length + 1, 0]), name])
    const frame = (apdu: string) =>
      Buffer.from(`810b${(apdu.length / 2 + 6).toString(16).padStart(4, '0')}0100${apdu}`, 'hex')
    const asked = ['10072c0203f7a1', `1007${byName.toString('hex')}`, '10072c00000001']
    await rig.bms.ask({ do: 'raw', frames: asked.map((apdu) => frame(apdu).toString('hex')) })
    const { iAms, haves } = await rig.bms.ask<{ iAms: object[]; haves: string[] }>({ do: 'who-is' })
    expect(iAms).toMatchObject([
      { deviceId: DEVICE.instance, maxApdu: 1_476, segmentation: 3, vendorId: 555 },
    ])
    expect(haves).toHaveLength(2)
    for (const have of haves) expect(have).toContain(name.toString('hex'))
  })

  test('addresses that may not read get no answer', async () => {
    const { rig } = await openHouse({
      ...{ closers, connection: { readers: ['192.0.2.1'], writers: [] } },
    })
    expect(await rig.bms.ask({ do: 'read', object: DEVICE, properties: [77] })).toEqual({
      error: 'ERR_TIMEOUT',
    })
  })
})

describe('objects', () => {
  test('are of the kinds, units, names and scale of their points', async () => {
    const house = await openHouse({ closers })
    const seen = await objectsOf(house.rig.bms)
    const types = [...seen].map(([pointId, { id }]) => [pointId, id.type])
    expect(Object.fromEntries(types)).toEqual({
      ...{ 'site:1/held': 5, 'site:1/repairs': 2, 'space:3/tenant': 40, 'account:7/balance': 2 },
      ...{ 'site:1/holiday': 6, 'site:1/hold-hours': 17 },
      ...{ 'meter:5/register.1': 23, 'meter:5/register.heat': 23, 'meter:5/online': 3 },
      ...{ 'supply:5/state': 19, [ORDER]: 5, 'meter:10/power': 0 },
    })
    expect(seen.get('space:3/tenant')).toMatchObject({ value: '王先生', name: '一层 101 – tenant' })
    expect(seen.get('account:7/balance')).toMatchObject({ value: '-12.5', unit: 'EUR' })
    expect(seen.get('account:7/balance')?.description).toBe(
      'Tower “A” / Account 7: balance, EUR [account:7/balance]',
    )
    // 1.5 GJ are 1,500 MJ, and those 1,500,000 kJ.
    expect(seen.get('meter:5/register.heat')).toMatchObject({ value: '1500' })
    expect(seen.get('supply:5/state')).toMatchObject({ value: 'off' })
    expect(new Set([...seen.values()].map(({ name }) => name)).size).toBe(seen.size)
  })

  test('tell of each property the same by itself, with all, and in their list', async () => {
    const house = await openHouse({ closers })
    const { rig } = house
    const ids = [...(await objectsOf(rig.bms)).values()].map(({ id }) => id)
    for (const object of [DEVICE, ...ids]) {
      const ask = async (set: number) =>
        results(await rig.bms.ask({ do: 'read-multiple', object, properties: [set] }))
      const [all, required, optional] = [await ask(8), await ask(105), await ask(80)]
      const numbers = (list: readonly DecodedValue[]) => list.map(({ id }) => Number(id)).sort()
      expect([...numbers(required), ...numbers(optional)].sort()).toEqual(numbers(all))
      const listed = (await readValues(house, object, 371))?.map(({ value }) => Number(value)) ?? []
      expect([75, 77, 79, ...listed].sort()).toEqual(numbers(all))
      for (const { id, value } of all)
        expect([id, await readValues(house, object, Number(id))]).toEqual([id, value])
    }
  })

  test('a register goes on at zero past its highest count', async () => {
    const house = await openHouse({ closers })
    const register = house.object('meter:5/register.1')
    const count = async () => (await readValues(house, register, 85))?.[0]?.value
    expect(await count()).toBe(12_345_678)
    expect(await readValues(house, register, 65)).toMatchObject([{ value: 4_294_967_295 }])
    for (const [value, shown] of [
      ['4294967.2959', 4_294_967_295],
      ['4294967.296', 0],
      ['4294967.2985', 2],
    ] as const) {
      house.site.set({ 'meter:5/register.1': value })
      await expect.poll(count).toBe(shown)
    }
  })

  test('say by reliability and flag why a value is not to be relied upon, and keep the last one', async () => {
    const house = await openHouse({ closers })
    const power = house.object('meter:10/power')
    // Reliability, the flag of a fault as bacstack has it, present value.
    const standing = async () => {
      const [[reliability], [flags], [present]] = await Promise.all([
        (await readValues(house, power, 103)) ?? [],
        (await readValues(house, power, 111)) ?? [],
        (await readValues(house, power, 85)) ?? [],
      ])
      const [bits = 0] = (flags?.value as { value: readonly number[] } | undefined)?.value ?? []
      return [reliability?.value, (bits & 2) !== 0, present?.value]
    }
    expect(await standing()).toEqual([0, false, 230.5])
    house.site.set({ 'meter:10/power': '17' }, 'bad')
    await expect.poll(standing).toEqual([7, true, 17])
    house.site.set({ 'meter:10/power': null })
    await expect.poll(standing).toEqual([1, true, 17])
    house.site.set({ 'meter:10/power': '18' })
    await expect.poll(standing).toEqual([0, false, 18])
  })

  test('keep their numbers over another start', async () => {
    const first = await openHouse({ closers })
    const second = await openHouse({ closers })
    for (const pointId of [ORDER, 'meter:5/register.1'])
      expect(keyOf(first.object(pointId))).toBe(keyOf(second.object(pointId)))
  })

  test('what is not there is told by its error, what is too long by an abort', async () => {
    const house = await openHouse({ closers, site: { meters: 400 } })
    const { bms } = house.rig
    const read = (property: number, index?: number, object = DEVICE) =>
      bms.ask({
        ...{ do: 'read', object, properties: [property] },
        ...(index === undefined ? {} : { index }),
      })
    await expect.poll(async () => (await read(76, 409)).error).toBeUndefined()
    expect((await read(76)).error).toContain('Abort - Reason:4')
    expect((await read(76, 999)).error).toContain('Class:2 - Code:42')
    expect((await read(77, 1)).error).toContain('Class:2 - Code:50')
    expect((await read(85)).error).toContain('Class:2 - Code:32')
    expect((await read(85, undefined, { type: 0, instance: 1 })).error).toContain(
      'Class:1 - Code:31',
    )
    // By the wildcard of a device that does not know its own number.
    expect((await read(77, undefined, { type: 8, instance: 4_194_303 })).values).toMatchObject([
      { value: 'Tower “A”' },
    ])
  })
})

describe('the port', () => {
  test('in use is told, and taken when it is free', async () => {
    const { rig } = await openHouse({ closers })
    await rig.gateway.stop()
    const holder = createSocket('udp4')
    await new Promise<void>((resolve) => holder.bind(rig.port, HOST, resolve))
    const other = await openHouse({
      ...{ closers, site: { meters: 20 } },
      connection: { port: rig.port },
    })
    expect(await other.rig.gateway.health()).toMatchObject({ status: 'down' })
    expect((await other.rig.gateway.health()).detail).toContain('is in use by another program')
    await new Promise<void>((resolve) => holder.close(() => resolve()))
    await expect
      .poll(async () => (await other.rig.gateway.health()).status, { timeout: 10_000 })
      .toBe('up')
    expect(other.site.healths.map(({ status }) => status)).toContain('down')
  })
})
