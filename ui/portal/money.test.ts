import fc from 'fast-check'
import { expect, it } from 'vitest'
import { microsOf, sumOf, textOf } from './money.ts'

it('reads what it writes, exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (micros) => {
      expect(microsOf(textOf(micros))).toBe(micros)
    }),
  )
})

it('writes the shortest text', () => {
  expect(['1.10', '-0.5', '0.000001', '12', '-0'].map((text) => textOf(microsOf(text)))).toEqual([
    '1.1',
    '-0.5',
    '0.000001',
    '12',
    '0',
  ])
})

it('refuses what is no decimal', () => {
  for (const text of ['', '1.', '.5', '1e3', '1,5', '0.0000001'])
    expect(() => microsOf(text)).toThrow(RangeError)
})

it('adds without rounding', () => {
  expect(sumOf(['0.1', '0.2', '-0.3'])).toBe('0')
  expect(sumOf([])).toBe('0')
})
