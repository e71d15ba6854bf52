import type { CompiledTariff } from '../../core/contracts/tariff-strategy.ts'
import { DAY_MS, HOUR_MS, type Instant } from '../../core/kernel/instant.ts'

const en = (text: string) => ({ en: text })

/** A flat price a unit, in micros of the currency. */
export function flatTariff({
  from,
  to,
  priceMicros,
}: {
  readonly from: Instant
  readonly to: Instant
  readonly priceMicros: bigint
}): CompiledTariff {
  return {
    from,
    to,
    bands: [{ id: 'all', title: en('All day') }],
    segments: [{ from, band: 'all' }],
    components: [energy(from, { all: priceMicros })],
  }
}

/** Valley, peak and flat by the UTC hour, the same every day. */
export function dayTariff({
  from,
  to,
}: {
  readonly from: Instant
  readonly to: Instant
}): CompiledTariff {
  const segments: { from: Instant; band: string }[] = []
  const start = Math.floor(from / DAY_MS) * DAY_MS
  for (let day = start; day < to; day += DAY_MS)
    for (const [hour, band] of [
      [0, 'valley'],
      [8, 'peak'],
      [20, 'flat'],
    ] as const)
      segments.push({ from: day + hour * HOUR_MS, band })
  const inForce = segments.findLast((segment) => segment.from <= from)?.band ?? 'valley'
  return {
    from,
    to,
    bands: ['valley', 'peak', 'flat'].map((id) => ({ id, title: en(id) })),
    segments: [
      { from, band: inForce },
      ...segments.filter((segment) => segment.from > from && segment.from < to),
    ],
    components: [energy(from, { valley: 310_000n, peak: 1_070_000n, flat: 640_000n })],
  }
}

function energy(from: Instant, prices: Readonly<Record<string, bigint>>) {
  return {
    kind: 'usage' as const,
    id: 'energy',
    title: en('Energy'),
    category: 'energy' as const,
    acrossBands: false,
    ladders: Object.fromEntries(
      Object.entries(prices).map(([band, price]) => [
        band,
        [{ upToMicros: null, priceMicros: price.toString() }],
      ]),
    ),
    periodStarts: [from],
    explanation: en('Price of the band'),
  }
}

/**
 * About all that a tariff may have: day and night bands by the UTC hour, a ladder that starts over each
 * UTC month, a surcharge, and a tax on both.
 * @param acrossBands whether the bands share one ladder
 */
export function ladderTariff({
  from,
  to,
  acrossBands = false,
  factor = 1n,
}: {
  readonly from: Instant
  readonly to: Instant
  readonly acrossBands?: boolean
  /** Multiplies every price. */
  readonly factor?: bigint
}): CompiledTariff {
  const base = dayTariff({ from, to })
  const step = (upToMicros: string | null, price: bigint) => ({
    upToMicros,
    priceMicros: (price * factor).toString(),
  })
  const prices = acrossBands ? [500_001n, 500_001n, 500_001n] : [310_003n, 1_070_007n, 640_001n]
  const ladders = Object.fromEntries(
    base.bands.map(({ id }, index) => {
      const price = prices[index] ?? 0n
      return [
        id,
        [step('20000000', price), step('70000000', price + 50_000n), step(null, price * 2n)],
      ]
    }),
  )
  return {
    ...base,
    components: [
      { ...energy(from, {}), ladders, acrossBands, periodStarts: monthStarts(from, to) },
      {
        ...energy(from, {
          valley: 27_013n * factor,
          peak: 27_013n * factor,
          flat: 27_013n * factor,
        }),
        id: 'fund',
        category: 'surcharge',
      },
      {
        kind: 'percentage',
        id: 'tax',
        title: en('Tax'),
        category: 'energy',
        rateMicros: '60000',
        of: ['energy', 'fund'],
        explanation: en('Tax'),
      },
    ],
  }
}

function monthStarts(from: Instant, to: Instant): Instant[] {
  const start = new Date(from)
  const starts: Instant[] = []
  for (let month = start.getUTCMonth(); ; month += 1) {
    const at = Date.UTC(start.getUTCFullYear(), month, 1)
    if (at >= to) return starts
    starts.push(at)
  }
}
