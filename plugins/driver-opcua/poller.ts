import { pieces, type ServerLimits } from './limits.ts'
import { nodeIdOn } from './nodes.ts'
import type { Point } from './plan.ts'
import type { Arrival } from './receive.ts'
import type { Opened } from './session.ts'
import type { Settings } from './settings.ts'
import { statusOf } from './subscriptions.ts'

export interface PollerOptions {
  readonly opened: Opened
  readonly settings: Settings
  readonly limits: ServerLimits
  readonly onArrivals: (arrivals: readonly Arrival[]) => void
  readonly room: () => Promise<void> | undefined
  /** The session itself does not work any more. */
  readonly onBroken: (reason: string) => void
}

/** Reads what no subscription watches, one round after the other. */
export interface Poller {
  add(points: readonly Point[]): void
  remove(points: readonly Point[]): void
  points(): readonly Point[]
  stop(): void
}

const BROKEN = /Session|SecureChannel|Connection|timed out|disconnect|closed/i

export function createPoller(options: PollerOptions): Poller {
  const { opened, settings, limits, room } = options
  const polled = new Set<Point>()
  let timer: NodeJS.Timeout | undefined
  let busy = false
  let stopped = false

  async function round(): Promise<void> {
    for (const part of pieces([...polled], limits.read)) {
      await room()
      if (stopped) return
      const arrivals = await readPoints(opened, part)
      // One that a subscription has begun to watch meanwhile is told by that.
      if (!stopped) options.onArrivals(arrivals.filter(({ point }) => polled.has(point)))
    }
  }

  function schedule(delayMs: number): void {
    if (stopped || busy || polled.size === 0) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      busy = true
      round()
        .catch((thrown: unknown) => {
          const status = statusOf(thrown)
          // Anything else is about this call: the next round tries again.
          if (!stopped && BROKEN.test(status)) options.onBroken(status)
        })
        .finally(() => {
          busy = false
          schedule(settings.pollingMs)
        })
    }, delayMs)
  }

  return {
    add(points) {
      for (const point of points) polled.add(point)
      schedule(0)
    },
    remove(points) {
      for (const point of points) polled.delete(point)
    },
    points: () => [...polled],
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** What the points are now; those whose node the server cannot have are left out. */
export async function readPoints(
  opened: Opened,
  points: readonly Point[],
): Promise<readonly Arrival[]> {
  const { library, session } = opened
  const known = points.flatMap((point) => {
    const nodeId = nodeIdOn(opened, point)
    return nodeId === undefined ? [] : { point, nodeId }
  })
  if (known.length === 0) return []
  const answers = await session.read(
    known.map(({ nodeId }) => ({ nodeId, attributeId: library.AttributeIds.Value })),
  )
  return known.flatMap(({ point }, index) => {
    const dataValue = answers[index]
    return dataValue === undefined ? [] : { point, dataValue, by: 'again' as const }
  })
}
