import { afterAll, beforeAll, expect, test } from 'vitest'
import { isSignedByGuard } from '../../core/contracts/supply-intent.ts'
import type { SignRequest, SignResult } from '../../core/guard/requests.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createWorld, type Unit, WINDOW_MS, type World } from './supply-world.ts'

let world: World
let units: Unit[]

beforeAll(async () => {
  world = await createWorld()
  units = []
  for (let count = 0; count < 24; count += 1) units.push(await world.addUnit())
})

afterAll(async () => {
  await world?.close()
})

async function requestFor(unit: Unit, change: Partial<SignRequest> = {}): Promise<SignRequest> {
  const [purse] = await world.sql<{ version: string }>(
    'SELECT version FROM ledger_account WHERE id = $1',
    [unit.purseId],
  )
  return {
    path: 'policy',
    action: 'cut',
    pointId: unit.relayPointId,
    contractId: unit.contractId,
    installationId: unit.installationId,
    balanceVersion: purse?.version ?? '',
    lifeMs: 60_000,
    ...change,
  }
}

async function sign(unit: Unit, change: Partial<SignRequest> = {}): Promise<SignResult> {
  return world.guard.sign(await requestFor(unit, change))
}

const unitAt = (index: number): Unit => {
  const unit = units[index]
  if (!unit) throw new Error('no such unit')
  return unit
}

test('S7: a bug that asks to cut everybody, by every path at once, gets the budget and no more', async () => {
  const paths = ['policy', 'manual', 'bms', 'automation'] as const
  const results = await Promise.all(
    units.flatMap((unit) => paths.map((path) => sign(unit, { path }))),
  )
  const points = new Set(
    results.flatMap((result) =>
      result.outcome === 'signed' ? [result.signed.intent.pointId] : [],
    ),
  )
  expect(points.size).toBe(3)
  expect(results.filter(({ outcome }) => outcome === 'quarantined').length).toBeGreaterThan(0)
  expect(results.filter(({ outcome }) => outcome === 'refused')).toEqual([])

  // Each further window lets three more through, until the day's ten are spent.
  for (let window = 0; window < 5; window += 1) {
    world.wallAheadMs += WINDOW_MS
    for (const unit of units.filter(({ relayPointId }) => !points.has(relayPointId))) {
      const result = await sign(unit)
      if (result.outcome === 'signed') points.add(result.signed.intent.pointId)
    }
  }
  expect(points.size).toBe(10)
})

test('S7: what is beyond the budget waits for two different people, and is released once', async () => {
  const [row] = await world.sql<{ id: string; point_id: string }>(
    'SELECT id, point_id FROM guard_quarantine WHERE closed_at IS NULL ORDER BY id LIMIT 1',
  )
  const unit = units.find(({ relayPointId }) => relayPointId === row?.point_id)
  if (!row || !unit) throw new Error('nothing quarantined')
  const release = (by: string) => world.commands.releaseQuarantine({ quarantineId: row.id, by })
  expect(await release('anna')).toMatchObject({ outcome: 'done', released: false })
  expect(await release('anna')).toEqual({ outcome: 'refused', reason: 'second-person-needed' })
  expect(await sign(unit)).toMatchObject({ outcome: 'quarantined' })
  const twice = "INSERT INTO guard_release (quarantine_id, ordinal, person) VALUES ($1, 2, 'anna')"
  await expect(world.sql(twice, [row.id])).rejects.toThrow('guard_release')
  expect(await release('ben')).toMatchObject({ outcome: 'done', released: true })
  expect(await sign(unit)).toMatchObject({ outcome: 'signed' })
  expect(await sign(unit)).toMatchObject({ outcome: 'quarantined' })
})

test('S7: restorations are never limited', async () => {
  const results = await Promise.all(units.map((unit) => sign(unit, { action: 'restore' })))
  expect(results.every(({ outcome }) => outcome === 'signed')).toBe(true)
})

test('S1: a life-safety point is refused to every path, and no SQL of the application switches it', async () => {
  const safe = await world.addUnit({ lifeSafety: true })
  for (const path of ['policy', 'manual', 'bms', 'automation'] as const)
    for (const action of ['cut', 'restore'] as const)
      expect(await sign(safe, { path, action })).toMatchObject({ reason: 'life-safety' })
  const { supplyPointId } = safe
  const by = { supplyPointId, by: 'anna', reason: 'Test' }
  const refused = { outcome: 'refused', reason: 'life-safety' }
  for (const authority of ['manual', 'bms', 'automation'] as const)
    expect(await world.commands.giveOrder({ ...by, authority, wish: 'off', until: null })).toEqual(
      refused,
    )
  expect(await world.commands.lockOut(by)).toEqual(refused)

  await world.ripen([safe])
  await world.sql(
    "UPDATE supply_point SET desired = 'off', wish_version = wish_version + 1, check_at = now() WHERE id = $1",
    [supplyPointId],
  )
  await world.settle()
  expect(safe.device.received).toEqual([])

  const { relayPointId } = safe
  const intent = intentInsert(relayPointId, safe.installationId)
  await expect(world.sql(intent.text, intent.values)).rejects.toThrow('permission denied')
  const byGuard = withClient({ url: world.database.guardUrl }, (client) =>
    client.query(intent.text, intent.values),
  )
  await expect(byGuard).rejects.toThrow('life-safety')
  const clear = 'UPDATE point SET life_safety = false WHERE id = $1'
  await expect(world.sql(clear, [relayPointId])).rejects.toThrow('life-safety')
})

function intentInsert(pointId: string, installationId: string) {
  return {
    text: `INSERT INTO supply_intent (epoch_id, site_id, point_id, action, path, installation_id,
        balance_version, issued_at, expires_at, signature)
      SELECT max(id), $1, $2, 'cut', 'manual', $3, 0, now(), now() + interval '1 minute', 'x' FROM guard_epoch`,
    values: [world.siteId, pointId, installationId],
  }
}

test('S6: the application can neither write intents nor change what became of one', async () => {
  const unit = await world.addUnit()
  const result = await sign(unit, { action: 'restore' })
  if (result.outcome !== 'signed') throw new Error(result.outcome)
  const { intent } = result.signed
  expect(isSignedByGuard(result.signed, world.guard.publicKeyPem)).toBe(true)
  const altered = { ...result.signed, intent: { ...intent, action: 'cut' as const } }
  expect(isSignedByGuard(altered, world.guard.publicKeyPem)).toBe(false)

  const denied = [
    intentInsert(unit.relayPointId, unit.installationId).text,
    "UPDATE supply_intent SET action = 'cut' WHERE id = $1",
    "UPDATE supply_intent SET expires_at = now() + interval '1 day' WHERE id = $1",
    'UPDATE supply_intent SET point_id = 1 WHERE id = $1',
    'DELETE FROM supply_intent WHERE id = $1',
    'TRUNCATE supply_intent',
    'DELETE FROM supply_decision',
    "UPDATE supply_decision SET desired = 'off'",
    'DELETE FROM guard_hold',
    'DELETE FROM guard_release',
    'UPDATE guard_release SET person = $1',
    'UPDATE guard_epoch SET closed_at = NULL',
    'UPDATE guard_quarantine SET closed_at = NULL',
    'DELETE FROM supply_point',
    'SELECT guard_facts(1, now())',
    'UPDATE supply_point SET relay_point_id = 1',
  ]
  for (const text of denied) {
    const values = text.includes('$3') ? [1, 1, 1] : text.includes('$1') ? [intent.intentId] : []
    await expect(world.sql(text, values), text).rejects.toThrow('permission denied')
  }
  const send = 'UPDATE supply_intent SET sent_at = $2 WHERE id = $1'
  await world.sql(send, [intent.intentId, new Date()])
  const again = world.sql(send, [intent.intentId, new Date(Date.now() + 1)])
  await expect(again).rejects.toThrow('not changed')
  await expect(world.sql(send, [intent.intentId, null])).rejects.toThrow('not changed')
})

test('S6: a newer intent voids what was signed before it and not yet sent', async () => {
  const unit = await world.addUnit()
  const cut = await sign(unit, { action: 'restore' })
  const restore = await sign(unit, { action: 'restore' })
  if (cut.outcome !== 'signed' || restore.outcome !== 'signed') throw new Error('not signed')
  const send = (id: string) =>
    world.sql('UPDATE supply_intent SET sent_at = now() WHERE id = $1', [id])
  await expect(send(cut.signed.intent.intentId)).rejects.toThrow('void')
  await send(restore.signed.intent.intentId)
})

test('S6: contract, installation and balance are read again; an older decision is refused', async () => {
  world.wallAheadMs += 24 * 3_600_000
  const unit = unitAt(0)
  const stale = { outcome: 'refused', reason: 'stale' }
  expect(await sign(unit, { contractId: null })).toMatchObject(stale)
  expect(await sign(unit, { installationId: '999' })).toMatchObject(stale)
  const before = await requestFor(unit)
  await world.topUp(unit, 1)
  expect(await world.guard.sign(before)).toMatchObject(stale)
  expect(await sign(unit)).toMatchObject({ outcome: 'signed' })
  expect(await sign(unit, { balanceVersion: '999' })).toMatchObject(stale)
})

test('S6: use that goes on does not make a cut stale; money in between does, whatever comes after it', async () => {
  world.wallAheadMs += 24 * 3_600_000
  const unit = unitAt(0)
  const decided = await requestFor(unit)
  for (let second = 0; second < 5; second += 1) await world.charge(unit, 0.01)
  expect(await world.guard.sign(decided)).toMatchObject({ outcome: 'signed' })
  await world.topUp(unit, 0.01)
  await world.charge(unit, 5)
  expect(await world.guard.sign(decided)).toMatchObject({ outcome: 'refused', reason: 'stale' })
})

test('S10: a hold stops every further cut, signed or not, and survives a restart', async () => {
  world.wallAheadMs += 24 * 3_600_000
  const early = await sign(unitAt(1))
  if (early.outcome !== 'signed') throw new Error(early.outcome)
  let held = false
  const afterHold: string[] = []
  const asking = units.slice(2).map(async (unit) => {
    for (let count = 0; count < 12; count += 1) {
      const startedHeld = held
      const { outcome } = await sign(unit)
      if (startedHeld) afterHold.push(outcome)
    }
  })
  const by = { siteId: null, by: 'anna', reason: 'Bank holiday outage of the bank' }
  const hold = await world.commands.hold(by)
  held = true
  await Promise.all(asking)
  expect(afterHold.length).toBeGreaterThan(20)
  expect(new Set(afterHold)).toEqual(new Set(['refused']))
  const send = 'UPDATE supply_intent SET sent_at = now() WHERE id = $1'
  await expect(world.sql(send, [early.signed.intent.intentId])).rejects.toThrow('held')
  await world.restartGuard()
  expect(await sign(unitAt(1))).toMatchObject({ outcome: 'refused', reason: 'held' })
  expect(await sign(unitAt(1), { action: 'restore' })).toMatchObject({ outcome: 'signed' })
  if (hold.outcome !== 'done') throw new Error(hold.reason)
  await world.commands.releaseHold({ holdId: hold.holdId, by: 'ben' })
  world.wallAheadMs += WINDOW_MS
  expect(await sign(unitAt(1))).toMatchObject({ outcome: 'signed' })
})

test('S9: before its gate opens, after it closes and once another has started, a Guard signs no cut', async () => {
  world.wallAheadMs += 24 * 3_600_000
  const unit = unitAt(5)
  await world.restartGuard({ open: false })
  const notOpen = { outcome: 'refused', reason: 'not-open' }
  expect(await sign(unit)).toMatchObject(notOpen)
  expect(await sign(unit, { action: 'restore' })).toMatchObject({ outcome: 'signed' })
  await world.guard.open()
  const signed = await sign(unit)
  if (signed.outcome !== 'signed') throw new Error(signed.outcome)
  const older = world.guard
  await world.restartGuard()
  expect(await older.sign(await requestFor(unit))).toMatchObject(notOpen)
  const send = 'UPDATE supply_intent SET sent_at = now() WHERE id = $1'
  await expect(world.sql(send, [signed.signed.intent.intentId])).rejects.toThrow('held')
  await world.guard.close()
  expect(await sign(unit)).toMatchObject(notOpen)
  expect(await world.guard.open()).toMatchObject({ opened: false })
})

test('O3: a clock that leaps closes the gate', async () => {
  const { createSupplyGuard } = await import('../../core/guard/guard.ts')
  const { generateKeyPairSync } = await import('node:crypto')
  let leapMs = 0
  const guard = await createSupplyGuard({
    pool: world.guardPool,
    privateKeyPem: generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    clock: { now: () => Date.now() + world.wallAheadMs + leapMs },
    domainClock: { now: () => world.now },
    monotonicMs: () => Date.now(),
    holdOffMs: 0,
  })
  await guard.open()
  for (const leap of [3_600_000, -3_600_000, 365 * 86_400_000]) {
    leapMs = leap
    expect(await guard.sign(await requestFor(unitAt(6)))).toMatchObject({ reason: 'clock-moved' })
    leapMs = 0
    expect(await guard.sign(await requestFor(unitAt(6)))).toMatchObject({ reason: 'not-open' })
    await guard.open()
  }
  await world.restartGuard()
})
