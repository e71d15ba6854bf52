import type { IAm } from '@busbar/bacnet/apdu'
import { type Peer, parsePeer, peerKey } from '@busbar/bacnet/frames'
import type { ObjectId } from '@busbar/bacnet/tags'
import { type Abilities, abilitiesOf } from './calls.ts'
import type { PointPlan } from './points.ts'
import { objectKey } from './points.ts'
import type { Settings } from './settings.ts'

/** A subscription to one object's notifications. */
export interface Subscription {
  readonly object: ObjectId
  active: boolean
}

/** One device that has points, and how it fares. Instants are monotonic milliseconds. */
export interface Device {
  readonly instance: number
  readonly fixed: Peer | undefined
  points: readonly PointPlan[]
  /** - `away`: not found, or silent
   *  - `joining`: found, being subscribed and read
   *  - `ready`: its values come in */
  state: 'away' | 'joining' | 'ready'
  reach: Abilities | undefined
  readonly subscriptions: Map<string, Subscription>
  heardAt: number
  askedAt: number
  polledAt: number
  renewedAt: number
  /** Work of its own is under way. */
  busy: boolean
  /** Its points changed while it was being joined. */
  stale: boolean
  /** Wall-clock instant up to which each trend log was read, by point. */
  readonly healedTo: Map<string, number>
  /** When its trend logs are due to be read. */
  healAt: number
  /** They are being read. */
  healing: boolean
  why: string
}

export interface Devices {
  /** Takes these points for those before, and returns the devices that have none any more. */
  use(plans: Iterable<PointPlan>): readonly Device[]
  all(): Iterable<Device>
  get(instance: number): Device | undefined
  /** The devices whose frames come from there. */
  at(from: Peer): readonly Device[]
  heard(from: Peer, now: number): void
  /** Says whether the device is ours, and to be joined now; another one with its number is not it. */
  introduce(request: {
    readonly from: Peer
    readonly iAm: IAm
    readonly now: number
    /** Whether it answers a search of ours: then it says nothing of a start. */
    readonly asked: boolean
  }): {
    readonly device: Device | undefined
    readonly join: boolean
    readonly impostor: boolean
  }
}

/** The shortest APDU that the standard knows: what is assumed of a device that never said. */
const UNKNOWN_MAX_APDU = 480
/** A device that starts says so once or twice: it is not subscribed to for each time. */
const REJOIN_MS = 5_000

export function createDevices(settings: Settings): Devices {
  const devices = new Map<number, Device>()
  const byPeer = new Map<string, Set<Device>>()
  const fixed = new Map(
    settings.devices.map(({ instance, address }) => [instance, parsePeer(address, 47_808)]),
  )

  function bind(device: Device, peer: Peer, maxApdu: number): void {
    if (device.reach) byPeer.get(peerKey(device.reach.peer))?.delete(device)
    device.reach = abilitiesOf(peer, maxApdu)
    const key = peerKey(peer)
    const there = byPeer.get(key) ?? new Set()
    byPeer.set(key, there.add(device))
  }

  function make(instance: number): Device {
    const address = fixed.get(instance)
    const device: Device = {
      ...{ instance, fixed: address, points: [], state: 'away', reach: undefined },
      subscriptions: new Map(),
      ...{ heardAt: 0, askedAt: 0, polledAt: 0, renewedAt: 0, busy: false, stale: false },
      healedTo: new Map(),
      ...{ healAt: Number.POSITIVE_INFINITY, healing: false },
      why: 'It was not found yet.',
    }
    if (address) bind(device, address, UNKNOWN_MAX_APDU)
    return device
  }

  return {
    use(plans) {
      const byDevice = new Map<number, PointPlan[]>()
      for (const plan of plans) {
        const same = byDevice.get(plan.device) ?? []
        byDevice.set(plan.device, same)
        same.push(plan)
      }
      const left = [...devices.values()].filter(({ instance }) => !byDevice.has(instance))
      for (const device of left) {
        const { instance } = device
        device.points = []
        // Whoever is joining it is to look again.
        device.stale = true
        devices.delete(instance)
        if (device.reach) byPeer.get(peerKey(device.reach.peer))?.delete(device)
      }
      for (const [instance, points] of byDevice) {
        const device = devices.get(instance) ?? make(instance)
        devices.set(instance, device)
        device.points = points
        device.stale = device.state !== 'away'
      }
      return left
    },
    all: () => devices.values(),
    get: (instance) => devices.get(instance),
    at: (from) => [...(byPeer.get(peerKey(from)) ?? [])],
    heard(from, now) {
      for (const device of byPeer.get(peerKey(from)) ?? []) device.heardAt = now
    },
    introduce({ from, iAm, now, asked }) {
      const device = devices.get(iAm.device)
      if (device === undefined) return { device, join: false, impostor: false }
      const known = device.reach && peerKey(device.reach.peer)
      const moved = known !== undefined && known !== peerKey(from)
      // One that answers where it is does not move because somebody else has its number.
      if (moved && (device.state !== 'away' || device.fixed !== undefined))
        return { device, join: false, impostor: true }
      if (known === undefined || moved || device.state === 'away') bind(device, from, iAm.maxApdu)
      const started = !asked && now - device.renewedAt > REJOIN_MS
      const fresh = device.state === 'away' || started
      return { device, join: fresh && !device.busy, impostor: false }
    },
  }
}

/** Objects of a device that are subscribed to, each once. */
export function subscribable(device: Device): ReadonlyMap<string, ObjectId> {
  return new Map(
    device.points.filter(({ cov }) => cov).map(({ object }) => [objectKey(object), object]),
  )
}

/** How many of a device's points come by notifications. */
export function notifiedPoints(device: Device): number {
  return device.points.filter(({ object, cov }) => cov && isNotified(device, object)).length
}

export function isNotified(device: Device, object: ObjectId): boolean {
  return device.subscriptions.get(objectKey(object))?.active === true
}
