import type { DiscoveredPoint, JsonObject, PointRole } from '@busbar/core/contracts'

/** Makes something of a message: notes points, and says what to ask the device, once. */
export type Recognise = (
  topic: string,
  payload: Buffer,
) => Sighting | readonly Sighting[] | undefined

export interface Sighting {
  readonly source: string
  /** What people call it, where it says so. */
  readonly title?: string
  readonly points: readonly DiscoveredPoint[]
  readonly ask?: readonly { readonly topic: string; readonly payload: string | Buffer }[]
}

export interface Recogniser {
  readonly filter: string
  readonly recognise: Recognise
}

export function isScalar(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'object'
}

export function point(
  address: JsonObject,
  title: string,
  role: PointRole,
  unit: string,
): DiscoveredPoint {
  return { address, title, role, unit }
}

/** The figures and words in a document, each with its place as a JSON pointer. */
export function scalarsOf(
  document: unknown,
  limit: number,
): readonly { readonly pointer: string; readonly value: unknown }[] {
  const found: { pointer: string; value: unknown }[] = []
  const visit = (value: unknown, pointer: string): void => {
    if (found.length >= limit || value === null || value === undefined) return
    if (typeof value !== 'object') found.push({ pointer, value })
    else
      for (const [key, item] of Object.entries(value))
        visit(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
  visit(document, '')
  return found
}

/** What the last word of a name or place usually means. */
const MEANINGS: readonly (readonly [RegExp, Pick<DiscoveredPoint, 'role' | 'unit'>])[] = [
  [
    /^(total|kwh|(total_?)?(act(ive)?_?)?energy|power_consumption|(heat|cooling)_energy)$/i,
    { role: 'register', unit: 'kWh' },
  ],
  [/^((heat|cooling)_)?energy_gj$/i, { role: 'register', unit: 'GJ' }],
  [/^((act(ive)?|total_act)_?power|power|watts?)$/i, { role: 'power', unit: 'W' }],
  [/^(current|amps?)$/i, { role: 'current', unit: 'A' }],
]

/** Role and unit that a value probably has; a guess for people to correct. */
export function meaningOf(name: string, value: unknown): Pick<DiscoveredPoint, 'role' | 'unit'> {
  const word = name.split('/').at(-1) ?? ''
  const numeric = value !== '' && typeof value !== 'boolean' && Number.isFinite(Number(value))
  const [, meaning] = MEANINGS.find(([pattern]) => numeric && pattern.test(word)) ?? []
  return meaning ?? { role: 'value', unit: '' }
}
