import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluateAccount } from '../../core/flow/supply/evaluate.ts'
import type { SupplyDependencies } from '../../core/flow/supply/ports.ts'
import { reconcilePoint } from '../../core/flow/supply/reconcile.ts'
import { createWorld, type Unit, type World } from './supply-world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})

afterAll(async () => {
  await world?.close()
})

const HOUR_MS = 3_600_000
/** Three races each; where time is no object, thousands. */
const RUNS = process.env.BUSBAR_PEERS === '1' ? 1_000 : 200

/** Counts the steps of a race, and lets somebody wait for one of them. */
interface Steps {
  count: number
  readonly reached: (step: number) => Promise<void>
  readonly took: () => void
}

function createSteps(): Steps {
  const waiting: { step: number; go: () => void }[] = []
  const steps: Steps = {
    count: 0,
    reached: (step) => new Promise((go) => waiting.push({ step, go })),
    took() {
      steps.count += 1
      for (const { step, go } of waiting) if (steps.count >= step) go()
    },
  }
  return steps
}

/** Everything the flow asks of the database, drivers and Guard is a step, ordered by the scheduler. */
function scheduled(
  scheduler: fc.Scheduler,
  steps: Steps,
  dependencies: SupplyDependencies,
): SupplyDependencies {
  const wrap = <T extends object>(target: T, names: readonly (keyof T)[]): T => {
    const copy = { ...target }
    for (const name of names) {
      const method = target[name]
      if (typeof method !== 'function') continue
      const wrapped = async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(name))
        steps.took()
        return Reflect.apply(method, target, args)
      }
      Object.assign(copy, { [name]: wrapped })
    }
    return copy
  }
  return {
    ...dependencies,
    store: wrap(dependencies.store, ['inTransaction']),
    drive: wrap(dependencies.drive, [
      'load',
      'markSent',
      'recordAnswer',
      'recordRead',
      'recordState',
    ]),
    guard: wrap(dependencies.guard, ['sign']),
    relays: wrap(dependencies.relays, ['write', 'read']),
  }
}

/** What was sent, and whether its sending transaction began after a top-up had been committed. */
interface Log {
  readonly entries: string[]
}

interface Race {
  readonly unit: Unit
  readonly scheduler: fc.Scheduler
  readonly topUps: number
  /** The step of the others at which the first top-up begins. */
  readonly headStart: number
}

async function race({ unit, scheduler, topUps, headStart }: Race): Promise<void> {
  const log: Log = { entries: [] }
  const steps = createSteps()
  const { drive } = world.dependencies
  const markSent: typeof drive.markSent = async (request) => {
    const credited = log.entries.includes('credited')
    const result = await drive.markSent(request)
    const { action } = request.signed.intent
    if (result === 'sent') log.entries.push(credited ? `${action}-after-credit` : action)
    return result
  }
  const base = { ...world.dependencies, drive: { ...drive, markSent } }
  const dependencies = scheduled(scheduler, steps, base)
  const { supplyPointId } = unit
  const cutting = [
    reconcilePoint(dependencies, { supplyPointId }),
    reconcilePoint(dependencies, { supplyPointId }),
  ]
  const work = [
    ...cutting,
    (async () => {
      await Promise.race([steps.reached(headStart), Promise.all(cutting)])
      for (let count = 0; count < topUps; count += 1) {
        await scheduler.schedule(Promise.resolve(), 'top-up')
        await world.topUp(unit, 30)
        log.entries.push('credited')
        await scheduler.schedule(Promise.resolve(), 'evaluate')
        await evaluateAccount(dependencies, unit)
        await reconcilePoint(dependencies, { supplyPointId })
      }
    })(),
  ]
  await Promise.all(work)
  expect(log.entries).not.toContain('cut-after-credit')
  expect(log.entries.filter((entry) => entry === 'cut').length).toBeLessThanOrEqual(1)
}

const races = fc.record({
  topUps: fc.integer({ min: 1, max: 2 }),
  headStart: fc.integer({ min: 1, max: 30 }),
})

/** Points raced at once: as many as the Guard lets be cut in its window. */
const AT_ONCE = 3

test('S6 INV8: a top-up against a cut, at any interleaving: none is sent after the credit, and all ends supplied', async () => {
  const units: Unit[] = []
  for (let count = 0; count < AT_ONCE; count += 1) units.push(await world.addUnit())
  for (const unit of units) await world.topUp(unit, 20)
  await world.settle()
  let cuts = 0
  const several = fc.array(races, { minLength: AT_ONCE, maxLength: AT_ONCE })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), several, async (scheduler, all) => {
      world.wallAheadMs += 25 * HOUR_MS
      for (const unit of units) {
        unit.device.received.length = 0
        await drain(unit)
      }
      await world.ripen(units)
      for (const unit of units) await world.evaluate(unit)
      const started = all.map((how, index) => {
        const unit = units[index]
        return unit ? race({ unit, scheduler, ...how }) : Promise.resolve()
      })
      await scheduler.waitFor(Promise.all(started))
      for (const { device } of units)
        cuts += device.received.some(({ intent }) => intent.action === 'cut') ? 1 : 0
      world.wallAheadMs += 2 * 60_000
      await world.settle()
      for (const unit of units) {
        expect(unit.device.closed).toBe(true)
        expect(await world.point(unit)).toMatchObject({ desired: 'on', verified: 'on' })
      }
    }),
    { numRuns: RUNS },
  )
  // Both sides of the race have been seen, or nothing was raced.
  expect(cuts).toBeGreaterThan(0)
  expect(cuts).toBeLessThan(RUNS * AT_ONCE)
}, 1_800_000)

/** Back to a purse of nothing, so that the next debt is the same. */
async function drain(unit: Unit): Promise<void> {
  const [purse] = await world.sql<{ balance_micros: string }>(
    'SELECT balance_micros FROM ledger_account WHERE id = $1',
    [unit.purseId],
  )
  const micros = Number(purse?.balance_micros ?? 0)
  if (micros > 0) await world.charge(unit, micros / 1e6)
}

test('S6: an intent that is replayed or comes late moves nothing', async () => {
  world.wallAheadMs += 25 * HOUR_MS
  const unit = await world.addUnit()
  await world.ripen([unit])
  await world.settle()
  const cut = unit.device.received.at(-1)
  if (cut?.intent.action !== 'cut') throw new Error('not cut')
  await world.topUp(unit, 30)
  await world.settle()
  expect(unit.device.closed).toBe(true)
  const replay = {
    connectionId: '1',
    pointId: unit.relayPointId,
    value: false,
    expiresAt: cut.intent.expiresAt,
    signedIntent: cut,
  }
  expect(await world.relays.write(replay)).toMatchObject({ outcome: 'refused' })
  const stolen = { ...cut, intent: { ...cut.intent, intentId: '999999' } }
  const forged = { ...replay, signedIntent: stolen }
  expect(await world.relays.write(forged)).toMatchObject({ detail: 'not signed by the Guard' })
  expect(unit.device.closed).toBe(true)
})

test('S6: a top-up that commits while the cut is on its way reconnects at once', async () => {
  world.wallAheadMs += 25 * HOUR_MS
  const unit = await world.addUnit()
  await world.ripen([unit])
  await world.evaluate(unit)
  let meanwhile: string[] = []
  world.relays.beforeWrite = async () => {
    world.relays.beforeWrite = null
    await world.topUp(unit, 30)
    await world.evaluate(unit)
    await reconcilePoint(world.dependencies, unit)
    meanwhile = unit.device.received.map(({ intent }) => intent.action)
  }
  await reconcilePoint(world.dependencies, unit)
  await world.settle()
  expect(meanwhile).toEqual(['restore'])
  // The cut acted after the restoration that was to supersede it, and was answered last.
  expect(unit.device.received.map(({ intent }) => intent.action)).toEqual([
    'restore',
    'cut',
    'restore',
  ])
  expect(unit.device.closed).toBe(true)
  expect(await world.point(unit)).toMatchObject({ desired: 'on', verified: 'on' })
})

test('S6 INV8: a meter that charges and reports all the while is cut in one visit, and a top-up still voids it', async () => {
  world.wallAheadMs += 25 * HOUR_MS
  const unit = await world.addUnit()
  await world.settle()
  const busy = async () => {
    await world.charge(unit, 0.01)
    await world.dependencies.drive.observe({
      points: [{ pointId: unit.relayPointId, value: true, quality: 'good', at: world.now }],
      wallNow: world.dependencies.wallClock.now(),
    })
  }
  const { guard } = world.dependencies
  const sign: typeof guard.sign = async (request) => {
    await busy()
    const answer = await guard.sign(request)
    await busy()
    return answer
  }
  const dependencies = { ...world.dependencies, guard: { sign } }
  await world.ripen([unit])
  await world.evaluate(unit)
  const paying: typeof guard.sign = async (request) => {
    const answer = await sign(request)
    await world.topUp(unit, 0.001)
    await busy()
    return answer
  }
  await reconcilePoint({ ...dependencies, guard: { sign: paying } }, unit)
  expect(unit.device.received.map(({ intent }) => intent.action)).not.toContain('cut')
  await reconcilePoint(dependencies, unit)
  expect(unit.device.received.map(({ intent }) => intent.action)).toEqual(['cut'])
  expect(await world.point(unit)).toMatchObject({ desired: 'off', verified: 'off' })
})

test('S6: two visits to one point, the second in the midst of the first, send one cut', async () => {
  world.wallAheadMs += 25 * HOUR_MS
  const unit = await world.addUnit()
  await world.settle()
  await world.ripen([unit])
  await world.evaluate(unit)
  unit.device.temper = 'deaf'
  const { store } = world.dependencies
  let visited = false
  const inTransaction: typeof store.inTransaction = async (work) => {
    if (!visited) {
      visited = true
      await reconcilePoint(world.dependencies, unit)
    }
    return store.inTransaction(work)
  }
  await reconcilePoint({ ...world.dependencies, store: { ...store, inTransaction } }, unit)
  expect(visited).toBe(true)
  expect(unit.device.received.map(({ intent }) => intent.action)).toEqual(['cut'])
})
