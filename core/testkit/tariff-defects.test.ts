import { describe, expect, test } from 'vitest'
import type { CompiledTariff } from '../contracts/tariff-strategy.ts'
import { tariffDefects } from './tariff-defects.ts'

const title = { en: 'x' }
const energy = {
  kind: 'usage',
  id: 'energy',
  title,
  category: 'energy',
  ladders: { all: [{ upToMicros: null, priceMicros: '1' }] },
  periodStarts: [0],
  explanation: title,
} as const
const good: CompiledTariff = {
  from: 10,
  to: 20,
  bands: [{ id: 'all', title }],
  segments: [{ from: 10, band: 'all' }],
  components: [energy],
}
const price = (steps: readonly { upToMicros: string | null; priceMicros: string }[]) => ({
  ...good,
  components: [{ ...energy, ladders: { all: steps } }],
})

describe('defects of compiled tariffs', () => {
  test('a good one has none', () => expect(tariffDefects(good)).toEqual([]))

  test.each<[string, CompiledTariff]>([
    ['does not start with', { ...good, segments: [] }],
    ['does not start with', { ...good, segments: [{ from: 11, band: 'all' }] }],
    ['has no length', { ...good, segments: [...good.segments, { from: 20, band: 'all' }] }],
    ['names no band', { ...good, segments: [{ from: 10, band: 'x' }] }],
    ['share an id', { ...good, components: [energy, energy] }],
    ['no title', { ...good, bands: [{ id: 'all', title: { en: '' } }] }],
    ['explain itself', { ...good, components: [{ ...energy, explanation: { en: '' } }] }],
    ['no period', { ...good, components: [{ ...energy, periodStarts: [11] }] }],
    ['outside of the tariff', { ...good, components: [{ ...energy, periodStarts: [0, 5] }] }],
    ['ends a ladder wrongly', price([{ upToMicros: '1', priceMicros: '1' }])],
    ['empty ladder', price([])],
    ['a price that is none', price([{ upToMicros: null, priceMicros: '1.5' }])],
    [
      'steps that do not ascend',
      price([
        { upToMicros: '0', priceMicros: '1' },
        { upToMicros: null, priceMicros: '1' },
      ]),
    ],
    [
      'not priced by use',
      {
        ...good,
        components: [
          { ...energy, kind: 'percentage', rateMicros: '1', of: ['energy'], category: 'energy' },
        ],
      },
    ],
  ])('"%s" is told', (defect, tariff) => {
    expect(tariffDefects(tariff).join('\n')).toContain(defect)
  })
})
