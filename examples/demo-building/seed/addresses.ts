import { REPLY_PREFIX } from '../broker/access.ts'
import type { MeterSpec } from '../building/types.ts'
import { switchOf } from '../devices/shelly.ts'

/** How Busbar's MQTT driver reads the demo's devices; as the driver's connection and point schemas say. */

export interface PointSpec {
  readonly role: 'register' | 'relay' | 'power' | 'current' | 'online'
  readonly unit: string
  readonly address: Readonly<Record<string, unknown>>
}

export function mqttConfig({
  port,
  password,
  timeZone,
}: {
  readonly port: number
  readonly password: string
  readonly timeZone: string
}) {
  return {
    url: `mqtt://127.0.0.1:${port}`,
    // The demo's broker speaks MQTT 3.1.1.
    protocolVersion: 4,
    username: 'busbar',
    password,
    clientId: 'busbar',
    replyPrefix: REPLY_PREFIX,
    timeZone,
    decoders: [
      {
        topic: 'cooling/+/telegram',
        time: { pointer: '/time', format: 'rfc3339' },
        values: {
          energy: { pointer: '/energy_mj', decimalExponent: -3, role: 'register', unit: 'GJ' },
          power: { pointer: '/power_kw', decimalExponent: 3, role: 'power', unit: 'W' },
        },
        online: { topic: 'cooling/{1}/status', on: ['online'], off: ['offline'] },
      },
    ],
  }
}

/** The points of a meter's device. */
export function pointsOf({ device: { device, kind, relay } }: MeterSpec): readonly PointSpec[] {
  const hasRelay = relay !== 'none'
  switch (kind) {
    case 'tasmota-power':
      return electric({ format: 'tasmota', device }, {}, hasRelay)
    case 'tasmota-counter':
      return [
        {
          role: 'register',
          unit: 'm3',
          // A pulse is a litre.
          address: { format: 'tasmota', device, pointer: '/COUNTER/C1', decimalExponent: -3 },
        },
        { role: 'online', unit: '', address: { format: 'tasmota', device } },
      ]
    case 'shelly-1pm': {
      const component = switchOf('1pm')
      return electric(
        { format: 'shelly-gen2', device },
        { register: { component }, power: { component }, current: { component } },
        hasRelay,
        { component },
      )
    }
    case 'shelly-3em':
      return electric(
        { format: 'shelly-gen2', device },
        {
          register: { component: 'emdata:0' },
          power: { component: 'em:0' },
          current: { component: 'em:0' },
        },
        hasRelay,
        { component: switchOf('3em') },
      )
    case 'cooling-telegram': {
      const address = { format: 'json', topic: `cooling/${device}/telegram` }
      return [
        { role: 'register', unit: 'GJ', address: { ...address, value: 'energy' } },
        { role: 'power', unit: 'W', address: { ...address, value: 'power' } },
        { role: 'online', unit: '', address },
      ]
    }
  }
}

function electric(
  address: Readonly<Record<string, unknown>>,
  places: Partial<Record<'register' | 'power' | 'current', Readonly<Record<string, unknown>>>>,
  hasRelay: boolean,
  relayPlace: Readonly<Record<string, unknown>> = {},
): readonly PointSpec[] {
  const measured = [
    { role: 'register', unit: 'kWh' },
    { role: 'power', unit: 'W' },
    { role: 'current', unit: 'A' },
  ] as const
  return [
    ...measured.map(({ role, unit }) => ({
      role,
      unit,
      address: { ...address, ...places[role] },
    })),
    { role: 'online', unit: '', address },
    ...(hasRelay
      ? [{ role: 'relay', unit: '', address: { ...address, ...relayPlace } } as const]
      : []),
  ]
}
