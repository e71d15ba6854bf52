import { type MqttPacket, readMqtt } from './mqtt-wire.ts'
import type { Toll } from './tollgate.ts'
import type { Message, Wire } from './wire.ts'

/** A message of a device whose sender has seen the acknowledgement, or which the core has acknowledged. */
export interface Delivered {
  readonly topic: string
  readonly payload: string
}

/** A command that came to a device's relay. */
export interface RelayCommand {
  readonly device: string
  readonly on: boolean
  /** Wall clock. */
  readonly at: number
}

/** What passes between devices and broker, as the devices would swear to it. */
export interface DeviceWitness {
  readonly toll: Toll
  readonly acknowledged: readonly Delivered[]
  readonly commands: readonly RelayCommand[]
  /** Forgets what was acknowledged while not every point was there. */
  begin(): void
}

type Published = Extract<MqttPacket, { readonly kind: 'publish' }>

export function createDeviceWitness(): DeviceWitness {
  const acknowledged: Delivered[] = []
  const commands: RelayCommand[] = []
  const names = new Map<Wire, string>()
  const unacknowledged = createUnacknowledged(acknowledged)
  return {
    acknowledged,
    commands,
    begin() {
      acknowledged.length = 0
    },
    toll: {
      request(message, wire) {
        const packet = readMqtt(message.bytes)
        if (packet.kind === 'connect') names.set(wire, packet.clientId)
        if (packet.kind === 'publish') unacknowledged.published(wire, packet)
        return true
      },
      answer(message, wire) {
        const packet = readMqtt(message.bytes)
        if (packet.kind === 'puback') unacknowledged.acknowledged(wire, packet.packetId)
        const on = packet.kind === 'publish' ? switched(packet) : null
        if (on !== null) commands.push({ device: names.get(wire) ?? '', on, at: Date.now() })
        return true
      },
    },
  }
}

/** What the core has acknowledged to the broker. */
export function createCoreWitness(): Omit<DeviceWitness, 'commands'> {
  const acknowledged: Delivered[] = []
  const unacknowledged = createUnacknowledged(acknowledged)
  const read = ({ bytes }: Message) => readMqtt(bytes)
  return {
    acknowledged,
    begin() {
      acknowledged.length = 0
    },
    toll: {
      request(message, wire) {
        const packet = read(message)
        if (packet.kind === 'puback') unacknowledged.acknowledged(wire, packet.packetId)
        return true
      },
      answer(message, wire) {
        const packet = read(message)
        if (packet.kind === 'publish') unacknowledged.published(wire, packet)
        return true
      },
    },
  }
}

function createUnacknowledged(into: Delivered[]) {
  const open = new WeakMap<Wire, Map<number, Delivered>>()
  return {
    published(wire: Wire, { topic, payload, packetId }: Published): void {
      if (packetId === null) return
      const ofWire = open.get(wire) ?? new Map<number, Delivered>()
      open.set(wire, ofWire.set(packetId, { topic, payload }))
    },
    acknowledged(wire: Wire, packetId: number): void {
      const message = open.get(wire)?.get(packetId)
      if (message === undefined) return
      open.get(wire)?.delete(packetId)
      into.push(message)
    },
  }
}

/** Where a command sends a relay; null where the message is none. */
function switched({ topic, payload }: Published): boolean | null {
  if (/^cmnd\/[^/]+\/POWER1?$/i.test(topic)) {
    if (/^(on|1|true)$/i.test(payload)) return true
    return /^(off|0|false)$/i.test(payload) ? false : null
  }
  if (!topic.endsWith('/rpc')) return null
  const { method, params } = JSON.parse(payload) as {
    readonly method?: string
    readonly params?: { readonly on?: unknown }
  }
  return method === 'Switch.Set' && typeof params?.on === 'boolean' ? params.on : null
}
