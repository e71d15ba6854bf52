import type { ObjectId } from '@busbar/bacnet/tags'
import type { DiscoveredPoint, JsonObject } from '@busbar/core/contracts'
import { meaningOf, objectTypeName } from './objects.ts'

/** How an object that was found could be bound; undefined where its type makes no point. */
export function pointOf(request: {
  readonly device: number
  readonly object: ObjectId
  readonly title: string
  /** Engineering units by their number. */
  readonly unit: number | undefined
  /** Of an accumulator: the power of ten that its count is to be multiplied by. */
  readonly scaleExponent: number
}): DiscoveredPoint | undefined {
  const { device, object, title, unit, scaleExponent } = request
  const objectType = objectTypeName(object.type)
  if (objectType === undefined) return undefined
  const meaning = meaningOf(object.type, unit)
  const decimalExponent = meaning.exponent + scaleExponent
  const address: JsonObject = {
    ...{ device, objectType, objectInstance: object.instance },
    ...(decimalExponent === 0 ? {} : { decimalExponent }),
  }
  return { address, title, role: meaning.role, unit: meaning.unit }
}
