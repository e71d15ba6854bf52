import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { DAY_MS, type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding, type Metered, type Shape } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { dayTariff, flatTariff, ladderTariff } from '../support/tariffs.ts'

// Bounded by its runs, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

const START = Date.UTC(2026, 0, 25)
const END = Date.UTC(2028, 0, 1)
const NOW = START + 300 * DAY_MS

/** A value of the n-th register, as a driver hands it over. */
interface Heard {
  readonly register: number
  readonly minutes: number
  readonly micros: bigint
  readonly quality: 'good' | 'bad'
}

let database: TemporaryDatabase
let building: Building
let plans: string[]
let serial = 0

beforeAll(async () => {
  database = await createTemporaryDatabase()
  const span = { from: START, to: END }
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => NOW,
    start: START,
    tariff: dayTariff(span),
  })
  plans = [
    building.planId,
    await building.addPlan('ladder', ladderTariff(span)),
    await building.addPlan('shared ladder', ladderTariff({ ...span, acrossBands: true })),
    await building.addPlan('two versions', ladderTariff({ ...span, acrossBands: true })),
    await building.addPlan('flat', flatTariff({ ...span, priceMicros: 333_333n })),
  ]
  const later = { from: START + 8 * DAY_MS + 7 * MINUTE_MS, to: END }
  const second = ladderTariff({ ...later, acrossBands: true, factor: 3n })
  await building.addVersion(plans[3] ?? '', second)
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

const decimal = (micros: bigint) => {
  const sign = micros < 0n ? '-' : ''
  const size = micros < 0n ? -micros : micros
  return `${sign}${size / 1_000_000n}.${String(size % 1_000_000n).padStart(6, '0')}`
}

async function hear(metered: Metered, heard: readonly Heard[]): Promise<void> {
  const snapshots = heard.map(({ register, minutes, micros, quality }) => {
    const { pointId = '' } = metered.registers[register] ?? {}
    const at: Instant = START + minutes * MINUTE_MS
    return { source: 'test', at, values: [{ pointId, value: decimal(micros), quality }] }
  })
  await building.ingest.snapshots({ connectionId: building.connectionId, snapshots })
}

/** All that a metering point has come to, without ids and instants of booking. */
async function outcome(metered: Metered) {
  const registers = new Map(metered.registers.map(({ registerId }, index) => [registerId, index]))
  const ids = [...registers.keys()]
  const number = (row: { register_id: string }) => ({
    ...row,
    register_id: registers.get(row.register_id),
  })
  const query = async (text: string) => (await building.pool.query(text, [ids])).rows.map(number)
  const inForce = `register_id = ANY ($1) AND reverses_id IS NULL
    AND NOT EXISTS (SELECT FROM usage_interval r WHERE r.reverses_id = u.id)`
  return {
    balance: await building.balanceOf(metered.purseId),
    quarantine: await query(
      `SELECT register_id, at, value_micros, reason FROM quarantined_reading
       WHERE register_id = ANY ($1) AND closed_at IS NULL ORDER BY 1, 2, 3`,
    ),
    usage: await query(
      `SELECT register_id, from_at, to_at, from_micros, to_micros, quantity_micros, unrated
       FROM usage_interval u WHERE ${inForce} ORDER BY 1, 2`,
    ),
    lines: await query(
      `SELECT register_id, l.from_at, l.to_at, component, band, l.quantity_micros, quantity_from_micros, price_micros,
         amount_micros, estimated FROM usage_interval u JOIN rated_line l ON l.interval_id = u.id WHERE ${inForce}
       ORDER BY 1, 2, 3, 4, 5, 7`,
    ),
  }
}

const SHAPES: readonly Shape[] = [
  {},
  { multiplierMicros: 40_000_000n, maxRateMicros: 4_000_000_000n },
  { multiplierMicros: 333_333n },
  { digits: 2, openingMicros: 96_000_000n },
  { bands: ['valley', 'peak', 'flat'] },
  { bands: ['valley', null, 'peak', 'flat'] },
]

/** Good readings in order: instants apart by anything from a minute to days, each register's own. */
const honest = (registers: number) =>
  fc
    .array(
      fc.record({
        gap: fc.constantFrom(1, 15, 15, 60, 480, 1_440, 4_000),
        register: fc.nat({ max: registers - 1 }),
        share: fc.nat({ max: 1_000_000 }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((steps) => {
      let minutes = 0
      const last = Array.from({ length: registers }, () => ({ minutes: 0, micros: 0n }))
      return steps.map(({ gap, register, share }): Heard => {
        minutes += gap
        const before = last[register] ?? { minutes: 0, micros: 0n }
        // At most half of what may flow, so that what is heard without others is plausible as well.
        const most = (BigInt(minutes - before.minutes) * 5_000_000n) / 60n
        const micros = before.micros + (most * BigInt(share)) / 1_000_000n
        last[register] = { minutes, micros }
        return { register, minutes, micros, quality: 'good' }
      })
    })

/** Lies beside them: other values at the same instants or at new ones. */
const lies = (registers: number) =>
  fc.array(
    fc.record({
      register: fc.nat({ max: registers - 1 }),
      minutes: fc.oneof(fc.constantFrom(15, 16, 30, 75, 1_440), fc.integer({ min: 0, max: 9_000 })),
      micros: fc.oneof(
        fc.constantFrom(-1n, 0n, 1n, 5_000_000n, 99_000_000n, 40_000_000_000n, 10n ** 15n),
        fc.bigInt({ min: 0n, max: 400_000_000n }),
      ),
      quality: fc.constantFrom('good' as const, 'good' as const, 'bad' as const),
    }),
    { maxLength: 5 },
  )

const scenario = fc
  .record({ shape: fc.constantFrom(...SHAPES), plan: fc.nat({ max: 4 }) })
  .chain(({ shape, plan }) => {
    const registers = shape.bands?.length ?? 1
    const opening = shape.openingMicros ?? 0n
    const range = 10n ** BigInt((shape.digits ?? 6) + 6)
    return fc.record({ honest: honest(registers), lies: lies(registers) }).chain((parts) => {
      const shifted = parts.honest.map((one) => ({
        ...one,
        micros: (one.micros + opening) % range,
      }))
      const heard = [...shifted, ...parts.lies]
      const copies = fc.array(fc.constantFrom(...heard), { maxLength: 4 })
      return fc.record({
        shape: fc.constant(shape),
        plan: fc.constant(plan),
        heard: fc.constant(heard),
        arrival: copies.chain((twice) =>
          fc.shuffledSubarray([...heard, ...twice], { minLength: heard.length + twice.length }),
        ),
        chunks: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 20 }),
      })
    })
  })

async function added(shape: Shape, plan: number): Promise<Metered> {
  return building.addMetered(`m${++serial}`, undefined, { ...shape, planId: plans[plan] ?? '' })
}

function inChunks<T>(items: readonly T[], sizes: readonly number[]): T[][] {
  const chunks: T[][] = []
  for (let at = 0, turn = 0; at < items.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    chunks.push(items.slice(at, at + size))
    at += size
  }
  return chunks
}

const canonical = (heard: readonly Heard[]) =>
  heard.toSorted((a, b) => a.minutes - b.minutes || a.register - b.register)

describe('the total is a function of the accepted set', () => {
  test('INV5, I1: any order, doubling and batching of readings ends in the same books as in order', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ shape, plan, heard, arrival, chunks }) => {
        const ordered = await added(shape, plan)
        for (const one of canonical(heard)) await hear(ordered, [one])
        const mixed = await added(shape, plan)
        for (const chunk of inChunks(arrival, chunks)) await hear(mixed, chunk)
        expect(await outcome(mixed)).toEqual(await outcome(ordered))
      }),
      { numRuns: 45 },
    )
    await expectBalanced(database)
  })

  test('INV5, I1: readings may be missing, but for the last: the register is billed', async () => {
    const dropped = honest(1).chain((heard) =>
      fc.record({ heard: fc.constant(heard), kept: fc.subarray(heard.slice(0, -1)) }),
    )
    await fc.assert(
      fc.asyncProperty(dropped, async ({ heard, kept }) => {
        const last = heard.slice(-1)
        const [all, some] = [await added({}, 4), await added({}, 4)]
        await hear(all, heard)
        await hear(some, [...kept, ...last])
        expect(await building.balanceOf(some.purseId)).toBe(await building.balanceOf(all.purseId))
      }),
      { numRuns: 25 },
    )
    await expectBalanced(database)
  })

  test('INV5: registers that share a ladder and are read at different instants, over a month boundary', async () => {
    const heard: Heard[] = [
      { register: 0, minutes: 60, micros: 1_000_000n, quality: 'good' },
      { register: 0, minutes: 12 * 1_440, micros: 90_000_000n, quality: 'good' },
      { register: 1, minutes: 12 * 1_440 + 5, micros: 60_000_000n, quality: 'good' },
      { register: 2, minutes: 12 * 1_440 + 7, micros: 30_000_000n, quality: 'good' },
    ]
    const bands = { bands: ['valley', 'peak', 'flat'] }
    const [ordered, reversed] = [await added(bands, 3), await added(bands, 3)]
    for (const one of heard) await hear(ordered, [one])
    for (const one of heard.toReversed()) await hear(reversed, [one])
    expect(await outcome(reversed)).toEqual(await outcome(ordered))
    await expectBalanced(database)
  })

  test('INV5: readings that lie on the profile change no total, over band and month boundaries', async () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 14_399 }), { maxLength: 8 })
    const even = fc.record({
      cuts,
      perMinute: fc.integer({ min: 1, max: 80_000 }),
      plan: fc.nat(3),
    })
    await fc.assert(
      fc.asyncProperty(even, async ({ cuts: minutes, perMinute, plan }) => {
        const at = (minute: number): Heard => ({
          register: 0,
          minutes: minute,
          micros: BigInt(perMinute) * BigInt(minute),
          quality: 'good',
        })
        const [whole, split] = [await added({}, plan), await added({}, plan)]
        await hear(whole, [at(14_400)])
        await hear(split, [...minutes.map(at), at(14_400)])
        expect(await building.balanceOf(split.purseId)).toBe(
          await building.balanceOf(whole.purseId),
        )
      }),
      { numRuns: 20 },
    )
    await expectBalanced(database)
  })
})
