import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR_MS } from '../../kernel/instant.ts'
import { assess, boundsOf, type Effect } from './account.ts'
import { cutConditions } from './conditions.ts'
import { decide } from './decide.ts'
import { explain } from './explain.ts'
import {
  breaks,
  brokenFacts,
  type CutFacts,
  profile,
  ripe,
  withAccount,
  withEpisode,
  withPoint,
} from './facts.fixture.ts'
import { type ConditionName, limitOf, type SupplyOrder } from './model.ts'

test('S2: with every condition in place the point is cut, and each single one keeps it on', () => {
  expect(decide(ripe, profile)).toMatchObject({ desired: 'off', blockedBy: [] })
  for (const [name, ways] of Object.entries(breaks))
    for (const way of ways) {
      const decision = decide(way(ripe), profile)
      expect(decision.desired, name).toBe('on')
      if (name !== 'unprotected') expect(decision.because.rule, name).toBe('credit')
      expect(decision.blockedBy, name).toContain(name)
    }
  expect(Object.keys(breaks).sort()).toEqual(cutConditions.map(({ name }) => name).sort())
})

test('S2 INV8: no cut while any condition fails, and every failing one is named', () => {
  fc.assert(
    fc.property(brokenFacts, ({ facts, broken }) => {
      const decision = decide(facts, profile)
      expect(decision.desired).toBe(broken.length === 0 ? 'off' : 'on')
      for (const { name, holds } of decision.conditions)
        if (!holds) expect(decision.blockedBy).toContain(name)
      expect(decision.blockedBy.length > 0).toBe(broken.length > 0)
    }),
    { numRuns: 2_000 },
  )
})

test('a condition that nobody asks for is a cut too many: each rule is needed', () => {
  for (const { name } of cutConditions) {
    const without = cutConditions.filter((condition) => condition.name !== name)
    const caught = breaks[name].some((way) => {
      const facts = way(ripe)
      const alone = decide(facts, profile).blockedBy.join() === name
      return (
        alone && decide(withPoint(facts, { protections: [] }), profile, without).desired === 'off'
      )
    })
    // A notice that is missing has no grace either: two rules stand for one.
    if (name !== 'notice-delivered') expect(caught, name).toBe(true)
  }
})

test('S4: only the energy balance against its limit drives a cut', () => {
  const cases: [balance: bigint, overdraft: bigint, emergency: bigint, cut: boolean][] = [
    [0n, 0n, 0n, false],
    [-1n, 0n, 0n, true],
    [-5n, 5n, 0n, false],
    [-6n, 5n, 0n, true],
    [-9n, 5n, 4n, false],
    [-10n, 5n, 4n, true],
  ]
  for (const [balanceMicros, overdraftMicros, emergencyCreditMicros, cut] of cases) {
    const facts = withAccount(ripe, { balanceMicros, overdraftMicros, emergencyCreditMicros })
    expect(decide(facts, profile).desired).toBe(cut ? 'off' : 'on')
  }
})

test('INV8: more money never leads to less supply', () => {
  const money = fc.bigInt({ min: -100_000_000n, max: 100_000_000n })
  fc.assert(
    fc.property(brokenFacts, money, money, ({ facts }, one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one]
      const wishAt = (balanceMicros: bigint) =>
        decide(withAccount(facts, { balanceMicros }), profile).desired
      if (wishAt(less) === 'on') expect(wishAt(more)).toBe('on')
    }),
  )
})

test('what is cut in the present debt stays so through the night, and is restored by what stands against debt', () => {
  const cut = withPoint(withEpisode(ripe, { cutAt: ripe.now }), {
    desired: 'off',
    cutByEpisode: '7',
  })
  const stays: ConditionName[] = []
  for (const { name } of cutConditions)
    if (breaks[name].every((way) => decide(way(cut), profile).desired === 'off')) stays.push(name)
  expect(stays).toEqual([
    'grace-over',
    'outside-friendly-hours',
    'no-weekend',
    'no-holiday',
    'no-weather-ban',
    'reading-fresh',
    'meter-online',
    'no-unknown-payment',
    'commands-expire',
    'no-hold',
    'approved',
  ])
  const newDebt = withEpisode(cut, { id: '8', approval: 'none' })
  expect(decide(newDebt, profile).desired).toBe('on')
})

const order = (change: Partial<SupplyOrder>): SupplyOrder => ({
  id: '1',
  authority: 'manual',
  wish: 'off',
  by: 'anna',
  reason: 'Test',
  from: ripe.now - 1,
  until: null,
  ...change,
})

test('S1: authorities in their order: life safety, lock-out, protection, manual order, credit, BMS', () => {
  const lockOut = { id: '1', setBy: 'anna', reason: 'Rewiring', since: ripe.now - 1 }
  const { protections } = breaks.unprotected[0]?.(ripe).point ?? ripe.point
  const paid = withAccount(ripe, { balanceMicros: 0n })
  const ladder: [facts: CutFacts, wish: string, rule: string][] = [
    [withPoint(ripe, { lifeSafety: true, lockOut }), 'on', 'life-safety'],
    [withPoint(ripe, { lockOut, protections }), 'off', 'lock-out'],
    [withPoint(ripe, { protections, orders: [order({})] }), 'on', 'protection'],
    [withPoint(paid, { orders: [order({})] }), 'off', 'manual-order'],
    [withPoint(ripe, { orders: [order({ wish: 'on' })] }), 'on', 'manual-order'],
    [withPoint(paid, { orders: [order({ authority: 'bms' })] }), 'on', 'credit'],
    [withPoint(ripe, { orders: [order({ authority: 'bms', wish: 'on' })] }), 'off', 'credit'],
  ]
  for (const [facts, wish, rule] of ladder) {
    const decision = decide(facts, profile)
    expect([decision.desired, decision.because.rule]).toEqual([wish, rule])
  }
  const vacant = { ...ripe, account: null }
  const byBms = { ...vacant, point: { ...ripe.point, orders: [order({ authority: 'bms' })] } }
  expect(decide(byBms, profile)).toMatchObject({ desired: 'off', because: { rule: 'bms-order' } })
  const unsure = { ...byBms, point: { ...byBms.point, expiringCommands: false } }
  expect(decide(unsure, profile).desired).toBe('on')
  expect(decide(vacant, profile)).toMatchObject({ desired: 'on', because: { rule: 'no-account' } })
})

test('an order counts from its beginning to its end, and wakes the evaluation at both', () => {
  const paid = withAccount(ripe, { balanceMicros: 0n })
  const from = ripe.now + HOUR_MS
  const until = from + HOUR_MS
  const ordered = withPoint(paid, { orders: [order({ from, until })] })
  const at = (now: number) => decide({ ...ordered, now }, profile)
  expect(at(ripe.now)).toMatchObject({ desired: 'on', nextEvaluationAt: from })
  expect(at(from)).toMatchObject({ desired: 'off', nextEvaluationAt: until })
  expect(at(until)).toMatchObject({ desired: 'on', nextEvaluationAt: null })
})

test('a decision explains itself: who was asked, which conditions, which facts and version', () => {
  const blocked = breaks['meter-online'][0]?.(ripe) ?? ripe
  const { steps, rule } = explain(decide(blocked, profile))
  expect(rule).toBe('credit')
  expect(steps.filter(({ decisive }) => decisive).map((step) => step.rule)).toEqual([
    'credit',
    'meter-online',
  ])
  expect(steps).toHaveLength(7 + cutConditions.length)
  expect(new Set(steps.map(({ version }) => version))).toEqual(new Set(['test@1']))
})

const kindsOf = (effects: readonly Effect[]) =>
  effects.map((effect) => (effect.kind === 'notice' ? effect.notice : effect.kind))

function assessed(facts: CutFacts) {
  const { now, site, account, point } = facts
  return assess({ now, site, account, points: [point] }, profile)
}

test('a debt opens an episode and announces the cut with a deadline at which a cut is allowed', () => {
  const { effects, decisions } = assessed(withAccount(ripe, { episode: null }))
  expect(kindsOf(effects)).toEqual(['open-episode', 'cut-coming'])
  expect(decisions[0]?.desired).toBe('on')
  const coming = effects.find((effect) => effect.kind === 'notice')
  expect(coming).toMatchObject({ deadlineAt: ripe.now + HOUR_MS })
  // At 16:30 the hour of grace ends in the friendly hours: nothing before 08:30.
  const late = { ...withAccount(ripe, { episode: null }), now: ripe.now + 5.5 * HOUR_MS }
  const [, announced] = assessed(late).effects
  expect(announced).toMatchObject({ deadlineAt: ripe.now + 21.5 * HOUR_MS })
})

test('no cut is announced while a dispute, a plan, an unknown payment or a protection stands against it', () => {
  for (const name of [
    'no-dispute',
    'no-payment-plan',
    'no-unknown-payment',
    'unprotected',
  ] as const)
    for (const way of breaks[name]) {
      const facts = way(withAccount(ripe, { episode: null }))
      expect(kindsOf(assessed(facts).effects), name).not.toContain('cut-coming')
    }
})

test('a debt that falls again before its supply is back is a new one, with a notice of its own', () => {
  const cut = withPoint(withEpisode(ripe, { cutAt: ripe.now, recoveredAt: ripe.now }), {
    desired: 'off',
    cutByEpisode: '7',
    verified: 'off',
  })
  const { effects, decisions } = assessed(cut)
  expect(kindsOf(effects)).toEqual(['close-episode', 'open-episode', 'cut-coming'])
  expect(decisions[0]).toMatchObject({ desired: 'on' })
})

test('recovery ends a debt at once, or when what it cut is back, and is told only if the cut was', () => {
  const paid = withAccount(ripe, { balanceMicros: limitOf(ripe.account) })
  expect(assessed(paid).effects).toEqual([{ kind: 'close-episode', endedBy: 'recovered' }])
  const wasCut = withEpisode(paid, { cutAt: ripe.now, cutNoticed: true })
  const paidCut = withAccount(wasCut, { balanceMicros: 0n })
  const off = withPoint(paidCut, { cutByEpisode: '7', desired: 'off', verified: 'off' })
  expect(kindsOf(assessed(off).effects)).toEqual(['mark-recovered'])
  expect(kindsOf(assessed(paidCut).effects)).toEqual(['restored', 'close-episode'])
})

test('of two warning levels passed at once the more urgent is told; each once, until the balance is back', () => {
  const fresh = { lowSince: null, veryLowSince: null, episode: null }
  const low = withAccount(ripe, { ...fresh, balanceMicros: 49_999_999n })
  expect(kindsOf(assessed(low).effects)).toEqual(['set-warning', 'low-balance'])
  const veryLow = withAccount(ripe, { ...fresh, balanceMicros: 9_999_999n })
  expect(kindsOf(assessed(veryLow).effects)).toEqual([
    'set-warning',
    'set-warning',
    'very-low-balance',
  ])
  const told = withAccount(ripe, { episode: null, balanceMicros: 9_999_999n })
  expect(assessed(told).effects).toEqual([])
  const back = withAccount(ripe, { episode: null, balanceMicros: 50_000_000n })
  expect(kindsOf(assessed(back).effects)).toEqual(['set-warning', 'set-warning'])
})

test('an account that was just opened has not run low: warnings begin with the first booking', () => {
  const account = { lowSince: null, veryLowSince: null, episode: null, balanceMicros: 0n }
  const opened = assessed(withAccount(ripe, { ...account, balanceVersion: '0' }))
  expect(opened.effects).toEqual([])
  expect(opened.bounds).toEqual({ belowMicros: 0n, aboveMicros: 0n })
  const charged = { ...account, overdraftMicros: 100n, balanceMicros: -1n, balanceVersion: '1' }
  expect(kindsOf(assessed(withAccount(ripe, charged)).effects)).toContain('very-low-balance')
})

test('the bounds lie on the next levels that matter: no crossing between two balances is missed', () => {
  const micros = fc.bigInt({ min: -60n, max: 60n })
  fc.assert(
    fc.property(micros, micros, micros, micros, (balanceMicros, other, low, veryLow) => {
      const account = {
        ...ripe.account,
        balanceMicros,
        overdraftMicros: 20n,
        emergencyCreditMicros: 10n,
        lowMicros: low,
        veryLowMicros: veryLow,
      }
      const { belowMicros, aboveMicros } = boundsOf(account)
      const woken =
        (belowMicros !== null && other < belowMicros) ||
        (aboveMicros !== null && other > aboveMicros)
      const crossed = [low, veryLow, limitOf(account)].some(
        (level) => balanceMicros < level !== other < level,
      )
      expect(woken).toBe(crossed)
    }),
  )
})
