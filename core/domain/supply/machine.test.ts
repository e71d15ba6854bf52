import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PointSituation, patience, reconcile, type SentCommand } from './machine.ts'

const NOW = 1_000_000_000

const quiet: PointSituation = {
  desired: 'on',
  desiredSince: NOW - 10_000,
  lifeSafety: false,
  relay: { value: 'on', at: NOW - 1_000 },
  load: { value: 'drawing', at: NOW - 1_000 },
  measuresLoad: true,
  command: null,
  failures: 0,
  unsettledUntil: null,
  readAt: null,
}

const sent = (change: Partial<SentCommand>): SentCommand => ({
  action: 'cut',
  sentAt: NOW - 8_000,
  expiresAt: NOW + 52_000,
  outcome: 'confirmed',
  answeredAt: NOW - 7_000,
  ...change,
})

const about = (spanMs: number) => fc.integer({ min: NOW - spanMs, max: NOW })
const wish = fc.constantFrom('on' as const, 'off' as const)

const anyCommand: fc.Arbitrary<SentCommand> = fc
  .record({
    action: fc.constantFrom('cut' as const, 'restore' as const),
    sentAt: about(200_000),
    lifeMs: fc.integer({ min: 1_000, max: 120_000 }),
    outcome: fc.constantFrom('confirmed' as const, 'refused', 'offline', 'unknown', null),
    answeredMs: fc.integer({ min: 0, max: 5_000 }),
  })
  .map(({ action, sentAt, lifeMs, outcome, answeredMs }) => ({
    action,
    sentAt,
    expiresAt: sentAt + lifeMs,
    outcome,
    answeredAt: outcome === null ? null : Math.min(NOW, sentAt + answeredMs),
  }))

const situations: fc.Arbitrary<PointSituation> = fc.record({
  desired: wish,
  desiredSince: about(200_000),
  lifeSafety: fc.boolean(),
  relay: fc.option(fc.record({ value: wish, at: about(200_000) })),
  load: fc.option(
    fc.record({ value: fc.constantFrom('drawing' as const, 'idle' as const), at: about(200_000) }),
  ),
  measuresLoad: fc.boolean(),
  command: fc.option(anyCommand),
  failures: fc.nat({ max: 8 }),
  unsettledUntil: fc.option(about(200_000)),
  readAt: fc.option(about(200_000)),
})

test('S5: off is verified only by a relay and a load that were heard after the last command', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const { verified, evidence } = reconcile(situation, NOW)
      if (verified !== 'off') return
      const since = situation.command?.sentAt ?? 0
      expect(situation.relay?.value).toBe('off')
      expect(situation.relay?.at).toBeGreaterThanOrEqual(since)
      expect(evidence).toBe(situation.measuresLoad ? 'relay-and-load' : 'relay')
      if (!situation.measuresLoad) return
      expect(situation.load?.value).toBe('idle')
      expect(situation.load?.at).toBeGreaterThanOrEqual(since)
    }),
    { numRuns: 2_000 },
  )
})

test('S5: a command without an answer is never sent again before it has expired and the relay was heard', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const { command, relay } = situation
      if (!command || (command.outcome !== null && command.outcome !== 'unknown')) return
      const settled = NOW >= command.expiresAt && relay !== null && relay.at >= command.expiresAt
      const { action } = reconcile(situation, NOW)
      if (!settled) expect(action).not.toBe(command.action)
    }),
    { numRuns: 2_000 },
  )
})

test('S1: nothing is ever asked of a life-safety point', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const { action, alarms } = reconcile({ ...situation, lifeSafety: true }, NOW)
      expect([action, ...alarms]).toEqual(['none'])
    }),
  )
})

test('what is asked for is what is wished, and somebody always looks again', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const { action, checkAt } = reconcile(situation, NOW)
      if (action === 'cut') expect(situation.desired).toBe('off')
      if (action === 'restore') expect(situation.desired).toBe('on')
      if (action === 'none') expect(checkAt).toBeGreaterThan(NOW)
      expect(checkAt).toBeLessThanOrEqual(NOW + patience.verifyEveryMs)
    }),
    { numRuns: 2_000 },
  )
})

test('a wish that turns while a command is out is acted on at once', () => {
  const out = sent({ outcome: null, answeredAt: null })
  expect(reconcile({ ...quiet, command: out }, NOW)).toMatchObject({ action: 'restore' })
})

test('a cut that is answered after a newer restoration has the relay looked at again', () => {
  const restored = sent({ action: 'restore', sentAt: NOW - 5_000, answeredAt: NOW - 4_000 })
  const situation = { ...quiet, command: restored, readAt: NOW - 1_000 }
  expect(reconcile(situation, NOW).action).toBe('none')
  expect(reconcile({ ...situation, unsettledUntil: NOW - 500 }, NOW).action).toBe('read')
})

test('what was never heard is read before anything is sent', () => {
  for (const desired of ['on', 'off'] as const)
    expect(reconcile({ ...quiet, desired, relay: null }, NOW)).toMatchObject({
      state: 'unknown',
      action: 'read',
    })
})

test('paid but still off, and cut but still drawing, become alarms in their time', () => {
  const off = { ...quiet, relay: { value: 'off' as const, at: NOW - 1_000 } }
  const alarmsAfter = (ms: number) =>
    reconcile({ ...off, desiredSince: NOW - ms, command: sent({}), failures: 1 }, NOW).alarms
  expect(alarmsAfter(patience.restoreAlarmMs - 1)).toEqual([])
  expect(alarmsAfter(patience.restoreAlarmMs)).toEqual(['paid-but-off'])
  const drawing = { ...off, desired: 'off' as const }
  const lingering = { ...drawing, command: sent({}) }
  expect(reconcile(lingering, NOW)).toMatchObject({ state: 'drawing', alarms: [] })
  const old = { ...drawing, command: sent({ sentAt: NOW - patience.loadSettlesMs }) }
  expect(reconcile(old, NOW)).toMatchObject({ state: 'drawing', alarms: ['cut-but-drawing'] })
})

test('a refused command is repeated after a pause that doubles', () => {
  const refused = sent({ outcome: 'refused', answeredAt: NOW - 7_000 })
  const wanted = {
    ...quiet,
    desired: 'off' as const,
    command: refused,
    relay: { value: 'on' as const, at: NOW - 6_000 },
    readAt: NOW - 6_000,
  }
  expect(reconcile({ ...wanted, failures: 1 }, NOW)).toMatchObject({
    action: 'cut',
    alarms: ['command-refused'],
  })
  expect(reconcile({ ...wanted, failures: 3 }, NOW).action).not.toBe('cut')
})

test('O3: what was heard by a clock that had leapt ahead is read again now, and then in its turn', () => {
  const ahead = { value: 'on' as const, at: NOW + 365 * 86_400_000 }
  expect(reconcile({ ...quiet, relay: ahead, readAt: ahead.at }, NOW).action).toBe('read')
  const again = reconcile({ ...quiet, relay: ahead, readAt: NOW }, NOW)
  expect(again).toMatchObject({ action: 'none', checkAt: NOW + patience.verifyEveryMs })
})
