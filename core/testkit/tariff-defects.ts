import type { CompiledTariff, UsageComponent } from '../contracts/tariff-strategy.ts'

/** How a compiled tariff breaks its contract; none where it keeps it. */
export function tariffDefects(tariff: CompiledTariff): readonly string[] {
  const bands = tariff.bands.map(({ id }) => id)
  return [
    ...timeDefects(tariff, bands),
    ...unlike('bands', bands),
    ...unlike(
      'components',
      tariff.components.map(({ id }) => id),
    ),
    ...tariff.bands.flatMap(({ id, title }) => (title.en ? [] : [`band ${id} has no title`])),
    ...tariff.components.flatMap((component) => {
      const { id, title, explanation } = component
      const words = title.en && explanation.en ? [] : [`component ${id} does not explain itself`]
      if (component.kind === 'usage') return [...words, ...usageDefects(component, tariff, bands)]
      const unknown = component.of.filter((of) => !isUsage(tariff, of))
      return [
        ...words,
        ...unknown.map((of) => `component ${id} is a share of "${of}", which is not priced by use`),
        ...(/^\d+$/.test(component.rateMicros) ? [] : [`component ${id} has a rate that is none`]),
      ]
    }),
  ]
}

function isUsage({ components }: CompiledTariff, id: string): boolean {
  return components.some((component) => component.kind === 'usage' && component.id === id)
}

function unlike(what: string, ids: readonly string[]): readonly string[] {
  return new Set(ids).size === ids.length ? [] : [`${what} share an id: ${ids.join(', ')}`]
}

function timeDefects(
  { from, to, segments }: CompiledTariff,
  bands: readonly string[],
): readonly string[] {
  const defects: string[] = []
  if (segments[0]?.from !== from) defects.push('the first segment does not start with the tariff')
  segments.forEach((segment, index) => {
    const next = segments[index + 1]?.from ?? to
    if (!Number.isSafeInteger(segment.from)) defects.push(`segment ${index} starts at no instant`)
    if (segment.from >= next) defects.push(`segment ${index} has no length`)
    if (!bands.includes(segment.band)) defects.push(`segment ${index} names no band`)
  })
  return defects
}

function usageDefects(
  { id, ladders, periodStarts, acrossBands }: UsageComponent,
  { from, to }: CompiledTariff,
  bands: readonly string[],
): readonly string[] {
  const defects: string[] = []
  const [first = Number.POSITIVE_INFINITY, ...later] = periodStarts
  if (first > from) defects.push(`component ${id} has no period for its first use`)
  if (later.some((at) => at <= from || at >= to))
    defects.push(`component ${id} has periods outside of the tariff`)
  if (periodStarts.some((at, index) => at <= (periodStarts[index - 1] ?? -Infinity)))
    defects.push(`component ${id} has periods that do not ascend`)
  for (const [band, ladder] of Object.entries(ladders)) {
    if (!bands.includes(band)) defects.push(`component ${id} prices "${band}", which is no band`)
    let below = 0n
    ladder.forEach(({ upToMicros, priceMicros }, index) => {
      if (!/^-?\d+$/.test(priceMicros)) defects.push(`component ${id} has a price that is none`)
      const last = index === ladder.length - 1
      if (last !== (upToMicros === null)) defects.push(`component ${id} ends a ladder wrongly`)
      if (upToMicros !== null && BigInt(upToMicros) <= below)
        defects.push(`component ${id} has steps that do not ascend`)
      below = BigInt(upToMicros ?? below)
    })
    if (ladder.length === 0) defects.push(`component ${id} has an empty ladder`)
  }
  if (acrossBands && new Set(Object.values(ladders).map((item) => JSON.stringify(item))).size > 1)
    defects.push(`component ${id} counts all bands together at different ladders`)
  return defects
}
