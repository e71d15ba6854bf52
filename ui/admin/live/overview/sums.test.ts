import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { SiteOverview } from '../../../../core/generated/api.ts'

vi.mock('../holds.ts', () => ({
  distinct: (holds: readonly { readonly id: string }[]) => [
    ...new Map(holds.map((hold) => [hold.id, hold])).values(),
  ],
}))
const { changeOf, microsOf, sumOf, textOf } = await import('./sums.ts')

const examples = await import('../../../../schemas/resources/site-overview.schema.json', {
  with: { type: 'json' },
})
const one = examples.default.examples[0] as SiteOverview

describe('sums of sites', () => {
  it('are exact to the micro', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (micros) => {
        expect(microsOf(textOf(micros))).toBe(micros)
      }),
    )
    expect(textOf(microsOf('0.1') + microsOf('0.2'))).toBe('0.3')
    expect(textOf(microsOf('-0.000001'))).toBe('-0.000001')
  })

  it('add what is of one currency and unit, and leave the rest apart', () => {
    const other: SiteOverview = {
      ...one,
      topUps: [{ currency: 'EUR', count: 1, amount: '5' }],
      holds: [],
    }
    const sum = sumOf([one, other])
    expect(sum).toMatchObject({
      topUps: [
        { currency: 'CNY', count: 2, amount: '200' },
        { currency: 'EUR', count: 1, amount: '5' },
      ],
      load: [{ utility: 'electricity', load: '82.4', points: 24, stalePoints: 2 }],
      accounts: { total: 24, inCredit: 18, low: 4, inDebt: 2 },
      supply: { total: 24, verified: { on: 22, off: 2, unknown: 0 } },
      today: { use: { amounts: [{ currency: 'CNY', amount: '26.5' }] } },
      silent: { count: 2 },
    })
    expect(sumOf([])).toBeNull()
  })

  it('tell the change in percent, and none from nothing', () => {
    expect(changeOf('112', '100')).toBe(12)
    expect(changeOf('87.5', '100')).toBe(-12.5)
    expect(changeOf('5', '0')).toBeNull()
  })
})
