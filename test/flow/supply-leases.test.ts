import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/kernel/instant.ts'
import { createWorld, type Unit, type World } from './supply-world.ts'

let world: World
let unit: Unit

beforeAll(async () => {
  world = await createWorld()
  unit = await world.addUnit()
  await world.settle()
})
afterAll(() => world?.close())

/** When something is due again, in milliseconds from the clocks' now on. */
async function dueInMs(what: 'account' | 'point' | 'visit'): Promise<number> {
  const { clock, wallClock } = world.dependencies
  const [sql, id, now] = {
    account: [
      'SELECT next_evaluation_at AS at FROM supply_account WHERE account_id = $1',
      unit.accountId,
      clock.now(),
    ] as const,
    point: [
      'SELECT next_evaluation_at AS at FROM supply_point WHERE id = $1',
      unit.supplyPointId,
      clock.now(),
    ] as const,
    visit: [
      'SELECT check_at AS at FROM supply_point WHERE id = $1',
      unit.supplyPointId,
      wallClock.now(),
    ] as const,
  }[what]
  const [row] = await world.sql<{ at: Date }>(sql, [id])
  return Number(row?.at) - now
}

/** Puts everything off, or makes it due. */
async function put(instant: string): Promise<void> {
  await world.sql(`UPDATE supply_account SET next_evaluation_at = ${instant}`, [])
  await world.sql(
    `UPDATE supply_point SET next_evaluation_at = ${instant}, check_at = ${instant}`,
    [],
  )
}

/** What the sweeps take now; nobody finishes it. */
async function taken() {
  const { store, drive, clock, wallClock } = world.dependencies
  const due = await store.due({ now: clock.now(), limit: 100 })
  const visits = await drive.claim({
    wallNow: wallClock.now(),
    leaseMs: 30 * SECOND_MS,
    limit: 100,
  })
  return { ...due, visits }
}

test('S9: what a sweep has taken and never finished, since it was killed, is due again within a minute', async () => {
  await put("'-infinity'")
  const { accountIds, supplyPointIds, visits } = await taken()
  expect(accountIds).toContain(unit.accountId)
  expect(supplyPointIds).toContain(unit.supplyPointId)
  expect(visits).toContain(unit.supplyPointId)
  for (const what of ['account', 'point', 'visit'] as const) {
    expect(await dueInMs(what), what).toBeGreaterThan(0)
    expect(await dueInMs(what), what).toBeLessThanOrEqual(MINUTE_MS)
  }
  expect((await taken()).visits).toEqual([])
})

test('O3: what a clock that had leapt ahead has put off for a year is due at once', async () => {
  const { clock, wallClock } = world.dependencies
  const latest = Math.max(clock.now(), wallClock.now())
  await put(`to_timestamp(${(latest + 365 * 24 * HOUR_MS) / 1000})`)
  const { accountIds, supplyPointIds, visits } = await taken()
  expect(accountIds).toContain(unit.accountId)
  expect(supplyPointIds).toContain(unit.supplyPointId)
  expect(visits).toContain(unit.supplyPointId)
})
