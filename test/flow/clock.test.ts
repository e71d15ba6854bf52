import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding, type Metered } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const JUMPS = [
  ['an hour ahead', HOUR_MS],
  ['an hour back', -HOUR_MS],
  ['a year ahead', 365 * DAY_MS],
  ['a year back', -365 * DAY_MS],
] as const

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
    tariff: flatTariff({ from: START, to: Date.UTC(2029, 0, 1), priceMicros: 1_000_000n }),
  })
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

async function hear(metered: Metered, at: Instant | null, value: string): Promise<void> {
  const values = [{ pointId: metered.pointId, value, quality: 'good' as const }]
  const { connectionId } = building
  const snapshots = [{ source: 'meter', at, values }]
  await building.ingest.snapshots({ connectionId, snapshots })
}

/**
 * Quarter hours of one unit each; our clock is off for four of them. The
 * last lies past what a clock an hour ahead has dated.
 */
async function live(metered: Metered, jumpMs: number, dated: boolean): Promise<bigint[]> {
  const balances: bigint[] = []
  for (let quarter = 1; quarter <= 13; quarter += 1) {
    const at = START + quarter * 15 * MINUTE_MS
    now = quarter > 4 && quarter <= 8 ? at + jumpMs : at
    await hear(metered, dated ? at : null, String(quarter))
    balances.push(await building.balanceOf(metered.purseId))
  }
  return balances
}

test.each(JUMPS)(
  'O3: our clock %s: devices that date their readings are billed what they used',
  async (_, jumpMs) => {
    now = START
    const metered = await building.addMetered(`dated ${++serial}`)
    const balances = await live(metered, jumpMs, true)
    balances.forEach((balance, index) => {
      // Never more than what was used by then; in the end all of it.
      expect(-balance).toBeLessThanOrEqual(BigInt(index + 1) * 1_000_000n)
    })
    expect(balances.at(-1)).toBe(-13_000_000n)
    await expectBalanced(database)
  },
)

test.each(JUMPS)(
  'O3: our clock %s: readings that we date ourselves charge no more than the register',
  async (_, jumpMs) => {
    now = START
    const metered = await building.addMetered(`undated ${++serial}`)
    const balances = await live(metered, jumpMs, false)
    balances.forEach((balance, index) => {
      expect(-balance).toBeLessThanOrEqual(BigInt(index + 1) * 1_000_000n)
    })
    expect(balances.at(-1)).toBe(-13_000_000n)
    await expectBalanced(database)
  },
)

test('O3: a jump alone, with nothing read, charges nothing', async () => {
  now = START
  const metered = await building.addMetered(`quiet ${++serial}`)
  now = START + 15 * MINUTE_MS
  await hear(metered, now, '1')
  for (const [, jumpMs] of JUMPS) {
    now = START + 15 * MINUTE_MS + jumpMs
    await hear(metered, START + 15 * MINUTE_MS, '1')
    expect(await building.balanceOf(metered.purseId)).toBe(-1_000_000n)
  }
})
