import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JsonObject, type PointBinding, shiftDecimal } from '@busbar/core/contracts'
import {
  createGate,
  type MeterDriverPeer,
  type PeerDevice,
  type PeerReading,
  type RelayBehaviour,
} from '@busbar/core/testkit'
import type { DeviceSpec } from '../../examples/demo-building/building/types.ts'
import type { Device, Link } from '../../examples/demo-building/devices/link.ts'
import type { Measurement } from '../../examples/demo-building/devices/meter.ts'
import {
  type OpcuaNetwork,
  startOpcuaNetwork,
} from '../../examples/demo-building/devices/opcua/network.ts'
import { opcuaConfig, pointsOf } from '../../examples/demo-building/seed/addresses.ts'

/*
 * The demo's OPC UA server in its own process, with power meters as the building has them. What they would measure by the
 * building's load is given here reading by reading, and so is what their relays do.
 */

/** The demo's server, and a peer for each case on meters of it that no case before has used. */
export interface OpcuaField {
  peer(request: {
    /** That the case may use. */
    readonly meters: number
    /** Whether the server is to have these meters only. */
    readonly alone?: boolean
  }): Promise<MeterDriverPeer>
  close(): Promise<void>
}

interface Played {
  readonly spec: DeviceSpec
  readonly device: Device
  on: boolean
  behaviour: RelayBehaviour
  last: Measurement | undefined
  link: Link | null
}

/** Meters on a server that cases share, before it is started anew. */
const PLANT = 120
const LOGIN = { username: 'busbar', password: 'busbar at the server' }
/** Waits that are shorter than delivered, and room for a flood; everything else is as the demo connects. */
const QUICK: JsonObject = {
  ...{ publishingMs: 50, queueSize: 5_000, pollingMs: 300, resubscribeMs: 1_000 },
  ...{ keepaliveMs: 1_000, connectTimeoutMs: 8_000, commandTimeoutMs: 2_000, reconnectMaxMs: 500 },
}
const NOTHING: Measurement = {
  ...{ at: 0, registerMicros: 0n, rate: 0, on: true },
  ...{ todayMicros: 0n, yesterdayMicros: 0n, periodMicros: 0n },
}
/** A meter shows whole Wh. Read in MWh, these are the six decimals of the suite. */
const REGISTER = { unit: 'MWh', decimalExponent: -6 }
const MICROS_OF_MWH = 12
/** More than a Double can say. */
const BEYOND_NUMBERS = 10n ** 400n

export function openOpcuaField(): OpcuaField {
  const certificatesDir = mkdtempSync(join(tmpdir(), 'busbar-opcua-field-'))
  let network: OpcuaNetwork | undefined
  let size = 0
  let used = 0

  async function running(): Promise<OpcuaNetwork> {
    const devices = Array.from({ length: size }, (_, index) => specOf(index))
    network ??= await startOpcuaNetwork({ port: 0, certificatesDir, ...LOGIN, devices })
    return network
  }

  async function end(): Promise<void> {
    const ending = network
    network = undefined
    await ending?.close()
  }

  return {
    async peer({ meters: count, alone = false }) {
      if (alone || used + count > size) {
        await end()
        size = alone ? count : PLANT
        used = 0
      }
      const meters = Array.from({ length: count }, (_, index) => playedOf(specOf(used + index)))
      used += count
      const { ready } = await running()
      return createPeer({ meters, access: { ...ready, ...LOGIN }, running, end })
    },
    async close() {
      await end()
      rmSync(certificatesDir, { recursive: true, force: true })
    },
  }
}

async function createPeer(options: {
  readonly meters: readonly Played[]
  readonly access: Parameters<typeof opcuaConfig>[0]
  readonly running: () => Promise<OpcuaNetwork>
  readonly end: () => Promise<void>
}): Promise<MeterDriverPeer> {
  const { meters, access, running, end } = options
  const gate = await createGate()
  let network: OpcuaNetwork | undefined

  const at = (index: number) => required(meters[index])
  const join = (meter: Played) => {
    meter.link ??= network?.connect(meter.device) ?? null
  }
  const leave = (meter: Played) => {
    meter.link?.drop()
    meter.link = null
  }

  return {
    connection: {
      ...opcuaConfig({ ...access, url: `opc.tcp://127.0.0.1:${gate.port}` }),
      ...QUICK,
    },
    secrets: [access.password, ...access.clientKey.split('\n').slice(1, 3)],
    async start() {
      network = await running()
      meters.forEach(join)
      await gate.open(network.ready.port)
    },
    async stop() {
      await gate.shut()
      meters.forEach(leave)
      network = undefined
      await end()
    },
    async partition({ cut }) {
      gate.block(cut)
    },
    device: (index) => bindingsOf(at(index).spec),
    async publish(reading) {
      const meter = at(reading.device)
      const before = meter.last
      const now = measured(reading)
      meter.last = now
      // A server is silent about what is as it was (part 4, 7.22.2): who says the same again was away in between.
      if (before?.at === now.at && before.registerMicros === now.registerMicros) {
        leave(meter)
        join(meter)
      } else meter.device.report()
    },
    async publishGarbage({ device }) {
      const nonsense = { registerMicros: BEYOND_NUMBERS, rate: Number.NaN }
      at(device).link?.tell({ ...NOTHING, ...nonsense, at: Date.now() })
    },
    relay: {
      behave({ device, behaviour }) {
        at(device).behaviour = behaviour
      },
      isOn: (device) => at(device).on,
    },
    async setDeviceOnline({ device, online }) {
      if (online) join(at(device))
      else leave(at(device))
    },
    async close() {
      await gate.shut()
      meters.forEach(leave)
    },
  }
}

function playedOf(spec: DeviceSpec): Played {
  const meter: Played = {
    ...{ spec, on: true, behaviour: 'answer', last: undefined, link: null },
    device: {
      ...{ spec, password: '' },
      isOn: () => meter.on,
      act(work) {
        // One that is silent has not heard of it yet, and never will.
        if (meter.behaviour === 'silent') return undefined as ReturnType<typeof work>
        return work({
          measure: () => ({ ...(meter.last ?? NOTHING), at: Date.now(), on: meter.on }),
          switchRelay(on) {
            if (meter.behaviour === 'answer') meter.on = on
            return meter.behaviour !== 'refuse'
          },
        })
      },
      report() {
        if (meter.last !== undefined) meter.link?.tell({ ...meter.last, on: meter.on })
      },
    },
  }
  return meter
}

function specOf(index: number): DeviceSpec {
  return {
    ...{ device: `meter${index}`, kind: 'opcua-energy', relay: 'answers', digits: 8 },
    ...{ load: null, sumOf: [], initial: 0, intervalS: 300, phaseS: 0 },
    ...{ absences: [], inService: true },
  }
}

function bindingsOf(device: DeviceSpec): PeerDevice {
  const points = pointsOf({ device })
  const binding = (role: PointBinding['role']): PointBinding => {
    const { unit, address } = required(points.find((point) => point.role === role))
    return { pointId: `${device.device}-${role}`, role, unit, address: address as JsonObject }
  }
  const { unit, decimalExponent } = REGISTER
  const energy = binding('register')
  return {
    register: { ...energy, unit, address: { ...energy.address, decimalExponent } },
    power: binding('power'),
    relay: binding('relay'),
  }
}

function measured({ register, power, at }: PeerReading): Measurement {
  const micros = required(shiftDecimal(register, MICROS_OF_MWH))
  return { ...NOTHING, at, registerMicros: BigInt(micros), rate: Number(power) }
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('The peer has no such thing.')
  return found
}
