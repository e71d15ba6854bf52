import type { SeenPoint } from '@busbar/core/testkit'
import mqtt, { type IClientOptions } from 'mqtt'
import {
  decodePayload,
  encodePayload,
  type UMetric,
} from 'sparkplug-payload/lib/sparkplugbpayload.js'

/**
 * A host application as others write them: it knows the protocol by its specification and by Eclipse Tahu's payloads
 * alone, shares no code with the gateway, and notes whatever an edge node must not do.
 */
export interface SparkplugHost {
  /** What it knows of the one edge node, by `device/metric`; the node's own metrics by `/metric`. */
  metrics(): ReadonlyMap<string, KnownMetric>
  /** Devices that are there. */
  devices(): readonly string[]
  isOnline(): boolean
  /** As {@link metrics}, by the ids of the building's points. */
  seen(): ReadonlyMap<string, SeenPoint>
  /** What the node must not have done. */
  faults(): readonly string[]
  /** Kinds of its messages in their order, with the device. */
  heard(): readonly string[]
  /** The number that each birth of the node had. */
  birthNumbers(): readonly number[]
  command(device: string, metric: Pick<UMetric, 'value' | 'type'> & { name: string }): Promise<void>
  rebirth(): Promise<void>
  /** As itself: whether it is there. */
  state(online: boolean, timestamp: number): Promise<void>
  publish(topic: string, payload: string | Buffer, retain?: boolean): Promise<void>
  close(): Promise<void>
}

export interface KnownMetric {
  value: UMetric['value']
  readonly type: string
  quality: unknown
  at: number
  readonly unit: string
}

const NODE = 'NBIRTH NDATA NDEATH'.split(' ')

export async function startSparkplugHost(request: {
  readonly url: string
  readonly options: IClientOptions
  readonly group?: string
  readonly node?: string
  readonly hostId?: string
}): Promise<SparkplugHost> {
  const { url, options, group = 'busbar', node = 'busbar-9', hostId = 'scada' } = request
  const client = await mqtt.connectAsync(url, { ...options, reconnectPeriod: 100 })
  const metrics = new Map<string, KnownMetric>()
  const aliases = new Map<number, string>()
  const devices = new Set<string>()
  const faults: string[] = []
  const heard: string[] = []
  const birthNumbers: number[] = []
  let online = false
  let lastSeq: number | undefined

  function take(type: string, device: string, payload: Buffer): void {
    const { metrics: all, seq } = decodePayload(payload)
    heard.push(NODE.includes(type) ? type : `${type} ${device}`)
    const list = all ?? []
    if (type === 'NDEATH') {
      nodeDeath(list)
      return
    }
    order(type, Number(seq))
    if (type === 'NBIRTH') nodeBirth(list)
    if (!online) faults.push(`${type} before the birth`)
    if (type === 'DBIRTH') devices.add(device)
    if (device !== '' && !devices.has(device)) faults.push(`${type} of ${device} unborn`)
    if (type === 'DDEATH') deviceDeath(device)
    const read = type.endsWith('BIRTH') ? introduce : update
    for (const metric of list) read(device, metric)
  }

  function nodeDeath(list: readonly UMetric[]): void {
    if (list.length !== 1 || list[0]?.name !== 'bdSeq') faults.push('a death without its number')
    // An older session's says nothing of the one that was born since.
    if (Number(list[0]?.value) === birthNumbers.at(-1)) online = false
  }

  function nodeBirth(list: readonly UMetric[]): void {
    birthNumbers.push(Number(list.find(({ name }) => name === 'bdSeq')?.value))
    if (!list.some(({ name, alias }) => name === 'Node Control/Rebirth' && !hasAlias(alias)))
      faults.push('no Node Control/Rebirth')
    for (const known of [metrics, aliases, devices]) known.clear()
    online = true
  }

  function deviceDeath(device: string): void {
    devices.delete(device)
    for (const key of metrics.keys()) if (key.startsWith(`${device}/`)) metrics.delete(key)
  }

  function order(type: string, seq: number): void {
    const expected = type === 'NBIRTH' ? 0 : ((lastSeq ?? -1) + 1) % 256
    if (seq !== expected) faults.push(`${type} with ${seq} for ${expected}`)
    lastSeq = seq
  }

  function introduce(device: string, metric: UMetric): void {
    const { name, alias, type, properties } = metric
    if (name === 'bdSeq' || name === 'Node Control/Rebirth') return
    if (!name || !hasAlias(alias)) faults.push(`${name} born without name and alias`)
    const key = `${device}/${name}`
    if (aliases.has(Number(alias)) && aliases.get(Number(alias)) !== key)
      faults.push(`alias ${alias} of two`)
    aliases.set(Number(alias), key)
    metrics.set(key, {
      ...{ value: metric.value, type, at: Number(metric.timestamp) },
      quality: properties?.Quality?.value,
      unit: String(properties?.engUnit?.value ?? ''),
    })
  }

  function update(device: string, metric: UMetric): void {
    const key = aliases.get(Number(metric.alias))
    const known = key === undefined ? undefined : metrics.get(key)
    if (known === undefined || !key?.startsWith(`${device}/`)) {
      faults.push(`${device} speaks of what was not born: ${metric.alias}`)
      return
    }
    known.value = metric.value
    known.at = Number(metric.timestamp)
    known.quality = metric.properties?.Quality?.value
  }

  client.on('message', (topic, payload, { retain }) => {
    const [, , type = '', , device = ''] = topic.split('/')
    if (!['BIRTH', 'DATA', 'DEATH'].includes(type.slice(1))) return
    if (retain) faults.push(`${type} is retained`)
    take(type, device, payload)
  })
  await client.subscribeAsync([`spBv1.0/${group}/+/${node}`, `spBv1.0/${group}/+/${node}/+`], {
    qos: 1,
  })

  const send = async (kind: string, device: string, all: UMetric[]): Promise<void> => {
    const payload = Buffer.from(encodePayload({ timestamp: Date.now(), metrics: all }))
    const topic = `spBv1.0/${group}/${kind}/${node}${device === '' ? '' : `/${device}`}`
    await client.publishAsync(topic, payload, { qos: 0 })
  }

  return {
    metrics: () => metrics,
    devices: () => [...devices].sort(),
    isOnline: () => online,
    seen: () => seenOf(metrics, online),
    ...{ faults: () => faults, heard: () => heard, birthNumbers: () => birthNumbers },
    command: (device, metric) => send('DCMD', device, [metric]),
    rebirth: () =>
      send('NCMD', '', [{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }]),
    async state(there, timestamp) {
      const said = JSON.stringify({ online: there, timestamp })
      await client.publishAsync(`spBv1.0/STATE/${hostId}`, said, { qos: 1, retain: true })
    },
    async publish(topic, payload, retain = false) {
      await client.publishAsync(topic, payload, { qos: 1, retain })
    },
    close: () => client.endAsync(true),
  }
}

/** protobufjs gives 0 to what is left out. */
const hasAlias = (alias: unknown): boolean => Number(alias ?? 0) > 0

const BESIDES = /^(?:Properties|Alarms|Events)\/|\/(?:Release|Result)$/

function seenOf(
  metrics: ReadonlyMap<string, KnownMetric>,
  online: boolean,
): ReadonlyMap<string, SeenPoint> {
  const seen = new Map<string, SeenPoint>()
  for (const [key, { value, quality, at, unit }] of metrics) {
    const device = key.slice(0, key.indexOf('/'))
    const name = key.slice(device.length + 1)
    if (BESIDES.test(name)) continue
    const nodeId = device === '' ? 'site:1' : device.replace('-', ':')
    seen.set(`${nodeId}/${name}`, {
      value: value === null || typeof value === 'boolean' ? value : String(value),
      ...{ good: online && quality === 192, unit, at },
      writable: metrics.has(`${key}/Release`),
    })
  }
  return seen
}
