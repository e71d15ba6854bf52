import type { Instant, PointBinding, PointScalar, Quality, Snapshot } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import {
  commandTopic,
  nodeFilters,
  readSparkplugTopic,
  type SparkplugTopic,
} from '@busbar/sparkplug/topics'
import { DATA_TYPES, metricQuality, metricValue, REBIRTH } from '@busbar/sparkplug/values'
import { decodePayload, encodePayload, type WirePayload } from '@busbar/sparkplug/wire'
import { type Heard, MAX_PAYLOAD_BYTES } from '../decode/plan.ts'
import { type Convert, converter } from '../decode/scalar.ts'
import type { SparkplugAddress } from '../settings.ts'
import { createNodes, type MetricInfo, type NamedMetric, type PartyName } from './nodes.ts'

/** What one message gave. */
export interface SparkplugNews {
  readonly snapshots: readonly Snapshot[]
  readonly faults: readonly string[]
  readonly heard: readonly Heard[]
}

export interface SparkplugHost {
  /** Binds points in place of those before. */
  use(
    points: readonly { readonly binding: PointBinding; readonly address: SparkplugAddress }[],
  ): void
  /** Undefined when the topic is none of Sparkplug's. Total: whatever the payload, it returns. */
  take(message: { readonly topic: string; readonly payload: Uint8Array }): SparkplugNews | undefined
  isOnline(party: PartyName): boolean | undefined
  metric(party: PartyName, name: string): MetricInfo | undefined
  /** Asks those nodes that have bound points and whose birth is not known to introduce themselves. */
  askForBirths(): void
  /** What a broker kept is lost: whoever was born before has to say so again. */
  doubtAll(): void
  counters(): Readonly<Record<string, number>>
}

interface Bound {
  readonly pointId: string
  readonly role: PointBinding['role']
  readonly metric: string | undefined
  readonly convert: Convert
  last: PointScalar | undefined
}

/** Clocks that were never set start at 1970 or 2000. */
const CLOCK_SET_AFTER_MS = Date.UTC(2001, 0, 1)
const NOTHING: SparkplugNews = Object.freeze({ snapshots: [], faults: [], heard: [] })

/** The host application's side of Sparkplug B: states of nodes, and what their metrics mean to points. */
export function createSparkplugHost(options: {
  readonly now: () => Instant
  readonly publish: (message: { readonly topic: string; readonly payload: Buffer }) => void
}): SparkplugHost {
  const nodes = createNodes()
  let bound = new Map<string, Bound[]>()
  let filters: readonly PartyName[] = []
  const counts = { sequenceGaps: 0, rebirthsAsked: 0, deaths: 0, unnamedMetrics: 0 }

  function askForBirth(node: PartyName): void {
    if (!nodes.mayAskForBirth(node, options.now())) return
    counts.rebirthsAsked += 1
    options.publish(rebirthCommand(node, options.now()))
  }

  function read(topic: SparkplugTopic, payload: WirePayload): SparkplugNews {
    const taken = nodes.take(topic, payload)
    counts.unnamedMetrics += taken.unknown
    if (taken.gap) counts.sequenceGaps += 1
    askForBirth(topic)
    if (taken.kind === 'stale-death') return NOTHING
    if (taken.kind === 'death') {
      counts.deaths += 1
      return dead(topic, payload)
    }
    return values(topic, payload, taken.metrics)
  }

  function values(
    topic: SparkplugTopic,
    payload: WirePayload,
    metrics: readonly NamedMetric[],
  ): SparkplugNews {
    const points = bound.get(keyOf(topic)) ?? []
    const batch = createBatch(keyOf(topic))
    const sent = instantOf(payload.timestamp)
    if (topic.type === 'NBIRTH' || topic.type === 'DBIRTH')
      for (const point of points)
        if (point.role === 'online') batch.add(point, { value: true, at: sent, quality: 'good' })
    for (const { name, datatype, wire } of metrics)
      for (const point of points) {
        if (point.metric !== name) continue
        batch.attempt(point, () => {
          const value = point.convert(metricValue(wire, datatype))
          const at = instantOf(wire.timestamp) ?? sent
          const live = wire.isHistorical !== true
          return value === undefined ? undefined : { value, at, quality: metricQuality(wire), live }
        })
      }
    return batch.news()
  }

  /** States of who is gone are known no more; a register stays what it was when it was read. */
  function dead(topic: SparkplugTopic, payload: WirePayload): SparkplugNews {
    const whole = topic.device === undefined
    const keys = [...bound.keys()].filter((key) =>
      whole ? key.startsWith(`${topic.group}/${topic.node}/`) : key === keyOf(topic),
    )
    // A node's death is its will, written when it connected: its time says nothing.
    const at = whole ? null : instantOf(payload.timestamp)
    const all = keys.map((key) => {
      const batch = createBatch(key)
      for (const point of bound.get(key) ?? [])
        if (point.role === 'online') batch.add(point, { value: false, at, quality: 'good' })
        else if (point.role !== 'register' && point.last !== undefined)
          batch.add(point, { value: point.last, at, quality: 'bad', live: false })
      return batch.news()
    })
    return {
      snapshots: all.flatMap(({ snapshots }) => snapshots),
      faults: [],
      heard: all.flatMap(({ heard }) => heard),
    }
  }

  return {
    use(points) {
      const before = bound
      bound = new Map()
      for (const { binding, address } of points) {
        const key = keyOf(address)
        const list = bound.get(key) ?? []
        bound.set(key, list)
        const known = before.get(key)?.find(({ pointId }) => pointId === binding.pointId)
        list.push({ ...boundPoint(binding, address), last: known?.last })
      }
      filters = points.map(({ address: { group, node } }) => ({ group, node }))
    },
    take({ topic, payload }) {
      const named = readSparkplugTopic(topic)
      if (named === undefined) return undefined
      if (payload.length > MAX_PAYLOAD_BYTES)
        return { ...NOTHING, faults: [`The payload of ${payload.length} bytes is too large.`] }
      try {
        return read(named, decodePayload(payload))
      } catch (thrown) {
        return { ...NOTHING, faults: [errorMessage(thrown).slice(0, 300)] }
      }
    },
    isOnline: nodes.isOnline,
    metric: nodes.metric,
    askForBirths() {
      for (const node of filters) askForBirth(node)
    },
    doubtAll: nodes.doubtAll,
    counters() {
      const { online, awaited } = nodes.count()
      return { ...counts, nodesOnline: online, birthsAwaited: awaited }
    },
  }
}

function boundPoint(binding: PointBinding, address: SparkplugAddress): Omit<Bound, 'last'> {
  const { pointId, role, unit } = binding
  const exponent = address.decimalExponent ?? 0
  return { pointId, role, metric: address.metric, convert: converter({ role, unit, exponent }) }
}

function keyOf({ group, node, device }: PartyName): string {
  return `${group}/${node}/${device ?? ''}`
}

function instantOf(timestamp: string | undefined): Instant | null {
  const at = Number(timestamp)
  return timestamp !== undefined && at > CLOCK_SET_AFTER_MS && at <= 8.64e15 ? at : null
}

interface Said {
  readonly value: PointScalar
  readonly at: Instant | null
  readonly quality: Quality
  /** False for what is told of the past. */
  readonly live?: boolean
}

/** Values of one device at one instant make one snapshot. */
function createBatch(source: string) {
  const byInstant = new Map<
    Instant | null,
    { pointId: string; value: PointScalar; quality: Quality }[]
  >()
  const faults: string[] = []
  const heard: Heard[] = []
  function add(point: Bound, { value, at, quality, live = true }: Said): void {
    const same = byInstant.get(at) ?? []
    byInstant.set(at, same)
    same.push({ pointId: point.pointId, value, quality })
    point.last = value
    if (live) heard.push({ pointId: point.pointId, value, at })
  }
  return {
    add,
    attempt(point: Bound, read: () => Said | undefined): void {
      try {
        const said = read()
        if (said !== undefined) add(point, said)
      } catch (thrown) {
        faults.push(`Point ${point.pointId}: ${errorMessage(thrown)}`.slice(0, 300))
      }
    },
    news: (): SparkplugNews => ({
      snapshots: [...byInstant].map(([at, values]) => ({ source, at, values })),
      ...{ faults, heard },
    }),
  }
}

/** Every topic that the points' nodes speak by. */
export function sparkplugFilters(address: SparkplugAddress): readonly string[] {
  return nodeFilters(address.group, address.node)
}

/** Asks a node to be born again (section 6.4.6, `Node Control/Rebirth`). */
export function rebirthCommand(
  { group, node }: PartyName,
  now: Instant,
): { readonly topic: string; readonly payload: Buffer } {
  const metric = { name: REBIRTH, datatype: DATA_TYPES.boolean, booleanValue: true }
  const payload = encodePayload({
    timestamp: now,
    metrics: [{ ...metric, timestamp: String(now) }],
  })
  return { topic: commandTopic({ group, node }), payload }
}
