import type { JsonObject, PointBinding } from '@busbar/core/contracts'
import type { MeterDriverPeer, PeerDevice, RelayBehaviour } from '@busbar/core/testkit'
import { createGate, keptPort } from '@busbar/core/testkit'
import { deviceLogin, integratorLogin } from '../../examples/demo-building/broker/access.ts'
import { type Broker, startBroker } from '../../examples/demo-building/broker/broker.ts'
import type { DeviceSpec } from '../../examples/demo-building/building/types.ts'
import type { Handle } from '../../examples/demo-building/devices/dialect.ts'
import { createLine, type Line } from '../../examples/demo-building/devices/line.ts'
import type { Device, Link } from '../../examples/demo-building/devices/link.ts'
import type { Measurement } from '../../examples/demo-building/devices/meter.ts'
import { createMqttNetwork } from '../../examples/demo-building/devices/mqtt-link.ts'
import { mqttConfig, pointsOf } from '../../examples/demo-building/seed/addresses.ts'

/*
 * The demo's broker and its devices in their makers' dialects, each over its own line and with its own login. What they
 * would measure by the building's load is given here reading by reading, and so is what their relays do.
 */

/** Every device of the largest case. */
const MOST = 500
const PASSWORD = 'busbar at the broker'
const UTC_OFFSET_MINUTES = 480
/** Waits that are shorter than delivered; everything else is as the demo connects. */
const QUICK: JsonObject = { connectTimeoutMs: 3_000, commandTimeoutMs: 1_000, reconnectMaxMs: 500 }

interface Played {
  readonly spec: DeviceSpec
  measurement: Measurement
  behaviour: RelayBehaviour
  online: boolean
  /** What it sends is cut off halfway. */
  garbles: boolean
  link: Link | null
  /** Resolves when its line is up. */
  up: PromiseWithResolvers<void>
}

/** @param kind of the devices; such as have a relay */
export async function createMqttFieldPeer(kind: DeviceSpec['kind']): Promise<MeterDriverPeer> {
  const gate = await createGate()
  const port = await keptPort()
  const devices = Array.from({ length: MOST }, (_, index) => playedOf(kind, `meter${index}`))
  const byName = new Map(devices.map((played) => [played.spec.device, played]))
  const logins = [
    integratorLogin('busbar', PASSWORD),
    ...devices.map(({ spec: { device } }) => deviceLogin(device, passwordOf(device))),
  ]
  const network = createMqttNetwork({
    ...{ port, utcOffsetMinutes: UTC_OFFSET_MINUTES, bootedAt: Date.now() },
    openLine: (options) => lineOf(options, required(byName.get(options.device))),
  })
  let broker: Broker | undefined
  /** Those that a case uses; the others lie in the store room. */
  const used = new Set<Played>()

  function at(index: number): Played {
    const played = required(devices[index])
    used.add(played)
    return played
  }

  async function connect(played: Played): Promise<void> {
    if (broker === undefined || !played.online) return
    played.link ??= network.connect(asDevice(played))
    await played.up.promise
  }

  async function stop(): Promise<void> {
    await gate.shut()
    for (const played of used) played.up = Promise.withResolvers()
    const ending = broker
    broker = undefined
    await ending?.close()
  }

  return {
    connection: {
      ...mqttConfig({ port: gate.port, password: PASSWORD, timeZone: 'Asia/Shanghai' }),
      ...QUICK,
    },
    secrets: [PASSWORD],
    async start() {
      broker = await startBroker({ logins, port })
      await Promise.all([...used].map(connect))
      await gate.open(port)
    },
    stop,
    async partition({ cut }) {
      gate.block(cut)
    },
    device: (index) => bindingsOf(at(index)),
    async publish({ device, register, power, at: instant }) {
      const played = at(device)
      await connect(played)
      played.measurement = {
        ...played.measurement,
        ...{ at: instant, registerMicros: microsOf(register), rate: Number(power) },
      }
      played.link?.tell(played.measurement)
    },
    async publishGarbage({ device }) {
      const played = at(device)
      await connect(played)
      played.garbles = true
      played.link?.tell(played.measurement)
      played.garbles = false
    },
    relay: {
      behave({ device, behaviour }) {
        at(device).behaviour = behaviour
      },
      isOn: (device) => at(device).measurement.on,
    },
    async setDeviceOnline({ device, online }) {
      const played = at(device)
      played.online = online
      if (online) return connect(played)
      played.link?.drop()
      played.link = null
      played.up = Promise.withResolvers()
    },
    async close() {
      await Promise.all([...used].map(({ link }) => link?.close()))
      await stop()
    },
  }
}

function playedOf(kind: DeviceSpec['kind'], device: string): Played {
  return {
    spec: {
      ...{ device, kind, load: null, sumOf: [], initial: 0, digits: 8, relay: 'answers' },
      ...{ intervalS: 300, phaseS: 0, absences: [], inService: true, wattRes: 1 },
    },
    measurement: {
      ...{ at: Date.now(), registerMicros: 0n, rate: 0, on: true },
      ...{ todayMicros: 0n, yesterdayMicros: 0n, periodMicros: 0n },
    },
    ...{ behaviour: 'answer', online: true, garbles: false, link: null },
    up: Promise.withResolvers(),
  }
}

function asDevice(played: Played): Device {
  return {
    spec: played.spec,
    password: passwordOf(played.spec.device),
    isOn: () => played.measurement.on,
    act: (work) => act(played, work),
    // It has nothing to report but what it is given.
    report: () => played.up.resolve(),
  }
}

/** What a relay does of what it is told: one that lies goes there, and is back as soon as it has said so. */
function act<T>(played: Played, work: (handle: Handle) => T): T {
  const { on: before } = played.measurement
  const result = work({
    measure: () => played.measurement,
    switchRelay(on) {
      if (played.behaviour === 'refuse') return false
      played.measurement = { ...played.measurement, on }
      return true
    },
  })
  if (played.behaviour === 'lie') played.measurement = { ...played.measurement, on: before }
  return result
}

/** A line that brings nothing to a device that is silent, and cuts off what one that garbles sends. */
function lineOf(options: Parameters<typeof createLine>[0], played: Played): Line {
  const line = createLine({
    ...options,
    onMessage(message) {
      if (played.behaviour !== 'silent') options.onMessage(message)
    },
  })
  return {
    ...line,
    publish(message) {
      const { payload } = message
      const sent = played.garbles ? payload.slice(0, payload.length / 2) : payload
      line.publish({ ...message, payload: sent })
    },
  }
}

function bindingsOf({ spec }: Played): PeerDevice {
  const points = pointsOf({ device: spec })
  const binding = (role: PointBinding['role']): PointBinding => {
    const { unit, address } = required(points.find((point) => point.role === role))
    return { pointId: `${spec.device}-${role}`, role, unit, address: address as JsonObject }
  }
  return { register: binding('register'), power: binding('power'), relay: binding('relay') }
}

function passwordOf(device: string): string {
  return `password of ${device}`
}

/** kWh as micros of a Wh. */
function microsOf(kWh: string): bigint {
  const [whole = '', fraction = ''] = kWh.split('.')
  return BigInt(`${whole}${fraction.padEnd(9, '0')}`)
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('There is no such device or point.')
  return found
}
