import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Schema } from '../contract/schema.ts'
import { changesOf } from './changes.ts'

const schema: Schema = {
  properties: {
    name: { type: 'string', title: 'Name' },
    price: { type: 'string', title: 'Price', 'x-micros': true },
    endsAt: { type: ['string', 'null'], title: 'Ends', format: 'date-time' },
    rules: { type: 'object', title: 'Rules' },
  },
}
const told = (before: Record<string, unknown> | null, after: Record<string, unknown> | null) =>
  changesOf({ before, after }, schema).map(({ title, before: was, after: is }) => [title, was, is])

describe('the changes of an audit event', () => {
  it('are those fields that differ, by their titles', () => {
    const before = { id: '7', version: 1, name: 'A', rules: { a: 1, b: 2 } }
    const after = { id: '7', version: 2, name: 'B', rules: { b: 2, a: 1 } }
    expect(told(before, after)).toEqual([['Name', 'A', 'B']])
  })

  it('tell micros and instants as the contract does', () => {
    const before = { priceMicros: '-1500000', endsAt: null }
    const after = { priceMicros: '20', endsAt: Date.UTC(2026, 0, 31) }
    expect(told(before, after)).toEqual([
      ['Price', '-1.5', '0.00002'],
      ['Ends', null, '2026-01-31T00:00:00.000Z'],
    ])
  })

  it('tell what was made or taken away, and what no schema knows', () => {
    expect(told(null, { name: 'A', oddThing: 3, endsAt: null })).toEqual([
      ['Name', null, 'A'],
      ['Odd thing', null, 3],
    ])
    expect(told({ name: 'A' }, null)).toEqual([['Name', 'A', null]])
    expect(told(null, null)).toEqual([])
  })

  it('are none between equal states, whatever they hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (state) => {
        expect(told(state, structuredClone(state))).toEqual([])
      }),
    )
  })
})
