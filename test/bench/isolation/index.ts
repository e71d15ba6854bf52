import {
  type DriverOptions,
  definePlugin,
  type MeterDriver,
  meterDrivers,
  type Snapshot,
} from '@busbar/core/contracts'
import manifest from './plugin.json' with { type: 'json' }

const QUARTER_HOUR_MS = 15 * 60_000
/** Batches handed over and not kept yet, as driver-mqtt has them; two for each writer of the core. */
const UNDER_WAY = 4

/**
 * A driver whose meters never tire. A read makes it hand over readings for as long as its time says,
 * in batches, a few at once, and answers how many were kept.
 */
function createBenchDriver({ connection, points, events }: DriverOptions): MeterDriver {
  const batch = Number(connection.batch)
  const start = Number(connection.start)
  const up = { status: 'up', detail: 'Running.' } as const
  let next = 0

  const snapshots = (): readonly Snapshot[] =>
    Array.from({ length: batch }, () => {
      const point = points[next % points.length]
      const turn = Math.floor(next / points.length) + 1
      next += 1
      const value = (turn * 0.357).toFixed(3)
      return {
        source: 'bench',
        at: start + turn * QUARTER_HOUR_MS,
        values: [{ pointId: point?.pointId ?? '', value, quality: 'good' as const }],
      }
    })
  const handOver = async (until: number): Promise<number> => {
    let kept = 0
    while (performance.now() < until) {
      await events.snapshots({ snapshots: snapshots() })
      kept += batch
    }
    return kept
  }
  return {
    connect: async () => up,
    stop: async () => undefined,
    setPoints: async () => undefined,
    read: async ({ timeoutMs }) => {
      const started = performance.now()
      const shares = Array.from({ length: UNDER_WAY }, () => handOver(started + timeoutMs))
      const kept = (await Promise.all(shares)).reduce((sum, share) => sum + share, 0)
      const seconds = (performance.now() - started) / 1_000
      return {
        items: [
          { pointId: 'kept', value: String(kept) },
          { pointId: 'seconds', value: String(seconds) },
        ],
      }
    },
    write: async () => ({ outcome: 'refused', detail: 'It has no relays.' }),
    discover: async () => ({ devices: [] }),
    health: async () => up,
  }
}

const [declared] = manifest.contributes.meterDrivers

export default definePlugin({
  register: (scope) =>
    scope.provide(meterDrivers, {
      type: declared?.type ?? '',
      create: createBenchDriver,
      test: async () => ({ ok: true, detail: 'There.' }),
    }),
})
