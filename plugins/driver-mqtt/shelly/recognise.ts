import type { DiscoveredPoint, PointRole } from '@busbar/core/contracts'
import { compilePointer, parseJson, resolvePointer } from '../decode/json.ts'
import { isScalar, point, type Sighting } from '../recognise.ts'
import type { Settings } from '../settings.ts'

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

/**
 * Devices that notify, or answer when they are asked: where the connection's own requests are answered, since a broker may
 * let devices answer nowhere else.
 * @param requestId nobody else's, by which the search knows its answers there
 */
export function shellyRecognisers({ replyPrefix }: Settings, requestId: string) {
  const statusRequest = JSON.stringify({
    ...{ id: requestId, src: replyPrefix, method: 'Shelly.GetStatus' },
  })
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
      filter: `${replyPrefix}/rpc`,
      recognise: (_topic: string, payload: Buffer) => {
        const answer = parseJson(payload.toString())
        const device = resolvePointer(answer, ['src'])
        if (typeof device !== 'string' || resolvePointer(answer, ['id']) !== requestId)
          return undefined
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

/** Topics that are Shelly's, whatever is in them. */
export const SHELLY_TOPICS: readonly string[] = [
  ...['+/online', '+/events/#', '+/status/#', '+/rpc', '+/command/#', '+/debug/#'],
]
