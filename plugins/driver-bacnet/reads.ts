import type { MeterDriver, ReadResult } from '@busbar/core/contracts'
import type { Calls } from './calls.ts'
import type { Devices } from './devices.ts'
import { byPlan, heardOf, wantedOf } from './keeper.ts'
import type { PointPlan } from './points.ts'

/** Asks devices for values: as few requests for each device as it bears. */
export function createReads(options: {
  readonly calls: Calls
  readonly devices: Devices
  readonly planOf: (pointId: string) => PointPlan | undefined
}): MeterDriver['read'] {
  return async ({ pointIds, timeoutMs }) => {
    const byDevice = new Map<number, PointPlan[]>()
    const items = new Map<string, ReadResult>()
    for (const pointId of pointIds) {
      const plan = options.planOf(pointId)
      if (plan === undefined)
        items.set(pointId, failed(pointId, 'not-readable', 'This point cannot be asked for.'))
      else {
        const plans = byDevice.get(plan.device)
        if (plans === undefined) byDevice.set(plan.device, [plan])
        else plans.push(plan)
      }
    }
    const answered = await Promise.all(
      [...byDevice].map(([device, plans]) => within(timeoutMs, plans, ask(device, plans))),
    )
    for (const item of answered.flat()) items.set(item.pointId, item)
    return { items: pointIds.flatMap((pointId) => items.get(pointId) ?? []) }
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
    return byPlan(plans, outcome.values).map(({ plan, values }) => {
      let reason = 'The device has no such value now.'
      const heard = heardOf(plan, values, (fault) => {
        reason = `The value ${fault.reason}.`
      })
      const { pointId } = plan
      if (heard === undefined) return failed(pointId, 'device-error', reason)
      return { pointId, value: heard.value, at: null }
    })
  }
}

async function within(
  timeoutMs: number,
  plans: readonly PointPlan[],
  answer: Promise<readonly ReadResult[]>,
): Promise<readonly ReadResult[]> {
  const late = Promise.withResolvers<readonly ReadResult[]>()
  const timer = setTimeout(
    () =>
      late.resolve(
        plans.map(({ pointId }) =>
          failed(pointId, 'timeout', 'The device did not answer in time.'),
        ),
      ),
    timeoutMs,
  )
  return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer))
}

function failed(pointId: string, code: string, message: string): ReadResult {
  return { pointId, error: { code, message } }
}
