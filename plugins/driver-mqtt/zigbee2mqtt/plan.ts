import type { PointBinding, PointRole } from '@busbar/core/contracts'
import { compilePointer, parseJson, resolvePointer } from '../decode/json.ts'
import type { Open, PointPlan, PointRead, RelayPlan, TopicBinding } from '../decode/plan.ts'
import { converter, stateOf } from '../decode/scalar.ts'
import { timeReader } from '../decode/time.ts'
import type { Settings, ZigbeeAddress } from '../settings.ts'

/*
 * Zigbee2MQTT, as documented at zigbee2mqtt.io (MQTT topics and messages, availability): states at
 * <base>/<friendly name>, whether it is there at …/availability, commands to …/set, questions to
 * …/get. `last_seen` is text or milliseconds, as configured there.
 */

const DEFAULT_POINTERS: Partial<Record<PointRole, string>> = {
  ...{ register: '/energy', power: '/power', current: '/current', relay: '/state' },
}
const RFC3339 = timeReader('rfc3339', 'UTC')
const EPOCH_MS = timeReader('epoch-milliseconds', 'UTC')
const ZONED = /(Z|[+-]\d\d:\d\d)$/

/** @throws Error when the address cannot be used. */
export function planZigbee(
  binding: PointBinding,
  address: ZigbeeAddress,
  settings: Settings,
): PointPlan {
  const topic = `${settings.zigbee2mqttBaseTopic}/${address.device}`
  if (binding.role === 'online')
    return { binding, topics: [onlineBinding(binding, address, topic)] }
  const text = address.pointer ?? DEFAULT_POINTERS[binding.role]
  if (text === undefined) throw new Error('A point of this role needs a "pointer".')
  const pointer = compilePointer(text)
  const state: TopicBinding = {
    ...{ topic, source: address.device, envelope: 'zigbee2mqtt', open: openState },
    pointId: binding.pointId,
    locate: (document) => resolvePointer(document, pointer),
    convert: converter({
      ...{ role: binding.role, unit: binding.unit, exponent: address.decimalExponent ?? 0 },
    }),
  }
  const property = pointer[0] ?? 'state'
  const read = readPlan(state, property)
  if (binding.role !== 'relay') return { binding, topics: [state], read }
  return { binding, topics: [state], read, relay: relayPlan(state, property) }
}

const openState: Open = (text, receivedAt) => {
  const document = parseJson(text)
  if (document === null || typeof document !== 'object')
    throw new Error('The state is no JSON object.')
  const seen = resolvePointer(document, ['last_seen'])
  // A local time without a zone says less than the arrival.
  const zoned = typeof seen === 'string' && ZONED.test(seen)
  if (!zoned && typeof seen !== 'number') return { document, at: null, quality: 'good' }
  const { at, sure } = (zoned ? RFC3339 : EPOCH_MS)(seen, receivedAt)
  return { document, at, quality: sure ? 'good' : 'uncertain' }
}

/** `online` as text, or as `{"state":"online"}`. */
function availability(text: string): unknown {
  return text.trimStart().startsWith('{') ? resolvePointer(parseJson(text), ['state']) : text
}

function onlineBinding(binding: PointBinding, address: ZigbeeAddress, topic: string): TopicBinding {
  return {
    ...{ topic: `${topic}/availability`, source: address.device, envelope: 'zigbee2mqtt-text' },
    open: (text) => ({ document: availability(text), at: null, quality: 'good' }),
    keptByBroker: true,
    pointId: binding.pointId,
    locate: (document) => document,
    convert: converter({ role: 'online', unit: '', exponent: 0 }),
  }
}

function readPlan(state: TopicBinding, property: string): PointRead {
  return {
    device: `${state.topic} ${property}`,
    request: () => ({ topic: `${state.topic}/get`, payload: JSON.stringify({ [property]: '' }) }),
    answerTopics: [state.topic],
    take: ({ text, receivedAt }) => {
      const opened = state.open(text, receivedAt)
      const value = opened === null ? undefined : state.convert(state.locate(opened.document))
      return value === undefined || opened === null ? undefined : { value, at: opened.at }
    },
  }
}

function relayPlan(state: TopicBinding, property: string): RelayPlan {
  const stateIn = (text: string) => {
    const on = state.convert(state.locate(parseJson(text)))
    return typeof on === 'boolean' ? on : undefined
  }
  return {
    device: state.topic,
    online: { topic: `${state.topic}/availability`, read: (text) => stateOf(availability(text)) },
    answerTopics: [state.topic],
    command: (on) => ({
      topic: `${state.topic}/set`,
      payload: JSON.stringify({ [property]: on ? 'ON' : 'OFF' }),
    }),
    // Zigbee2MQTT may say what it hopes for: what counts is what the device says when asked.
    query: () => ({ topic: `${state.topic}/get`, payload: JSON.stringify({ [property]: '' }) }),
    read: ({ text }) => {
      const on = stateIn(text)
      return on === undefined ? undefined : { kind: 'state', on }
    },
    readBack: ({ text }) => stateIn(text),
  }
}
