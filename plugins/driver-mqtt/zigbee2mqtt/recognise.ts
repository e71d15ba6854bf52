import type { DiscoveredPoint, PointRole } from '@busbar/core/contracts'
import { parseJson } from '../decode/json.ts'
import { point, type Recogniser, type Sighting } from '../recognise.ts'
import type { Settings } from '../settings.ts'

type Fields = Readonly<Record<string, unknown>>

const MEANINGS: Readonly<Record<string, readonly [PointRole, string]>> = {
  ...{ energy: ['register', 'kWh'], power: ['power', 'W'], current: ['current', 'A'] },
}

/** The bridge keeps a list of its devices and of what they expose (`bridge/devices`). */
export function zigbeeRecognisers({ zigbee2mqttBaseTopic }: Settings): readonly Recogniser[] {
  return [
    {
      filter: `${zigbee2mqttBaseTopic}/bridge/devices`,
      recognise: (_topic, payload) =>
        listOf(parseJson(payload.toString())).flatMap((device) => sighting(device)),
    },
  ]
}

function sighting(device: Fields): readonly Sighting[] {
  const { friendly_name: name, definition } = device
  if (typeof name !== 'string' || !/^[^+#]{1,200}$/.test(name) || !isFields(definition)) return []
  const points = listOf(definition.exposes)
    .flatMap((expose) => [expose, ...listOf(expose.features)])
    .flatMap((expose) => pointOf(name, expose))
  const online = point({ format: 'zigbee2mqtt', device: name }, `${name} online`, 'online', '')
  return [{ source: name, title: name, points: [online, ...points] }]
}

function pointOf(device: string, expose: Fields): readonly DiscoveredPoint[] {
  const { property, type, unit, name, access } = expose
  if (typeof property !== 'string' || property === '' || property.length > 100) return []
  // Bit 1: it stands in the state; bit 2: it can be set.
  const bits = typeof access === 'number' ? access : 1
  if ((bits & 1) === 0) return []
  const address = { format: 'zigbee2mqtt', device, pointer: `/${property}` }
  const title = `${device} ${property}`
  if (type === 'binary' && name === 'state' && (bits & 2) !== 0)
    return [point(address, title, 'relay', '')]
  const [role, known] = MEANINGS[property] ?? ['value' as const, undefined]
  return [point(address, title, role, known ?? (typeof unit === 'string' ? unit.slice(0, 16) : ''))]
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
