import type { DriverOptions, Health, MeterDriver } from '@busbar/core/contracts'
import { createGuardedIntents, createIntake } from '@busbar/core/contracts'
import { createCommands } from './commands.ts'
import type { FindIdentity } from './identity.ts'
import { loadLibrary } from './library.ts'
import { createLink, type LinkState } from './link.ts'
import { type Point, planPoints } from './plan.ts'
import { createReads } from './reads.ts'
import { createReceiver } from './receive.ts'
import { createSearches } from './searches.ts'
import { readSettings } from './settings.ts'
import { isWaiting } from './values.ts'
import { startWork, type Work } from './work.ts'

const MAX_HELD_ENTRIES = 500
const MAX_HELD_BYTES = 32 * 1024 * 1024
const STOP_MS = 5_000

/** A driver of one OPC UA server, or of several redundant ones that show the same. */
export function createOpcUaDriver(
  options: DriverOptions & {
    readonly random: () => number
    readonly findIdentity: FindIdentity
  },
): MeterDriver {
  const { events, log, clock, signal, random, findIdentity } = options
  const settings = readSettings(options.connection)
  let points: ReadonlyMap<string, Point> = planPoints(options.points, new Map())
  let state: LinkState = { state: 'down', detail: 'Not connected yet.' }
  let work: Work | undefined
  let trouble: string | undefined
  let stopped: Promise<void> | undefined
  let sessions = 0

  const intake = createIntake({
    ...{ events, log, random, maxEntries: MAX_HELD_ENTRIES, maxBytes: MAX_HELD_BYTES },
    onTrouble(reason) {
      trouble = reason
      report()
    },
  })
  const receiver = createReceiver({ intake })
  const link = createLink({
    ...{ settings, findIdentity, clock, log, random, library: loadLibrary },
    trace: options.trace,
    async onSession(opened) {
      const onBroken = (reason: string) => link.drop(opened, reason)
      const next = await startWork({
        ...{ opened, settings, clock, log, intake, receiver, onBroken, onChange: report },
      })
      if (stopped !== undefined || !link.isOpen(opened)) return next.stop()
      work = next
      sessions += 1
      await next.setPoints([...points.values()])
    },
    onGone() {
      work?.stop()
      work = undefined
    },
    onLink(now) {
      state = now
      report()
    },
  })
  const searches = createSearches({ link, clock, signal })
  const shared = {
    session: () => link.current(),
    pointOf: (pointId: string) => points.get(pointId),
  }

  function health(): Health {
    const { inFlight, rejectedBatches } = intake.counters()
    const polled = work?.polled() ?? { count: 0, reason: '' }
    const counters = {
      ...receiver.counters(),
      ...{ sessions, subscriptions: work?.subscriptions() ?? 0, polled: polled.count },
      ...{ inFlight, rejectedBatches },
    }
    if (stopped !== undefined) return { status: 'down', detail: 'Stopped.', counters }
    if (state.state === 'down')
      return { status: 'down', detail: state.detail, counters, refused: refusedNow() }
    const faults = [
      ...(trouble === undefined ? [] : [`Readings are not taken: ${trouble}`]),
      ...(state.redundant ? [`The first server is not reached; ${state.url} serves.`] : []),
      ...(polled.count === 0 ? [] : [`${polled.count} points are polled (${polled.reason}).`]),
      ...troublesOf(points.values()),
    ]
    if (faults.length === 0) return { status: 'up', detail: `Connected to ${state.url}.`, counters }
    return { status: 'degraded', detail: faults.join(' '), counters }
  }

  /** What somebody can trust for the server to be reached. */
  const refusedNow = () =>
    link
      .refused()
      .map(({ certificate: { thumbprint, subject, validFrom, validTo } }) => ({
        ...{ thumbprint, subject, validFrom, validTo, list: 'trusted' },
      }))
      .reverse()

  function report(): void {
    if (stopped === undefined) events.health(health())
  }

  async function stopOnce(): Promise<void> {
    searches.stop()
    work?.stop()
    await Promise.all([intake.stop({ timeoutMs: STOP_MS }), link.stop()])
  }

  const stop = () => (stopped ??= stopOnce())

  return {
    async connect() {
      if (stopped === undefined && !signal.aborted) {
        signal.addEventListener('abort', stop, { once: true })
        await link.start()
      }
      return health()
    },
    async stop() {
      signal.removeEventListener('abort', stop)
      await stop()
    },
    async setPoints(request) {
      points = planPoints(request.points, points)
      await work?.setPoints([...points.values()])
    },
    read: createReads(shared),
    write: createCommands({
      ...shared,
      intents: createGuardedIntents({ guardPublicKeyPem: options.guardPublicKeyPem, clock }),
      clock,
      timeoutMs: settings.commandTimeoutMs,
    }),
    discover: searches.discover,
    browse: searches.browse,
    cancelSearch: searches.cancelSearch,
    health: async () => health(),
  }
}

const TOLD = 5

/** Points without a usable value now, with how often each kind of fault was met at them. */
function troublesOf(points: Iterable<Point>): readonly string[] {
  const ailing = [...points].filter(
    ({ memory: { trouble } }) => trouble !== undefined && !isWaiting(trouble),
  )
  const told = ailing.slice(0, TOLD).map(({ address, memory }) => {
    const counts = [...memory.faults].map(([kind, count]) => `${kind} ${count}`).join(', ')
    return `${address.nodeId}: ${memory.trouble} (${counts}).`
  })
  return ailing.length > TOLD ? [...told, `And ${ailing.length - TOLD} more.`] : told
}
