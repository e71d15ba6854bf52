import type { CompiledTariff } from '../../contracts/tariff-strategy.ts'
import { canonicalJson } from '../../kernel/canonical.ts'
import type { Instant } from '../../kernel/instant.ts'

/**
 * The rest of a compiled tariff from an instant on, to be appended to a stretch that ends there. Ladder
 * periods that began before it are kept as they began, so that counts go on.
 */
export function tariffFrom(tariff: CompiledTariff, from: Instant): CompiledTariff {
  const band = tariff.segments.findLast((segment) => segment.from <= from)?.band ?? ''
  return {
    ...tariff,
    from,
    segments: [{ from, band }, ...tariff.segments.filter((segment) => segment.from > from)],
    components: tariff.components.map((component) => {
      if (component.kind !== 'usage') return component
      const { periodStarts } = component
      const current = periodStarts.findLastIndex((start) => start <= from)
      return { ...component, periodStarts: periodStarts.slice(Math.max(current, 0)) }
    }),
  }
}

/**
 * Whether two stretches price alike: the same bands and components at the same prices. They may differ
 * in when bands and periods begin, and in words.
 */
export function samePrices(one: CompiledTariff, other: CompiledTariff): boolean {
  return pricesOf(one) === pricesOf(other)
}

function pricesOf({ bands, components }: CompiledTariff): string {
  return canonicalJson({
    bands: bands.map(({ id }) => id),
    components: components.map((component) => {
      const { kind, id, category } = component
      return component.kind === 'usage'
        ? { kind, id, category, ladders: component.ladders, across: component.acrossBands === true }
        : { kind, id, category, rateMicros: component.rateMicros, of: component.of }
    }),
  })
}
