import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defined } from '../../core/kernel/assert.ts'
import { EVERY, expectSound, sleep, supplied } from './course.ts'
import type { Unit } from './house.ts'
import { createWorld, type World } from './world.ts'

/** The core with its own embedded PostgreSQL, as an installation without a server runs. */
let world: World
let tenant: Unit

beforeAll(async () => {
  world = await createWorld({
    database: 'embedded',
    units: [
      { code: 'T', standing: 'tenant', kind: 'shelly-1pm' },
      { code: 'P', standing: 'protected', kind: 'shelly-1pm' },
      { code: 'L', standing: 'life-safety', kind: 'tasmota-power' },
    ],
  })
  tenant = defined(world.house.units[0], 'a tenant')
  await world.client.topUp({ unit: tenant, amount: '100.00', by: 'cash' })
}, 120_000)
afterAll(() => world?.close(), 60_000)

/** Readings come by themselves; money and a cut or restoration are under way as the fault strikes. */
async function busily(strike: () => Promise<void>): Promise<void> {
  const { client } = world
  await client.topUp({ unit: tenant, amount: '20.00', by: 'sandbox' })
  const paying = Array.from({ length: 4 }, (_, index) =>
    client.topUp({ unit: tenant, amount: `${index + 1}.00`, by: index % 2 ? 'cash' : 'sandbox' }),
  )
  await sleep(50)
  await strike()
  await Promise.all(paying)
  await supplied(world, tenant, 'on')
  // Until a reading that was made after the fault is there.
  const since = Date.now()
  await world.until('new readings', async () => {
    const [latest] = await world.sql<{ newer: boolean }>(
      'SELECT max(at) AS at, COALESCE(max(at) > to_timestamp($1 / 1000.0), false) AS newer FROM reading',
      [since],
    )
    return { done: latest?.newer === true, seen: { since: new Date(since), ...latest } }
  })
}

/** A process and its children, oldest first. */
function familyOf(pid: number): readonly number[] {
  const children = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      return Number(parent) === pid ? [Number(name)] : []
    } catch {
      return []
    }
  })
  return [pid, ...children]
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // It has ended by itself.
    }
  }
}

test('INV4 I2: PostgreSQL killed with all its children in the midst of payments and readings', async () => {
  const before = world.databases.postmasterPid()
  await busily(async () => signal(familyOf(before), 'SIGKILL'))
  expect(world.databases.postmasterPid()).not.toBe(before)
  expect(world.core().isRunning()).toBe(true)
  await expectSound(world, 'PostgreSQL killed')
}, 600_000)

test('INV4 I2: core and PostgreSQL killed together, as when the machine loses its power', async () => {
  await busily(async () => {
    signal(familyOf(world.databases.postmasterPid()), 'SIGKILL')
    await world.kill()
    await world.start()
  })
  await expectSound(world, 'both killed')
}, 600_000)

test('S9: the core killed alone: its next start stops the server that was left, and cuts nothing', async () => {
  await busily(async () => {
    await world.kill()
    await world.start()
  })
  await expectSound(world, 'core killed')
}, 600_000)

test.each(EVERY ? [3, 20, 60] : [3])(
  'INV4 INV8: PostgreSQL stands still for %i s while it is to cut and to be paid',
  async (seconds) => {
    const { client } = world
    await client.drain(tenant)
    const family = familyOf(world.databases.postmasterPid())
    await busily(async () => {
      signal(family, 'SIGSTOP')
      try {
        await sleep(seconds * 1_000)
      } finally {
        signal(family, 'SIGCONT')
      }
    })
    await expectSound(world, `paused ${seconds} s`)
  },
  600_000,
)
