import type { SignedSupplyIntent } from '../../core/contracts/supply-intent.ts'
import { isSignedByGuard } from '../../core/contracts/supply-intent.ts'
import type { Relays } from '../../core/flow/supply/ports.ts'

/**
 * - `honest`: does what it says
 * - `welded`: confirms, and its relay and load stay as they were
 * - `lies`: confirms and shows the relay as told, while the load goes on
 * - `silent`: does what it was told, and never answers
 * - `deaf`: neither answers nor does anything
 * - `offline`: is not reached
 */
type Temper = 'honest' | 'welded' | 'lies' | 'silent' | 'deaf' | 'offline'

export interface Device {
  temper: Temper
  /** What its contacts really do. */
  closed: boolean
  /** What it says they do. */
  shown: boolean
  loadWatts: number
  /** Every command that reached it, as it came. */
  readonly received: SignedSupplyIntent[]
}

export interface SimulatedRelays extends Relays {
  /** By the relay's point id. */
  readonly devices: Map<string, Device>
  add(request: { relayPointId: string; loadPointId: string }): Device
  /** Called before a command acts: where a test lets something else happen. */
  beforeWrite: (() => Promise<void>) | null
  expiring: boolean
}

/** Relays as a driver shows them: only intents that the Guard signed move them, once, in time. */
export function createSimulatedRelays({
  guardKeyPem,
  now,
}: {
  guardKeyPem: () => string
  now: () => number
}): SimulatedRelays {
  const devices = new Map<string, Device>()
  const byPoint = new Map<string, { device: Device; role: 'relay' | 'load' }>()
  const used = new Set<string>()
  const relays: SimulatedRelays = {
    devices,
    beforeWrite: null,
    expiring: true,
    add({ relayPointId, loadPointId }) {
      const device: Device = {
        temper: 'honest',
        closed: true,
        shown: true,
        loadWatts: 400,
        received: [],
      }
      devices.set(relayPointId, device)
      byPoint.set(relayPointId, { device, role: 'relay' })
      byPoint.set(loadPointId, { device, role: 'load' })
      return device
    },
    expiringCommands: () => relays.expiring,
    async write({ pointId, value, signedIntent }) {
      await relays.beforeWrite?.()
      const device = devices.get(pointId)
      if (!device || device.temper === 'offline') return { outcome: 'offline', detail: 'no answer' }
      if (!signedIntent || !isSignedByGuard(signedIntent, guardKeyPem()))
        return { outcome: 'refused', detail: 'not signed by the Guard' }
      const { intent } = signedIntent
      if (used.has(intent.intentId)) return { outcome: 'refused', detail: 'used before' }
      if (intent.expiresAt <= now()) return { outcome: 'refused', detail: 'expired' }
      if (intent.pointId !== pointId || (intent.action === 'restore') !== value)
        return { outcome: 'refused', detail: 'not what was signed' }
      used.add(intent.intentId)
      device.received.push(signedIntent)
      return obey(device, value)
    },
    async read({ pointIds }) {
      return {
        items: pointIds.map((pointId) => {
          const found = byPoint.get(pointId)
          const gone = !found || found.device.temper === 'offline' || found.device.temper === 'deaf'
          if (gone) return { pointId, error: { code: 'timeout', message: 'no answer' } }
          const { device, role } = found
          if (role === 'relay') return { pointId, value: device.shown, at: now() }
          return { pointId, value: String(device.closed ? device.loadWatts : 0), at: now() }
        }),
      }
    },
  }
  return relays
}

function obey(device: Device, value: boolean): Awaited<ReturnType<Relays['write']>> {
  const { temper } = device
  if (temper === 'deaf') return { outcome: 'unknown', detail: 'no answer' }
  if (temper === 'honest' || temper === 'silent') device.closed = value
  if (temper !== 'welded') device.shown = value
  if (temper === 'silent') return { outcome: 'unknown', detail: 'no answer' }
  return { outcome: 'confirmed', detail: 'done', readBack: value }
}
