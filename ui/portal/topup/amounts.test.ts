import fc from 'fast-check'
import { expect, it } from 'vitest'
import { microsOf } from '../money.ts'
import { amountOf, owedAmount, placesOf, suggestedAmounts } from './amounts.ts'

const fine = { available: '100', balance: '100', lowBalance: '20' }

it('offers enough for a week, two, a month and two', () => {
  expect(suggestedAmounts({ ...fine, perDay: '13' })).toEqual(['100', '200', '400', '800'])
})

it('offers usual amounts where nothing is known of the use', () => {
  expect(suggestedAmounts({ ...fine, perDay: null })).toEqual(['50', '100', '200', '500'])
  expect(suggestedAmounts({ ...fine, perDay: '0' })).toEqual(['50', '100', '200', '500'])
})

it('offers nothing that leaves supply in danger', () => {
  const debt = { available: '-130', balance: '-130', lowBalance: '50', perDay: '1' }
  expect(suggestedAmounts(debt)).toEqual(['200', '250', '300', '400'])
})

it('always offers four different amounts, ascending, of at least ten', () => {
  const micros = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }).map((value) => `${value}`)
  fc.assert(
    fc.property(micros, micros, fc.option(fc.nat(10_000).map(String)), (a, b, perDay) => {
      const standing = { available: a.slice(0, 8), balance: b.slice(0, 8), lowBalance: '50' }
      const amounts = suggestedAmounts({ ...standing, perDay }).map(microsOf)
      expect(new Set(amounts).size).toBe(4)
      expect(amounts).toEqual([...amounts].sort((one, other) => (one < other ? -1 : 1)))
      expect(amounts.every((amount) => amount >= 10_000_000n)).toBe(true)
    }),
  )
})

it('says what is owed', () => {
  expect(owedAmount('-12.5')).toBe('12.5')
  expect(owedAmount('0')).toBeNull()
})

it('takes what people type, and no more places than the currency has', () => {
  expect(amountOf(' 1,200.5 ', 2)).toBe('1200.5')
  expect(amountOf('0', 2)).toBeNull()
  expect(amountOf('1.234', 2)).toBeNull()
  expect(amountOf('-5', 2)).toBeNull()
  expect(amountOf('abc', 2)).toBeNull()
  expect(amountOf('500', placesOf('JPY'))).toBe('500')
  expect(amountOf('500.5', placesOf('JPY'))).toBeNull()
})
