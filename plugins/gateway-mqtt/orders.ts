import type { BuildingView, GatewayPoint, GatewayWriteResult, Log } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'

export interface Order {
  readonly pointId: string
  /** Null takes back what was ordered. */
  readonly value: boolean | null
  /** The protocol that it came by. */
  readonly actor: string
}

/** Passes orders on to the core, which alone judges them. */
export interface Orders {
  /** Of the points, those that can be written. */
  use(points: readonly GatewayPoint[]): void
  /** What became of it; undefined where it was dropped or could not be passed on. */
  pass(order: Order): Promise<GatewayWriteResult | undefined>
  /** Counts what was no order at all. */
  drop(): void
  counters(): Readonly<Record<string, number>>
}

/** Orders that are worked on at once; further ones are dropped, and counted. */
const MOST = 16

export function createOrders({
  building,
  log,
}: {
  readonly building: Pick<BuildingView, 'write'>
  readonly log: Log
}): Orders {
  const counts = { commands: 0, dropped: 0 }
  let writable: ReadonlySet<string> = new Set()
  let busy = 0

  return {
    use(points) {
      writable = new Set(points.filter((point) => point.writable).map(({ pointId }) => pointId))
    },
    async pass(order) {
      const { pointId } = order
      if (!writable.has(pointId) || busy >= MOST) {
        counts.dropped += 1
        return undefined
      }
      counts.commands += 1
      busy += 1
      try {
        const { outcome, detail } = await building.write(order)
        if (outcome === 'refused' || outcome === 'invalid')
          log.warn('A command was not taken', { pointId, outcome, detail })
        return { outcome, detail }
      } catch (thrown) {
        log.warn('A command could not be passed on', { pointId, reason: errorMessage(thrown) })
        return undefined
      } finally {
        busy -= 1
      }
    },
    drop() {
      counts.dropped += 1
    },
    counters: () => ({ ...counts }),
  }
}
