import type { DiscoveredPoint, PointRole } from '@busbar/core/contracts'
import { compilePointer, parseJson, resolvePointer } from '../decode/json.ts'
import { matchTopic } from '../json/plan.ts'
import { isScalar, point, type Recognise } from '../recognise.ts'
import type { Settings } from '../settings.ts'
import { tasmotaTopic } from './plan.ts'

const TASMOTA_VALUES: readonly [string, PointRole, string][] = [
  ['/ENERGY/Total', 'register', 'kWh'],
  ['/ENERGY/Power', 'power', 'W'],
  ['/ENERGY/Current', 'current', 'A'],
]

/** Devices that report, or announce that they are there. */
export function tasmotaRecognisers(settings: Settings) {
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

/** Topics that are Tasmota's, whatever is in them. */
export function tasmotaTopics({ tasmotaFullTopic }: Settings): readonly string[] {
  return (['tele', 'stat', 'cmnd'] as const).map((prefix) =>
    tasmotaTopic(tasmotaFullTopic, prefix, '+', '#'),
  )
}
