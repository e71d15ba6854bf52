import { ERROR, type ErrorPair } from '@busbar/bacnet/replies'
import { type BuildingView, errorMessage, type Log } from '@busbar/core/contracts'
import type { Served } from './building.ts'

/** Orders by priority, 1 the strongest. */
export type PriorityArray = ReadonlyMap<number, boolean>

/** The priority arrays of what may be commanded, and the way of an order to the core. */
export interface Orders {
  arrayOf(served: Served): PriorityArray
  /**
   * Puts an order into its place, or takes it out (null), and passes on what follows from all of them. One after
   * the other for each point.
   * @returns undefined where it was taken: it may still be outranked by a higher authority
   */
  write(request: {
    readonly pointId: string
    readonly priority: number
    readonly value: boolean | null
    /** Who asks, for people. */
    readonly actor: string
  }): Promise<ErrorPair | undefined>
}

const MOST_UNDER_WAY = 16
/** So long what the core says may be older than what it has just taken. */
const SETTLING_MS = 5_000

const strongest = (array: PriorityArray): boolean | null => {
  const [first] = [...array].sort(([one], [other]) => one - other)
  return first?.[1] ?? null
}

/**
 * The core keeps one order of the building system, the gateway the places of several: in memory alone. Where the
 * two disagree the core is right: an order ended by a person leaves no place taken, and one from before
 * the gateway's start stands at `standingPriority`.
 */
export function createOrders(options: {
  readonly building: Pick<BuildingView, 'write'>
  readonly standingPriority: number
  readonly servedOf: (pointId: string) => Served | undefined
  readonly log: Log
}): Orders {
  const { building, standingPriority, servedOf, log } = options
  const arrays = new Map<string, PriorityArray>()
  const settlesAtMs = new Map<string, number>()
  const queues = new Map<string, Promise<unknown>>()
  let underWay = 0

  function arrayOf({ point: { pointId }, value }: Served): PriorityArray {
    const array = arrays.get(pointId) ?? new Map()
    const ordered = typeof value?.value === 'boolean' ? value.value : null
    if (strongest(array) === ordered) {
      settlesAtMs.delete(pointId)
      return array
    }
    if ((settlesAtMs.get(pointId) ?? 0) > performance.now()) return array
    const known = new Map(ordered === null ? [] : [[standingPriority, ordered] as const])
    arrays.set(pointId, known)
    return known
  }

  type Write = Parameters<Orders['write']>[0]

  async function writeOne({ pointId, priority, value, actor }: Write) {
    const served = servedOf(pointId)
    if (served === undefined) return ERROR.unknownObject
    const before = arrayOf(served)
    const after = new Map(before)
    if (value === null) after.delete(priority)
    else after.set(priority, value)
    const wish = strongest(after)
    if (wish !== strongest(before)) {
      const { outcome, detail } = await building.write({ pointId, value: wish, actor })
      if (outcome === 'refused' || outcome === 'invalid') {
        log.warn('An order was not taken', { pointId, actor, outcome, detail })
        return outcome === 'refused' ? ERROR.writeAccessDenied : ERROR.valueOutOfRange
      }
    }
    arrays.set(pointId, after)
    settlesAtMs.set(pointId, performance.now() + SETTLING_MS)
    return undefined
  }

  async function guarded(request: Write): Promise<ErrorPair | undefined> {
    try {
      return await writeOne(request)
    } catch (thrown) {
      const { pointId, actor } = request
      log.warn('An order could not be passed on', { pointId, actor, reason: errorMessage(thrown) })
      return ERROR.operationalProblem
    }
  }

  return {
    arrayOf,
    async write(request) {
      if (underWay >= MOST_UNDER_WAY) return ERROR.deviceBusy
      underWay += 1
      const { pointId } = request
      const queued = (queues.get(pointId) ?? Promise.resolve()).then(() => guarded(request))
      queues.set(pointId, queued)
      try {
        return await queued
      } finally {
        underWay -= 1
        if (queues.get(pointId) === queued) queues.delete(pointId)
      }
    },
  }
}
