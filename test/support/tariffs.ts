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
