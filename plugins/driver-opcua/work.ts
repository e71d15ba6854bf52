import type { Clock, Intake, Log } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import { type Gap, heal } from './history.ts'
import { readLimits } from './limits.ts'
import type { Point } from './plan.ts'
import { createPoller } from './poller.ts'
import { inTime } from './reads.ts'
import type { Arrival, Receiver } from './receive.ts'
import type { Opened } from './session.ts'
import type { Settings } from './settings.ts'
import { createSubscriptions, statusOf } from './subscriptions.ts'

export interface WorkOptions {
  readonly opened: Opened
  readonly settings: Settings
  readonly clock: Clock
  readonly log: Log
  readonly intake: Pick<Intake, 'room'>
  readonly receiver: Receiver
  /** The session itself does not work any more. */
  readonly onBroken: (reason: string) => void
  /** Points began or ceased to be polled. */
  readonly onChange: () => void
}

/** All that goes on by one session: subscriptions, polling where they fail, history, signs of life. */
export interface Work {
  /** From now on these points, and no others; what the archive has of their gaps is read besides. */
  setPoints(points: readonly Point[]): Promise<void>
  /** How many points are polled, and why. */
  polled(): { readonly count: number; readonly reason: string }
  subscriptions(): number
  stop(): void
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** How often a session tries to read what was missed; the next session begins anew. */
const MOST_ATTEMPTS = 10
/** Of a server that has no archive at all. */
const WITHOUT_HISTORY = /^Bad(ServiceUnsupported|HistoryOperationUnsupported|NotImplemented)$/
/** Server_ServerStatus_State. */
const SERVER_STATE = 'i=2259'

/** Starts with no points. @throws where the session fails at once */
export async function startWork(options: WorkOptions): Promise<Work> {
  const { opened, settings, clock, log, receiver, onBroken, onChange } = options
  const limits = await readLimits(opened.library, opened.session)
  const room = () => options.intake.room()
  const reasons = new Map<Point, string>()
  let all: ReadonlySet<Point> = new Set()
  let stopped = false
  let retry: NodeJS.Timeout | undefined
  const again = new Set<NodeJS.Timeout>()

  function onArrivals(arrivals: readonly Arrival[]): void {
    if (stopped) return
    const lost = arrivals
      .filter(({ dataValue }) => dataValue.statusCode.hasOverflowBit)
      .map(({ point }) => point)
    const gaps = gapsOf(lost, 0)
    begin(gaps)
    receiver.take(opened.library, arrivals)
    if (gaps.length > 0) void close(gaps)
  }

  const poller = createPoller({ opened, settings, limits, onArrivals, room, onBroken })
  const subscriptions = createSubscriptions({
    ...{ opened, settings, limits, onArrivals, room, onBroken },
    nowMs: () => performance.now(),
    onUnwatched(points, reason) {
      const wanted = points.filter((point) => all.has(point))
      if (stopped || wanted.length === 0) return
      log.warn('Points are polled, since no subscription watches them', {
        ...{ count: wanted.length, reason, first: wanted[0]?.address.nodeId ?? '' },
      })
      for (const point of wanted) reasons.set(point, reason)
      poller.add(wanted)
      retry ??= setTimeout(() => void subscribeAgain(), settings.resubscribeMs)
      onChange()
    },
  })

  async function subscribeAgain(): Promise<void> {
    const points = poller.points()
    retry = undefined
    reasons.clear()
    await subscriptions.add(points).catch(() => undefined)
    if (stopped) return
    poller.remove(points.filter((point) => !reasons.has(point)))
    onChange()
  }

  function gapsOf(points: readonly Point[], catchUpMs: number): readonly Gap[] {
    const since = catchUpMs > 0 ? clock.now() - catchUpMs : undefined
    return points.flatMap((point) => {
      const from = point.memory.gapFrom ?? point.memory.at ?? since
      return point.role === 'register' && from !== undefined ? { point, from } : []
    })
  }

  /** Before anything new is heard: where the gap begins is what is known until now. */
  function begin(gaps: readonly Gap[]): void {
    for (const { point, from } of gaps) point.memory.gapFrom = from
    receiver.healing(gaps.map(({ point }) => point))
  }

  /** Registers alone: an old state or power is of no use to anyone. */
  async function close(gaps: readonly Gap[], attempt = 1): Promise<void> {
    const points = gaps.map(({ point }) => point)
    try {
      const { withoutHistory } = await heal({
        ...{
          opened,
          limits,
          gaps,
          room,
          onArrivals: (some) => receiver.take(opened.library, some),
        },
        // Sources whose clocks are ahead of ours have gaps too.
        until: clock.now() + DAY_MS,
        isWanted: () => !stopped,
      })
      // What this session has not read is for the next one.
      if (stopped) return
      if (withoutHistory > 0) log.info('No history of some registers', { count: withoutHistory })
      receiver.healed(points, true)
    } catch (thrown) {
      if (stopped) return
      const isOver = attempt >= MOST_ATTEMPTS || WITHOUT_HISTORY.test(statusOf(thrown))
      log.warn('History could not be read', { reason: errorMessage(thrown), attempt, isOver })
      if (isOver) receiver.healed(points, false)
      else closeLater(points, attempt + 1)
    }
  }

  function closeLater(points: readonly Point[], attempt: number): void {
    const timer = setTimeout(() => {
      again.delete(timer)
      const gaps = gapsOf(
        points.filter((point) => all.has(point)),
        0,
      )
      if (gaps.length > 0) void close(gaps, attempt)
    }, settings.resubscribeMs)
    again.add(timer)
  }

  // The library gives a connection up that was silent for the time-out; without points, nothing else is heard.
  const heartbeatMs = Math.min(settings.keepaliveMs, settings.connectTimeoutMs / 2)
  const heartbeat = setInterval(() => {
    subscriptions.checkSilence()
    const asked = { nodeId: SERVER_STATE, attributeId: opened.library.AttributeIds.Value }
    inTime(opened.session.read(asked), settings.keepaliveMs).then(
      (answer) => answer === undefined && onBroken('The server does not answer any more.'),
      (thrown: unknown) => onBroken(errorMessage(thrown)),
    )
  }, heartbeatMs)

  return {
    async setPoints(points) {
      const before = all
      all = new Set(points)
      const added = points.filter((point) => !before.has(point))
      const removed = [...before].filter((point) => !all.has(point))
      poller.remove(removed)
      for (const point of removed) reasons.delete(point)
      if (removed.length > 0) await subscriptions.remove(removed)
      const gaps = gapsOf(added, settings.catchUpHours * HOUR_MS)
      begin(gaps)
      await subscriptions.add(added)
      if (gaps.length > 0) void close(gaps)
    },
    polled: () => ({ count: poller.points().length, reason: [...reasons.values()][0] ?? '' }),
    subscriptions: () => subscriptions.count(),
    stop() {
      stopped = true
      clearInterval(heartbeat)
      clearTimeout(retry)
      for (const timer of again) clearTimeout(timer)
      poller.stop()
      subscriptions.stop()
    },
  }
}
