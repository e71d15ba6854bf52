import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromWire, toWire } from './wire.ts'

const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.string(),
  fc.integer(),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
)
const key = fc.oneof(fc.string(), fc.constantFrom('$', 'v', '__proto__', 'toString'))
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc
      .array(fc.tuple(key, tie('tree')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}))

describe('wire', () => {
  it('gives back what it was given, whatever the keys are', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(fromWire(toWire(value))).toStrictEqual(value)
      }),
    )
  })

  it('keeps strings that look like tags as strings', () => {
    const hostile = { a: '[[BI]]1', b: '{"$":"bigint","v":"1"}', c: { $: 'bigint', v: '1' } }
    expect(fromWire(toWire(hostile))).toEqual(hostile)
  })

  it('freezes what it reads', () => {
    const value = fromWire(toWire({ list: [{ a: 1n }] })) as { list: readonly object[] }
    expect([value, value.list, value.list[0]].every(Object.isFrozen)).toBe(true)
  })

  it('leaves out undefined properties', () => {
    expect(fromWire(toWire({ a: undefined, b: 1 }))).toEqual({ b: 1 })
  })

  it.each([
    ['a function', { f: () => 1 }],
    ['an instance', { m: new Map() }],
    ['NaN', [Number.NaN]],
    ['an infinity', [Number.POSITIVE_INFINITY]],
    ['an invalid date', new Date(Number.NaN)],
  ])('refuses %s with the place', (_name, value) => {
    expect(() => toWire(value)).toThrow(expect.objectContaining({ code: 'not-serialisable' }))
  })

  it('refuses a cycle', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(() => toWire(cycle)).toThrow(expect.objectContaining({ code: 'not-serialisable' }))
  })

  it.each(['{', '{"$":"regexp","v":"a"}', '{"$":"bigint","v":"1n"}', '{"$":"date","v":"soon"}'])(
    'refuses %s',
    (text) => {
      expect(() => fromWire(text)).toThrow(expect.objectContaining({ code: 'not-serialisable' }))
    },
  )
})
