import { REPLY_PREFIX } from '../broker/access.ts'
import type { DeviceSpec, MeterSpec } from '../building/types.ts'
import { protocolOf } from '../building/wiring.ts'
import { NAMESPACE } from '../devices/opcua/protocol.ts'
import { switchOf } from '../devices/shelly.ts'

/** How Busbar's drivers read the demo's devices; as their connection and point schemas say. */

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

/** What the operator of the OPC UA server hands over to whoever connects. */
export interface OpcuaAccess {
  readonly url: string
  /** SHA-256 of the server's certificate. */
  readonly thumbprint: string
  /** The certificate that the server trusts, and its key; PEM. */
  readonly clientCertificate: string
  readonly clientKey: string
  readonly username: string
  readonly password: string
}

/** Encrypted, with the server's certificate pinned, a certificate that it trusts, and a user name. */
export function opcuaConfig(access: OpcuaAccess) {
  const { url, thumbprint, clientCertificate, clientKey, username, password } = access
  return {
    url,
    securityMode: 'SignAndEncrypt',
    securityPolicy: 'Basic256Sha256',
    trusted: [{ thumbprint, note: 'Harbour House meters, compared at the hand-over' }],
    certificate: clientCertificate,
    privateKey: clientKey,
    ...{ username, password },
    publishingMs: 200,
    reconnectMaxMs: 2_000,
  }
}

/** From any free port of its own to the one router, which passes on to all devices. */
export function bacnetConfig({
  port,
  timeZone,
}: {
  readonly port: number
  readonly timeZone: string
}) {
  return {
    port: 0,
    bindAddress: '127.0.0.1',
    broadcastAddress: '127.255.255.255',
    targets: [`127.0.0.1:${port}`],
    searchSeconds: 2,
    // All on one machine: a start does not wait long for devices that come after it.
    timeoutSeconds: 1,
    timeZone,
  }
}

/** The points of a meter's device. */
export function pointsOf({ device: spec }: Pick<MeterSpec, 'device'>): readonly PointSpec[] {
  switch (protocolOf(spec.kind)) {
    case 'mqtt':
      return mqttPoints(spec)
    case 'opcua':
      return opcuaPoints(spec)
    case 'bacnet':
      return bacnetPoints(spec)
  }
}

function opcuaPoints({ device, kind, relay }: DeviceSpec): readonly PointSpec[] {
  const at = (name: string) => ({ nodeId: `nsu=${NAMESPACE};s=${device}.${name}` })
  // Wh, or MJ.
  const energy = { ...at('Energy'), decimalExponent: -3 }
  const isElectric = kind === 'opcua-energy'
  return [
    { role: 'register', unit: isElectric ? 'kWh' : 'GJ', address: energy },
    { role: 'power', unit: 'W', address: at('Power') },
    { role: 'online', unit: '', address: at('Online') },
    ...(isElectric ? [{ role: 'current', unit: 'A', address: at('Current') } as const] : []),
    ...(relay === 'none' ? [] : [{ role: 'relay', unit: '', address: at('Relay') } as const]),
  ]
}

/** That a device is there is the driver's to say: a BACnet device has no object for it. */
function bacnetPoints({ device: name, kind, relay, instance }: DeviceSpec): readonly PointSpec[] {
  if (instance === undefined) throw new Error(`${name} has no instance.`)
  const at = (objectType: string, objectInstance: number) => ({
    ...{ device: instance, objectType, objectInstance },
  })
  if (kind === 'bacnet-pulse')
    return [{ role: 'register', unit: 'm3', address: at('pulse-converter', 1) }]
  // Wh, or litres.
  const count = { ...at('accumulator', 1), decimalExponent: -3 }
  if (kind === 'bacnet-water') return [{ role: 'register', unit: 'm3', address: count }]
  return [
    { role: 'register', unit: 'kWh', address: count },
    { role: 'power', unit: 'W', address: at('analog-input', 1) },
    { role: 'current', unit: 'A', address: at('analog-input', 2) },
    ...(relay === 'none'
      ? []
      : [{ role: 'relay', unit: '', address: at('binary-output', 1) } as const]),
  ]
}

function mqttPoints({ device, kind, relay }: DeviceSpec): readonly PointSpec[] {
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
    default:
      throw new Error(`${kind} does not speak MQTT.`)
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
