import type { PointBinding } from '@busbar/core/contracts'
import { commandTopic } from '@busbar/sparkplug/topics'
import { DATA_TYPES } from '@busbar/sparkplug/values'
import { encodePayload, type WireMetric } from '@busbar/sparkplug/wire'
import { type PointPlan, type RelayPlan, readHeard, valueKey } from '../decode/plan.ts'
import type { SparkplugAddress } from '../settings.ts'
import { rebirthCommand, type SparkplugHost, sparkplugFilters } from './host.ts'
import type { MetricInfo } from './nodes.ts'

/**
 * A point of a Sparkplug B edge node. Its values come by the host, which knows births and aliases.
 * @throws Error when the address cannot be used.
 */
export function planSparkplug(
  binding: PointBinding,
  address: SparkplugAddress,
  context: { readonly host: SparkplugHost; readonly now: () => number },
): PointPlan {
  const { host, now } = context
  if (binding.role !== 'online' && address.metric === undefined)
    throw new Error('A Sparkplug point needs a "metric", except whether a device is there.')
  const plan: PointPlan = {
    binding,
    topics: [],
    filters: sparkplugFilters(address),
    sparkplug: { binding, address },
    read: {
      device: `sparkplug ${address.group}/${address.node}`,
      // There is no question for one metric: a birth tells them all.
      request: () => rebirthCommand(address, now()),
      answerTopics: [valueKey(binding.pointId)],
      take: ({ text }) => readHeard(text),
    },
  }
  if (binding.role !== 'relay') return plan
  return { ...plan, relay: relayPlan(binding, address, { host, now }) }
}

function relayPlan(
  binding: PointBinding,
  address: SparkplugAddress,
  { host, now }: { readonly host: SparkplugHost; readonly now: () => number },
): RelayPlan {
  const metric = address.metric ?? ''
  return {
    device: `sparkplug ${address.group}/${address.node}`,
    isThere: () => host.isOnline(address),
    answerTopics: [valueKey(binding.pointId)],
    command: (on) => {
      const said = wireState(metric, host.metric(address, metric), on)
      const timestamp = now()
      const metrics = [{ ...said, timestamp: String(timestamp) }]
      const payload = encodePayload({ timestamp, metrics })
      return { topic: commandTopic(address), payload }
    },
    // The device's DATA message after the command is its report; a birth would tell the same again.
    read: ({ text }) => {
      const { value } = readHeard(text)
      return typeof value === 'boolean' ? { kind: 'state', on: value } : undefined
    },
    readBack: () => undefined,
  }
}

/** By alias alone where the birth gave one (tck-id-payloads-alias-data-cmd-requirement). */
function wireState(name: string, info: MetricInfo | undefined, on: boolean): WireMetric {
  const named = info?.alias === undefined ? { name } : { alias: info.alias }
  const datatype = info?.datatype ?? DATA_TYPES.boolean
  if (datatype === DATA_TYPES.string) return { ...named, datatype, stringValue: on ? 'ON' : 'OFF' }
  if (datatype === DATA_TYPES.int64 || datatype === DATA_TYPES.uint64)
    return { ...named, datatype, longValue: on ? '1' : '0' }
  if (datatype < DATA_TYPES.float) return { ...named, datatype, intValue: on ? 1 : 0 }
  return { ...named, datatype: DATA_TYPES.boolean, booleanValue: on }
}
