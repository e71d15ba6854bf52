import type { Api } from './api.ts'
import { METERS, SUCCESSOR, SWAP } from './building/meters.ts'
import type { Protocol } from './building/wiring.ts'
import type { Swapped } from './devices/fleet.ts'
import type { DomainClock } from './domain-clock.ts'
import { pause } from './events.ts'
import type { Keep } from './keep.ts'
import { required } from './seed/ensure.ts'
import { ensureMeters, ensurePoints, inUnits } from './seed/metering.ts'

export interface TechnicianOptions {
  readonly api: Api
  readonly keep: Keep
  readonly clock: DomainClock
  readonly siteId: string
  /** What meters are read over. */
  readonly connections: ReadonlyMap<Protocol, string>
  /** Changes the devices on the wall. */
  readonly changeDevices: (request: { remove: string; install: string }) => Promise<Swapped>
  readonly signal: AbortSignal
}

/**
 * Swaps one meter when its time has come: reads both off, and signs for the values over the API. What was read is kept
 * first, so that after a crash the same values are signed for and not later ones.
 */
export async function runTechnician(options: TechnicianOptions): Promise<void> {
  const { api, keep, clock, siteId, connections, signal } = options
  const old = METERS.find(({ code }) => code === SWAP.code)
  if (old === undefined) throw new Error(`There is no meter ${SWAP.code}.`)
  await pause(clock.wallDelayMs(keep.get().bornAt + SWAP.afterMinutes * 60_000), signal)
  if (signal.aborted) return
  const context = { api, siteId }
  const ids = await ensureMeters(context, [old, SUCCESSOR])
  const oldId = required(ids.meters, old.serial)
  const serving = (await api.list('installations', { meterId: oldId })).find(
    ({ toAt }) => toAt === null,
  )
  if (serving !== undefined) {
    const devices = { remove: old.device.device, install: SUCCESSOR.device.device }
    const swap = keep.get().swap ?? (await options.changeDevices(devices))
    keep.set({ swap })
    await api.swapMeter(serving.id, {
      at: new Date(swap.at).toISOString(),
      closings: [{ registerId: required(ids.registers, old.serial), value: inUnits(swap.closing) }],
      meterId: required(ids.meters, SUCCESSOR.serial),
      multiplier: '1',
      openings: [
        { registerId: required(ids.registers, SUCCESSOR.serial), value: inUnits(swap.opening) },
      ],
      signedBy: SWAP.technician,
    })
  }
  await ensurePoints(api, [SUCCESSOR], { ids, connections })
}
