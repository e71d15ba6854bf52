import { PROPERTY } from '@busbar/bacnet/numbers'
import { enumerated } from '@busbar/bacnet/replies'
import { scalarOf } from '@busbar/bacnet/scalars'
import type {
  Clock,
  Granted,
  GuardedIntents,
  WriteRequest,
  WriteResult,
} from '@busbar/core/contracts'
import type { Abilities, Calls } from './calls.ts'
import { explain } from './calls.ts'
import { findProperty, type PointPlan, pointValue, type RelayPlan } from './points.ts'
import type { Outcome } from './requests.ts'

export interface CommandOptions {
  readonly calls: Calls
  readonly intents: GuardedIntents
  readonly clock: Clock
  readonly planOf: (pointId: string) => PointPlan | undefined
  /** Undefined while the device is not reached. */
  readonly reach: (device: number) => Abilities | undefined
}

/** Moves relays: permission, WriteProperty with priority, read-back; one at a time for each device. */
export function createCommands(
  options: CommandOptions,
): (request: WriteRequest) => Promise<WriteResult> {
  const queues = new Map<number, Promise<unknown>>()

  return async (request) => {
    const plan = options.planOf(request.pointId)
    const relay = plan?.relay
    if (plan === undefined || relay === undefined) return refused('This point cannot be written.')
    const permission = options.intents.check(request)
    if (!permission.ok) return refused(permission.reason)
    const before = queues.get(plan.device) ?? Promise.resolve()
    const result = before.then(() => command(options, plan, relay, permission))
    const settled = result.catch(() => undefined)
    queues.set(plan.device, settled)
    void settled.then(() => {
      if (queues.get(plan.device) === settled) queues.delete(plan.device)
    })
    return result
  }
}

async function command(
  options: CommandOptions,
  plan: PointPlan,
  relay: RelayPlan,
  permission: Granted,
): Promise<WriteResult> {
  const reach = options.reach(plan.device)
  if (reach === undefined) return { outcome: 'offline', detail: 'The device does not answer.' }
  const active = permission.on !== plan.inverted
  const relinquish = permission.on && relay.restoreBy === 'relinquish'
  let used = false
  const written = await options.calls.write({
    ...{ to: reach.peer, object: plan.object, property: PROPERTY.presentValue },
    value: relinquish ? { kind: 'null' } : enumerated(active ? 1 : 0),
    priority: relay.priority,
    stillWanted: () => {
      used = options.clock.now() < permission.expiresAt && options.intents.use(permission)
      return used
    },
  })
  if (!used) return refused('The intent expired, or was used, before it could be sent.')
  const slot = relinquish ? 'null' : active ? '1' : '0'
  return judge(permission.on, written, await readBack({ options, plan, relay, reach }), slot)
}

interface ReadBack {
  /** What the relay is by its present value. */
  readonly on: boolean | undefined
  /** What stands at our priority: `null`, `0`, `1`; undefined where it cannot be read. */
  readonly slot: string | undefined
}

async function readBack(request: {
  readonly options: CommandOptions
  readonly plan: PointPlan
  readonly relay: RelayPlan
  readonly reach: Abilities
}): Promise<ReadBack> {
  const { options, plan, relay, reach } = request
  const { object } = plan
  const outcome = await options.calls.read({
    from: reach,
    wanted: [
      { object, property: PROPERTY.priorityArray, index: relay.priority },
      { object, property: PROPERTY.presentValue },
    ],
    urgent: true,
  })
  if (!outcome.ok) return { on: undefined, slot: undefined }
  const at = findProperty(outcome.values, object, PROPERTY.priorityArray, relay.priority)
  const now = findProperty(outcome.values, object, PROPERTY.presentValue)
  try {
    const value = now?.values === undefined ? undefined : pointValue(plan, now.values)
    const [tag] = at?.values ?? []
    const held = tag === undefined ? undefined : scalarOf(tag)
    const slot =
      held?.kind === 'null' ? 'null' : held?.kind === 'enumerated' ? String(held.value) : undefined
    return { on: typeof value === 'boolean' ? value : undefined, slot }
  } catch {
    return { on: undefined, slot: undefined }
  }
}

/** Confirmed is what was acknowledged, stands in the priority array, and is so. */
function judge(
  wanted: boolean,
  written: Outcome,
  { on, slot }: ReadBack,
  wish: string,
): WriteResult {
  const seen = on === undefined ? {} : { readBack: on }
  const unknown = (detail: string): WriteResult => ({ outcome: 'unknown', detail, ...seen })
  if (written.kind === 'error' || written.kind === 'reject')
    return on === wanted && slot === wish
      ? unknown(`${explain(written)} Yet it reports the wish.`)
      : { outcome: 'refused', detail: explain(written), ...seen }
  if (written.kind !== 'done') return unknown(explain(written))
  if (slot === undefined) return unknown('Acknowledged, but the priority array cannot be read.')
  if (slot !== wish) return unknown('Acknowledged, but the priority array says otherwise.')
  if (on === undefined) return unknown('Acknowledged, but the present value cannot be read.')
  if (on !== wanted)
    return unknown('Written, but another priority or the device holds it where it was.')
  return {
    outcome: 'confirmed',
    detail: 'The device did it; its priority array and present value say so.',
    readBack: on,
  }
}

function refused(detail: string): WriteResult {
  return { outcome: 'refused', detail }
}
