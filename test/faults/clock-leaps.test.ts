import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defined } from '../../core/kernel/assert.ts'
import { DAY_MS, HOUR_MS } from '../../core/kernel/instant.ts'
import { expectSound, sleep, supplied } from './course.ts'
import type { Unit } from './house.ts'
import { createWorld, type World } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'busbar-leaps-'))
const path = join(folder, 'ahead')
let world: World
let tenant: Unit
let debtor: Unit

beforeAll(async () => {
  writeFileSync(path, '0')
  world = await createWorld({
    units: [
      { code: 'T', standing: 'tenant', kind: 'shelly-1pm' },
      { code: 'D', standing: 'tenant', kind: 'shelly-1pm' },
    ],
    preload: [new URL('./leaping-clock.ts', import.meta.url)],
    env: { LEAP_FILE: path },
  })
  tenant = defined(world.house.units[0], 'a tenant')
  debtor = defined(world.house.units[1], 'a debtor')
  for (const unit of [tenant, debtor])
    await world.client.topUp({ unit, amount: '100.00', by: 'cash' })
  await world.until('the Guard’s gate is open', async () => {
    const open = await world.sql('SELECT FROM guard_epoch WHERE opened_at IS NOT NULL')
    return open.length > 0
  })
}, 180_000)
afterAll(async () => {
  await world?.close()
  rmSync(folder, { recursive: true })
}, 60_000)

/** The clock of the core, wall and domain, is so far ahead of everybody else's once this resolves. */
async function leap(aheadMs: number): Promise<void> {
  writeFileSync(path, String(aheadMs))
  process.kill(world.core().pid, 'SIGUSR2')
  await world.until(`a leap of ${aheadMs} ms`, () => {
    const seen = existsSync(`${path}.taken`) ? readFileSync(`${path}.taken`, 'utf8') : null
    return { done: seen === String(aheadMs), seen }
  })
}

/** What was charged, and what the register has counted up to the last reading that was taken. */
async function chargedAndUsed({ accountId, registerId }: Unit) {
  const [row] = await world.sql<{ charged: string; used: string }>(
    `SELECT (SELECT COALESCE(sum(CASE WHEN p.debit_id = a.id THEN p.amount_micros ELSE -p.amount_micros END), 0)
        FROM ledger_account a JOIN posting p ON a.id IN (p.debit_id, p.credit_id)
        WHERE a.account_id = $1 AND a.kind = 'cash' AND p.kind NOT IN ('top-up', 'transfer'))::text AS charged,
      (SELECT max(value_micros) - 1000000000 FROM reading WHERE register_id = $2)::text AS used`,
    [accountId, registerId],
  )
  return { charged: BigInt(row?.charged ?? -1), used: BigInt(row?.used ?? -1) }
}

const LEAPS = [
  ['an hour ahead', HOUR_MS],
  ['an hour back', -HOUR_MS],
  ['a year ahead', 365 * DAY_MS],
  ['a year back', -365 * DAY_MS],
] as const

/** Longer than a refused cut waits before it is asked for again. */
const LONG_MS = 6_000

test('O3: the core’s clock leaps by an hour and a year, ahead and back: no cut and no charge beyond the use', async () => {
  for (const [what, aheadMs] of LEAPS) {
    await leap(aheadMs)
    // In debt from here on, told so by the first leap's clock, and nobody may be cut by such a one.
    await world.client.drain(debtor)
    await world.until('the debtor is told of a cut to come', async () => {
      const seen = await world.sql(
        'SELECT deadline_at FROM debt_episode WHERE account_id = $1 AND notice_id IS NOT NULL',
        [debtor.accountId],
      )
      return { done: seen.length > 0, seen }
    })
    await sleep(LONG_MS)
    for (const unit of [tenant, debtor]) {
      expect(world.commandsTo(unit), what).toEqual([])
      const { charged, used } = await chargedAndUsed(unit)
      expect(charged, what).toBeGreaterThanOrEqual(0n)
      // A unit costs one; what is not charged yet is charged when the clock is right again.
      expect(charged, what).toBeLessThanOrEqual(used)
    }
  }
  // Whoever has set it right starts Busbar again.
  await leap(0)
  await world.core().stop()
  writeFileSync(path, '0')
  await world.start()
  // The debtor was told of a deadline that is far off by the right clock, and has it; another has none.
  await world.client.drain(tenant)
  await supplied(world, tenant, 'off')
  expect(world.commandsTo(debtor)).toEqual([])
  for (const unit of [tenant, debtor]) {
    await world.client.topUp({ unit, amount: '100.00', by: 'cash' })
    await supplied(world, unit, 'on')
  }
  await expectSound(world, 'after all leaps')
  for (const unit of [tenant, debtor]) {
    const { charged, used } = await chargedAndUsed(unit)
    expect(charged).toBeGreaterThan(0n)
    expect(charged).toBeLessThanOrEqual(used)
  }
}, 900_000)
