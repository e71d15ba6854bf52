import type { GatewayNode, GatewayPoint, GatewaySnapshot, JsonObject } from '@busbar/core/contracts'
import { objectId, type Topics } from './topics.ts'

/*
 * Discovery messages of Home Assistant: one for each entity, retained.
 * Source: https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
 */

/** What is sent to a switch, and to take an order back. */
export const COMMANDS = Object.freeze({ on: 'ON', off: 'OFF', release: 'AUTO' })

type Tree = Pick<GatewaySnapshot, 'nodes' | 'points'>

/** Discovery messages of a tree by topic. */
export function discoveryOf(
  { nodes, points }: Tree,
  { topics, connectionId }: { readonly topics: Topics; readonly connectionId: string },
): ReadonlyMap<string, string> {
  const devices = devicesOf({ nodes, points }, connectionId)
  const messages = new Map<string, string>()
  const add = (component: string, id: string, config: JsonObject): void => {
    const uniqueId = `busbar_${connectionId}_${id}`
    messages.set(
      topics.config(component, id),
      JSON.stringify({ ...config, unique_id: uniqueId, object_id: uniqueId, origin: ORIGIN }),
    )
  }
  for (const point of points) {
    const device = devices.get(point.nodeId)
    if (device === undefined) continue
    const id = objectId(point.pointId)
    const common = { name: point.title, device, ...stateOf(topics, point.pointId) }
    if (point.writable) {
      add('switch', id, { ...common, ...switchOf(topics, point) })
      add('button', `${id}-release`, {
        ...{
          name: `${point.title}: take back`,
          device,
          command_topic: commandTopic(topics, point),
        },
        ...{ payload_press: COMMANDS.release, availability_topic: topics.status },
      })
    } else if (point.valueType === 'boolean')
      add('binary_sensor', id, { ...common, ...binarySensorOf(point) })
    else add('sensor', id, { ...common, ...sensorOf(point) })
  }
  const site = nodes.find(({ kind }) => kind === 'site')
  const device = site && devices.get(site.nodeId)
  if (device !== undefined)
    add('sensor', 'alarms', {
      ...{ name: 'Alarms', device, state_topic: topics.alarms, icon: 'mdi:alert' },
      ...{ value_template: '{{ value_json.alarms | length }}', state_class: 'measurement' },
      ...{ json_attributes_topic: topics.alarms, availability_topic: topics.status },
    })
  return messages
}

const ORIGIN = { name: 'Busbar' }
const GOOD = "{{ 'online' if value_json.quality == 'good' else 'offline' }}"
const ON_OFF = "{{ 'None' if value_json.value is none else ('ON' if value_json.value else 'OFF') }}"

/** A value is there while the gateway is, and while it is good. */
const stateOf = (topics: Topics, pointId: string): JsonObject => ({
  state_topic: topics.value(pointId),
  availability_mode: 'all',
  availability: [{ topic: topics.status }, { topic: topics.value(pointId), value_template: GOOD }],
})

const commandTopic = (topics: Topics, { pointId }: GatewayPoint): string =>
  `${topics.value(pointId)}/set`

const switchOf = (topics: Topics, point: GatewayPoint): JsonObject => ({
  ...{ command_topic: commandTopic(topics, point), value_template: ON_OFF, optimistic: false },
  ...{ payload_on: COMMANDS.on, payload_off: COMMANDS.off, state_on: 'ON', state_off: 'OFF' },
  // Only as it is asked for: a retained command would act again with each start.
  retain: false,
})

const PROBLEMS = ['alarm', 'low']

const binarySensorOf = ({ name }: GatewayPoint): JsonObject => ({
  value_template: ON_OFF,
  ...(PROBLEMS.includes(name) && { device_class: 'problem' }),
  ...(name.startsWith('online') && { device_class: 'connectivity' }),
})

/** Units as Home Assistant writes them, with the class of device that they make. */
const UNITS: Readonly<Record<string, { readonly unit: string; readonly device: string | null }>> = {
  kWh: { unit: 'kWh', device: 'energy' },
  GJ: { unit: 'GJ', device: 'energy' },
  m3: { unit: 'm³', device: 'volume' },
  RTh: { unit: 'RT·h', device: null },
  W: { unit: 'W', device: 'power' },
  A: { unit: 'A', device: 'current' },
}

function sensorOf({ unit, counter, valueType, words }: GatewayPoint): JsonObject {
  const value_template = '{{ value_json.value }}'
  if (valueType === 'text')
    return {
      value_template,
      ...(words && { device_class: 'enum', options: [...words] }),
    }
  const known = UNITS[unit]
  return {
    value_template,
    ...(unit !== '' && { unit_of_measurement: known?.unit ?? unit }),
    ...(known?.device && { device_class: known.device }),
    ...((known !== undefined || unit === '') && {
      state_class: counter ? 'total_increasing' : 'measurement',
    }),
  }
}

/** A device for each node that has points; it hangs below the nearest one above it that has some too. */
function devicesOf({ nodes, points }: Tree, connectionId: string): ReadonlyMap<string, JsonObject> {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const shown = new Set(points.map(({ nodeId }) => nodeId))
  const identifier = (nodeId: string) => `busbar_${connectionId}_${objectId(nodeId)}`
  return new Map(
    nodes
      .filter(({ nodeId }) => shown.has(nodeId))
      .map((node) => {
        const above = ancestors(node, byId)
        const via = above.find(({ nodeId }) => shown.has(nodeId))
        const space = above.find(({ kind }) => kind === 'space')
        return [
          node.nodeId,
          {
            ...{ identifiers: [identifier(node.nodeId)], name: node.title, model: node.kind },
            manufacturer: 'Busbar',
            ...(via && { via_device: identifier(via.nodeId) }),
            ...(space && { suggested_area: space.title }),
          },
        ]
      }),
  )
}

function ancestors(
  node: GatewayNode,
  byId: ReadonlyMap<string, GatewayNode>,
): readonly GatewayNode[] {
  const found: GatewayNode[] = []
  for (let id = node.parentId; id !== null; ) {
    const above = byId.get(id)
    if (above === undefined || found.includes(above)) break
    found.push(above)
    id = above.parentId
  }
  return found
}
