import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptPort } from '../../core/testkit/kept-port.ts'
import { deviceLogin, integratorLogin } from '../../examples/demo-building/broker/access.ts'
import type { DeviceSpec } from '../../examples/demo-building/building/types.ts'
import { type Child, startChild } from '../../examples/demo-building/child.ts'
import type { FleetConfig } from '../../examples/demo-building/devices/fleet.ts'
import type { MeterState } from '../../examples/demo-building/devices/meter.ts'
import { startChannelProcess } from '../../plugins/payment-sandbox/channel/process.ts'
import { createMqttWire } from './mqtt-wire.ts'
import { createTollgate, type Toll, type Tollgate } from './tollgate.ts'

export const BROKER_PASSWORD = 'busbar at the broker'
export const MERCHANT = { merchantId: 'house', secret: 'merchant-secret-0123456789' }
const ADMIN = 'admin-secret-0123456789'
const PLACE = new URL('../../examples/demo-building/', import.meta.url)

/** An order in the payment channel's own books. */
export interface ChannelOrder {
  readonly orderId: string
  readonly state: string
  readonly amountMinor: string
  readonly currency: string
}

/** The building's broker, devices and payment channel, each a process of its own. */
export interface FaultySurroundings {
  readonly brokerPort: number
  readonly channelPort: number
  readonly deviceGate: Tollgate
  /** Ends the broker, and with it all that it kept: sessions, retained messages. */
  stopBroker(): Promise<void>
  /** Starts it on the port that it had. */
  startBroker(): Promise<void>
  /** Where a device's relay stands by what it keeps itself. */
  isOn(device: string): boolean
  channelOrders(): Promise<readonly ChannelOrder[]>
  stop(): Promise<void>
}

export async function startFaultySurroundings({
  dataDir,
  devices,
  bornAt,
  deviceTolls,
}: {
  readonly dataDir: string
  readonly devices: readonly DeviceSpec[]
  readonly bornAt: number
  readonly deviceTolls: readonly Toll[]
}): Promise<FaultySurroundings> {
  const passwordOf = (device: string) => `password of ${device}`
  const logins = [
    integratorLogin('busbar', BROKER_PASSWORD),
    ...devices.map(({ device }) => deviceLogin(device, passwordOf(device))),
  ]
  const startBroker = (port: number) =>
    startChild({ script: new URL('broker/main.ts', PLACE), config: { logins, port } })
  const statePath = join(dataDir, 'devices.json')
  const closers: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closers.reverse()) await close()
  }
  try {
    const channel = await startChannelProcess({
      journalPath: join(dataDir, 'channel.journal'),
      adminSecret: ADMIN,
      merchants: [MERCHANT],
      // While the core is down nobody listens; the channel goes on trying.
      retryDelaysMs: Array.from({ length: 1_000 }, () => 300),
    })
    closers.push(() => channel.stop())
    let broker: Child = await startBroker(await keptPort())
    closers.push(() => broker.stop())
    const { port: brokerPort } = broker.ready as { readonly port: number }
    const deviceGate = await createTollgate({
      targetPort: brokerPort,
      wire: createMqttWire,
      tolls: deviceTolls,
    })
    closers.push(() => deviceGate.close())
    const config: FleetConfig & { readonly statePath: string } = {
      brokerPort: deviceGate.port,
      // The building's time is the wall clock's.
      clock: { startAt: 0, rate: 1, wallAt: 0 },
      bornAt,
      calendar: { utcOffsetMinutes: 480, holidays: [], workedWeekendDays: [] },
      devices: devices.map((spec) => ({ ...spec, password: passwordOf(spec.device) })),
      statePath,
    }
    const fleet = await startChild({ script: new URL('devices/main.ts', PLACE), config })
    closers.push(() => fleet.stop())
    return {
      brokerPort,
      channelPort: Number(new URL(channel.url).port),
      deviceGate,
      stopBroker: () => broker.stop(),
      async startBroker() {
        broker = await startBroker(brokerPort)
      },
      isOn(device) {
        const states = JSON.parse(readFileSync(statePath, 'utf8')) as Record<string, MeterState>
        return states[device]?.on ?? true
      },
      async channelOrders() {
        const response = await fetch(`${channel.url}/admin/books`, {
          // A connection that was kept may just be closed by the other side, which would look like a failure.
          headers: { authorization: `Bearer ${ADMIN}`, connection: 'close' },
        })
        if (!response.ok) throw new Error(`The channel answered ${response.status}.`)
        const { orders } = (await response.json()) as { orders: readonly ChannelOrder[] }
        return orders
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
