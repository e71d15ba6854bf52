import type { DiscoveredPoint, Instant } from '@busbar/core/contracts'
import { ALL_NODES, readSparkplugTopic, type SparkplugTopic } from '@busbar/sparkplug/topics'
import { DATA_TYPES, metricProperty, metricValue } from '@busbar/sparkplug/values'
import { decodePayload, type WireMetric } from '@busbar/sparkplug/wire'
import { meaningOf, point, type Recogniser, type Sighting } from '../recognise.ts'
import { rebirthCommand } from './host.ts'

const MOST_METRICS = 200

/** Edge nodes and devices by their births; who was born before is asked to be born again. */
export function sparkplugRecognisers(now: () => Instant): readonly Recogniser[] {
  const recognise = (
    topic: string,
    payload: Buffer,
  ): Sighting | readonly Sighting[] | undefined => {
    const named = readSparkplugTopic(topic)
    if (named === undefined) return undefined
    const { group, node, device } = named
    const asked: Sighting = {
      source: `${group}/${node}`,
      ...{ points: [], ask: [rebirthCommand({ group, node }, now())] },
    }
    if (named.type !== 'NBIRTH' && named.type !== 'DBIRTH') return asked
    const source = device === undefined ? `${group}/${node}` : `${group}/${node}/${device}`
    const { metrics } = decodePayload(payload)
    const points = metrics.slice(0, MOST_METRICS).flatMap((metric) => pointOf(named, metric))
    // A device's own birth was heard: its node need not be asked.
    return { source, points: [onlinePoint(named, source), ...points] }
  }
  return ALL_NODES.map((filter) => ({ filter, recognise }))
}

function addressOf({ group, node, device }: SparkplugTopic) {
  return { format: 'sparkplug', group, node, ...(device === undefined ? {} : { device }) }
}

function onlinePoint(named: SparkplugTopic, source: string): DiscoveredPoint {
  return point(addressOf(named), `${source} online`, 'online', '')
}

function pointOf(named: SparkplugTopic, metric: WireMetric): readonly DiscoveredPoint[] {
  const { name, datatype } = metric
  if (name === undefined || name === 'bdSeq' || /^(Node|Device) Control\//.test(name)) return []
  const value = metricValue(metric, datatype)
  if (value === undefined) return []
  const guess =
    datatype === DATA_TYPES.boolean && /relay|switch|output|valve/i.test(name)
      ? { role: 'relay' as const, unit: '' }
      : meaningOf(name, value)
  const unit = metricProperty(metric, 'engUnit')
  const address = { ...addressOf(named), metric: name }
  const said = unit === undefined || guess.role !== 'value' ? guess.unit : unit.slice(0, 16)
  return [point(address, name, guess.role, said)]
}
