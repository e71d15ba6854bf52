import type { CompiledTariff, UsageComponent } from '../../contracts/tariff-strategy.ts'
import type { FieldError } from '../../kernel/error.ts'
import { busbarError } from '../../kernel/error.ts'

const ID = /^[a-z][a-z0-9-]{0,63}$/
const INTEGER = /^-?\d{1,30}$/
const POSITIVE = /^[1-9]\d{0,29}$/

/**
 * Refuses compiled tariffs that contradict their contract: they come from plugins, so nothing in
 * them is taken on trust.
 * @throws `tariff-invalid` with a JSON pointer to each place.
 */
export function checkCompiledTariff(compiled: CompiledTariff): void {
  const errors = [
    ...segmentErrors(compiled),
    ...identityErrors(compiled),
    ...compiled.components.flatMap((component, index) =>
      component.kind === 'usage'
        ? usageErrors(compiled, component, `/components/${index}`)
        : percentageErrors(compiled, component, `/components/${index}`),
    ),
  ]
  if (errors.length > 0)
    throw busbarError('tariff-invalid', {
      detail: `${errors[0]?.pointer}: ${errors[0]?.message}`,
      errors,
    })
}

function wrong(pointer: string, message: string): FieldError {
  return { pointer, message }
}

function ascending(instants: readonly number[]): boolean {
  return instants.every(
    (at, index) => Number.isSafeInteger(at) && at > (instants[index - 1] ?? -Infinity),
  )
}

function segmentErrors({ from, to, bands, segments }: CompiledTariff): FieldError[] {
  const errors: FieldError[] = []
  if (!ascending([from, to])) errors.push(wrong('/to', 'must be an instant later than "from"'))
  if (segments[0]?.from !== from)
    errors.push(wrong('/segments/0/from', 'must be where the tariff starts'))
  const starts = segments.map((segment) => segment.from)
  if (!ascending(starts) || (starts.at(-1) ?? from) >= to)
    errors.push(wrong('/segments', 'must ascend and start before "to"'))
  const known = new Set(bands.map(({ id }) => id))
  segments.forEach(({ band }, index) => {
    if (!known.has(band)) errors.push(wrong(`/segments/${index}/band`, `names no band: "${band}"`))
  })
  return errors
}

function identityErrors({ bands, components }: CompiledTariff): FieldError[] {
  return Object.entries({ bands, components }).flatMap(([list, items]) =>
    items.flatMap(({ id }, index) => {
      const pointer = `/${list}/${index}/id`
      if (!ID.test(id)) return [wrong(pointer, 'must be lower-case letters, digits and hyphens')]
      const first = items.findIndex((item) => item.id === id)
      return first < index ? [wrong(pointer, `is used twice: "${id}"`)] : []
    }),
  )
}

function usageErrors(
  { from, bands }: CompiledTariff,
  { ladders, periodStarts, acrossBands }: UsageComponent,
  at: string,
): FieldError[] {
  const errors: FieldError[] = []
  if (!ascending(periodStarts) || (periodStarts[0] ?? Infinity) > from)
    errors.push(wrong(`${at}/periodStarts`, 'must ascend, the first at or before "from"'))
  for (const [band, ladder] of Object.entries(ladders)) {
    const pointer = `${at}/ladders/${band}`
    if (!bands.some(({ id }) => id === band)) errors.push(wrong(pointer, 'names no band'))
    errors.push(...ladderErrors(ladder, pointer))
  }
  if (acrossBands && new Set(Object.values(ladders).map((item) => JSON.stringify(item))).size > 1)
    errors.push(wrong(`${at}/ladders`, 'must be the same in each band that shares one count'))
  return errors
}

function ladderErrors(ladder: UsageComponent['ladders'][string], at: string): FieldError[] {
  const errors: FieldError[] = []
  let below = 0n
  ladder.forEach(({ upToMicros, priceMicros }, index) => {
    if (!INTEGER.test(priceMicros))
      errors.push(wrong(`${at}/${index}/priceMicros`, 'must be an integer in decimal digits'))
    const last = index === ladder.length - 1
    if (upToMicros === null) {
      if (!last) errors.push(wrong(`${at}/${index}/upToMicros`, 'only the last step has no end'))
    } else if (!POSITIVE.test(upToMicros) || BigInt(upToMicros) <= below) {
      errors.push(wrong(`${at}/${index}/upToMicros`, 'must be a positive integer and ascend'))
    } else below = BigInt(upToMicros)
  })
  if (ladder.length === 0 || ladder.at(-1)?.upToMicros !== null)
    errors.push(wrong(at, 'must end with a step without an end'))
  return errors
}

function percentageErrors(
  { components }: CompiledTariff,
  { rateMicros, of }: { readonly rateMicros: string; readonly of: readonly string[] },
  at: string,
): FieldError[] {
  const errors: FieldError[] = []
  if (!INTEGER.test(rateMicros))
    errors.push(wrong(`${at}/rateMicros`, 'must be an integer in decimal digits'))
  of.forEach((id, index) => {
    if (!components.some((component) => component.kind === 'usage' && component.id === id))
      errors.push(wrong(`${at}/of/${index}`, `names no usage component: "${id}"`))
  })
  return errors
}
