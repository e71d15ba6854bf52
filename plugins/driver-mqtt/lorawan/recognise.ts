import type { DiscoveredPoint, JsonObject } from '@busbar/core/contracts'
import type { Codecs } from '../codecs/registry.ts'
import { parseJson, resolvePointer } from '../decode/json.ts'
import { matchTopic } from '../json/plan.ts'
import { meaningOf, point, type Recogniser, type Sighting, scalarsOf } from '../recognise.ts'
import type { LorawanAddress } from '../settings.ts'
import { NETWORKS, type NetworkUplink } from './networks.ts'

const MOST_VALUES = 64

/** Topics of network servers, whatever is in them. */
export const LORAWAN_TOPICS: readonly string[] = ['application/+/device/#', 'v3/+/devices/#']

/**
 * Devices that send while somebody listens: by what the network server decoded, or by every codec
 * that understands the whole frame.
 */
export function lorawanRecognisers(codecs: Codecs): readonly Recogniser[] {
  const recogniser = (
    format: LorawanAddress['format'],
    filter: string,
    name: string[],
  ): Recogniser => ({
    filter,
    recognise(topic, payload): Sighting | undefined {
      const [application, device] = matchTopic(filter, topic) ?? []
      if (application === undefined || device === undefined) return undefined
      const text = payload.toString()
      const title = resolvePointer(parseJson(text), name)
      const address = { format, application, device }
      return {
        source: device,
        ...(typeof title === 'string' ? { title: `${title} (${device})` } : {}),
        points: pointsOf(address, NETWORKS[format].uplink(text), codecs),
      }
    },
  })
  return [
    recogniser('chirpstack', 'application/+/device/+/event/up', ['deviceInfo', 'deviceName']),
    recogniser('ttn', 'v3/+/devices/+/up', ['end_device_ids', 'device_id']),
  ]
}

function pointsOf(
  address: JsonObject,
  uplink: NetworkUplink,
  codecs: Codecs,
): readonly DiscoveredPoint[] {
  const own = pointsIn(address, uplink.object, [])
  const { bytes, fPort } = uplink
  if (bytes === undefined || bytes.length === 0) return own
  const framed = codecs.all().flatMap((codec) => {
    if (!('decode' in codec)) return []
    const { document, faults } = codec.decode({ bytes, fPort, receivedAt: 0 })
    if (faults.length > 0) return []
    return pointsIn({ ...address, codec: codec.name }, document, Object.keys(codec.commands ?? {}))
  })
  return [...own, ...framed]
}

function pointsIn(
  address: JsonObject,
  document: unknown,
  movable: readonly string[],
): readonly DiscoveredPoint[] {
  return scalarsOf(document, MOST_VALUES).map(({ pointer, value }) => {
    const { role, unit } = meaningOf(pointer, value)
    const relay = movable.includes(pointer.slice(1))
    const title = `${String(address.device)} ${pointer}`
    return point({ ...address, pointer }, title, relay ? 'relay' : role, relay ? '' : unit)
  })
}
