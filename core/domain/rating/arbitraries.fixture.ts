import fc from 'fast-check'
import type { CompiledTariff, LadderStep } from '../../contracts/tariff-strategy.ts'
import { DAY_MS, MINUTE_MS } from '../../kernel/instant.ts'

export const FROM = Date.UTC(2026, 2, 1)
export const TO = FROM + 20 * DAY_MS
const BANDS = ['peak', 'flat', 'valley']

const title = (en: string) => ({ en })

const price = fc.oneof(
  fc.bigInt({ min: 0n, max: 3_000_000n }),
  fc.bigInt({ min: -500_000n, max: 0n }),
  fc.constantFrom(0n, 1n, 499_999n, 500_000n, 500_001n),
)

const ladder = fc
  .tuple(
    fc.uniqueArray(fc.bigInt({ min: 1n, max: 60_000_000n }), { maxLength: 3 }),
    fc.array(price, { minLength: 4, maxLength: 4 }),
  )
  .map(([ends, prices]): readonly LadderStep[] => {
    const sorted = ends.sort((a, b) => (a < b ? -1 : 1))
    return [...sorted, null].map((end, index) => ({
      upToMicros: end === null ? null : end.toString(),
      priceMicros: (prices[index] ?? 0n).toString(),
    }))
  })

const instants = (maxLength: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 20 * 24 * 4 - 1 }), { maxLength })
    .map((quarters) => quarters.sort((a, b) => a - b).map((n) => FROM + n * 15 * MINUTE_MS))

const usage = (id: string, acrossBands: boolean) =>
  fc
    .tuple(fc.array(ladder, { minLength: 3, maxLength: 3 }), instants(3))
    .map(([ladders, resets]) => ({
      kind: 'usage' as const,
      id,
      title: title(id),
      category: 'energy' as const,
      ladders: Object.fromEntries(
        BANDS.map((band, index) => [band, ladders[acrossBands ? 0 : index] ?? []]),
      ),
      periodStarts: [FROM - DAY_MS, ...resets],
      acrossBands,
      explanation: title('as agreed'),
    }))

/** Compiled tariffs with three bands, two ladders of their own periods and a tax on both. */
export const tariffs: fc.Arbitrary<CompiledTariff> = fc
  .record({
    starts: instants(30),
    bands: fc.array(fc.constantFrom(...BANDS), { minLength: 31, maxLength: 31 }),
    energy: usage('energy', false),
    levy: usage('levy', true),
    rate: fc.bigInt({ min: 0n, max: 300_000n }),
  })
  .map(({ starts, bands, energy, levy, rate }) => ({
    from: FROM,
    to: TO,
    bands: BANDS.map((id) => ({ id, title: title(id) })),
    segments: [FROM, ...starts].map((from, index) => ({ from, band: bands[index] ?? 'flat' })),
    components: [
      energy,
      levy,
      {
        kind: 'percentage',
        id: 'tax',
        title: title('Tax'),
        category: 'surcharge',
        rateMicros: rate.toString(),
        of: ['energy', 'levy'],
        explanation: title('by law'),
      },
    ],
  }))

/** Consecutive intervals over the tariff, some longer than bands and periods, some without use. */
export const runs = fc
  .uniqueArray(fc.integer({ min: 1, max: 20 * 24 * 60 - 1 }), { maxLength: 40 })
  .chain((minutes) => {
    const cuts = minutes.sort((a, b) => a - b).map((minute) => FROM + minute * MINUTE_MS)
    const starts = [FROM, ...cuts]
    return fc.tuple(
      ...starts.map((from, index) =>
        fc.record(
          {
            from: fc.constant(from),
            to: fc.constant(starts[index + 1] ?? TO),
            quantityMicros: fc.oneof(
              fc.bigInt({ min: 0n, max: 9n }),
              fc.bigInt({ min: 0n, max: 20_000_000n }),
            ),
            band: fc.constantFrom(...BANDS),
          },
          { requiredKeys: ['from', 'to', 'quantityMicros'] },
        ),
      ),
    )
  })
