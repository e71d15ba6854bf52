import { describe, expect, it } from 'vitest'
import type { FormSchema } from '../forms/schema.ts'
import { differences } from './difference.ts'

const say = (text: string | undefined) => text ?? ''
const schema: FormSchema = {
  properties: {
    host: { type: 'string', title: 'Host' },
    port: { type: 'integer', title: 'Port' },
    topics: {
      type: 'array',
      title: 'Topics',
      items: { properties: { name: { title: 'Topic name' }, on: { title: 'On' } } },
    },
    values: { title: 'Values', additionalProperties: { properties: { at: { title: 'Place' } } } },
  },
}

describe('what differs between two configurations', () => {
  it('is told value by value, by the titles of the form', () => {
    const before = { host: 'a', port: 1, topics: [{ name: 'x', on: true }] }
    const after = { host: 'b', port: 1, topics: [{ name: 'x', on: false }, { name: 'y' }] }
    expect(differences({ before, after }, { schema, say })).toEqual([
      { place: ['Host'], before: 'a', after: 'b' },
      { place: ['Topics', '1', 'On'], before: true, after: false },
      { place: ['Topics', '2', 'Topic name'], before: undefined, after: 'y' },
    ])
  })

  it('names entries of a map by themselves, and what no schema knows', () => {
    expect(
      differences(
        { before: { values: { total: { at: '/a' } } }, after: { gone: 1, values: { total: {} } } },
        { schema, say },
      ),
    ).toEqual([
      { place: ['Values', 'total', 'Place'], before: '/a', after: undefined },
      { place: ['gone'], before: undefined, after: 1 },
    ])
  })

  it('is nothing for the same, and whole where the kind has changed', () => {
    expect(differences({ before: { a: [1] }, after: { a: [1] } }, { schema: null, say })).toEqual(
      [],
    )
    expect(differences({ before: { a: [1] }, after: { a: 'x' } }, { schema: null, say })).toEqual([
      { place: ['a'], before: [1], after: 'x' },
    ])
  })
})
