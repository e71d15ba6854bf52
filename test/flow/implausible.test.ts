import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Snapshot } from '../../core/contracts/meter-driver.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding, type Metered } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const NOW = START + 1_000 * HOUR_MS
/** The last reading before the bad ones: five units, an hour before they come. */
const BASE_MINUTES = 600

let database: TemporaryDatabase
let building: Building
let serial = 0

beforeAll(async () => {
  database = await createTemporaryDatabase()
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => NOW,
    start: START,
    tariff: flatTariff({ from: START, to: Date.UTC(2028, 0, 1), priceMicros: 1_000_000n }),
  })
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

type Quality = 'good' | 'uncertain' | 'bad'

async function hear(
  metered: Metered,
  minutes: number,
  value: string | boolean,
  quality: Quality = 'good',
): Promise<void> {
  const snapshot: Snapshot = {
    source: `meter/${metered.pointId}`,
    at: START + minutes * MINUTE_MS,
    values: [{ pointId: metered.pointId, value, quality }],
  }
  const { connectionId } = building
  await building.ingest.snapshots({ connectionId, snapshots: [snapshot] })
}

const CORPUS: readonly (readonly [string, string, number, string, Quality?])[] = [
  ['a negative value', 'negative', 660, '-0.000001'],
  ['a very negative value', 'negative', 660, '-99999999'],
  ['more digits than the register has', 'too-large', 660, '1000000'],
  ['far more digits', 'too-large', 660, '999999999999'],
  ['a value wrong by a thousand', 'implausible-rate', 660, '5000'],
  ['a value wrong by a hundred', 'implausible-rate', 661, '500'],
  ['a leap just above what can flow', 'implausible-rate', 660, '106.666667'],
  ['a fall', 'falling', 660, '4.999999'],
  ['a fall to zero, as after a reset', 'falling', 660, '0'],
  ['a rollover that is none', 'falling', 660, '1'],
  ['a value that the device calls bad', 'bad-quality', 660, '5.5', 'bad'],
  ['a bad value that is absurd', 'bad-quality', 660, '-7', 'bad'],
  ['an instant in the future', 'future', 1_000 * 60 + 6, '5.5'],
  ['an instant years ahead', 'future', 5_000_000, '5.5'],
  ['an instant before the installation', 'not-installed', -1, '0.1'],
  ['an instant decades ago', 'not-installed', -20_000_000, '0.1'],
]

const cases = CORPUS.map(([name, reason, minutes, value, quality = 'good']) => ({
  name,
  reason,
  minutes,
  value,
  quality,
}))

test.each(cases)(
  'I4: $name is set aside as $reason, with a repair item, and never billed',
  async ({ reason, minutes, value, quality }) => {
    const metered = await building.addMetered(`meter ${++serial}`)
    await hear(metered, BASE_MINUTES, '5')
    await hear(metered, minutes, value, quality)
    expect(await building.balanceOf(metered.purseId)).toBe(-5_000_000n)
    const { rows } = await building.pool.query(
      'SELECT reason, closed_at FROM quarantined_reading WHERE register_id = $1',
      [metered.registerId],
    )
    expect(rows).toEqual([{ reason, closed_at: null }])
    const items = await building.pool.query(
      'SELECT kind, owner_role, closed_at FROM repair_item WHERE subject = $1',
      [`metering-point:${metered.meteringPointId}`],
    )
    expect(items.rows).toEqual([
      { kind: `reading-${reason}`, owner_role: 'technician', closed_at: null },
    ])
    // What comes after is billed as if nothing had been.
    await hear(metered, 720, '6')
    expect(await building.balanceOf(metered.purseId)).toBe(-6_000_000n)
    const { rows: points } = await building.pool.query<{ late: boolean }>(
      `SELECT last_at < to_timestamp($2::float8 / 1000) AS late FROM metering_point_state
     WHERE metering_point_id = $1`,
      [metered.meteringPointId, START + 720 * MINUTE_MS],
    )
    expect(points).toEqual([{ late: false }])
  },
)

test.each([
  ['no number', 'NaN'],
  ['infinite', 'Infinity'],
  ['empty', ''],
  ['text', 'twelve'],
  ['hexadecimal', '0x10'],
  ['two numbers', '1 2'],
  ['a number with a comma', '1,5'],
  ['a truth value', true],
  ['an absurd exponent', '1e99999'],
])(
  'I4: %s as a value is kept as received, with a repair item, and never billed',
  async (_, value) => {
    const metered = await building.addMetered(`meter ${++serial}`)
    await hear(metered, BASE_MINUTES, '5')
    await hear(metered, 660, value)
    expect(await building.balanceOf(metered.purseId)).toBe(-5_000_000n)
    const source = `meter/${metered.pointId}`
    const { rows } = await building.pool.query<{ payload: Buffer }>(
      'SELECT payload FROM quarantined_input WHERE source = $1',
      [source],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.payload.toString()).toContain(String(value))
    const items = await building.pool.query(
      "SELECT kind FROM repair_item WHERE detail->>'source' = $1",
      [source],
    )
    expect(items.rows).toEqual([{ kind: 'input-not-understood' }])
  },
)

test('I4: values of points that nobody knows are kept, and stop nothing', async () => {
  const metered = await building.addMetered(`meter ${++serial}`)
  const at = START + BASE_MINUTES * MINUTE_MS
  const value = { value: '5', quality: 'good' as const }
  await building.ingest.snapshots({
    connectionId: building.connectionId,
    snapshots: [
      { source: 'stranger', at, values: [{ pointId: '999999999', ...value }] },
      { source: 'friend', at, values: [{ pointId: metered.pointId, ...value }] },
    ],
  })
  expect(await building.balanceOf(metered.purseId)).toBe(-5_000_000n)
  const { rows } = await building.pool.query(
    "SELECT reason FROM quarantined_input WHERE source = 'stranger'",
  )
  expect(rows).toEqual([{ reason: 'The point is not known.' }])
})

test('I4: many bad readings at once: none is billed, each is kept', async () => {
  const metered = await building.addMetered(`meter ${++serial}`)
  await hear(metered, BASE_MINUTES, '5')
  const bad = Array.from({ length: 300 }, (_, index) =>
    building.snapshot(
      metered.pointId,
      START + (BASE_MINUTES + 1 + index) * MINUTE_MS,
      ['-1', '900000', '0.5', '4.9'][index % 4] ?? '',
    ),
  )
  const { connectionId } = building
  await Promise.all(
    bad.map((snapshot) => building.ingest.snapshots({ connectionId, snapshots: [snapshot] })),
  )
  expect(await building.balanceOf(metered.purseId)).toBe(-5_000_000n)
  const { rows } = await building.pool.query<{ count: string }>(
    'SELECT count(*) FROM quarantined_reading WHERE register_id = $1 AND closed_at IS NULL',
    [metered.registerId],
  )
  expect(rows[0]?.count).toBe('300')
  await expectBalanced(database)
})
