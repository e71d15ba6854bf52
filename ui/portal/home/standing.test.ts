import { expect, it } from 'vitest'
import type { AccountSummary } from '../../../core/generated/api.ts'
import { lastsUntil, moodOf, supplyState } from './standing.ts'

const supply = { desired: 'on', verified: 'on', state: 'on' } as AccountSummary['supply'][number]
const EPISODE = { recoveredAt: null } as AccountSummary['debtEpisode']
const paid = { debtEpisode: null, available: '10' }
const debt = { debtEpisode: EPISODE, available: '-3' }
const off = { ...supply, desired: 'off', verified: 'off', state: 'off' } as typeof supply

it('tells a cut by debt from what somebody else has switched off', () => {
  expect(supplyState(supply, paid)).toBe('on')
  expect(supplyState(off, debt)).toBe('off-debt')
  expect(supplyState(off, paid)).toBe('off-other')
  const recovered = { recoveredAt: '2026-01-30T08:00:00Z' } as AccountSummary['debtEpisode']
  expect(supplyState(off, { ...paid, debtEpisode: recovered })).toBe('coming-back')
})

it('says that supply comes back once it is wished on, and claims nothing that is not verified', () => {
  expect(supplyState({ ...off, desired: 'on' }, paid)).toBe('coming-back')
  expect(supplyState({ ...off, desired: 'on', state: 'restoring' }, paid)).toBe('coming-back')
  expect(supplyState({ ...supply, verified: 'unknown', state: 'unknown' }, paid)).toBe(
    'unconfirmed',
  )
  expect(supplyState({ ...supply, state: 'unreachable' }, debt)).toBe('unconfirmed')
})

it('lets danger to supply outweigh the levels', () => {
  const summary = { level: 'in-credit', ...paid } as AccountSummary
  expect(moodOf(summary)).toBe('fine')
  expect(moodOf({ ...summary, level: 'low' })).toBe('low')
  expect(moodOf({ ...summary, level: 'very-low' })).toBe('danger')
  expect(moodOf({ ...summary, ...debt })).toBe('danger')
})

it('counts days from the instance’s own time', () => {
  const at = '2026-01-30T08:00:00.000Z'
  expect(lastsUntil({ at, daysLeft: 9 })?.toISOString()).toBe('2026-02-08T08:00:00.000Z')
  expect(lastsUntil({ at, daysLeft: null })).toBeNull()
  expect(lastsUntil({ at, daysLeft: 0 })).toBeNull()
})
