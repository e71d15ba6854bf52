import type { Instant, Intake, PointScalar, Quality, Snapshot } from '@busbar/core/contracts'

export interface Heard {
  readonly pointId: string
  readonly value: PointScalar
  readonly quality: Quality
}

export interface Collector {
  /** One value of a notification; `onKept` is called once it, or the same value before it, is kept. */
  note(request: { readonly device: number; readonly heard: readonly Heard[]; onKept(): void }): void
  /** What a device said at one time, whole; what has not changed lately is left out. */
  whole(request: { readonly device: number; readonly heard: readonly Heard[] }): void
  /** History: handed over as it is, with its time. */
  past(request: { readonly device: number; readonly at: Instant; readonly heard: Heard }): void
  /** Forgets what is known of points that are not bound any more. */
  retain(pointIds: ReadonlyMap<string, unknown>): void
  stop(): void
}

interface Last {
  readonly heard: Heard
  readonly handedAt: number
  readonly kept: Promise<void>
}

interface Open {
  readonly heard: Map<string, Heard>
  readonly kept: PromiseWithResolvers<void>
  readonly timer: NodeJS.Timeout
}

const READING_BYTES = 200

/**
 * Joins notifications of one device that come together into one snapshot, and leaves out values that
 * did not change: after a subscription, a poll or a notification sent twice the same is heard again.
 * An unchanged value is handed over anew after `refreshMs`, as a sign that it is still so.
 */
export function createCollector(options: {
  readonly intake: Pick<Intake, 'add'>
  readonly refreshMs: number
  readonly windowMs: number
  /** How many points of a device are notified of: when all have been heard, none is waited for. */
  readonly expected: (device: number) => number
}): Collector {
  const { intake, refreshMs, windowMs, expected } = options
  const latest = new Map<string, Last>()
  const open = new Map<number, Open>()

  function handOver(device: number, at: Instant | null, heard: readonly Heard[], kept: () => void) {
    const snapshot: Snapshot = { source: `device ${device}`, at, values: heard }
    const sizeBytes = heard.length * READING_BYTES
    intake.add({ snapshots: [snapshot], malformed: [], sizeBytes, onKept: kept })
  }

  function flush(device: number): void {
    const one = open.get(device)
    if (one === undefined) return
    open.delete(device)
    clearTimeout(one.timer)
    handOver(device, null, [...one.heard.values()], one.kept.resolve)
  }

  function openFor(device: number): Open {
    const known = open.get(device)
    if (known !== undefined) return known
    const timer = setTimeout(() => flush(device), windowMs)
    const fresh = { heard: new Map(), kept: Promise.withResolvers<void>(), timer }
    open.set(device, fresh)
    return fresh
  }

  /** What is known already, and since when it is kept. */
  function unchanged({ pointId, value, quality }: Heard): Last | undefined {
    const last = latest.get(pointId)
    if (last === undefined || performance.now() - last.handedAt > refreshMs) return undefined
    return last.heard.value === value && last.heard.quality === quality ? last : undefined
  }

  return {
    note({ device, heard, onKept }) {
      const known = heard.map(unchanged)
      const fresh = heard.filter((_, index) => known[index] === undefined)
      if (fresh.some(({ pointId }) => open.get(device)?.heard.has(pointId))) flush(device)
      const waits = known.flatMap((last) => last?.kept ?? [])
      if (fresh.length > 0) {
        const into = openFor(device)
        const handedAt = performance.now()
        for (const one of fresh) {
          into.heard.set(one.pointId, one)
          latest.set(one.pointId, { heard: one, handedAt, kept: into.kept.promise })
        }
        waits.push(into.kept.promise)
        if (into.heard.size >= expected(device)) flush(device)
      }
      void Promise.all(waits).then(onKept)
    },
    whole({ device, heard }) {
      flush(device)
      const fresh = heard.filter((one) => unchanged(one) === undefined)
      if (fresh.length === 0) return
      const kept = Promise.withResolvers<void>()
      const handedAt = performance.now()
      for (const one of fresh) latest.set(one.pointId, { heard: one, handedAt, kept: kept.promise })
      handOver(device, null, fresh, kept.resolve)
    },
    past: ({ device, at, heard }) => handOver(device, at, [heard], () => undefined),
    retain(pointIds) {
      for (const pointId of latest.keys()) if (!pointIds.has(pointId)) latest.delete(pointId)
    },
    stop() {
      for (const device of [...open.keys()]) flush(device)
    },
  }
}
