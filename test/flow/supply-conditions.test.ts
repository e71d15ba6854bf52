import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createWorld,
  HOUR_MS,
  plainRules,
  shippedProfile,
  type Unit,
  WINDOW_MS,
  type World,
} from './supply-world.ts'

let world: World
const units: Unit[] = []
const DAY_MS = 24 * HOUR_MS

beforeAll(async () => {
  world = await createWorld({ rules: { ...plainRules, approvalRequired: true } })
})

beforeEach(async () => {
  world.wallAheadMs += WINDOW_MS
  await world.readMeters()
})

afterAll(async () => {
  await world?.close()
})

/** In debt, announced, delivered, approved: cut at the next look, unless something speaks against it. */
async function ripeUnit(): Promise<Unit> {
  const unit = await world.addUnit()
  units.push(unit)
  await world.ripen([unit])
  await world.evaluate(unit)
  const [episode] = await world.sql<{ id: string; approval: string }>(
    'SELECT id, approval FROM debt_episode WHERE account_id = $1 AND ended_at IS NULL',
    [unit.accountId],
  )
  expect(episode?.approval).toBe('requested')
  await world.sql("UPDATE debt_episode SET approval = 'approved' WHERE id = $1", [episode?.id])
  return unit
}

async function expectUncut(unit: Unit, blockedBy: string): Promise<void> {
  await world.settle()
  expect(unit.device.received).toEqual([])
  expect((await world.point(unit)).decision.blockedBy).toEqual([blockedBy])
}

/** Undone, the same unit is cut: it was this input alone that held it. */
async function expectCut(unit: Unit): Promise<void> {
  await world.evaluate(unit)
  await world.settle()
  expect(unit.device.received.map(({ intent }) => intent.action)).toEqual(['cut'])
  expect(unit.device.closed).toBe(false)
}

test('S2: the reading has aged past its intervals: no cut, and a technician is sent', async () => {
  const unit = await ripeUnit()
  const { meteringPointId } = unit
  const readAt = (at: number) =>
    world.sql(
      'UPDATE metering_point_state SET last_at = to_timestamp($2::float8 / 1000) WHERE metering_point_id = $1',
      [meteringPointId, at],
    )
  await readAt(world.now - 3 * 900_000)
  await expectUncut(unit, 'reading-fresh')
  const tasks = () =>
    world.sql(
      "SELECT owner_role FROM repair_item WHERE kind = 'supply-meter-unreadable' AND subject = $1 AND closed_at IS NULL",
      [`supply-point:${unit.supplyPointId}`],
    )
  expect(await tasks()).toEqual([{ owner_role: 'technician' }])
  await readAt(world.now)
  await expectCut(unit)
  expect(await tasks()).toEqual([])
})

test('S2: the meter says that it is offline: no cut', async () => {
  const unit = await ripeUnit()
  const [online] = await world.sql<{ id: string }>(
    `INSERT INTO point (connection_id, meter_id, role, address)
     SELECT p.connection_id, p.meter_id, 'online', '{}' FROM point p WHERE p.id = $1 RETURNING id`,
    [unit.relayPointId],
  )
  const say = (value: boolean) => {
    world.now += 1
    const point = { pointId: online?.id ?? '', value, quality: 'good' as const, at: world.now }
    return world.dependencies.drive.observe({ points: [point], wallNow: world.now })
  }
  await say(false)
  await expectUncut(unit, 'meter-online')
  await say(true)
  await expectCut(unit)
})

test('S2: a payment is unknown: no cut', async () => {
  const unit = await ripeUnit()
  const [order] = await world.sql<{ id: string }>(
    `INSERT INTO payment_order (reference, site_id, account_id, connection_id, amount_micros, currency,
       description, requested_by, idempotency_key, body_hash, expires_at)
     VALUES ('abcdefgh1', $1, $2, $3, 1000000, 'CNY', 'd', 'anna', 'k-1', 'x', now()) RETURNING id`,
    [world.siteId, unit.accountId, world.connectionId],
  )
  await expectUncut(unit, 'no-unknown-payment')
  const become = (state: string, unknownSince: string | null) =>
    world.sql('UPDATE payment_order SET state = $2, unknown_since = $3 WHERE id = $1', [
      order?.id,
      state,
      unknownSince,
    ])
  await become('pending', '2026-03-10T04:00:00Z')
  await expectUncut(unit, 'no-unknown-payment')
  // Answered: it is an order that nobody has paid, and no more.
  await become('pending', null)
  await expectCut(unit)
})

test('S2: a dispute is open, even past its review date: no cut, and somebody reviews it', async () => {
  const unit = await ripeUnit()
  const { accountId } = unit
  const reviewAt = world.now - 1
  const request = { accountId, by: 'anna', reason: 'Meter doubted', reviewAt }
  const opened = await world.commands.openDispute(request)
  await expectUncut(unit, 'no-dispute')
  if (opened.outcome !== 'done') throw new Error(opened.reason)
  const { disputeId } = opened
  const items = await world.sql(
    "SELECT closed_at FROM repair_item WHERE kind = 'supply-dispute-review' AND subject = $1",
    [`dispute:${disputeId}`],
  )
  expect(items).toEqual([{ closed_at: null }])
  await world.commands.closeDispute({ disputeId, by: 'ben', result: 'settled' })
  await expectCut(unit)
})

test('S2: a payment plan is kept: no cut, until an instalment is overdue', async () => {
  const unit = await ripeUnit()
  const nextDueAt = world.now + 600_000
  await world.commands.agreePaymentPlan({ accountId: unit.accountId, by: 'anna', nextDueAt })
  await expectUncut(unit, 'no-payment-plan')
  world.now = nextDueAt
  await expectCut(unit)
})

test('S2: the notice is accepted and not delivered: no cut, however long it takes', async () => {
  const unit = await world.addUnit()
  await world.charge(unit, 20)
  await world.evaluate(unit)
  const told = world.notices.queued.find(
    (item) => item.accountId === unit.accountId && item.notice.kind === 'cut-coming',
  )
  await world.sql(
    `INSERT INTO notice_delivery (notice_id, state, accepted_at)
     VALUES ($1, 'sent', to_timestamp($2::float8 / 1000))`,
    [told?.noticeId, world.now],
  )
  world.now += 30 * DAY_MS
  await world.readMeters()
  await world.settle()
  expect(unit.device.received).toEqual([])
  expect((await world.point(unit)).decision.blockedBy).toEqual([
    'notice-delivered',
    'grace-over',
    'approved',
  ])
})

test('S2: the approval is missing or refused: no cut', async () => {
  const unit = await ripeUnit()
  await world.sql("UPDATE debt_episode SET approval = 'refused' WHERE account_id = $1", [
    unit.accountId,
  ])
  await expectUncut(unit, 'approved')
  await world.sql("UPDATE debt_episode SET approval = 'approved' WHERE account_id = $1", [
    unit.accountId,
  ])
  await expectCut(unit)
})

test('S2: the transport cannot make commands expire: never cut automatically', async () => {
  const unit = await ripeUnit()
  world.relays.expiring = false
  await expectUncut(unit, 'commands-expire')
  world.relays.expiring = true
  await expectCut(unit)
})

test('S2: protected by hours, or by a switch of the whole site: no cut but for who opted out', async () => {
  const [unit, out] = [await ripeUnit(), await ripeUnit()]
  await world.readMeters()
  const protect = await world.commands.protect({
    siteId: world.siteId,
    supplyPointId: null,
    kind: 'date',
    from: world.now - 1,
    to: world.now + HOUR_MS,
    hours: null,
    reason: 'Trade fair',
    by: 'anna',
    optOuts: units.filter((other) => other !== unit).map(({ supplyPointId }) => supplyPointId),
  })
  if (protect.outcome !== 'done') throw new Error(protect.reason)
  await world.settle()
  expect(unit.device.received).toEqual([])
  expect((await world.point(unit)).decision.because.rule).toBe('protection')
  expect(out.device.closed).toBe(false)
  await world.commands.endProtection({ protectionId: protect.protectionId, by: 'anna' })
  await expectCut(unit)
})

test('S3: emergency credit and overdraft are used up before anything is announced', async () => {
  const unit = await world.addUnit()
  await world.charge(unit, 10)
  await world.settle()
  expect((await world.point(unit)).decision.blockedBy).toContain('below-limit')
  const announced = () =>
    world.notices.queued.filter(
      (item) => item.accountId === unit.accountId && item.notice.kind === 'cut-coming',
    )
  expect(announced()).toEqual([])
  await world.charge(unit, 0.000001)
  await world.settle()
  expect(announced()).toHaveLength(1)
})

test('S3: under the profile of mainland China nobody is cut at night, and the deadline says so', async () => {
  const night = await createWorld({ rules: shippedProfile('mainland-china').rules })
  try {
    const unit = await night.addUnit()
    await night.charge(unit, 20)
    await night.evaluate(unit)
    const notice = night.notices.queued.find((item) => item.notice.kind === 'cut-coming')?.notice
    if (notice?.kind !== 'cut-coming') throw new Error('nothing announced')
    await night.notices.deliverAll(night.now)
    // 22:00 in Shanghai, days later.
    night.now = Date.UTC(2026, 2, 16, 14)
    expect(notice.deadlineAt).toBeLessThan(night.now)
    await night.readMeters()
    await night.settle()
    expect(unit.device.received).toEqual([])
    expect((await night.point(unit)).decision.blockedBy).toContain('outside-friendly-hours')
  } finally {
    await night.close()
  }
})
