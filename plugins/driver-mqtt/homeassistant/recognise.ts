import type { DiscoveredPoint, PointRole } from '@busbar/core/contracts'
import { parseJson } from '../decode/json.ts'
import { point, type Recogniser, type Sighting } from '../recognise.ts'
import type { Settings } from '../settings.ts'

/*
 * Home Assistant's MQTT discovery, as documented at home-assistant.io (integrations/mqtt):
 * <prefix>/<component>/[<node>/]<object>/config for one value, <prefix>/device/<id>/config for a
 * device with its components. Keys may be abbreviated; ~ stands for the base topic.
 */

type Config = Readonly<Record<string, unknown>>

const LONG: Readonly<Record<string, string>> = {
  ...{ stat_t: 'state_topic', val_tpl: 'value_template', unit_of_meas: 'unit_of_measurement' },
  ...{
    dev_cla: 'device_class',
    dev: 'device',
    cmps: 'components',
    p: 'platform',
    ids: 'identifiers',
  },
  ...{ cmd_t: 'command_topic', uniq_id: 'unique_id', obj_id: 'object_id' },
}

/** By unit: what it is counted in here, and how the decimal point moves. */
const UNITS: Readonly<Record<string, { role: PointRole; unit: string; exponent: number }>> = {
  Wh: { role: 'register', unit: 'kWh', exponent: -3 },
  kWh: { role: 'register', unit: 'kWh', exponent: 0 },
  MWh: { role: 'register', unit: 'kWh', exponent: 3 },
  'm³': { role: 'register', unit: 'm3', exponent: 0 },
  L: { role: 'register', unit: 'm3', exponent: -3 },
  GJ: { role: 'register', unit: 'GJ', exponent: 0 },
  MJ: { role: 'register', unit: 'GJ', exponent: -3 },
  W: { role: 'power', unit: 'W', exponent: 0 },
  kW: { role: 'power', unit: 'W', exponent: 3 },
  A: { role: 'current', unit: 'A', exponent: 0 },
  mA: { role: 'current', unit: 'A', exponent: -3 },
}
const COUNTED = ['energy', 'water', 'gas', 'power', 'current']

/** Devices that announced themselves to Home Assistant, as lists of points. */
export function homeAssistantRecognisers(settings: Settings): readonly Recogniser[] {
  const { homeAssistantPrefix: prefix } = settings
  const recognise = (topic: string, payload: Buffer): Sighting | undefined => {
    const component = topic.slice(prefix.length + 1).split('/')[0] ?? ''
    const config = longNames(parseJson(payload.toString()))
    if (config === undefined) return undefined
    const about = longNames(config.device) ?? {}
    const source = firstText(about.identifiers) ?? firstText(config.unique_id) ?? topic
    const title = firstText(about.name) ?? source
    const parts: readonly Config[] =
      component === 'device'
        ? Object.values(longNames(config.components) ?? {})
            .map(longNames)
            .filter((part) => part !== undefined)
        : [{ ...config, platform: component }]
    const points = parts.flatMap((part) =>
      pointOf({ '~': config['~'], state_topic: config.state_topic, ...part }, title, settings),
    )
    return { source, title, points }
  }
  return [`${prefix}/+/+/config`, `${prefix}/+/+/+/config`].map((filter) => ({ filter, recognise }))
}

function pointOf(
  config: Config,
  device: string,
  { zigbee2mqttBaseTopic }: Settings,
): readonly DiscoveredPoint[] {
  const topic = fullTopic(config)
  const pointer = pointerOf(config.value_template)
  if (topic === undefined || pointer === undefined) return []
  const zigbee = `${zigbee2mqttBaseTopic}/`
  const place = topic.startsWith(zigbee)
    ? { format: 'zigbee2mqtt', device: topic.slice(zigbee.length), pointer }
    : { format: 'json', topic, pointer }
  if (place.format === 'json' && /\s/.test(topic)) return []
  const title = `${device} ${firstText(config.name) ?? (pointer || topic)}`
  if (config.platform === 'switch' || config.platform === 'valve')
    return [point(place, title, 'relay', '')]
  if (config.platform !== 'sensor' && config.platform !== 'binary_sensor') return []
  const unit = firstText(config.unit_of_measurement) ?? ''
  const known = COUNTED.includes(String(config.device_class)) ? UNITS[unit] : undefined
  if (known === undefined) return [point(place, title, 'value', unit.slice(0, 16))]
  const shift = known.exponent === 0 ? {} : { decimalExponent: known.exponent }
  return [point({ ...place, ...shift }, title, known.role, known.unit)]
}

function fullTopic({ '~': base, state_topic: topic }: Config): string | undefined {
  if (typeof topic !== 'string') return undefined
  const whole = typeof base === 'string' ? topic.replace(/^~|~$/, base) : topic
  return /^[^+#]{1,300}$/.test(whole) ? whole : undefined
}

const TEMPLATE =
  /^\{\{\s*value(_json)?((?:\.\w+|\[(?:'[^']*'|"[^"]*"|\d+)\])*)\s*(?:\|\s*(?:float|int|round|default)(?:\([^)]*\))?\s*)*\}\}$/

/** The place that a plain template takes; undefined where it computes something. */
function pointerOf(template: unknown): string | undefined {
  if (template === undefined || template === null || template === '') return ''
  const match = typeof template === 'string' ? TEMPLATE.exec(template.trim()) : null
  if (match === null) return undefined
  const steps = (match[2] ?? '').matchAll(/\.(\w+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/g)
  const tokens = [...steps].map(([, ...groups]) => groups.find((one) => one !== undefined) ?? '')
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function longNames(value: unknown): Config | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [LONG[key] ?? key, item]))
}

function firstText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first !== '' ? first.slice(0, 200) : undefined
}
