import type { PropertyValue } from '@busbar/bacnet/apdu'
import { PROPERTY } from '@busbar/bacnet/numbers'
import type { Wanted } from './asks.ts'
import type { Heard } from './collector.ts'
import { findProperty, objectKey, type PointPlan, pointValue, qualityOf } from './points.ts'

/** A value that makes no sense, and where it stands. */
export interface ValueFault {
  readonly pointId: string
  readonly source: string
  readonly reason: string
}

type OnFault = (fault: ValueFault) => void

/** What is asked for to know these points: their values, and the status flags of their objects. */
export function wantedOf(plans: readonly PointPlan[]): readonly Wanted[] {
  const all: Wanted[] = []
  for (const { wanted } of plans) all.push(...wanted)
  return all
}

/**
 * What was answered to {@link wantedOf}, value for value, to each plan its own; undefined where the device has no such
 * value now, or one that makes no sense.
 */
export function heardOfAll(
  plans: readonly PointPlan[],
  values: readonly PropertyValue[],
  onFault: OnFault,
): readonly (Heard | undefined)[] {
  let at = 0
  return plans.map((plan) => {
    const value = values[at]
    const flags = plan.wanted.length > 1 ? values[at + 1] : undefined
    at += plan.wanted.length
    return heardOf(plan, value, flags, onFault)
  })
}

/** What a notification says of a point: its properties come in any order, and others with them. */
export function heardIn(
  plan: PointPlan,
  values: readonly PropertyValue[],
  onFault: OnFault,
): Heard | undefined {
  const value = findProperty(values, plan.object, plan.property, plan.arrayIndex)
  return heardOf(plan, value, findProperty(values, plan.object, PROPERTY.statusFlags), onFault)
}

function heardOf(
  plan: PointPlan,
  found: PropertyValue | undefined,
  flags: PropertyValue | undefined,
  onFault: OnFault,
): Heard | undefined {
  if (found?.values === undefined) return undefined
  const { pointId } = plan
  try {
    const value = pointValue(plan, found.values)
    if (value === undefined) return undefined
    return { pointId, value, quality: qualityOf(flags?.values) }
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'odd'
    onFault({ pointId, source: sourceOf(plan), reason })
    return undefined
  }
}

/** Where a point's value stands, for a person. */
export function sourceOf({ device, object }: PointPlan): string {
  return `device ${device}, object ${objectKey(object)}`
}
