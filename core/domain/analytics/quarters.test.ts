import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../kernel/instant.ts'
import { betweenBounds, quarterBounds } from './quarters.ts'

const at = (minute: number) => minute * MINUTE_MS

describe('bounds within quarter hours', () => {
  it('give way to those of the quarter hours', () => {
    expect(quarterBounds([at(0), at(40), at(60)])).toEqual([0, 30, 45, 60].map(at))
    expect(quarterBounds([at(1), at(3)])).toEqual([0, 15].map(at))
  })

  it('divide what was used in them by time', () => {
    const parts = [
      { bucket: 0, quantityMicros: 10n, amountMicros: 100n },
      { bucket: 1, quantityMicros: 9n, amountMicros: 91n },
      { bucket: 2, quantityMicros: 5n, amountMicros: 50n },
    ]
    expect(betweenBounds(parts, [at(0), at(40), at(60)])).toEqual([
      { bucket: 0, quantityMicros: 10n, amountMicros: 100n },
      { bucket: 0, quantityMicros: 6n, amountMicros: 61n },
      { bucket: 1, quantityMicros: 3n, amountMicros: 30n },
      { bucket: 1, quantityMicros: 5n, amountMicros: 50n },
    ])
  })

  it('lose nothing, wherever they lie', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { minLength: 1 })
    fc.assert(
      fc.property(minutes, fc.array(fc.bigInt({ min: -999n, max: 999n })), (cuts, quantities) => {
        const bounds = [0, ...cuts.filter((cut) => cut > 0 && cut < 120), 120]
        const sorted = bounds.sort((a, b) => a - b).map(at)
        const count = quarterBounds(sorted).length - 1
        const parts = quantities.map((quantityMicros, index) => ({
          bucket: index % count,
          quantityMicros,
          unratedMicros: quantityMicros,
        }))
        const sum = (rows: readonly { quantityMicros: bigint }[]) =>
          rows.reduce((all, { quantityMicros }) => all + quantityMicros, 0n)
        const divided = betweenBounds(parts, sorted)
        expect(sum(divided)).toBe(sum(parts))
        for (const { quantityMicros, unratedMicros } of divided)
          expect(unratedMicros).toBe(quantityMicros)
      }),
    )
  })
})
