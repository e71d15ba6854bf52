import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorld, HOUR_MS, type Unit, WINDOW_MS, type World } from './supply-world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})

beforeEach(() => {
  world.wallAheadMs += WINDOW_MS
})

afterAll(async () => {
  await world?.close()
})

async function openItems(unit: Unit): Promise<string[]> {
  const rows = await world.sql<{ kind: string }>(
    'SELECT kind FROM repair_item WHERE subject = $1 AND closed_at IS NULL ORDER BY kind',
    [`supply-point:${unit.supplyPointId}`],
  )
  return rows.map(({ kind }) => kind)
}

/** Time goes by on the wall, a few seconds at a time. */
async function pass(seconds: number): Promise<void> {
  for (let gone = 0; gone < seconds; gone += 10) {
    world.wallAheadMs += 10_000
    await world.settle()
  }
}

const actions = (unit: Unit) => unit.device.received.map(({ intent }) => intent.action)

test('S5: a relay that says off while the load goes on is never verified, and alarms', async () => {
  const unit = await world.addUnit()
  unit.device.temper = 'lies'
  await world.ripen([unit])
  await world.settle()
  expect(await world.point(unit)).toMatchObject({ verified: 'unknown', state: 'drawing' })
  await pass(40)
  expect(await world.point(unit)).toMatchObject({ verified: 'unknown', state: 'drawing' })
  expect(await openItems(unit)).toEqual(['supply-cut-but-drawing'])
  expect(actions(unit)).toEqual(['cut'])
  expect(world.notices.queued.filter((item) => item.notice.kind === 'cut')).toEqual([])
  unit.device.closed = false
  await pass(10)
  expect(await world.point(unit)).toMatchObject({ verified: 'off', state: 'off' })
  expect(await openItems(unit)).toEqual([])
})

test('S5: a relay that confirms and does not move is seen by its read-back', async () => {
  const unit = await world.addUnit()
  unit.device.temper = 'welded'
  await world.ripen([unit])
  await world.settle()
  expect(await world.point(unit)).toMatchObject({ desired: 'off', verified: 'unknown' })
  expect((await world.point(unit)).state).toBe('contrary')
  expect(await openItems(unit)).toContain('supply-cut-but-on')
})

test('S5: no answer is unknown: alarmed and read again, never sent again before it has expired', async () => {
  const unit = await world.addUnit()
  unit.device.temper = 'deaf'
  await world.ripen([unit])
  // It was heard before it fell silent.
  unit.device.temper = 'honest'
  await world.sql("UPDATE supply_point SET check_at = 'infinity' WHERE id = $1", [
    unit.supplyPointId,
  ])
  await world.dependencies.drive.observe({
    points: [{ pointId: unit.relayPointId, value: true, quality: 'good', at: world.now }],
    wallNow: world.dependencies.wallClock.now(),
  })
  unit.device.temper = 'deaf'
  await world.settle()
  expect(actions(unit)).toEqual(['cut'])
  expect(await world.point(unit)).toMatchObject({ verified: 'unknown', state: 'unknown' })
  expect(await openItems(unit)).toEqual(['supply-command-unknown'])
  await pass(300)
  expect(actions(unit)).toEqual(['cut'])
  // Back again, it did nothing: what has expired is void, and may be sent anew.
  unit.device.temper = 'honest'
  await world.readMeters()
  await pass(20)
  expect(actions(unit)).toEqual(['cut', 'cut'])
  expect(await world.point(unit)).toMatchObject({ verified: 'off', state: 'off' })
  expect(await openItems(unit)).toEqual([])
})

test('S5: a device that acts and does not answer is found out by reading, without a second command', async () => {
  const unit = await world.addUnit()
  await world.settle()
  unit.device.temper = 'silent'
  await world.ripen([unit])
  await world.settle()
  expect(actions(unit)).toEqual(['cut'])
  expect(await world.point(unit)).toMatchObject({ verified: 'off', state: 'off' })
})

test('paid but still off raises an alarm, and an offline device converges when it returns', async () => {
  const unit = await world.addUnit()
  await world.ripen([unit])
  await world.settle()
  expect(unit.device.closed).toBe(false)
  unit.device.temper = 'offline'
  await world.topUp(unit, 30)
  await world.settle()
  expect(await world.point(unit)).toMatchObject({ desired: 'on', verified: 'unknown' })
  await pass(70)
  expect(await openItems(unit)).toEqual(['supply-paid-but-off'])
  unit.device.temper = 'honest'
  await pass(300)
  expect(unit.device.closed).toBe(true)
  expect(await world.point(unit)).toMatchObject({ verified: 'on', state: 'on' })
  expect(await openItems(unit)).toEqual([])
})

test('a relay that somebody switches by hand is brought back to the wish', async () => {
  const unit = await world.addUnit()
  await world.topUp(unit, 30)
  await world.settle()
  unit.device.closed = false
  unit.device.shown = false
  world.now += 1
  await world.dependencies.drive.observe({
    points: [{ pointId: unit.relayPointId, value: false, quality: 'good', at: world.now }],
    wallNow: world.dependencies.wallClock.now(),
  })
  await world.settle()
  expect(unit.device.closed).toBe(true)
})

test('S9: with every account in debt, many restarts cut nobody before the gate opens', async () => {
  const units: Unit[] = []
  for (let count = 0; count < 6; count += 1) units.push(await world.addUnit())
  await world.ripen(units)
  for (let restart = 0; restart < 12; restart += 1) {
    await world.restartGuard({ open: false })
    world.now += HOUR_MS / 60
    await world.readMeters()
    await pass(10)
    if (restart % 3 === 0) await world.guard.close()
  }
  expect(units.flatMap(actions)).toEqual([])
  await world.restartGuard()
  await pass(10)
  const cuts = units.flatMap(actions).filter((action) => action === 'cut').length
  expect(cuts).toBeGreaterThan(0)
  expect(cuts).toBeLessThanOrEqual(3)
})
