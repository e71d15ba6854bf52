import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPeer } from './peer.ts'
import { createRig, oddPoint, until } from './rig.ts'
import { startServerProcess, type TestServer } from './server.ts'

const CASE_MS = 120_000
const START = Date.UTC(2026, 0, 1)

let server: TestServer
let peer: Awaited<ReturnType<typeof createPeer>>
beforeAll(async () => {
  server = startServerProcess()
  peer = await createPeer(server)
  await peer.start()
}, CASE_MS)
afterAll(async () => {
  await peer.close()
  await server.close()
})

let rig = createRig()
let last = 0
beforeEach(async () => {
  rig = createRig()
  // What a case left behind is none of the next one's.
  last += 1
  await server.set({ name: 'Odd', dataType: 'Double', value: last, at: START + last * 60_000 })
})
afterEach(() => rig.stop())

/** A value that is fine and was never there, after which all that came before has been judged; the text of it. */
async function settle(): Promise<string> {
  last += 1
  const value = `${last}`
  await server.set({ name: 'Odd', dataType: 'Double', value, at: START + last * 60_000 })
  await until(`the value ${value}`, () => rig.values('odd').includes(value))
  return value
}

const latest = (count: number) => rig.values('odd').slice(-count)

const unusable: readonly (readonly [string, string, unknown, string])[] = [
  ['NaN', 'Double', 'NaN', 'notANumber'],
  ['infinity', 'Double', 'Infinity', 'notANumber'],
  ['NaN of single precision', 'Float', 'NaN', 'notANumber'],
  ['a text', 'String', 'full', 'wrongType'],
  ['an array', 'Double', [1, 2], 'wrongType'],
  ['an empty text', 'String', '', 'wrongType'],
  ['a time', 'DateTime', '2026-01-01T00:00:00Z', 'wrongType'],
  ['bytes', 'ByteString', 'AAEC', 'wrongType'],
]

describe('X4: a value that is none', () => {
  it.each(unusable)(
    'as %s: kept as malformed with its source, counted, and no reading',
    async (_, dataType, value, kind) => {
      const driver = rig.driver(peer.connection, [oddPoint()])
      await driver.connect()
      const before = await settle()
      await server.set({ name: 'Odd', dataType, value, at: START + last * 60_000 + 5_000 })
      await until('the fault', () => rig.sink.malformed().length > 0)
      const health = await driver.health()
      expect(health.counters?.[kind]).toBe(1)
      expect(health.status).toBe('degraded')
      expect(health.detail).toContain('s=Odd')
      expect(rig.sink.malformed()).toMatchObject([{ source: expect.stringContaining('s=Odd') }])
      const after = await settle()
      expect(latest(2)).toEqual([before, after])
      expect((await driver.health()).status).toBe('up')
    },
    CASE_MS,
  )
})

describe('an address', () => {
  it.each(['ns=2;g=none', 'ns=2;i=99999999999', 'nsu=urn:nowhere;s=a', 'ns=2;s=Nowhere'])(
    '%s that is wrong takes no other point with it',
    async (nodeId) => {
      const wrong = { ...oddPoint(), pointId: 'wrong', address: { nodeId } }
      const driver = rig.driver(peer.connection, [wrong, oddPoint()])
      await driver.connect()
      await settle()
      expect((await driver.health()).status).toBe('degraded')
      const pointIds = ['wrong', 'odd']
      const { items } = await driver.read({ pointIds, timeoutMs: 5_000 })
      expect(items[0]?.error?.code).toEqual(expect.any(String))
      expect(items[1]?.value).toBe(`${last}`)
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      expect((await driver.health()).counters?.sessions).toBe(1)
    },
    CASE_MS,
  )
})

describe('a status', () => {
  it.each([
    ['BadSensorFailure', 'bad'],
    ['BadOutOfService', 'bad'],
    ['UncertainLastUsableValue', 'uncertain'],
    ['UncertainSensorNotAccurate', 'uncertain'],
    ['GoodLocalOverride', 'good'],
  ])(
    '%s is carried as quality %s',
    async (status, quality) => {
      const driver = rig.driver(peer.connection, [oddPoint()])
      await driver.connect()
      await settle()
      last += 1
      const at = START + last * 60_000
      await server.set({ name: 'Odd', dataType: 'Double', value: last, status, at })
      await until('it', () => rig.values('odd').includes(`${last}`))
      expect(rig.qualities('odd').slice(-2)).toEqual(['good', quality])
      const { counters, status: health } = await driver.health()
      expect(counters?.badStatus).toBe(quality === 'bad' ? 1 : 0)
      expect(health).toBe(quality === 'bad' ? 'degraded' : 'up')
    },
    CASE_MS,
  )
})

describe('a clock', () => {
  it(
    'that runs backwards is counted; its times are passed on as they are',
    async () => {
      const driver = rig.driver(peer.connection, [oddPoint()])
      await driver.connect()
      await settle()
      const at = START - 3_600_000
      await server.set({ name: 'Odd', dataType: 'Double', value: 0.5, at })
      await until('the value', () => rig.values('odd').includes('0.5'))
      expect((await driver.health()).counters?.backwardClocks).toBe(1)
      expect(rig.times('odd').slice(-2)).toEqual([START + last * 60_000, at])
    },
    CASE_MS,
  )

  it(
    'that was never set gives no time, and an uncertain value',
    async () => {
      const driver = rig.driver(peer.connection, [oddPoint()])
      await driver.connect()
      await settle()
      await server.set({ name: 'Odd', dataType: 'Double', value: 0.25, at: 0 })
      await until('the value', () => rig.values('odd').includes('0.25'))
      expect(rig.times('odd').at(-1)).toBeNull()
      expect(rig.qualities('odd').at(-1)).toBe('uncertain')
    },
    CASE_MS,
  )
})

describe('every digit', () => {
  it.each([
    ['UInt64', [0xffffffff, 0xffffffff], '18446744073709551615'],
    ['Int64', [0xffffffff, 0xfffffffe], '-2'],
    ['UInt32', 4_294_967_295, '4294967295'],
    ['Double', 2_589_773.391234, '2589773.391234'],
    ['Float', 0.1, '0.1'],
    ['String', '2589773.3912340', '2589773.391234'],
  ])(
    'of %s is kept',
    async (dataType, value, text) => {
      const driver = rig.driver(peer.connection, [oddPoint()])
      await driver.connect()
      await settle()
      await server.set({ name: 'Odd', dataType, value, at: START + last * 60_000 + 1_000 })
      await until(text, () => rig.values('odd').includes(text))
    },
    CASE_MS,
  )
})
