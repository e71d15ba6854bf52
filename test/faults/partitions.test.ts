import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { defined } from '../../core/kernel/assert.ts'
import { EVERY, expectSound, SETTLED_WITHIN_MS, sleep, supplied } from './course.ts'
import type { Unit } from './house.ts'
import type { Tollgate } from './tollgate.ts'
import { createWorld, type World } from './world.ts'

let world: World
let tenant: Unit

beforeAll(async () => {
  world = await createWorld({
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

const gates = (): readonly Tollgate[] => {
  const { database, broker, channel } = world.gates
  return [defined(database, 'a gate'), broker, channel, world.surroundings.deviceGate]
}
afterEach(async () => {
  for (const gate of gates()) {
    gate.block([])
    await gate.open()
  }
})

const LONG_MS = EVERY ? 20_000 : 4_000

/** Pays while a gate is closed, opens it, and sees that everything comes to its end. */
async function payThrough(gate: Tollgate, how: 'shut' | 'silent'): Promise<void> {
  const close = async () => (how === 'shut' ? gate.shut() : gate.block(['requests', 'answers']))
  const open = async () => (how === 'shut' ? gate.open() : gate.block([]))
  const before = world.client.credits.length
  const early = world.client.topUp({ unit: tenant, amount: '7.00', by: 'sandbox' })
  await sleep(30)
  await close()
  const late = world.client.topUp({ unit: tenant, amount: '8.00', by: 'sandbox' })
  await sleep(LONG_MS)
  await open()
  await Promise.all([early, late])
  expect(world.client.credits.length).toBe(before + 2)
  await supplied(world, tenant, 'on')
}

for (const how of ['shut', 'silent'] as const) {
  test(`INV4 I2: between core and database: ${how}`, async () => {
    await payThrough(defined(world.gates.database, 'a gate'), how)
    await expectSound(world, `database ${how}`)
  }, 600_000)

  test(`INV4: between core and payment channel: ${how}`, async () => {
    await payThrough(world.gates.channel, how)
    await expectSound(world, `channel ${how}`)
  }, 600_000)

  test(`I2: between core and broker: ${how}; what was reported meanwhile comes later`, async () => {
    await payThrough(world.gates.broker, how)
    await expectSound(world, `broker ${how}`)
  }, 600_000)
}

test('S5 S6: a cut gets out and its answer does not: unknown, read again, not sent again', async () => {
  const off = () => world.commandsTo(tenant).filter(({ on }) => !on).length
  const before = off()
  await world.client.drain(tenant)
  // As soon as the command has come to the device, nothing comes back any more.
  await world.until('the cut', () => ({ done: off() > before, seen: off() }), SETTLED_WITHIN_MS)
  world.gates.broker.block(['answers'])
  await sleep(LONG_MS)
  expect(off()).toBe(before + 1)
  world.gates.broker.block([])
  await supplied(world, tenant, 'off')
  expect(off()).toBe(before + 1)
  await expectSound(world, 'cut without an answer')
  await world.client.topUp({ unit: tenant, amount: '100.00', by: 'cash' })
  await supplied(world, tenant, 'on')
  await expectSound(world, 'restored')
}, 900_000)

test('S6: a restoration gets out and its answer does not: supplied, and verified when it can be', async () => {
  await world.client.drain(tenant)
  await supplied(world, tenant, 'off')
  const { broker } = world.gates
  const isOn = () => world.surroundings.isOn(tenant.device)
  const told = world.until('the restoration', isOn, 60_000).then(() => broker.block(['answers']))
  await world.client.topUp({ unit: tenant, amount: '100.00', by: 'cash' })
  await told
  await sleep(LONG_MS)
  broker.block([])
  await supplied(world, tenant, 'on')
  await expectSound(world, 'restored without an answer')
}, 900_000)

test('I2: the broker is started again and has forgotten everything: no cut, and all goes on', async () => {
  world.brokerForgot()
  await world.surroundings.stopBroker()
  const paid = world.client.topUp({ unit: tenant, amount: '9.00', by: 'sandbox' })
  await sleep(LONG_MS)
  await world.surroundings.startBroker()
  await paid
  const since = Date.now()
  await world.until(
    'new readings',
    async () => {
      const [latest] = await world.sql<{ newer: boolean }>(
        `SELECT max(at) AS at, COALESCE(max(at) > to_timestamp($1 / 1000.0), false) AS newer
         FROM reading WHERE register_id = $2`,
        [since, tenant.registerId],
      )
      return { done: latest?.newer === true, seen: { since: new Date(since), ...latest } }
    },
    90_000,
  )
  await supplied(world, tenant, 'on')
  await expectSound(world, 'broker forgot')
  await world.client.drain(tenant)
  await supplied(world, tenant, 'off')
  await world.client.topUp({ unit: tenant, amount: '100.00', by: 'cash' })
  await supplied(world, tenant, 'on')
  await expectSound(world, 'cut and restored by the new broker')
}, 900_000)
