import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveCorrection } from '../../core/flow/metering/correct.ts'
import type { PreparedBatch, StreamWrite } from '../../core/flow/metering/ports.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const METERS = 3
const IN_A_CALL = 4

/** What happens to a batch that is written while the next one is judged already. */
const FATES = ['written', 'refused', 'answer-lost', 'moved'] as const
type Fate = (typeof FATES)[number]

let database: TemporaryDatabase
let building: Building
let fates: Fate[] = []

beforeAll(async () => {
  database = await createTemporaryDatabase()
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    // One currency unit a kWh, so that balances read as consumption.
    tariff: flatTariff({ from: START, to: Date.UTC(2028, 0, 1), priceMicros: 1_000_000n }),
    writers: 1,
    batchReadings: IN_A_CALL,
    streamsFor: (streams) => ({
      ...streams,
      prepare: async (batch) => withFate(batch, await streams.prepare(batch)),
    }),
  })
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

/** Somebody else brings a reading that lies between what was judged and what was written before. */
async function overtake({ stream, readings: [first] }: StreamWrite): Promise<void> {
  if (!first) return
  const at = first.at - MINUTE_MS / 2
  const minutes = (at - START) / MINUTE_MS
  const reading = { ...first, at, valueMicros: BigInt(minutes * 10_000) }
  const pointId = stream.point.id
  await building.streams.correct({ pointId, readings: [reading], derive: deriveCorrection })
}

function withFate(batch: readonly StreamWrite[], prepared: PreparedBatch): PreparedBatch {
  return {
    async write() {
      const fate = fates.shift() ?? 'written'
      if (fate === 'moved') for (const write of batch) await overtake(write)
      const outcome = fate === 'refused' ? 'written' : await prepared.write()
      if (fate === 'refused' || fate === 'answer-lost')
        throw Object.assign(new Error(fate), { code: 'database-unavailable' })
      return outcome
    },
  }
}

/** As a device does: again until it is acknowledged. */
async function send(pointId: string, minutes: readonly number[]): Promise<void> {
  const snapshots = minutes.map((minute) =>
    building.snapshot(pointId, START + minute * MINUTE_MS, String(minute / 100)),
  )
  for (;;) {
    const { connectionId } = building
    const sent = await building.ingest.snapshots({ connectionId, snapshots }).then(
      () => true,
      () => false,
    )
    if (sent) return
  }
}

test('INV5: batches judged before the last one was written: refused, lost and moved writes end in the same total', async () => {
  let serial = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...FATES), { minLength: 4, maxLength: 24 }),
      fc.array(fc.nat({ max: METERS - 1 }), { minLength: 6, maxLength: 18 }),
      async (plan, turns) => {
        serial += 1
        const meters = await Promise.all(
          Array.from({ length: METERS }, (_, index) => building.addMetered(`${serial}/${index}`)),
        )
        fates = [...plan]
        const last = meters.map(() => 0)
        const calls = turns.map((index) => {
          const from = last[index] ?? 0
          last[index] = from + IN_A_CALL
          const minutes = Array.from({ length: IN_A_CALL }, (_, step) => from + step + 1)
          return send(meters[index]?.pointId ?? '', minutes)
        })
        await Promise.all(calls)
        for (const [index, { purseId, registerId }] of meters.entries()) {
          const minutes = last[index] ?? 0
          expect(await building.balanceOf(purseId)).toBe(BigInt(minutes) * -10_000n)
          const { rows } = await building.pool.query<{ count: string }>(
            "SELECT count(*) AS count FROM reading WHERE register_id = $1 AND at = date_trunc('minute', at)",
            [registerId],
          )
          expect(Number(rows[0]?.count)).toBe(minutes)
        }
      },
    ),
    { numRuns: 25 },
  )
  await expectBalanced(database)
})
