import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { explain } from '../../core/domain/supply/explain.ts'
import type { Decision } from '../../core/domain/supply/model.ts'
import { createWorld, HOUR_MS, WINDOW_MS, type World } from './supply-world.ts'

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

const kinds = (accountId: string) =>
  world.notices.queued
    .filter((item) => item.accountId === accountId)
    .map(({ notice }) => notice.kind)

test('S8: a debt is announced, cut and verified; the top-up reconnects, and every step explains itself', async () => {
  const unit = await world.addUnit()
  await world.topUp(unit, 60)
  await world.settle()
  expect(await world.point(unit)).toMatchObject({ desired: 'on', verified: 'on', state: 'on' })

  await world.charge(unit, 15)
  await world.settle()
  expect(kinds(unit.accountId)).toEqual(['low-balance'])
  await world.charge(unit, 40)
  await world.settle()
  expect(kinds(unit.accountId)).toEqual(['low-balance', 'very-low-balance'])

  await world.charge(unit, 15.000001)
  await world.settle()
  expect(kinds(unit.accountId).at(-1)).toBe('cut-coming')
  expect((await world.point(unit)).decision.blockedBy).toEqual(['notice-delivered', 'grace-over'])

  await world.notices.deliverAll(world.now)
  world.now += HOUR_MS - 1
  await world.readMeters()
  await world.settle()
  expect((await world.point(unit)).decision.blockedBy).toEqual(['grace-over'])
  world.now += 1
  await world.settle()
  expect(unit.device.closed).toBe(false)
  expect(await world.point(unit)).toMatchObject({
    desired: 'off',
    verified: 'off',
    state: 'off',
    evidence: 'relay-and-load',
  })
  expect(kinds(unit.accountId).at(-1)).toBe('cut')

  const rows = await world.sql<{ decision: Decision }>(
    'SELECT decision FROM supply_decision WHERE supply_point_id = $1 ORDER BY id DESC LIMIT 1',
    [unit.supplyPointId],
  )
  const decision = rows[0]?.decision
  if (!decision) throw new Error('no decision')
  const { steps, ...explanation } = explain(decision)
  expect(explanation).toMatchObject({ desired: 'off', rule: 'credit' })
  expect(steps.find(({ rule }) => rule === 'below-limit')).toEqual({
    rule: 'below-limit',
    kind: 'condition',
    outcome: 'holds',
    decisive: true,
    facts: { balance: '-10.000001', limit: '-10' },
    version: 'test@1',
  })

  await world.topUp(unit, 0.000001)
  await world.settle()
  expect(unit.device.closed).toBe(true)
  expect(await world.point(unit)).toMatchObject({ desired: 'on', verified: 'on', state: 'on' })
  expect(kinds(unit.accountId).at(-1)).toBe('restored')
  const episodes = await world.sql('SELECT ended_by FROM debt_episode WHERE account_id = $1', [
    unit.accountId,
  ])
  expect(episodes).toEqual([{ ended_by: 'restored' }])
})

test('S8: a new debt after the restoration needs a notice and a grace of its own', async () => {
  const unit = await world.addUnit()
  await world.ripen([unit])
  await world.settle()
  expect(unit.device.closed).toBe(false)
  await world.topUp(unit, 10)
  await world.settle()
  expect(unit.device.closed).toBe(true)
  await world.charge(unit, 1)
  await world.readMeters()
  await world.settle()
  expect(unit.device.closed).toBe(true)
  expect((await world.point(unit)).decision.blockedBy).toEqual(['notice-delivered', 'grace-over'])
  expect(kinds(unit.accountId).filter((kind) => kind === 'cut-coming')).toHaveLength(2)
})

test('S4: a debt of charges other than energy never drives a cut', async () => {
  const unit = await world.addUnit()
  await world.topUp(unit, 100)
  const rows = await world.sql<{ id: string }>(
    `UPDATE ledger_account SET balance_micros = -900000000
     WHERE account_id = $1 AND kind = 'receivable' RETURNING id`,
    [unit.accountId],
  )
  expect(rows).toHaveLength(1)
  await world.settle()
  world.now += 3 * HOUR_MS
  await world.readMeters()
  await world.settle()
  expect(unit.device.received).toEqual([])
  expect((await world.point(unit)).decision.blockedBy).toContain('below-limit')
})

test('two people, or whoever set it, release a lock-out; a paid account stays off until then', async () => {
  const unit = await world.addUnit()
  await world.topUp(unit, 100)
  await world.settle()
  const { supplyPointId } = unit
  const set = await world.commands.lockOut({ supplyPointId, by: 'anna', reason: 'Rewiring' })
  if (set.outcome !== 'done') throw new Error(set.reason)
  await world.settle()
  expect(unit.device.closed).toBe(false)
  const { lockOutId } = set
  const release = (by: string) => world.commands.releaseLockOut({ lockOutId, by })
  expect(await release('ben')).toMatchObject({ outcome: 'done', released: false })
  expect(await release('ben')).toEqual({ outcome: 'refused', reason: 'second-person-needed' })
  await world.settle()
  expect(unit.device.closed).toBe(false)
  expect(await release('cora')).toMatchObject({ outcome: 'done', released: true })
  await world.settle()
  expect(unit.device.closed).toBe(true)
})

test('a dispute restores what was cut, and its end takes it away again', async () => {
  const unit = await world.addUnit()
  await world.ripen([unit])
  await world.settle()
  expect(unit.device.closed).toBe(false)
  const opened = await world.commands.openDispute({
    accountId: unit.accountId,
    by: 'anna',
    reason: 'Meter doubted',
    reviewAt: world.now + 24 * HOUR_MS,
  })
  if (opened.outcome !== 'done') throw new Error(opened.reason)
  await world.settle()
  expect(unit.device.closed).toBe(true)
  const { disputeId } = opened
  await world.commands.closeDispute({ disputeId, by: 'ben', result: 'Meter is right' })
  await world.readMeters()
  await world.settle()
  expect(unit.device.closed).toBe(false)
})

test('an order of a building management system has no say where somebody pays', async () => {
  const unit = await world.addUnit()
  await world.topUp(unit, 100)
  await world.settle()
  const order = { supplyPointId: unit.supplyPointId, by: 'bms', reason: 'Load', until: null }
  await world.commands.giveOrder({ ...order, authority: 'bms', wish: 'off' })
  await world.settle()
  expect(unit.device.closed).toBe(true)
  const manual = { ...order, by: 'anna', until: world.now + HOUR_MS }
  await world.commands.giveOrder({ ...manual, authority: 'manual', wish: 'off' })
  await world.settle()
  expect(unit.device.closed).toBe(false)
  world.now += HOUR_MS
  await world.settle()
  expect(unit.device.closed).toBe(true)
})

test('a vacant unit obeys the building management system, and keeps what it was told', async () => {
  const unit = await world.addUnit({ vacant: true })
  const order = { supplyPointId: unit.supplyPointId, by: 'bms', reason: 'Vacant', until: null }
  const given = await world.commands.giveOrder({ ...order, authority: 'bms', wish: 'off' })
  if (given.outcome !== 'done') throw new Error(given.reason)
  await world.settle()
  expect(unit.device.closed).toBe(false)
  await world.commands.endOrder({ orderId: given.orderId, by: 'bms' })
  await world.settle()
  expect(unit.device.closed).toBe(false)
  expect(await world.point(unit)).toMatchObject({ decision: { because: { rule: 'no-account' } } })
})

test('S8: the loops alone cut what is due and reconnect what is paid, and stop without a trace', async () => {
  const unit = await world.addUnit()
  await world.ripen([unit])
  world.control.start()
  try {
    const patience = { timeout: 20_000, interval: 50 }
    const standing = async () => (await world.point(unit)).verified
    world.now += 60_000
    await vi.waitFor(async () => expect(await standing()).toBe('off'), patience)
    await world.topUp(unit, 50)
    await vi.waitFor(async () => expect(await standing()).toBe('on'), patience)
  } finally {
    await world.control.stop()
  }
  const received = unit.device.received.map(({ intent }) => intent.action)
  expect(received).toEqual(['cut', 'restore'])
  await world.control.stop()
})
