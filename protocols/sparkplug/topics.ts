/** Sparkplug 3.0, section 4: `spBv1.0/group/type/node[/device]`. */
const NAMESPACE = 'spBv1.0'

const NODE_TYPES = ['NBIRTH', 'NDATA', 'NDEATH'] as const
const DEVICE_TYPES = ['DBIRTH', 'DDATA', 'DDEATH'] as const

type NodeType = (typeof NODE_TYPES)[number]
type DeviceType = (typeof DEVICE_TYPES)[number]

/** An edge node, or a device of it. */
export interface Party {
  readonly group: string
  readonly node: string
  readonly device?: string | undefined
}

export interface SparkplugTopic {
  readonly type: NodeType | DeviceType
  readonly group: string
  readonly node: string
  readonly device: string | undefined
}

/** What an edge node's topic says; undefined for any other topic. */
export function readSparkplugTopic(topic: string): SparkplugTopic | undefined {
  const [namespace, group, type, node, device, more] = topic.split('/')
  if (namespace !== NAMESPACE || more !== undefined || !group || !node) return undefined
  const known = [...(device === undefined ? NODE_TYPES : DEVICE_TYPES)].find((one) => one === type)
  return known === undefined ? undefined : { type: known, group, node, device }
}

/** Where an edge node speaks for itself, or, where it names one, for a device. */
export function speechTopic(kind: 'BIRTH' | 'DATA' | 'DEATH', party: Party): string {
  return topicOf(kind, party)
}

/** Everything that one edge node and its devices say: they share a sequence. */
export function nodeFilters(group: string, node: string): readonly string[] {
  return [
    ...NODE_TYPES.map((type) => `${NAMESPACE}/${group}/${type}/${node}`),
    ...DEVICE_TYPES.map((type) => `${NAMESPACE}/${group}/${type}/${node}/+`),
  ]
}

/** Where every edge node of a broker is heard. */
export const ALL_NODES: readonly string[] = [
  ...NODE_TYPES.map((type) => `${NAMESPACE}/+/${type}/+`),
  ...DEVICE_TYPES.map((type) => `${NAMESPACE}/+/${type}/+/+`),
]

/** Where a node, or a device of it, takes commands. */
export function commandTopic(party: Party): string {
  return topicOf('CMD', party)
}

/** Where a host application tells whether it is there. */
export function stateTopic(hostId: string): string {
  return `${NAMESPACE}/STATE/${hostId}`
}

function topicOf(kind: string, { group, node, device }: Party): string {
  return device === undefined
    ? `${NAMESPACE}/${group}/N${kind}/${node}`
    : `${NAMESPACE}/${group}/D${kind}/${node}/${device}`
}
