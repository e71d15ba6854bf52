import type { PropertyValue } from '@busbar/bacnet/apdu'
import { OBJECT, PROPERTY } from '@busbar/bacnet/numbers'
import { type Scalar, scalarAs, scalarOf } from '@busbar/bacnet/scalars'
import type { ObjectId, Tag } from '@busbar/bacnet/tags'
import type { DiscoveredPoint } from '@busbar/core/contracts'
import type { Wanted } from './asks.ts'
import type { Abilities, Calls } from './calls.ts'
import { pointOf } from './found.ts'
import { isBinary, objectTypeName } from './objects.ts'
import { findProperty, objectKey } from './points.ts'

export interface FoundObject {
  readonly nodeId: string
  readonly title: string
  readonly point?: DiscoveredPoint
  readonly value?: string
}

const ACCUMULATOR = 23
const INDEXES_AT_ONCE = 10
const MAX_OBJECTS = 10_000

/** The device's name and its objects that can be points, with what they are called and count in. */
export async function listObjects(request: {
  readonly calls: Calls
  readonly from: Abilities
  readonly device: number
  readonly limit: number
  readonly signal: AbortSignal
}): Promise<{ readonly name: string | undefined; readonly objects: readonly FoundObject[] }> {
  const { calls, from, device, limit, signal } = request
  const self = { type: OBJECT.device, instance: device }
  const naming = await calls.read({
    ...{ from, signal, wanted: [{ object: self, property: PROPERTY.objectName }] },
  })
  if (!naming.ok) return { name: undefined, objects: [] }
  const name = textOf(findProperty(naming.values, self, PROPERTY.objectName))
  const ids = await objectIds(request, self)
  const bindable = ids.filter(({ type }) => objectTypeName(type) !== undefined).slice(0, limit)
  const details = await calls.read({ from, signal, wanted: bindable.flatMap(detailsOf) })
  const values = details.ok ? details.values : []
  return { name, objects: bindable.map((object) => describe(device, object, values)) }
}

/** The object list at once, or where the device cannot send it at once, element by element. */
async function objectIds(
  { calls, from, signal }: Parameters<typeof listObjects>[0],
  self: ObjectId,
): Promise<readonly ObjectId[]> {
  const property = PROPERTY.objectList
  const whole = await calls.read({ from, signal, wanted: [{ object: self, property }] })
  const list = whole.ok ? findProperty(whole.values, self, property)?.values : undefined
  if (list !== undefined) return idsOf(list)
  const ids: ObjectId[] = []
  while (ids.length < MAX_OBJECTS && !signal.aborted) {
    const wanted = Array.from({ length: INDEXES_AT_ONCE }, (_, step) => {
      return { object: self, property, index: ids.length + step + 1 }
    })
    const outcome = await calls.read({ from, signal, wanted })
    if (!outcome.ok) break
    const more = wanted.flatMap(({ index }) =>
      idsOf(findProperty(outcome.values, self, property, index)?.values ?? []),
    )
    ids.push(...more)
    if (more.length < INDEXES_AT_ONCE) break
  }
  return ids
}

function idsOf(tags: readonly Tag[]): readonly ObjectId[] {
  return tags.flatMap((tag) => {
    const scalar = safely(() => scalarOf(tag))
    return scalar?.kind === 'object' ? [scalar.id] : []
  })
}

function detailsOf(object: ObjectId): readonly Wanted[] {
  const properties: number[] = [PROPERTY.objectName, PROPERTY.presentValue]
  const hasUnits = !isBinary(object.type) && ![13, 14, 19].includes(object.type)
  if (hasUnits) properties.push(PROPERTY.units)
  if (object.type === ACCUMULATOR) properties.push(PROPERTY.scale)
  return properties.map((property) => ({ object, property }))
}

function describe(device: number, object: ObjectId, values: readonly PropertyValue[]): FoundObject {
  const title = textOf(findProperty(values, object, PROPERTY.objectName)) ?? objectKey(object)
  const units = scalarIn(findProperty(values, object, PROPERTY.units))
  const unit = units?.kind === 'enumerated' ? units.value : undefined
  const scaleExponent = scaleOf(findProperty(values, object, PROPERTY.scale))
  const point = pointOf({ device, object, title, unit, scaleExponent })
  const value = shown(scalarIn(findProperty(values, object, PROPERTY.presentValue)))
  return {
    ...{ nodeId: `device ${device} object ${objectKey(object)}`, title },
    ...(point === undefined ? {} : { point }),
    ...(value === undefined ? {} : { value }),
  }
}

/**
 * Scale of an accumulator (clause 12.1): a power of ten, or a factor that may be one. Another factor
 * cannot be had by moving the decimal point and is left to a person.
 */
function scaleOf(found: PropertyValue | undefined): number {
  const [tag] = found?.values ?? []
  if (tag === undefined || !tag.context) return 0
  const scalar = safely(() => scalarAs(tag.number === 1 ? 3 : 4, tag))
  if (scalar?.kind !== 'number') return 0
  const exponent = tag.number === 1 ? Number(scalar.text) : Math.log10(Number(scalar.text))
  return Number.isInteger(exponent) && Math.abs(exponent) <= 12 ? exponent : 0
}

function scalarIn(found: PropertyValue | undefined): Scalar | undefined {
  const [tag] = found?.values ?? []
  return tag && safely(() => scalarOf(tag))
}

function textOf(found: PropertyValue | undefined): string | undefined {
  const scalar = scalarIn(found)
  return scalar?.kind === 'text' && scalar.text !== '' ? scalar.text.slice(0, 200) : undefined
}

function shown(scalar: Scalar | undefined): string | undefined {
  if (scalar?.kind === 'number' || scalar?.kind === 'text') return scalar.text
  if (scalar?.kind === 'enumerated' || scalar?.kind === 'boolean') return String(scalar.value)
  return undefined
}

/** What a device says of itself is shown where it makes sense, and left out where it does not. */
function safely<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
