import type {
  DiscoveredDevice,
  DiscoveredPoint,
  JsonObject,
  PointRole,
} from '@busbar/core/contracts'
import type { MqttClient } from 'mqtt'
import { pause } from './backoff.ts'
import { matchTopic } from './decode/generic-json.ts'
import { compilePointer, parseJson, resolvePointer } from './decode/json.ts'
import { MAX_PAYLOAD_BYTES } from './decode/plan.ts'
import { tasmotaTopic } from './decode/tasmota.ts'
import { withPassingClient } from './passing-client.ts'
import type { JsonDecoder, Settings } from './settings.ts'

const MAX_DEVICES = 2_000

/** A device found and its points so far, by title. */
interface Found {
  readonly source: string
  readonly points: Map<string, DiscoveredPoint>
}

/** Makes something of a message: notes points, and says what to ask the device, once. */
type Recognise = (topic: string, payload: Buffer) => Sighting | undefined

interface Sighting {
  readonly source: string
  readonly points: readonly DiscoveredPoint[]
  readonly ask?: readonly { readonly topic: string; readonly payload: string }[]
}

/**
 * Listens where devices announce themselves, asks those that are seen for their values, and lists
 * what can be bound.
 * @throws when the broker is not reached.
 */
export async function discoverDevices(request: {
  readonly settings: Settings
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Told of whatever is heard, understood or not. */
  readonly onMessage: (message: { readonly topic: string; readonly payload: Buffer }) => void
}): Promise<{ readonly devices: readonly DiscoveredDevice[] }> {
  const { settings, timeoutMs, signal, onMessage } = request
  const found = new Map<string, Found>()
  const until = Date.now() + timeoutMs
  await withPassingClient({ settings, purpose: 'discover', timeoutMs }, async (client) => {
    const recognisers = recognisersOf(settings, String(client.options.clientId))
    client.on('message', (topic, payload) => {
      onMessage({ topic, payload })
      for (const { filter, recognise } of recognisers)
        if (matchTopic(filter, topic) !== undefined)
          note(client, found, tryRecognise(recognise, topic, payload))
    })
    await client.subscribeAsync([...new Set(recognisers.map(({ filter }) => filter))])
    await pause(Math.max(0, until - Date.now()), signal)
  })
  const devices = [...found.values()]
    .filter(({ points }) => points.size > 0)
    .map(({ source, points }) => ({ source, title: source, points: [...points.values()] }))
  return { devices }
}

function tryRecognise(recognise: Recognise, topic: string, payload: Buffer): Sighting | undefined {
  try {
    return payload.length > MAX_PAYLOAD_BYTES ? undefined : recognise(topic, payload)
  } catch {
    return undefined
  }
}

function note(client: MqttClient, found: Map<string, Found>, seen: Sighting | undefined): void {
  if (seen === undefined) return
  let device = found.get(seen.source)
  if (device === undefined) {
    if (found.size >= MAX_DEVICES) return
    device = { source: seen.source, points: new Map() }
    found.set(seen.source, device)
    for (const { topic, payload } of seen.ask ?? []) client.publish(topic, payload, { qos: 0 })
  }
  for (const point of seen.points) device.points.set(JSON.stringify(point.address), point)
}

function recognisersOf(settings: Settings, clientId: string) {
  return [
    ...tasmotaRecognisers(settings),
    ...shellyRecognisers(clientId),
    ...settings.decoders.map((decoder) => ({
      filter: decoder.topic,
      recognise: jsonRecogniser(decoder),
    })),
  ]
}

const TASMOTA_VALUES: readonly [string, PointRole, string][] = [
  ['/ENERGY/Total', 'register', 'kWh'],
  ['/ENERGY/Power', 'power', 'W'],
  ['/ENERGY/Current', 'current', 'A'],
]

function tasmotaRecognisers(settings: Settings) {
  const at = (prefix: 'tele' | 'stat' | 'cmnd', device: string, suffix: string) =>
    tasmotaTopic(settings.tasmotaFullTopic, prefix, device, suffix)
  const recogniser = (
    prefix: 'tele' | 'stat',
    suffix: string,
    points: (device: string, payload: Buffer) => readonly DiscoveredPoint[],
  ) => {
    const filter = at(prefix, '+', suffix)
    const recognise: Recognise = (topic, payload) => {
      const [device] = matchTopic(filter, topic) ?? []
      if (device === undefined) return undefined
      const ask = [
        { topic: at('cmnd', device, 'STATUS'), payload: '8' },
        { topic: at('cmnd', device, 'STATUS'), payload: '11' },
      ]
      return { source: device, points: points(device, payload), ask }
    }
    return { filter, recognise }
  }
  const sensor = (root: string) => (device: string, payload: Buffer) =>
    tasmotaSensor(device, resolvePointer(parseJson(payload.toString()), compilePointer(root)))
  const state = (root: string) => (device: string, payload: Buffer) =>
    tasmotaRelays(device, resolvePointer(parseJson(payload.toString()), compilePointer(root)))
  return [
    recogniser('tele', 'LWT', (device) => [
      point({ format: 'tasmota', device }, `${device} online`, 'online', ''),
    ]),
    recogniser('tele', 'SENSOR', sensor('')),
    recogniser('stat', 'STATUS8', sensor('/StatusSNS')),
    recogniser('stat', 'STATUS10', sensor('/StatusSNS')),
    recogniser('tele', 'STATE', state('')),
    recogniser('stat', 'STATUS11', state('/StatusSTS')),
  ]
}

function tasmotaSensor(device: string, document: unknown): readonly DiscoveredPoint[] {
  return TASMOTA_VALUES.filter(([pointer]) =>
    isScalar(resolvePointer(document, compilePointer(pointer))),
  ).map(([pointer, role, unit]) =>
    point({ format: 'tasmota', device, pointer }, `${device} ${pointer}`, role, unit),
  )
}

function tasmotaRelays(device: string, document: unknown): readonly DiscoveredPoint[] {
  if (document === null || typeof document !== 'object') return []
  return Object.keys(document).flatMap((key) => {
    const [, index] = /^POWER(\d{0,2})$/.exec(key) ?? []
    if (index === undefined) return []
    const relay = index === '' ? 1 : Number(index)
    return point({ format: 'tasmota', device, relay }, `${device} ${key}`, 'relay', '')
  })
}

const SHELLY_VALUES: Readonly<Record<string, readonly [string, PointRole, string][]>> = {
  switch: [
    ['/aenergy/total', 'register', 'kWh'],
    ['/apower', 'power', 'W'],
    ['/current', 'current', 'A'],
    ['/output', 'relay', ''],
  ],
  pm1: [
    ['/aenergy/total', 'register', 'kWh'],
    ['/apower', 'power', 'W'],
  ],
  em: [['/total_act_power', 'power', 'W']],
  emdata: [['/total_act', 'register', 'kWh']],
  em1: [['/act_power', 'power', 'W']],
  em1data: [['/total_act_energy', 'register', 'kWh']],
}

function shellyRecognisers(clientId: string) {
  const statusRequest = JSON.stringify({ id: 1, src: clientId, method: 'Shelly.GetStatus' })
  const seen = (device: string, points: readonly DiscoveredPoint[]): Sighting => ({
    source: device,
    points,
    ask: [{ topic: `${device}/rpc`, payload: statusRequest }],
  })
  return [
    {
      filter: '+/online',
      recognise: (topic: string, payload: Buffer) => {
        const device = topic.slice(0, -'/online'.length)
        if (!/^(true|false)$/.test(payload.toString())) return undefined
        return seen(device, [
          point({ format: 'shelly-gen2', device }, `${device} online`, 'online', ''),
        ])
      },
    },
    {
      filter: '+/events/rpc',
      recognise: (topic: string, payload: Buffer) => {
        const device = topic.slice(0, -'/events/rpc'.length)
        const params = resolvePointer(parseJson(payload.toString()), ['params'])
        return seen(device, shellyPoints(device, params))
      },
    },
    {
      // Our answer names the device by its own id, which is its topic prefix unless changed.
      filter: `${clientId}/rpc`,
      recognise: (_topic: string, payload: Buffer) => {
        const answer = parseJson(payload.toString())
        const device = resolvePointer(answer, ['src'])
        if (typeof device !== 'string') return undefined
        return seen(device, shellyPoints(device, resolvePointer(answer, ['result'])))
      },
    },
  ]
}

function shellyPoints(device: string, status: unknown): readonly DiscoveredPoint[] {
  if (status === null || typeof status !== 'object') return []
  return Object.entries(status).flatMap(([component, state]) =>
    (SHELLY_VALUES[component.split(':')[0] ?? ''] ?? [])
      .filter(([pointer]) => isScalar(resolvePointer(state, compilePointer(pointer))))
      .map(([pointer, role, unit]) =>
        point(
          { format: 'shelly-gen2', device, component, pointer },
          `${device} ${component} ${pointer}`,
          role,
          unit,
        ),
      ),
  )
}

function jsonRecogniser(decoder: JsonDecoder): Recognise {
  return (topic, payload) => {
    const document = parseJson(payload.toString())
    const points = Object.entries(decoder.values ?? {})
      .filter(([, value]) => isScalar(resolvePointer(document, compilePointer(value.pointer))))
      .map(([name, value]) =>
        point(
          { format: 'json', topic, value: name },
          `${topic} ${name}`,
          value.role ?? 'value',
          value.unit ?? '',
        ),
      )
    return { source: topic, points }
  }
}

function isScalar(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'object'
}

function point(address: JsonObject, title: string, role: PointRole, unit: string): DiscoveredPoint {
  return { address, title, role, unit }
}
