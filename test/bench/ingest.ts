import { Pool } from 'pg'
import type { Snapshot } from '../../core/contracts/meter-driver.ts'
import { createIngest, type Ingest } from '../../core/flow/metering/ingest.ts'
import { MINUTE_MS } from '../../core/kernel/instant.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { createPointStore } from '../../core/persistence/point-store.ts'
import { outliveLostConnections } from '../../core/persistence/pool.ts'
import { streamsOn } from '../support/streams.ts'
import { dayTariff } from '../support/tariffs.ts'
import { createBareIngest } from './bare-ingest.ts'
import { type BenchMeter, fillBuilding } from './fixture.ts'
import { alternate, repeatFor, report } from './rounds.ts'
import { startBenchServer } from './server.ts'

const START = Date.UTC(2026, 0, 1)
const END = Date.UTC(2046, 0, 1)
const METERS = 4_000
const WRITERS = 2
const ROUND_MS = 1_500
const ROUNDS = 4
const QUARTER_HOUR_MS = 15 * MINUTE_MS

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Readings per second through the whole durable pipeline, beside the fastest bare SQL of the same rows. */
export async function run({ json }: { readonly json: boolean }): Promise<void> {
  const server = await startBenchServer()
  const pool = new Pool({ connectionString: server.appUrl, max: 6 })
  outliveLostConnections(pool)
  try {
    const tariff = dayTariff({ from: START, to: END })
    const { meters, revenueId, versionId } = await fillBuilding(
      { pool, analyze: server.analyze },
      {
        meters: METERS,
        start: START,
        tariff,
      },
    )
    const ours = meters.filter((_, index) => index % 4 < 2)
    const theirs = meters.filter((_, index) => index % 4 >= 2)
    const ids = createIdAllocator(pool)
    const clock = { now: () => END }
    const streams = streamsOn({ pool, ids, clock })
    const points = createPointStore({ pool })
    const ingestBy = (batchReadings: number) =>
      createIngest({
        streams,
        points,
        observe: async () => undefined,
        clock,
        log: silent,
        writers: WRITERS,
        batchReadings,
        queuedReadings: 20_000,
        cachedStreams: METERS,
      })
    const takers = split(ours).map(createTaker)
    const bare = await Promise.all(
      split(theirs).map((share) =>
        createBareIngest({ pool, meters: share, revenueId, versionId, start: START }),
      ),
    )
    const rows = []
    for (const batch of [1, 100, 1_000]) {
      const ingest = ingestBy(batch)
      const feed = (take: Taker) => feedBatch(ingest, take(batch))
      // Every stream is read into the writers' caches, as in a building that has run for a while.
      await Promise.all(takers.map((take) => feedBatch(ingest, take(METERS / 2 / WRITERS))))
      await server.analyze()
      for (const writer of bare) await writer.prepare(batch, 200)
      const sides = {
        ours: () =>
          together(
            // A driver hands over the next batch before the last one is written.
            [...takers, ...takers].map((take) => () => feed(take)),
          ),
        ceiling: async () => {
          // What the statement is given is made ready before the clock starts: SQL alone is timed.
          for (const writer of bare) await writer.prepare(batch, Math.ceil(80_000 / batch))
          return together(bare.map((writer) => () => writer.write()))
        },
      }
      // Once unmeasured: both sides run compiled and planned, as after the first minute.
      await sides.ours()
      await sides.ceiling()
      rows.push({ batch, ...(await alternate({ rounds: ROUNDS, ...sides })) })
    }
    const result = { ...pick(rows, 1_000), byBatch: rows }
    const table = rows.map((row) => ({
      batch: row.batch,
      'readings/s': Math.round(row.perSecond),
      'bare SQL/s': Math.round(row.ceilingPerSecond),
      ratio: Number(row.ratio.toFixed(3)),
    }))
    report({
      title: 'ingest: two writers, fsync and synchronous_commit on',
      rows: table,
      result,
      json,
    })
  } finally {
    await pool.end()
    await server.stop()
  }
}

function pick(
  rows: readonly { batch: number; ratio: number; perSecond: number; ceilingPerSecond: number }[],
  batch: number,
) {
  const row = rows.find((one) => one.batch === batch)
  return { ratio: row?.ratio, perSecond: row?.perSecond, ceilingPerSecond: row?.ceilingPerSecond }
}

/** One share a writer: the ingest door sends an account to the writer of its id. */
function split(meters: readonly BenchMeter[]): BenchMeter[][] {
  return Array.from({ length: WRITERS }, (_, writer) =>
    meters.filter((meter) => Number(BigInt(meter.accountId) % BigInt(WRITERS)) === writer),
  )
}

async function together(works: readonly (() => Promise<number>)[]) {
  const measured = await Promise.all(works.map((work) => repeatFor(ROUND_MS, work)))
  return {
    count: measured.reduce((sum, one) => sum + one.count, 0),
    seconds: Math.max(...measured.map((one) => one.seconds)),
  }
}

/** Takes the next readings: each meter's next quarter hour. */
type Taker = (count: number) => readonly Snapshot[]

function createTaker(meters: readonly BenchMeter[]): Taker {
  let next = 0
  return (count) =>
    Array.from({ length: count }, () => {
      const meter = meters[next % meters.length]
      const turn = Math.floor(next / meters.length) + 1
      next += 1
      const value = (turn * 0.357).toFixed(3)
      return {
        source: 'bench',
        at: START + turn * QUARTER_HOUR_MS,
        values: [{ pointId: meter?.pointId ?? '', value, quality: 'good' as const }],
      }
    })
}

async function feedBatch(ingest: Ingest, snapshots: readonly Snapshot[]): Promise<number> {
  await ingest.snapshots({ connectionId: '1', snapshots })
  return snapshots.length
}
