import { hash } from 'node:crypto'
import type { DiscoveredDevice, DiscoveredPoint } from '@busbar/core/contracts'
import { pause } from '@busbar/core/contracts'
import type { MqttClient } from 'mqtt'
import { type Codecs, createCodecs } from './codecs/registry.ts'
import { MAX_PAYLOAD_BYTES } from './decode/plan.ts'
import { homeAssistantRecognisers } from './homeassistant/recognise.ts'
import { matchTopic } from './json/plan.ts'
import { candidate, jsonRecogniser } from './json/recognise.ts'
import { LORAWAN_TOPICS, lorawanRecognisers } from './lorawan/recognise.ts'
import { withPassingClient } from './passing-client.ts'
import type { Recognise, Recogniser, Sighting } from './recognise.ts'
import type { Settings } from './settings.ts'
import { SHELLY_TOPICS, shellyRecognisers } from './shelly/recognise.ts'
import { sparkplugRecognisers } from './sparkplug/recognise.ts'
import { tasmotaRecognisers, tasmotaTopics } from './tasmota/recognise.ts'
import { zigbeeRecognisers } from './zigbee2mqtt/recognise.ts'

const MAX_DEVICES = 2_000
const MAX_TOPICS = 10_000

/** A device found and its points so far, by title. */
interface Found {
  readonly source: string
  readonly title: string
  readonly points: Map<string, DiscoveredPoint>
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
  const codecs = createCodecs(settings.codecs)
  await withPassingClient({ settings, purpose: 'discover', timeoutMs }, async (client) => {
    const recognisers = recognisersOf(settings, codecs, String(client.options.clientId))
    const claimed = [...claimedTopics(settings), ...recognisers.map(({ filter }) => filter)]
    const isCopy = createCopies()
    client.on('message', (topic, payload) => {
      if (isCopy(topic, payload)) return
      onMessage({ topic, payload })
      const known = recognisers.filter(({ filter }) => matchTopic(filter, topic) !== undefined)
      for (const { recognise } of known)
        for (const seen of tryRecognise(recognise, topic, payload)) note(client, found, seen)
      if (!claimed.some((filter) => matchTopic(filter, topic) !== undefined))
        for (const seen of tryRecognise(candidate, topic, payload)) note(client, found, seen)
    })
    await client.subscribeAsync([...new Set(recognisers.map(({ filter }) => filter))])
    // A broker may not let everything be heard: what the formats announce is looked for all the same.
    if (settings.onboardingTopics.length > 0)
      await client.subscribeAsync([...settings.onboardingTopics]).catch(() => undefined)
    await pause(Math.max(0, until - Date.now()), signal)
  })
  const devices = [...found.values()]
    .filter(({ points }) => points.size > 0)
    .map(({ source, title, points }) => ({ source, title, points: [...points.values()] }))
  return { devices }
}

/** Filters overlap, and each brings what the broker keeps. */
function createCopies(): (topic: string, payload: Buffer) => boolean {
  const last = new Map<string, string>()
  return (topic, payload) => {
    const content = hash('sha256', payload, 'base64')
    if (last.get(topic) === content) return true
    if (last.size < MAX_TOPICS || last.has(topic)) last.set(topic, content)
    return false
  }
}

function tryRecognise(recognise: Recognise, topic: string, payload: Buffer): readonly Sighting[] {
  try {
    if (payload.length > MAX_PAYLOAD_BYTES) return []
    return [recognise(topic, payload) ?? []].flat()
  } catch {
    return []
  }
}

function note(client: MqttClient, found: Map<string, Found>, seen: Sighting): void {
  let device = found.get(seen.source)
  if (device === undefined) {
    if (found.size >= MAX_DEVICES) return
    device = { source: seen.source, title: seen.title ?? seen.source, points: new Map() }
    found.set(seen.source, device)
    for (const { topic, payload } of seen.ask ?? []) client.publish(topic, payload, { qos: 0 })
  }
  for (const point of seen.points) device.points.set(JSON.stringify(point.address), point)
}

function recognisersOf(
  settings: Settings,
  codecs: Codecs,
  clientId: string,
): readonly Recogniser[] {
  return [
    ...tasmotaRecognisers(settings),
    ...shellyRecognisers(settings, clientId),
    ...sparkplugRecognisers(() => Date.now()),
    ...lorawanRecognisers(codecs),
    ...zigbeeRecognisers(settings),
    ...homeAssistantRecognisers(settings),
    ...settings.decoders.map((decoder) => ({
      filter: decoder.topic,
      recognise: jsonRecogniser(decoder),
    })),
  ]
}

/** What belongs to a format, though nothing is recognised in it: no candidates for binding. */
function claimedTopics(settings: Settings): readonly string[] {
  const { zigbee2mqttBaseTopic, homeAssistantPrefix } = settings
  return [
    ...tasmotaTopics(settings),
    ...SHELLY_TOPICS,
    ...LORAWAN_TOPICS,
    ...[`${zigbee2mqttBaseTopic}/#`, `${homeAssistantPrefix}/#`, 'spBv1.0/#'],
  ]
}
