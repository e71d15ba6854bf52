import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createJobs } from '../../core/adapters/jobs.ts'
import { createTariffSchedule } from '../../core/app/tariffs.ts'
import type { CompileRequest, CompileResult } from '../../core/contracts/tariff-strategy.ts'
import { createTariffExtension } from '../../core/flow/commissioning/extend.ts'
import { DAY_MS, type Instant } from '../../core/kernel/instant.ts'
import { createTariffExtensionStore } from '../../core/persistence/tariff-extension-store.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding, type Metered } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { ladderTariff } from '../support/tariffs.ts'

vi.setConfig({ testTimeout: 120_000 })

const START = Date.UTC(2026, 0, 1)
const day = (count: number): Instant => START + count * DAY_MS
const FAR = day(2_500)
const silent = { debug() {}, info() {}, warn() {}, error() {} }

let database: TemporaryDatabase
let building: Building
let now = START
let serial = 0

beforeAll(async () => {
  database = await createTemporaryDatabase()
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => now,
    start: START,
    tariff: ladderTariff({ from: START, to: FAR }),
  })
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

const compile = async (_: string, { from, to }: CompileRequest): Promise<CompileResult> => ({
  ok: true,
  tariff: ladderTariff({ from, to }),
})

function extensionOf(strategy: typeof compile = compile) {
  const later: { readonly planId: string; readonly from: Instant }[] = []
  const extension = createTariffExtension({
    ...{ store: createTariffExtensionStore(building), streams: building.streams },
    ...{ clock: { now: () => now }, compile: strategy, log: silent },
    rerateLater: async (request) => void later.push(request),
  })
  return { extension, later }
}

/** Two points that use alike: one priced far ahead in one go, the other in stretches. */
async function twins() {
  now = START
  serial += 1
  const planId = await building.addPlan(`P${serial}`, ladderTariff({ from: START, to: day(100) }))
  const whole = await building.addMetered(`whole ${serial}`)
  const parts = await building.addMetered(`parts ${serial}`, undefined, { planId })
  return { planId, whole, parts }
}

/** Reads both every fifth day; what they use differs from time to time. */
async function read({ whole, parts }: Pair, from: number, to: number): Promise<void> {
  for (let count = from; count <= to; count += 5) {
    now = Math.max(now, day(count))
    const value = `${count * 7 + ((count / 5) % 3)}`
    for (const { pointId } of [whole, parts])
      await building.ingest.snapshots({
        connectionId: building.connectionId,
        snapshots: [building.snapshot(pointId, day(count), value)],
      })
  }
}

interface Pair {
  readonly whole: Metered
  readonly parts: Metered
}

async function bills({ whole, parts }: Pair): Promise<readonly [bigint, bigint]> {
  return [await building.balanceOf(whole.purseId), await building.balanceOf(parts.purseId)]
}

async function unrated({ parts }: Pair): Promise<number> {
  const { rows } = await building.pool.query<{ count: number }>(
    `SELECT COALESCE(sum(sign(quantity_micros)), 0)::int AS count FROM usage_interval
     WHERE metering_point_id = $1 AND unrated IS NOT NULL`,
    [parts.meteringPointId],
  )
  return rows[0]?.count ?? 0
}

async function stretchesOf(planId: string): Promise<readonly (readonly [number, number])[]> {
  const { rows } = await building.pool.query<{ from_at: Date; to_at: Date }>(
    `SELECT c.from_at, c.to_at FROM tariff_compiled c JOIN tariff_version v ON v.id = c.tariff_version_id
     WHERE v.tariff_plan_id = $1 ORDER BY c.from_at`,
    [planId],
  )
  const count = (at: Date) => (at.getTime() - START) / DAY_MS
  return rows.map(({ from_at, to_at }) => [count(from_at), count(to_at)])
}

async function repairs(): Promise<readonly object[]> {
  const { rows } = await building.pool.query<object>(
    `SELECT severity, detail FROM repair_item WHERE kind = 'tariff-not-extended' AND closed_at IS NULL ORDER BY id`,
  )
  return rows
}

describe('INV6: tariffs are compiled ahead by themselves', () => {
  test('a price in stretches bills like one in a single go, and streams in use learn of it', async () => {
    const pair = await twins()
    const { extension, later } = extensionOf()
    await read(pair, 0, 50)
    expect(await extension.extendAll()).toEqual({ extended: 1, failed: 0 })
    expect(await stretchesOf(pair.planId)).toEqual([
      [0, 100],
      [100, 850],
    ])
    await read(pair, 55, 450)
    expect(await extension.extendAll()).toEqual({ extended: 0, failed: 0 })
    await read(pair, 455, 500)
    await extension.extendAll()
    expect((await stretchesOf(pair.planId)).at(-1)).toEqual([850, 1_300])
    await read(pair, 505, 900)
    const [whole, parts] = await bills(pair)
    expect(parts).toBe(whole)
    expect(await unrated(pair)).toBe(0)
    expect(later).toEqual([])
  })

  test('a version that is added before a further stretch begins takes its place', async () => {
    const pair = await twins()
    const { extension } = extensionOf()
    await read(pair, 0, 50)
    await extension.extendAll()
    await read(pair, 55, 500)
    await extension.extendAll()
    expect(await stretchesOf(pair.planId)).toHaveLength(3)
    for (const planId of [building.planId, pair.planId])
      await building.addVersion(planId, ladderTariff({ from: day(700), to: FAR, factor: 2n }))
    await read(pair, 505, 900)
    const [whole, parts] = await bills(pair)
    expect(parts).toBe(whole)
    expect(await unrated(pair)).toBe(0)
    // What has a successor is not compiled beyond it.
    expect(await extension.extendAll()).toEqual({ extended: 0, failed: 0 })
  })

  test('a strategy that is gone, or prices anew, opens a repair item; what was used meanwhile is rated later', async () => {
    const pair = await twins()
    await read(pair, 0, 95)
    const gone = extensionOf(async () => {
      throw new Error('No plugin offers "s".')
    })
    expect(await gone.extension.extendAll()).toEqual({ extended: 0, failed: 1 })
    expect(await repairs()).toMatchObject([
      { severity: 'critical', detail: { reason: 'No plugin offers "s".', strategy: 's' } },
    ])
    const dearer = extensionOf(async (_, { from, to }) => ({
      ok: true,
      tariff: ladderTariff({ from, to, factor: 3n }),
    }))
    expect(await dearer.extension.extendAll()).toEqual({ extended: 0, failed: 1 })
    expect(await stretchesOf(pair.planId)).toEqual([[0, 100]])
    await read(pair, 100, 130)
    expect(await unrated(pair)).toBeGreaterThan(0)

    const { extension, later } = extensionOf()
    expect(await extension.extendAll()).toEqual({ extended: 1, failed: 0 })
    expect(await repairs()).toEqual([])
    expect(later).toEqual([{ planId: pair.planId, from: day(100) }])
    for (const request of [...later, ...later]) await extension.rerate(request)
    const [whole, parts] = await bills(pair)
    expect(parts).toBe(whole)
    expect(await unrated(pair)).toBe(0)
  })

  test('the schedule does it at its start, and rates what had no price', async () => {
    const pair = await twins()
    await read(pair, 0, 130)
    const jobs = createJobs({ url: database.appUrl, log: silent })
    await jobs.start()
    const schedule = createTariffSchedule({
      ...{ jobs, pool: building.pool, streams: building.streams, compile },
      ...{ clock: { now: () => now }, log: silent },
    })
    await schedule.start()
    await expect.poll(() => unrated(pair), { timeout: 30_000 }).toBe(0)
    const [whole, parts] = await bills(pair)
    expect(parts).toBe(whole)
    expect(whole).toBeLessThan(0n)
    await schedule.stop()
    await jobs.stop({ timeoutMs: 2_000 })
    await expectBalanced(database)
  })
})
