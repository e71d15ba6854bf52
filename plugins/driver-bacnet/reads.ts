import type { MeterDriver, ReadResult } from '@busbar/core/contracts'
import type { Calls } from './calls.ts'
import type { Devices } from './devices.ts'
import { heardOfAll, wantedOf } from './heard.ts'
import type { PointPlan } from './points.ts'

/** What one device is asked for, and the places of its points among all. */
interface Share {
  readonly plans: PointPlan[]
  readonly places: number[]
}

/** Asks devices for values: as few requests for each device as it bears. */
export function createReads(options: {
  readonly calls: Calls
  readonly devices: Devices
  readonly planOf: (pointId: string) => PointPlan | undefined
}): MeterDriver['read'] {
  return async ({ pointIds, timeoutMs }) => {
    const items: (ReadResult | undefined)[] = pointIds.map(() => undefined)
    const shares = new Map<number, Share>()
    pointIds.forEach((pointId, place) => {
      const plan = options.planOf(pointId)
      const share = plan && shares.get(plan.device)
      if (plan === undefined)
        items[place] = failed(pointId, 'not-readable', 'This point cannot be asked for.')
      else if (share === undefined) shares.set(plan.device, { plans: [plan], places: [place] })
      else {
        share.plans.push(plan)
        share.places.push(place)
      }
    })
    const asking = [...shares].map(async ([device, { plans, places }]) => {
      const results = await ask(device, plans)
      places.forEach((place, index) => {
        items[place] = results[index]
      })
    })
    await within(timeoutMs, Promise.all(asking))
    const late = (pointId: string) =>
      failed(pointId, 'timeout', 'The device did not answer in time.')
    return { items: pointIds.map((pointId, place) => items[place] ?? late(pointId)) }
  }

  async function ask(device: number, plans: readonly PointPlan[]): Promise<readonly ReadResult[]> {
    const from = options.devices.get(device)?.reach
    if (from === undefined)
      return plans.map(({ pointId }) => failed(pointId, 'offline', 'The device was not found yet.'))
    const outcome = await options.calls.read({ from, wanted: wantedOf(plans), urgent: true })
    if (!outcome.ok) {
      const code = outcome.silent ? 'timeout' : 'device-error'
      return plans.map(({ pointId }) => failed(pointId, code, outcome.reason))
    }
    const faults = new Map<string, string>()
    const heard = heardOfAll(plans, outcome.values, ({ pointId, reason }) =>
      faults.set(pointId, `The value ${reason}.`),
    )
    return plans.map(({ pointId }, index) => {
      const one = heard[index]
      if (one) return { pointId, value: one.value, at: null }
      const reason = faults.get(pointId) ?? 'The device has no such value now.'
      return failed(pointId, 'device-error', reason)
    })
  }
}

/** Waits until all is done, but no longer than that. */
async function within(timeoutMs: number, done: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, timeoutMs)
  await Promise.race([done, late.promise]).finally(() => clearTimeout(timer))
}

function failed(pointId: string, code: string, message: string): ReadResult {
  return { pointId, error: { code, message } }
}
