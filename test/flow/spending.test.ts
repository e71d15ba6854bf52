import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NoticeFacts } from '../../core/domain/notices/kinds.ts'
import { judgeSpending } from '../../core/flow/spending/judge.ts'
import { readSpending } from '../../core/flow/spending/read.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { createSpendingStore } from '../../core/persistence/spending-store.ts'
import { type Building, createBuilding, type Metered } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const at = (minutes: number) => START + minutes * MINUTE_MS
const now = START + 6 * HOUR_MS

let database: TemporaryDatabase
let building: Building
let metered: Metered

beforeAll(async () => {
  database = await createTemporaryDatabase()
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => now,
    start: START,
    // One currency unit a kWh, so that spending reads as consumption.
    tariff: flatTariff({ from: START, to: Date.UTC(2028, 0, 1), priceMicros: 1_000_000n }),
  })
  metered = await building.addMetered('m')
  await building.pool.query(
    `INSERT INTO spending_limit (account_id, period, amount_micros, since_at, set_by)
     VALUES ($1, 'day', 10000000, to_timestamp($2::float8 / 1000), 'somebody')`,
    [metered.accountId, START],
  )
})
afterAll(async () => {
  await building?.close()
  await database?.drop()
})

const read = (minutes: number, value: string) =>
  building.ingest.snapshots({
    connectionId: building.connectionId,
    snapshots: [building.snapshot(metered.pointId, at(minutes), value)],
  })

test('what ingest has committed is judged after it, late and corrected readings included', async () => {
  const told: NoticeFacts[] = []
  const spending = {
    store: createSpendingStore({ pool: building.pool }),
    notices: {
      queue: async (_: unknown, { notice }: { notice: NoticeFacts }) => told.push(notice),
    },
    clock: { now: () => now },
    log: { error: (message: string) => expect.fail(message) },
  }
  const spent = async () =>
    (await readSpending(spending, metered)).map(({ spentMicros, level }) => [spentMicros, level])
  const look = async () => {
    told.length = 0
    await judgeSpending(spending)
    return told.map(({ kind }) => kind)
  }
  await read(60, '5')
  expect(await look()).toEqual([])
  expect(await spent()).toEqual([[5_000_000n, 'below']])
  await read(120, '8.5')
  expect(await look()).toEqual(['spending-limit-near'])
  expect(told[0]).toMatchObject({ spentMicros: 8_500_000n, limitMicros: 10_000_000n })
  // Nothing was booked since: nothing is judged.
  expect(await judgeSpending(spending)).toEqual({ judged: 0 })
  // Late, and of the same day: what was booked is reversed and booked again, and the sum stays.
  await read(90, '7')
  expect(await look()).toEqual(['spending-limit-near'])
  expect(await spent()).toEqual([[8_500_000n, 'near']])
  await read(180, '10')
  expect(await look()).toEqual(['spending-limit-reached'])
  expect(await spent()).toEqual([[10_000_000n, 'reached']])
})
