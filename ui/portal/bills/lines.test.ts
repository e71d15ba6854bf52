import { expect, it } from 'vitest'
import type { Charge, ChargeExplanation } from '../../../core/generated/api.ts'
import { billLines, namesOf, percent } from './lines.ts'

type Line = Charge['lines'][number]

const line = (change: Partial<Line>): Line => ({
  ...{ tariffVersionId: '1', component: 'energy', category: 'energy', band: 'peak' },
  ...{ fromAt: '', toAt: '', quantity: '1', quantityFrom: '0', price: '1.1', amount: '1.1' },
  ...{ estimated: false, ...change },
})
const charge = (id: string, lines: readonly Line[], meteringPointId = '7'): Charge =>
  ({ id, meteringPointId, lines }) as Charge

it('adds what has one price, to the micro, and keeps prices, bands and points apart', () => {
  const lines = billLines([
    charge('1', [
      line({ quantity: '0.1', amount: '0.11' }),
      line({ band: 'valley', price: '0.4' }),
    ]),
    charge('2', [line({ quantity: '0.2', amount: '0.220001', estimated: true })]),
    charge('3', [line({ price: '1.2' })]),
    charge('4', [line({})], '8'),
  ])
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatchObject({
    quantity: '0.3',
    amount: '0.330001',
    price: '1.1',
    estimated: true,
  })
  expect(lines[0]?.chargeId).toBe('1')
})

it('leaves out what a correction has undone', () => {
  const undone = line({ quantity: '-1', amount: '-1.1' })
  expect(billLines([charge('1', [line({})]), charge('2', [undone])])).toEqual([])
})

it('takes names from the explanation of a charge', () => {
  const explained = {
    charge: charge('1', [
      line({}),
      line({ component: 'tax', category: 'surcharge', price: '0.06' }),
    ]),
    steps: [
      { line: null, kind: 'difference', component: null, band: null },
      {
        line: 0,
        kind: 'price',
        component: { en: 'Energy', 'zh-CN': '电费' },
        band: { en: 'Peak' },
      },
      { line: 1, kind: 'percentage', component: { en: 'Tax' }, band: { en: 'Peak' } },
      { line: 1, kind: 'sum', component: { en: 'Sum' }, band: { en: 'Peak' } },
    ],
  } as unknown as ChargeExplanation
  const names = namesOf(explained)
  expect(names.get('1 energy peak')).toEqual({
    component: { en: 'Energy', 'zh-CN': '电费' },
    ...{ band: { en: 'Peak' }, percentage: false },
  })
  expect(names.get('1 tax peak')).toMatchObject({ component: { en: 'Tax' }, percentage: true })
})

it('writes factors as percentages', () => {
  expect(percent('0.06')).toBe('6')
  expect(percent('0.0875')).toBe('8.75')
})
