import type {
  GatewayEvent,
  GatewayNode,
  GatewayPoint,
  GatewayScalar,
  GatewaySnapshot,
  Instant,
  Quality,
} from '@busbar/core/contracts'
import { formatInstant } from '@busbar/core/contracts'
import { DATA_TYPES } from '@busbar/sparkplug/values'

/** What can be said of a node or device of Sparkplug. */
export interface Metric {
  /** Unique over all: the id of the point that it shows, or of what is told of a node or point besides. */
  readonly key: string
  readonly name: string
  readonly datatype: number
  /** Properties besides the quality, told at birth. */
  readonly texts: Readonly<Record<string, string>>
  /** What a host may ask by it, of which point. */
  readonly orders?: { readonly pointId: string; readonly kind: 'value' | 'release' }
}

/** The edge node itself (undefined), or a device of it. */
export interface Branch {
  readonly device: string | undefined
  readonly metrics: readonly Metric[]
}

/** What a metric says now. */
export interface Said {
  readonly value: GatewayScalar
  readonly quality: Quality
  /** Null: as of when it is sent. */
  readonly at: Instant | null
}

const ALARM_COUNT = 'alarms#count'
const ALARM_LIST = 'alarms#list'
export const LAST_EVENT = 'events#last'
export const resultKey = (pointId: string): string => `${pointId}#result`
const releaseKey = (pointId: string): string => `${pointId}#release`

/** Device ids are node ids without the sign that some systems take for their own. */
const deviceOf = ({ nodeId }: GatewayNode): string => nodeId.replace(':', '-')

/** The site is the edge node; whatever else has points is a device, with what it is and where. */
export function branchesOf({ nodes, points }: Pick<GatewaySnapshot, 'nodes' | 'points'>): {
  readonly branches: readonly Branch[]
  /** What never changes by itself, by the keys of its metrics. */
  readonly facts: ReadonlyMap<string, Said>
} {
  const facts = new Map<string, Said>()
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const byNode = Map.groupBy(points, ({ nodeId }) => nodeId)
  const branches: Branch[] = []
  for (const node of nodes) {
    const shown = byNode.get(node.nodeId) ?? []
    const isSite = node.kind === 'site'
    if (shown.length === 0 && !isSite) continue
    const told = Object.entries(factsOf(node, byId)).map(([name, value]) => {
      const key = `${node.nodeId}#${name}`
      facts.set(key, { value, quality: 'good', at: null })
      return textMetric(key, `Properties/${name}`)
    })
    const own = shown.flatMap((point) => metricsOf(point, facts))
    const metrics = [...told, ...own, ...(isSite ? ALARMS : [])]
    branches.push({ device: isSite ? undefined : deviceOf(node), metrics })
  }
  return { branches, facts }
}

const textMetric = (key: string, name: string): Metric => ({
  ...{ key, name, datatype: DATA_TYPES.string, texts: {} },
})

const ALARMS: readonly Metric[] = [
  { key: ALARM_COUNT, name: 'Alarms/Count', datatype: DATA_TYPES.double, texts: {} },
  textMetric(ALARM_LIST, 'Alarms/Standing'),
  textMetric(LAST_EVENT, 'Events/Last'),
]

function factsOf(
  node: GatewayNode,
  byId: ReadonlyMap<string, GatewayNode>,
): Readonly<Record<string, string>> {
  const above = node.parentId === null ? undefined : byId.get(node.parentId)
  return {
    ...{ Title: node.title, Kind: node.kind },
    ...(above && above.kind !== 'site' && { Within: deviceOf(above), WithinTitle: above.title }),
  }
}

const TYPES = {
  decimal: DATA_TYPES.double,
  text: DATA_TYPES.string,
  boolean: DATA_TYPES.boolean,
} as const

/** A point's metric, and of one that takes orders, how it is let go and what became of the last. */
function metricsOf(point: GatewayPoint, facts: Map<string, Said>): readonly Metric[] {
  const { pointId, name, title, unit, valueType, writable } = point
  const value: Metric = {
    ...{ key: pointId, name, datatype: TYPES[valueType] },
    texts: { ...(unit !== '' && { engUnit: unit }), documentation: title },
    ...(writable && { orders: { pointId, kind: 'value' } }),
  }
  if (!writable) return [value]
  facts.set(releaseKey(pointId), { value: false, quality: 'good', at: null })
  const release: Metric = {
    ...{ key: releaseKey(pointId), name: `${name}/Release`, datatype: DATA_TYPES.boolean },
    ...{ texts: {}, orders: { pointId, kind: 'release' } },
  }
  return [value, release, textMetric(resultKey(pointId), `${name}/Result`)]
}

/** What the edge node says of alarms, by the keys of its metrics. */
export function alarmsSaid(standing: Iterable<GatewayEvent>): ReadonlyMap<string, Said> {
  const all = [...standing].map(toldOf)
  return new Map([
    [ALARM_COUNT, { value: String(all.length), quality: 'good', at: null }],
    [ALARM_LIST, { value: JSON.stringify(all), quality: 'good', at: null }],
  ])
}

export const eventSaid = (event: GatewayEvent): Said => ({
  ...{ value: JSON.stringify(toldOf(event)), quality: 'good', at: event.at },
})

const toldOf = ({ at, ...event }: GatewayEvent) => ({ ...event, at: formatInstant(at) })
