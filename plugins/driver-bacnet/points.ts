import type { PropertyValue } from '@busbar/bacnet/apdu'
import { PROPERTY } from '@busbar/bacnet/numbers'
import { BIT_STRING, hasBit, type Scalar, scalarOf } from '@busbar/bacnet/scalars'
import { isSameObject, type ObjectId, type Tag } from '@busbar/bacnet/tags'
import type { PointBinding, PointRole, PointScalar, Quality } from '@busbar/core/contracts'
import { shiftDecimal } from '@busbar/core/contracts'
import type { Wanted } from './asks.ts'
import { isBinary, isCommandable, objectTypeNumber } from './objects.ts'
import { type Address, readAddress } from './settings.ts'

/** A point as it is asked for and understood. */
export interface PointPlan {
  readonly pointId: string
  readonly role: PointRole
  readonly device: number
  readonly object: ObjectId
  readonly property: number
  readonly arrayIndex: number | undefined
  /** What is asked for to know it: its value, and of a present value the object's status flags. */
  readonly wanted: readonly Wanted[]
  readonly cov: boolean
  readonly exponent: number
  readonly inverted: boolean
  readonly relay: RelayPlan | undefined
  readonly trendLog: number | undefined
}

export interface RelayPlan {
  readonly priority: number
  readonly restoreBy: 'write' | 'relinquish'
}

export interface PlannedPoints {
  readonly plans: ReadonlyMap<string, PointPlan>
  readonly faults: readonly { readonly pointId: string; readonly reason: string }[]
}

export function planPoints(points: readonly PointBinding[]): PlannedPoints {
  const plans = new Map<string, PointPlan>()
  const faults: { pointId: string; reason: string }[] = []
  for (const point of points) {
    const plan = planPoint(point)
    if (typeof plan === 'string') faults.push({ pointId: point.pointId, reason: plan })
    else plans.set(point.pointId, plan)
  }
  return { plans, faults }
}

function planPoint({ pointId, role, address: raw }: PointBinding): PointPlan | string {
  const address: Address = readAddress(raw)
  const type = objectTypeNumber(address.objectType)
  const property = address.property ?? PROPERTY.presentValue
  if (role === 'relay' && (!isCommandable(type) || property !== PROPERTY.presentValue))
    return 'A relay is the present value of a binary output or a binary value.'
  const object = { type, instance: address.objectInstance }
  const value = { object, property, index: address.arrayIndex }
  const flags = { object, property: PROPERTY.statusFlags, index: undefined }
  const isPresent = property === PROPERTY.presentValue
  return {
    ...{ pointId, role, device: address.device, object, property },
    arrayIndex: address.arrayIndex,
    wanted: isPresent ? [value, flags] : [value],
    cov: (address.cov ?? true) && isPresent,
    exponent: address.decimalExponent ?? 0,
    inverted: address.inverted ?? false,
    relay:
      role === 'relay'
        ? { priority: address.priority ?? 8, restoreBy: address.restoreBy ?? 'write' }
        : undefined,
    trendLog: address.trendLog,
  }
}

/** @returns undefined for Null: the device has no value. @throws Error where the value does not fit. */
export function pointValue(plan: PointPlan, tags: readonly Tag[]): PointScalar | undefined {
  const [tag] = tags
  if (tag === undefined || tags.length > 1) throw new Error('is no single value')
  const scalar = scalarOf(tag)
  if (scalar === undefined) throw new Error('is of a kind that no point has')
  return scalar.kind === 'null' ? undefined : convert(plan, scalar)
}

export function convert(plan: PointPlan, scalar: Scalar): PointScalar {
  const state = stateOf(plan, scalar)
  const isState = plan.role === 'relay' || plan.role === 'online' || isBinary(plan.object.type)
  if (isState && plan.property === PROPERTY.presentValue) {
    if (state === undefined) throw new Error('is neither active nor inactive')
    return state !== plan.inverted
  }
  switch (scalar.kind) {
    case 'boolean':
      return scalar.value
    case 'number': {
      const text = shiftDecimal(scalar.text, plan.exponent)
      if (text === undefined) throw new Error('has more digits than are kept')
      return text
    }
    case 'enumerated':
      return String(scalar.value)
    case 'text':
      return scalar.text.slice(0, 256)
    default:
      throw new Error(`is a ${scalar.kind}, which no point has`)
  }
}

/** Two-state values: binary present values are enumerated, 0 inactive and 1 active. */
function stateOf(plan: PointPlan, scalar: Scalar): boolean | undefined {
  if (scalar.kind === 'boolean') return scalar.value
  if (scalar.kind === 'enumerated' && scalar.value <= 1) return scalar.value === 1
  if (scalar.kind === 'number' && plan.role === 'online') return scalar.text !== '0'
  return undefined
}

/** Status flags of clause 12: in alarm, fault, overridden, out of service. */
export function qualityOf(tags: readonly Tag[] | undefined): Quality {
  const [tag] = tags ?? []
  if (tag?.number !== BIT_STRING || tag.context) return 'good'
  if (hasBit(tag, 1)) return 'bad'
  return hasBit(tag, 2) || hasBit(tag, 3) ? 'uncertain' : 'good'
}

/** The value of one property of an object within an answer. */
export function findProperty(
  values: readonly PropertyValue[],
  object: ObjectId,
  property: number,
  index?: number,
): PropertyValue | undefined {
  return values.find(
    (one) => one.property === property && one.index === index && isSameObject(one.object, object),
  )
}

export function objectKey({ type, instance }: ObjectId): string {
  return `${type}:${instance}`
}
