import type { JsonObject, PointBinding } from '@busbar/core/contracts'
import type { MeterDriverPeer, PeerDevice, RelayBehaviour } from '@busbar/core/testkit'
import { METERS } from '../../examples/demo-building/building/meters.ts'
import type { DeviceSpec, MeterSpec } from '../../examples/demo-building/building/types.ts'
import type { BacnetLink } from '../../examples/demo-building/devices/bacnet/device.ts'
import {
  type BacnetNetwork,
  createBacnetNetwork,
} from '../../examples/demo-building/devices/bacnet/network.ts'
import { openRouter, type Router } from '../../examples/demo-building/devices/bacnet/router.ts'
import type { Device } from '../../examples/demo-building/devices/link.ts'
import { createMeter, type Measurement } from '../../examples/demo-building/devices/meter.ts'
import { partsOf } from '../../examples/demo-building/load.ts'
import { bacnetConfig, pointsOf } from '../../examples/demo-building/seed/addresses.ts'
import { keptUdpPort, QUICK } from '../../plugins/driver-bacnet/test/field.ts'

const FIRST_INSTANCE = 5_000
/** Wh: a device shows a value from the start, and the suite's first reading is this. */
const INITIAL_WH = 1_000_125
const INITIAL_WATTS = 100.5
const WRITE_PROPERTY = 15
/** A confirmed notification that ends within its second parameter. */
const GARBAGE = Buffer.from('810a000f010400020101091c0200', 'hex')

const SAMPLE = meterOf('106-E')

function meterOf(code: string): MeterSpec {
  const meter = METERS.find((one) => one.code === code)
  if (meter === undefined) throw new Error(`There is no meter ${code}.`)
  return meter
}

const instanceOf = (index: number) => FIRST_INSTANCE + index
const macOf = (index: number) => instanceOf(index).toString(16).padStart(6, '0')

/** As a tenant's meter of the building whose relay the demo cuts. */
function specOf(index: number): DeviceSpec {
  const device = `${SAMPLE.device.device}-${index}`
  return { ...SAMPLE.device, device, instance: instanceOf(index), initial: INITIAL_WH }
}

/** The demo's BACnet network, with a line that can be cut and meters through which flows what is said here. */
export async function createDemoBacnetField(): Promise<MeterDriverPeer> {
  const port = await keptUdpPort()
  const meters = new Map<number, PlayedMeter>()
  const links = new Map<number, BacnetLink>()
  const away = new Set<number>()
  const mute = new Set<string>()
  const line = createLine({ losesCommandsTo: mute })
  let network: BacnetNetwork | undefined

  function playedMeter(index: number): PlayedMeter {
    const known = meters.get(index)
    if (known !== undefined) return known
    const meter = createPlayedMeter(specOf(index))
    meters.set(index, meter)
    connect(index, meter)
    return meter
  }

  function connect(index: number, { device }: PlayedMeter): void {
    if (network !== undefined && !away.has(index)) links.set(index, network.connect(device))
  }

  function disconnect(index: number): void {
    links.get(index)?.drop()
    links.delete(index)
  }

  async function stop(): Promise<void> {
    const closing = network
    network = undefined
    for (const index of [...links.keys()]) disconnect(index)
    await closing?.close()
  }

  return {
    connection: { ...bacnetConfig({ port, timeZone: 'Asia/Shanghai' }), ...QUICK },
    // It counts whole watt hours, in six digits of kilowatt hours.
    longestRegister: '589773.391',
    async start() {
      network = createBacnetNetwork(line.on(await openRouter({ port })))
      for (const [index, meter] of meters) connect(index, meter)
    },
    stop,
    partition: async ({ cut }) => line.cut(cut),
    device(index) {
      playedMeter(index)
      return bindingsOf(index)
    },
    async publish({ device, register, power, at }) {
      const measured = playedMeter(device).flow({
        ...{ registerWh: Math.round(Number(register) * 1_000), watts: Number(power), at },
      })
      await links.get(device)?.tell(measured)
    },
    publishGarbage: async ({ device }) => line.garble(macOf(device)),
    relay: {
      behave({ device, behaviour }) {
        if (behaviour === 'silent') mute.add(macOf(device))
        else mute.delete(macOf(device))
        playedMeter(device).behave(behaviour)
      },
      isOn: (device) => playedMeter(device).device.isOn(),
    },
    async setDeviceOnline({ device, online }) {
      const meter = playedMeter(device)
      disconnect(device)
      if (online) away.delete(device)
      else away.add(device)
      connect(device, meter)
    },
    close: stop,
  }
}

interface PlayedMeter {
  readonly device: Device
  /** Has as much flow through it as brings it to the register, and says what it shows then. */
  flow(to: {
    readonly registerWh: number
    readonly watts: number
    readonly at: number
  }): Measurement
  behave(behaviour: RelayBehaviour): void
}

/** A meter of the demo; what flows through it is said instead of computed. */
function createPlayedMeter(spec: DeviceSpec): PlayedMeter {
  const { load } = spec
  if (load === null) throw new Error(`${spec.device} counts nothing of its own.`)
  let flowing = { parts: 0n, watts: INITIAL_WATTS }
  let behaviour: RelayBehaviour = 'answer'
  let now = 0
  const meter = createMeter({
    ...{ spec, utcOffsetMinutes: 480, startAt: now },
    loads: { partsIn: () => flowing.parts, rateAt: () => flowing.watts },
  })

  function switchRelay(on: boolean): boolean {
    if (behaviour === 'answer') meter.switchRelay(on, now)
    return behaviour !== 'refuse'
  }

  return {
    device: {
      ...{ spec, password: '', isOn: meter.isOn, report: () => undefined },
      act: (work) => work({ measure: () => meter.measure(now), switchRelay }),
    },
    flow({ registerWh, watts, at }) {
      const due = BigInt(registerWh - spec.initial) * partsOf(load)
      flowing = { parts: due - BigInt(meter.state().parts), watts }
      now = Math.max(now + 1, at)
      return meter.measure(now)
    },
    behave(next) {
      behaviour = next
    },
  }
}

/** What lies between the router and its devices: it can be cut, garble, and lose the commands to a device. */
function createLine({ losesCommandsTo }: { readonly losesCommandsTo: ReadonlySet<string> }) {
  const clients = new Map<string, string>()
  let open: Router | undefined
  let isCut = false
  const isCommand = (frame: Buffer) => (frame[6] ?? 0) >> 4 === 0 && frame[9] === WRITE_PROPERTY
  return {
    on(router: Router): Router {
      open = router
      return {
        ...router,
        attach: (mac, receive) =>
          router.attach(mac, (frame, from) => {
            clients.set(mac, from)
            const isLost = isCut || (isCommand(frame) && losesCommandsTo.has(mac))
            if (!isLost) receive(frame, from)
          }),
        sendFrom(mac, frame, to) {
          if (!isCut) router.sendFrom(mac, frame, to)
        },
      }
    },
    cut(next: boolean): void {
      isCut = next
    },
    garble(mac: string): void {
      open?.sendFrom(mac, GARBAGE, clients.get(mac) ?? '')
    },
  }
}

function bindingsOf(index: number): PeerDevice {
  const points = pointsOf({ ...SAMPLE, device: specOf(index) })
  const bound = (role: PointBinding['role']): PointBinding => {
    const point = points.find((one) => one.role === role)
    if (point === undefined) throw new Error(`The meter has no ${role}.`)
    return {
      ...{ pointId: `${index}-${role}`, role, unit: point.unit },
      address: point.address as JsonObject,
    }
  }
  return { register: bound('register'), power: bound('power'), relay: bound('relay') }
}
