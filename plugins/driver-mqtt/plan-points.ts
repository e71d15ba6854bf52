import type { PointBinding } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import type { Codecs } from './codecs/registry.ts'
import { isSubscribable, type PointPlan } from './decode/plan.ts'
import { planJson } from './json/plan.ts'
import { planLorawan } from './lorawan/plan.ts'
import { readAddress, type Settings } from './settings.ts'
import { planShelly } from './shelly/plan.ts'
import type { SparkplugHost } from './sparkplug/host.ts'
import { planSparkplug } from './sparkplug/plan.ts'
import { planTasmota } from './tasmota/plan.ts'
import { planZigbee } from './zigbee2mqtt/plan.ts'

export interface PlannedPoints {
  readonly plans: ReadonlyMap<string, PointPlan>
  /** Points that cannot be used as they are bound, and why; the others work. */
  readonly faults: readonly { readonly pointId: string; readonly reason: string }[]
}

/** What plans need besides the settings. */
export interface PlanContext {
  readonly settings: Settings
  readonly host: SparkplugHost
  readonly codecs: Codecs
  readonly now: () => number
}

/** Works out for each point where its values come from and how it is asked and moved. */
export function planPoints(points: readonly PointBinding[], context: PlanContext): PlannedPoints {
  const plans = new Map<string, PointPlan>()
  const faults: { pointId: string; reason: string }[] = []
  for (const binding of points) {
    try {
      plans.set(binding.pointId, planPoint(binding, context))
    } catch (thrown) {
      faults.push({ pointId: binding.pointId, reason: errorMessage(thrown) })
    }
  }
  return { plans, faults }
}

function planPoint(binding: PointBinding, context: PlanContext): PointPlan {
  const { settings } = context
  const address = readAddress(binding.address)
  switch (address.format) {
    case 'tasmota':
      return planTasmota(binding, address, settings)
    case 'shelly-gen2':
      return planShelly(binding, address, settings)
    case 'json':
      return planJson(binding, address, settings)
    case 'sparkplug':
      if (settings.shareName !== undefined)
        throw new Error('A Sparkplug node has a sequence, which a share would tear apart.')
      return planSparkplug(binding, address, context)
    case 'chirpstack':
    case 'ttn':
      return planLorawan(binding, address, context.codecs)
    case 'zigbee2mqtt':
      return planZigbee(binding, address, settings)
  }
}

export interface NeededTopics {
  /** What values come by: one of a share is enough to hand them on. */
  readonly shared: ReadonlySet<string>
  /** Answers, wills and whatever has a sequence: each connection has to hear all of it. */
  readonly own: ReadonlySet<string>
}

/** Every topic that the points need, values, wills and answers alike. */
export function topicsOf(plans: Iterable<PointPlan>): NeededTopics {
  const shared = new Set<string>()
  const own = new Set<string>()
  for (const { topics, filters = [], read, relay } of plans) {
    for (const { topic } of topics) shared.add(topic)
    for (const filter of filters) own.add(filter)
    const answers = [...(read?.answerTopics ?? []), ...(relay?.answerTopics ?? [])]
    // An answer that is a point's value comes by the topics of the point.
    const byValue = answers.some((topic) => !isSubscribable(topic))
    for (const topic of byValue ? topics.map((one) => one.topic) : []) own.add(topic)
    for (const topic of answers) if (isSubscribable(topic)) own.add(topic)
    if (relay?.online !== undefined) own.add(relay.online.topic)
  }
  return { shared, own }
}
