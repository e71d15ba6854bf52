import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rejudge } from '../../core/flow/metering/rejudge.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const span = { from: START, to: Date.UTC(2028, 0, 1) }
const silent = { debug() {}, info() {}, warn() {}, error() {} }

let database: TemporaryDatabase
let building: Building
/** The metering point whose judging fails, as a defect of ours would make it fail. */
let defective = ''

beforeAll(async () => {
  database = await createTemporaryDatabase()
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    // One currency unit a kWh, so that balances read as consumption.
    tariff: flatTariff({ ...span, priceMicros: 1_000_000n }),
    writers: 1,
    streamsFor: (streams) => ({
      ...streams,
      async load(pointIds) {
        const positions = await streams.load(pointIds)
        return positions.map((position) => {
          if (position.stream.point.id !== defective) return position
          const point = {
            ...position.stream.point,
            get installed(): never {
              throw new Error('defect')
            },
          }
          return { ...position, stream: { ...position.stream, point } }
        })
      },
      correct: (request) =>
        streams.correct({
          ...request,
          derive(stream, history) {
            if (stream.point.id === defective) throw new Error('defect')
            return request.derive(stream, history)
          },
        }),
    }),
  })
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

type Metered = Awaited<ReturnType<Building['addMetered']>>

const hear = (heard: readonly (readonly [Metered, number, string])[]) =>
  building.ingest.snapshots({
    connectionId: building.connectionId,
    snapshots: heard.map(([{ pointId }, minutes, value]) =>
      building.snapshot(pointId, START + minutes * MINUTE_MS, value),
    ),
  })

async function setAside({ registerId }: Metered) {
  const { rows } = await building.pool.query<{ value: string; open: boolean }>(
    `SELECT value_micros AS value, closed_at IS NULL AS open FROM quarantined_reading
     WHERE register_id = $1 AND reason = 'unjudged' ORDER BY at`,
    [registerId],
  )
  return rows
}

async function openRepairs({ meteringPointId }: Metered) {
  const { rows } = await building.pool.query<{ kind: string }>(
    'SELECT kind FROM repair_item WHERE subject = $1 AND closed_at IS NULL',
    [`metering-point:${meteringPointId}`],
  )
  return rows.map(({ kind }) => kind)
}

describe('I4: readings that a defect keeps from being judged', () => {
  test('are acknowledged, kept, shown, stop nobody else, and are billed once they can be', async () => {
    const [broken, sound] = [
      await building.addMetered('broken'),
      await building.addMetered('sound'),
    ]
    defective = broken.meteringPointId
    await hear([
      [broken, 30, '1'],
      [sound, 30, '2'],
    ])
    await hear([
      [broken, 60, '4'],
      [sound, 60, '5'],
      [broken, 45, '2'],
    ])
    expect(await building.balanceOf(sound.purseId)).toBe(-5_000_000n)
    expect(await building.balanceOf(broken.purseId)).toBe(0n)
    expect((await setAside(broken)).map(({ value, open }) => [value, open])).toEqual([
      ['1000000', true],
      ['2000000', true],
      ['4000000', true],
    ])
    expect(await openRepairs(broken)).toEqual(['reading-unjudged'])

    defective = ''
    await rejudge({ store: building.streams, log: silent })
    expect(await building.balanceOf(broken.purseId)).toBe(-4_000_000n)
    expect((await setAside(broken)).filter(({ open }) => open)).toEqual([])
    expect(await openRepairs(broken)).toEqual([])
    await hear([[broken, 90, '6']])
    expect(await building.balanceOf(broken.purseId)).toBe(-6_000_000n)
    await expectBalanced(database)
  })

  test('also where the price comes to more than the books can hold', async () => {
    const planId = await building.addPlan(
      'absurd',
      flatTariff({ ...span, priceMicros: 9_000_000_000_000_000_000n }),
    )
    const dear = await building.addMetered('dear', undefined, { planId })
    const sound = await building.addMetered('beside')
    await hear([
      [dear, 30, '10'],
      [sound, 30, '2'],
    ])
    expect(await building.balanceOf(sound.purseId)).toBe(-2_000_000n)
    expect(await setAside(dear)).toEqual([{ value: '10000000', open: true }])
    await rejudge({ store: building.streams, log: silent })
    expect(await setAside(dear)).toEqual([{ value: '10000000', open: true }])
    expect(await building.balanceOf(dear.purseId)).toBe(0n)
  })
})
