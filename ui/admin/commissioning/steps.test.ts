import { expect, test } from 'vitest'
import type { Commissioning } from '../../../core/generated/api.ts'
import example from '../../../schemas/resources/commissioning.schema.json' with { type: 'json' }
import { addressOf, deedsOf, stepsOf } from './steps.ts'

const mapped = example.examples[0] as unknown as Commissioning
const tones = (record: Commissioning) => stepsOf(record).map(({ id, tone }) => `${id} ${tone}`)

test('a record that was just begun waits for live values', () => {
  const record = { ...mapped, supplyPointId: '5' }
  expect(tones(record)).toEqual([
    ...['found done', 'chosen done', 'mapped done', 'seen now', 'tested open', 'signed open'],
  ])
  expect(deedsOf(record)).toEqual(['see'])
})

test('without a relay it is signed after its values were seen', () => {
  const record = { ...mapped, state: 'seen' as const, seenAt: mapped.startedAt }
  expect(tones(record).slice(3)).toEqual(['seen done', 'tested skipped', 'signed now'])
  expect(deedsOf(record)).toEqual(['sign', 'see'])
})

test('while supply is away there is one thing to do', () => {
  const record = { ...mapped, supplyPointId: '5', state: 'off-ordered' as const }
  expect(deedsOf(record)).toEqual(['restoreTest'])
  expect(addressOf('3', 'restoreTest')).toBe('/api/v1/commissionings/3/restore-test')
})

test('what was signed without a test says so', () => {
  const signed = { state: 'signed' as const, signedAt: mapped.startedAt, seenAt: mapped.startedAt }
  const record = { ...mapped, ...signed, supplyPointId: '5', foundAs: null }
  expect(tones(record)).toEqual([
    ...[
      'found skipped',
      'chosen done',
      'mapped done',
      'seen done',
      'tested skipped',
      'signed done',
    ],
  ])
  expect(deedsOf(record)).toEqual([])
})
