import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { type Building, createBuilding } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const END = Date.UTC(2028, 0, 1)
const at = (minutes: number) => START + minutes * MINUTE_MS

let database: TemporaryDatabase
let building: Building
let serial = 0

beforeAll(async () => {
  database = await createTemporaryDatabase()
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    // One currency unit a kWh, so that balances read as consumption.
    tariff: flatTariff({ from: START, to: END, priceMicros: 1_000_000n }),
  })
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

async function charged(readings: readonly (readonly [number, string])[]): Promise<bigint> {
  const metered = await building.addMetered(`m${++serial}`)
  for (const [minutes, value] of readings)
    await building.ingest.snapshots({
      connectionId: building.connectionId,
      snapshots: [building.snapshot(metered.pointId, at(minutes), value)],
    })
  return -(await building.balanceOf(metered.purseId))
}

test('a meter that spoke while it served nothing is billed from when it is put in', async () => {
  const metered = await building.addMetered(`m${++serial}`)
  const fresh = await building.addMeter(`fresh ${serial}`)
  const { connectionId } = building
  const heard = (minutes: number, value: string) =>
    building.ingest.snapshots({
      ...{ connectionId, snapshots: [building.snapshot(fresh.pointId, at(minutes), value)] },
    })
  await heard(10, '100')
  await building.commissioning.swapMeter({
    ...{ installationId: metered.installationId, at: at(15), signedBy: 'test' },
    closings: [{ registerId: metered.registerId, valueMicros: 0n }],
    ...{ meterId: fresh.meterId, multiplierMicros: 1_000_000n },
    openings: [{ registerId: fresh.registerId, valueMicros: 100_000_000n }],
  })
  await heard(30, '103')
  expect(-(await building.balanceOf(metered.purseId))).toBe(3_000_000n)
})

describe('I1: registers are billed by difference', () => {
  const readings = [
    [15, '1.5'],
    [30, '2'],
    [45, '7.25'],
    [60, '9'],
  ] as const

  test('in order', async () => {
    expect(await charged(readings)).toBe(9_000_000n)
  })

  test('in reverse, doubled, and with the middle late', async () => {
    expect(await charged(readings.toReversed())).toBe(9_000_000n)
    expect(await charged([...readings, ...readings])).toBe(9_000_000n)
    expect(await charged([readings[0], readings[3], readings[2], readings[1]])).toBe(9_000_000n)
  })

  test.each([
    ['bad', 'good'],
    ['good', 'bad'],
    ['bad', 'uncertain', 'good'],
  ] as const)('INV5: one value at one instant, marked %s and then %s, counts', async (...marks) => {
    const metered = await building.addMetered(`m${++serial}`)
    const { connectionId } = building
    for (const quality of marks) {
      const { source, at: when, values } = building.snapshot(metered.pointId, at(60), '9')
      const marked = values.map((value) => ({ ...value, quality }))
      await building.ingest.snapshots({
        connectionId,
        snapshots: [{ source, at: when, values: marked }],
      })
    }
    expect(await building.balanceOf(metered.purseId)).toBe(-9_000_000n)
  })

  test('INV6: a total beside band registers is compared, not charged again', async () => {
    const metered = await building.addMetered(`m${++serial}`, undefined, {
      bands: [null, 'peak', 'valley'],
    })
    const hear = (register: number, minutes: number, value: string) =>
      building.ingest.snapshots({
        connectionId: building.connectionId,
        snapshots: [
          building.snapshot(metered.registers[register]?.pointId ?? '', at(minutes), value),
        ],
      })
    await hear(0, 60, '9')
    await hear(1, 60, '4')
    await hear(2, 60, '5')
    expect(await building.balanceOf(metered.purseId)).toBe(-9_000_000n)
    await hear(0, 30, '4')
    await hear(1, 30, '2')
    await hear(0, 90, '3')
    expect(await building.balanceOf(metered.purseId)).toBe(-9_000_000n)
    const { rows } = await building.pool.query(
      'SELECT reason FROM quarantined_reading WHERE register_id = $1 AND closed_at IS NULL',
      [metered.registers[0]?.registerId],
    )
    expect(rows).toEqual([{ reason: 'falling' }])
  })

  test('INV6: what is fed back is judged and kept, and never charged, whatever counts beside it', async () => {
    for (const bands of [[null], ['peak', 'valley'], [null, 'peak', 'valley']]) {
      const shape = { bands, feedsBack: true }
      const metered = await building.addMetered(`m${++serial}`, undefined, shape)
      const hear = (register: number, minutes: number, value: string) =>
        building.ingest.snapshots({
          connectionId: building.connectionId,
          snapshots: [
            building.snapshot(metered.registers[register]?.pointId ?? '', at(minutes), value),
          ],
        })
      const counted = bands.filter((band) => bands.length === 1 || band !== null).length
      for (const [register] of metered.registers.entries()) await hear(register, 60, '4')
      expect(await building.balanceOf(metered.purseId)).toBe(BigInt(-4_000_000 * counted))
      const fedBack = metered.registers.length - 1
      await hear(fedBack, 90, '3')
      expect(await building.balanceOf(metered.purseId)).toBe(BigInt(-4_000_000 * counted))
      const { rows } = await building.pool.query(
        `SELECT (SELECT count(*)::int FROM reading WHERE register_id = $1) AS kept,
           (SELECT reason FROM quarantined_reading WHERE register_id = $1) AS refused`,
        [metered.registers[fedBack]?.registerId],
      )
      expect(rows).toEqual([{ kept: 2, refused: 'falling' }])
    }
  })

  test('with readings missing before the last', async () => {
    expect(await charged([[60, '9']])).toBe(9_000_000n)
  })
})

describe('I4: what is implausible is set aside and never billed', () => {
  test('a falling register never becomes the baseline: 100 → 50 → 110 charges 10', async () => {
    expect(
      await charged([
        [600, '100'],
        [615, '50'],
        [630, '110'],
      ]),
    ).toBe(110_000_000n)
  })

  test('a value wrong by a thousand', async () => {
    expect(
      await charged([
        [60, '1'],
        [75, '1000'],
        [90, '2'],
      ]),
    ).toBe(2_000_000n)
  })

  test('both sides of a conflict, and what was booked from either', async () => {
    expect(
      await charged([
        [15, '1'],
        [30, '2'],
        [30, '3'],
        [45, '4'],
      ]),
    ).toBe(4_000_000n)
    expect(
      await charged([
        [15, '1'],
        [30, '2'],
        [30, '3'],
      ]),
    ).toBe(1_000_000n)
  })

  test('a rollover that is possible is used', async () => {
    const metered = await building.addMetered(`m${++serial}`)
    await building.pool.query(
      'UPDATE installation_register SET opening_micros = 999990000000 WHERE register_id = $1',
      [metered.registerId],
    )
    await building.streams.correct({
      pointId: metered.meteringPointId,
      readings: [],
      from: START,
      derive: () => ({
        state: { registers: [], counts: [] },
        lastAt: null,
        undo: [],
        charges: [],
        quarantined: [],
        checkpoints: [],
      }),
    })
    await building.ingest.snapshots({
      connectionId: building.connectionId,
      snapshots: [building.snapshot(metered.pointId, at(60), '5')],
    })
    expect(await building.balanceOf(metered.purseId)).toBe(-15_000_000n)
  })
})
