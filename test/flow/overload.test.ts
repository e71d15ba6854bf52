import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { HOUR_MS, SECOND_MS } from '../../core/kernel/instant.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { flatTariff } from '../support/tariffs.ts'

// Bounded by its runs, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

const START = Date.UTC(2026, 0, 5)
const QUEUED = 500
const METERS = 15
const PER_METER = 400
const IN_A_CALL = 10

let database: TemporaryDatabase
let building: Building
let slowMs = 0
let failing = 0

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

beforeAll(async () => {
  database = await createTemporaryDatabase()
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    tariff: flatTariff({ from: START, to: Date.UTC(2028, 0, 1), priceMicros: 1_000_000n }),
    queuedReadings: QUEUED,
    batchReadings: 100,
    streamsFor: (streams) => ({
      ...streams,
      async prepare(batch) {
        const prepared = await streams.prepare(batch)
        return {
          async write() {
            await delay(slowMs)
            if (failing > 0) {
              failing -= 1
              throw Object.assign(new Error('full'), { code: 'database-unavailable' })
            }
            return prepared.write()
          },
        }
      },
    }),
  })
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

const pending = () => building.ingest.counters().reduce((sum, one) => sum + one.pending, 0)

/** All calls at once, far more than the store can take: what waits at the door is the caller's. */
async function flood(name: string, again: boolean): Promise<void> {
  const meters = await Promise.all(
    Array.from({ length: METERS }, (_, index) => building.addMetered(`${name} ${index}`)),
  )
  let mostPending = 0
  const { connectionId } = building
  const calls: (() => Promise<void>)[] = []
  for (let from = 1; from <= PER_METER; from += IN_A_CALL)
    for (const { pointId } of meters)
      calls.push(async () => {
        const snapshots = Array.from({ length: IN_A_CALL }, (_, index) =>
          building.snapshot(
            pointId,
            START + (from + index) * 60 * SECOND_MS,
            String((from + index) / 100),
          ),
        )
        for (let accepted = false; !accepted; ) {
          accepted = await building.ingest.snapshots({ connectionId, snapshots }).then(
            () => true,
            () => false,
          )
          mostPending = Math.max(mostPending, pending())
          if (!accepted && !again) throw new Error('refused')
        }
      })
  const watch = setInterval(() => {
    mostPending = Math.max(mostPending, pending())
  }, 1)
  await Promise.all(calls.map((call) => call()))
  clearInterval(watch)
  expect(calls.length * IN_A_CALL).toBeGreaterThan(10 * QUEUED)
  expect(mostPending).toBeGreaterThan(0)
  // The last caller that is let in may bring a call's worth above the limit, never more.
  expect(mostPending).toBeLessThan(QUEUED + IN_A_CALL)
  expect(pending()).toBe(0)
  const registers = meters.map(({ registerId }) => registerId)
  const { rows } = await building.pool.query<{ readings: string }>(
    'SELECT count(*) AS readings FROM reading WHERE register_id = ANY ($1)',
    [registers],
  )
  expect(Number(rows[0]?.readings)).toBe(METERS * PER_METER)
  for (const { purseId } of meters) expect(await building.balanceOf(purseId)).toBe(-4_000_000n)
}

test('I5: a store that is ten times too slow: the queue stays bounded, nothing is lost', async () => {
  slowMs = 15
  await flood('slow', false)
  slowMs = 0
  await expectBalanced(database)
})

test('I5: a store that fails at times: each caller hears of it and sends again, nothing is lost or doubled', async () => {
  slowMs = 2
  failing = 8
  await flood('failing', true)
  expect(failing).toBe(0)
  await expectBalanced(database)
})
