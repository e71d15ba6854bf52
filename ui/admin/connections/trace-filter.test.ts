import { expect, it } from 'vitest'
import { matching } from './trace-filter.ts'

const entry = (sequence: number, direction: 'in' | 'out', summary: string, detail: string | null) =>
  ({ sequence, at: '2026-01-31T08:00:00Z', direction, peer: 'a/b', summary, detail }) as const

const entries = [
  entry(1, 'out', 'SUBSCRIBE', null),
  entry(2, 'in', 'PUBLISH', '{"Total":1}'),
  entry(3, 'in', 'PINGRESP', null),
]
const found = (text: string, way: 'both' | 'in' | 'out' = 'both') =>
  matching(entries, { text, way }).map(({ sequence }) => sequence)

it('finds by any text of an entry and by direction, newest first', () => {
  expect(found('')).toEqual([3, 2, 1])
  expect(found(' total ')).toEqual([2])
  expect(found('A/B', 'out')).toEqual([1])
  expect(found('', 'in')).toEqual([3, 2])
  expect(found('nothing')).toEqual([])
})
