import type { PointBinding } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import { planJson } from './decode/generic-json.ts'
import type { PointPlan } from './decode/plan.ts'
import { planShelly } from './decode/shelly-gen2.ts'
import { planTasmota } from './decode/tasmota.ts'
import { readAddress, type Settings } from './settings.ts'

export interface PlannedPoints {
  readonly plans: ReadonlyMap<string, PointPlan>
  /** Points that cannot be used as they are bound, and why; the others work. */
  readonly faults: readonly { readonly pointId: string; readonly reason: string }[]
}

/** Works out for each point where its values come from and how it is asked and moved. */
export function planPoints(points: readonly PointBinding[], settings: Settings): PlannedPoints {
  const plans = new Map<string, PointPlan>()
  const faults: { pointId: string; reason: string }[] = []
  for (const binding of points) {
    try {
      plans.set(binding.pointId, planPoint(binding, settings))
    } catch (thrown) {
      faults.push({ pointId: binding.pointId, reason: errorMessage(thrown) })
    }
  }
  return { plans, faults }
}

function planPoint(binding: PointBinding, settings: Settings): PointPlan {
  const address = readAddress(binding.address)
  switch (address.format) {
    case 'tasmota':
      return planTasmota(binding, address, settings)
    case 'shelly-gen2':
      return planShelly(binding, address, settings)
    case 'json':
      return planJson(binding, address, settings)
  }
}

/** Every topic that the points need, values, wills and answers alike. */
export function topicsOf(plans: Iterable<PointPlan>): ReadonlySet<string> {
  const topics = new Set<string>()
  for (const plan of plans) {
    for (const { topic } of plan.topics) topics.add(topic)
    for (const topic of plan.read?.answerTopics ?? []) topics.add(topic)
    for (const topic of plan.relay?.answerTopics ?? []) topics.add(topic)
    if (plan.relay?.online !== undefined) topics.add(plan.relay.online.topic)
  }
  return topics
}
