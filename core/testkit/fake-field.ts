import type { DriverOptions, MeterDriver, PointBinding, Snapshot } from '../contracts/index.ts'
import { createFakeDriver, type DriverDefect, type FakeDevice, type Hear } from './fake-driver.ts'
import type { MeterDriverPeer, PeerDevice } from './meter-driver-peer.ts'

/** A field without wires: devices, and drivers that hear them, in memory. */
export interface FakeField {
  readonly peer: MeterDriverPeer
  create(options: DriverOptions, defect?: DriverDefect): MeterDriver
  isUp(): boolean
}

export function createFakeField(): FakeField {
  const devices = new Map<number, FakeDevice>()
  const hearers = new Set<Hear>()
  const backlog: (() => void)[] = []
  let up = false
  let cut = false

  function deviceAt(index: number): FakeDevice {
    const device = devices.get(index) ?? {
      on: true,
      online: true,
      behaviour: 'answer',
      last: undefined,
    }
    devices.set(index, device)
    return device
  }

  function tell(input: Snapshot | 'garbage', device: number): void {
    const deliver = () => {
      for (const hear of hearers) hear(input, device)
    }
    if (cut) backlog.push(deliver)
    else deliver()
  }

  const peer: MeterDriverPeer = {
    connection: { field: 'fake', password: 'hunter-4711' },
    secrets: ['hunter-4711'],
    async start() {
      up = true
    },
    async stop() {
      up = false
      hearers.clear()
    },
    async partition(request) {
      cut = request.cut
      if (!cut) for (const deliver of backlog.splice(0)) deliver()
    },
    device: bindingsOf,
    async publish({ device, register, power, at }) {
      const { register: r, power: p } = bindingsOf(device)
      const values = [
        { pointId: r.pointId, value: register, quality: 'good' as const },
        { pointId: p.pointId, value: power, quality: 'good' as const },
      ]
      const snapshot = { source: `fake${device}`, at, values }
      deviceAt(device).last = snapshot
      tell(snapshot, device)
    },
    publishGarbage: async ({ device }) => tell('garbage', device),
    relay: {
      behave({ device, behaviour }) {
        deviceAt(device).behaviour = behaviour
      },
      isOn: (device) => deviceAt(device).on,
    },
    async setDeviceOnline({ device, online }) {
      deviceAt(device).online = online
    },
    async close() {
      up = false
      hearers.clear()
    },
  }
  const isUp = () => up
  return {
    peer,
    isUp,
    create: (options, defect) =>
      createFakeDriver({ options, defect, hearers, deviceAt, isUp, devices }),
  }
}

function bindingsOf(index: number): PeerDevice {
  const point = (role: 'register' | 'power' | 'relay', unit: string): PointBinding => ({
    pointId: `fake${index}-${role}`,
    role,
    unit,
    address: { device: index, role },
  })
  return {
    register: point('register', 'kWh'),
    power: point('power', 'W'),
    relay: point('relay', ''),
  }
}
