import type { Instant } from '@busbar/core/contracts'
import type { SparkplugTopic } from '@busbar/sparkplug/topics'
import { metricValue } from '@busbar/sparkplug/values'
import type { WireMetric, WirePayload } from '@busbar/sparkplug/wire'

/** What the birth said about a metric. */
export interface MetricInfo {
  readonly name: string
  readonly alias: string | undefined
  readonly datatype: number | undefined
}

/** A node or a device of it, as its birth and death certificates tell. */
interface Party {
  online: boolean
  readonly metrics: Map<string, MetricInfo>
}

interface Node {
  readonly group: string
  readonly node: string
  /** Of the birth: a death with another number is an older session's (section 4.4). */
  birthNumber: string | undefined
  /** Undefined until a birth was heard. */
  lastSeq: number | undefined
  needsBirth: boolean
  asked: readonly Instant[]
  /** Whether a birth came since it was asked for. */
  answered: boolean
  readonly own: Party
  readonly devices: Map<string, Party>
  /** Unique over the node and its devices; the device is undefined for the node's own. */
  readonly aliases: Map<string, { readonly device: string | undefined; readonly info: MetricInfo }>
}

/** What was taken of a message: its metrics by name, and what it means for the sequence. */
export interface Taken {
  readonly kind: 'values' | 'death' | 'stale-death'
  readonly metrics: readonly NamedMetric[]
  /** A message before this one was lost. */
  readonly gap: boolean
  /** Metrics that no birth has named. */
  readonly unknown: number
}

export interface NamedMetric {
  readonly name: string
  readonly datatype: number | undefined
  readonly wire: WireMetric
}

export interface Nodes {
  /** @throws Error when the message cannot be one of its type. */
  take(topic: SparkplugTopic, payload: WirePayload): Taken
  /** Whether the node, or the device of it, is there; undefined when it was never heard. */
  isOnline(party: PartyName): boolean | undefined
  metric(party: PartyName, name: string): MetricInfo | undefined
  /** Whether a rebirth should be asked for now; it is then taken as asked. */
  mayAskForBirth(node: { readonly group: string; readonly node: string }, now: Instant): boolean
  /** Messages may have been lost: everybody has to introduce themselves again. */
  doubtAll(): void
  count(): { readonly online: number; readonly awaited: number }
}

export interface PartyName {
  readonly group: string
  readonly node: string
  readonly device?: string | undefined
}

const SEQUENCE = 256
const MOST_METRICS = 20_000
const MOST_DEVICES = 2_000
/** A node that does not answer is asked again after this. */
const ASK_AGAIN_MS = 10_000
/** One that answers and loses messages all the same is asked so often a minute and no more. */
const MOST_A_MINUTE = 10

/** What births and deaths tell about edge nodes, and whether anything was lost in between. */
export function createNodes(): Nodes {
  const nodes = new Map<string, Node>()

  function nodeOf({ group, node }: { readonly group: string; readonly node: string }): Node {
    const key = `${group}/${node}`
    let known = nodes.get(key)
    if (known === undefined) {
      known = newNode(group, node)
      nodes.set(key, known)
    }
    return known
  }

  const partyOf = ({ group, node, device }: PartyName): Party | undefined => {
    const known = nodes.get(`${group}/${node}`)
    return device === undefined ? known?.own : known?.devices.get(device)
  }

  return {
    take(topic, payload) {
      const node = nodeOf(topic)
      if (topic.type === 'NDEATH') return nodeDeath(node, payload)
      if (topic.type === 'NBIRTH') return nodeBirth(node, payload)
      const gap = isGap(node, payload)
      if (topic.type === 'DBIRTH') return deviceBirth(node, topic.device ?? '', payload, gap)
      if (topic.type === 'DDEATH') return deviceDeath(node, topic.device ?? '', gap)
      return data(node, topic.device, payload, gap)
    },
    isOnline(party) {
      const node = nodes.get(`${party.group}/${party.node}`)
      if (node?.birthNumber === undefined) return undefined
      return node.own.online && (partyOf(party)?.online ?? false)
    },
    metric: (party, name) => partyOf(party)?.metrics.get(name),
    mayAskForBirth(name, now) {
      const node = nodeOf(name)
      if (!node.needsBirth) return false
      // A clock that leapt back forgets what it cannot have asked yet.
      const lately = node.asked.filter((at) => at <= now && now - at < 60_000)
      const waiting = !node.answered && lately.some((at) => now - at < ASK_AGAIN_MS)
      if (waiting || lately.length >= MOST_A_MINUTE) return false
      node.asked = [...lately, now]
      node.answered = false
      return true
    },
    doubtAll() {
      for (const node of nodes.values()) {
        node.needsBirth = true
        node.lastSeq = undefined
        node.answered = true
      }
    },
    count() {
      const all = [...nodes.values()]
      return {
        online: all.filter(({ own }) => own.online).length,
        awaited: all.filter(({ needsBirth }) => needsBirth).length,
      }
    },
  }
}

function newNode(group: string, node: string): Node {
  return {
    ...{ group, node, birthNumber: undefined, lastSeq: undefined, needsBirth: true },
    ...{ asked: [], answered: false, own: { online: false, metrics: new Map() } },
    ...{ devices: new Map(), aliases: new Map() },
  }
}

const birthNumberOf = ({ metrics }: WirePayload): string | undefined => {
  const metric = metrics.find(({ name }) => name === 'bdSeq')
  return metric === undefined ? undefined : String(metricValue(metric, undefined) ?? '')
}

function seqOf({ seq }: WirePayload): number {
  const number = Number(seq)
  if (seq === undefined || !(number < SEQUENCE)) throw new Error(`"${seq}" is no sequence number.`)
  return number
}

/** Remembers the number, and asks for a birth where one before it is missing (section 6.4.8). */
function isGap(node: Node, payload: WirePayload): boolean {
  const seq = seqOf(payload)
  const expected = node.lastSeq === undefined ? undefined : (node.lastSeq + 1) % SEQUENCE
  node.lastSeq = node.lastSeq === undefined ? undefined : seq
  if (expected === undefined) node.needsBirth = true
  const gap = expected !== undefined && expected !== seq
  if (gap) node.needsBirth = true
  return gap
}

function nodeBirth(node: Node, payload: WirePayload): Taken {
  node.lastSeq = seqOf(payload)
  node.birthNumber = birthNumberOf(payload) ?? ''
  node.needsBirth = false
  node.answered = true
  node.own.online = true
  // A birth is of the node alone: its devices are born after it, each by its own certificate.
  for (const device of node.devices.values()) device.online = false
  node.aliases.clear()
  return { kind: 'values', metrics: introduce(node, undefined, payload), gap: false, unknown: 0 }
}

function deviceBirth(node: Node, device: string, payload: WirePayload, gap: boolean): Taken {
  const party = node.devices.get(device) ?? { online: true, metrics: new Map() }
  if (!node.devices.has(device) && node.devices.size >= MOST_DEVICES)
    throw new Error(`The node has more than ${MOST_DEVICES} devices.`)
  party.online = true
  node.devices.set(device, party)
  return { kind: 'values', metrics: introduce(node, device, payload), gap, unknown: 0 }
}

/** Learns names, aliases and types of a birth, in place of those before. */
function introduce(node: Node, device: string | undefined, payload: WirePayload): NamedMetric[] {
  const party = device === undefined ? node.own : node.devices.get(device)
  if (payload.metrics.length > MOST_METRICS)
    throw new Error(`A birth of ${payload.metrics.length} metrics is too large.`)
  party?.metrics.clear()
  for (const [alias, known] of node.aliases) if (known.device === device) node.aliases.delete(alias)
  return payload.metrics.flatMap((wire) => {
    const { name, alias, datatype } = wire
    if (name === undefined) return []
    const info = { name, alias, datatype }
    party?.metrics.set(name, info)
    if (alias !== undefined && node.aliases.size < MOST_METRICS)
      node.aliases.set(alias, { device, info })
    return { name, datatype, wire }
  })
}

function data(node: Node, device: string | undefined, payload: WirePayload, gap: boolean): Taken {
  const party = device === undefined ? node.own : node.devices.get(device)
  // Data of somebody who was never born, or has died: it has to introduce itself again.
  if (party === undefined || !party.online) node.needsBirth = true
  let unknown = 0
  const metrics = payload.metrics.flatMap((wire) => {
    const known = wire.alias === undefined ? undefined : node.aliases.get(wire.alias)
    const name = wire.name ?? (known?.device === device ? known?.info.name : undefined)
    if (name === undefined) {
      unknown += 1
      return []
    }
    return { name, datatype: wire.datatype ?? party?.metrics.get(name)?.datatype, wire }
  })
  if (unknown > 0) node.needsBirth = true
  return { kind: 'values', metrics, gap, unknown }
}

function nodeDeath(node: Node, payload: WirePayload): Taken {
  const number = birthNumberOf(payload)
  if (node.birthNumber !== undefined && number !== undefined && number !== node.birthNumber)
    return { kind: 'stale-death', metrics: [], gap: false, unknown: 0 }
  node.own.online = false
  for (const device of node.devices.values()) device.online = false
  node.birthNumber ??= number ?? ''
  node.lastSeq = undefined
  // Nobody is there to be asked; who comes back is born.
  node.needsBirth = false
  return { kind: 'death', metrics: [], gap: false, unknown: 0 }
}

function deviceDeath(node: Node, device: string, gap: boolean): Taken {
  const party = node.devices.get(device)
  if (party !== undefined) party.online = false
  return { kind: 'death', metrics: [], gap, unknown: 0 }
}
