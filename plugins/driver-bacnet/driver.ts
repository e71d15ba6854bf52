import { peerKey } from '@busbar/bacnet/frames'
import type { DriverOptions, Health, MeterDriver } from '@busbar/core/contracts'
import { createGuardedIntents, createIntake } from '@busbar/core/contracts'
import { createCollector } from './collector.ts'
import { createCommands } from './commands.ts'
import { createDevices, type Device, notifiedPoints } from './devices.ts'
import { heardIn } from './heard.ts'
import { createKeeper } from './keeper.ts'
import { type PlannedPoints, planPoints } from './points.ts'
import { createReads } from './reads.ts'
import { createSearches } from './searches.ts'
import { readSettings } from './settings.ts'
import { createStation, type InstanceRange, type StationEvents } from './station.ts'
import { createStrangers } from './strangers.ts'

const MAX_HELD = 2_000
const MAX_HELD_BYTES = 32 * 1024 * 1024
const WINDOW_MS = 20
const TICK_MS = 250
const STOP_MS = 5_000
const LEAVE_MS = 2_000
/** An I-Am within this time after a search is an answer to it. */
const SEARCH_ANSWERS_MS = 5_000

/** A driver of the devices that are reached from one UDP port. */
export function createBacnetDriver(options: DriverOptions & { random: () => number }): MeterDriver {
  const { events, log, clock, random } = options
  const settings = readSettings(options.connection)
  const stopping = new AbortController()
  const devices = createDevices(settings)
  const strangers = createStrangers()
  const counts = { received: 0, ignored: 0, notifications: 0, unasked: 0, impostors: 0, shed: 0 }
  let planned: PlannedPoints = planPoints([])
  let trouble: string | undefined
  let stopped: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let iAmAt = Number.NEGATIVE_INFINITY
  let searchedAt = Number.NEGATIVE_INFINITY
  let settled = false
  const waiters = new Set<() => void>()

  const intake = createIntake({
    ...{ events, log, random, maxEntries: MAX_HELD, maxBytes: MAX_HELD_BYTES },
    onTrouble(reason) {
      trouble = reason
      report()
    },
  })
  const collector = createCollector({
    ...{ intake, refreshMs: settings.refreshSeconds * 1_000, windowMs: WINDOW_MS },
    expected(instance) {
      const device = devices.get(instance)
      return device === undefined ? 0 : notifiedPoints(device)
    },
  })

  const stationEvents: StationEvents = {
    iAm(from, iAm) {
      iAmAt = performance.now()
      searches.heardIAm(from, iAm)
      const { device, join, impostor } = devices.introduce({
        ...{ from, iAm, now: iAmAt, asked: iAmAt - searchedAt < SEARCH_ANSWERS_MS },
      })
      if (impostor) {
        counts.impostors += 1
        noteStranger(peerKey(from), `says that it is device ${iAm.device}, which is elsewhere`)
      } else if (device && join) void keeper.join(device)
      else if (device === undefined && planned.plans.size === 0) change()
    },
    cov(from, notification, acknowledge) {
      const device = devices.at(from).find(({ instance }) => instance === notification.device)
      if (device === undefined || notification.processId !== processId)
        return stationEvents.unasked(from)
      device.heardAt = performance.now()
      // Not acknowledged, so the device sends it again; the next poll heals what it gives up.
      if (stopped !== undefined || intake.room() !== undefined) counts.shed += 1
      else take(device, notification, acknowledge)
    },
    unasked(from) {
      counts.unasked += 1
      // An answer that comes too late is no stranger's.
      if (devices.at(from).length === 0)
        noteStranger(peerKey(from), 'answers what it was not asked')
    },
    malformed({ source, reason, bytes }) {
      if (stopped !== undefined) return
      const input = strangers.note({ source, reason, bytes, at: clock.now() })
      if (input) intake.add({ snapshots: [], malformed: [input], sizeBytes: 8_192, onKept: silent })
    },
    state: change,
    frame(kind) {
      counts[kind] += 1
    },
  }
  const station = createStation({ settings, log, trace: options.trace, events: stationEvents })
  const { calls, link, requests } = station
  const processId = processIdOf(options.connectionId)
  const reach = (instance: number) => {
    const device = devices.get(instance)
    return device?.state === 'ready' && link.state().state === 'up' ? device.reach : undefined
  }
  const keeper = createKeeper({
    ...{ settings, processId, devices, calls, collector, intake, clock, log },
    ...{ signal: stopping.signal, search, onChange: change },
    onFault: ({ source, reason }) => noteStranger(source, reason),
  })
  const searches = createSearches({
    ...{ settings, calls, ask: search, sources: strangers.sources },
  })
  const write = createCommands({
    ...{ calls, clock, reach, planOf: (pointId: string) => planned.plans.get(pointId) },
    intents: createGuardedIntents({ guardPublicKeyPem: options.guardPublicKeyPem, clock }),
  })

  function search(range?: InstanceRange): void {
    searchedAt = performance.now()
    station.whoIs(range)
  }

  function noteStranger(source: string, reason: string): void {
    stationEvents.malformed({ source, reason, bytes: Buffer.alloc(0) })
  }

  function take(
    device: Device,
    notification: Parameters<StationEvents['cov']>[1],
    acknowledge: (() => void) | undefined,
  ): void {
    counts.notifications += 1
    const { type, instance } = notification.object
    const heard = device.points
      .filter(({ cov, object }) => cov && object.type === type && object.instance === instance)
      .flatMap(
        (plan) =>
          heardIn(plan, notification.values, ({ source, reason }) =>
            noteStranger(source, reason),
          ) ?? [],
      )
    const onKept = () => {
      if (stopped === undefined) acknowledge?.()
    }
    collector.note({ device: device.instance, heard, onKept })
  }

  function health(): Health {
    const all = [...devices.all()]
    const ready = all.filter(({ state }) => state === 'ready').length
    const counters = {
      ...counts,
      ...strangers.counts(),
      ...intake.counters(),
      ...{ devices: all.length, ready, inFlightRequests: requests.inFlight() },
    }
    const state = link.state()
    if (state.state === 'down') return { status: 'down', detail: state.detail, counters }
    if (!isReached()) {
      const detail = `No device answers. ${state.trouble ?? ''}`.trim()
      return { status: 'down', detail, counters }
    }
    const away = all.filter(({ state: one }) => one === 'away')
    const worst = strangers.worst()
    const faults = [
      ...(trouble === undefined ? [] : [`Readings are not taken: ${trouble}`]),
      ...(state.trouble === undefined ? [] : [state.trouble]),
      ...away.slice(0, 1).map(({ instance, why }) => `Device ${instance}: ${why}`),
      ...(away.length > 1 ? [`${away.length} devices are away.`] : []),
      ...planned.faults.map(({ pointId, reason }) => `Point ${pointId}: ${reason}`),
      ...(counts.impostors > 0 ? ['Two devices have one number: see the sources.'] : []),
    ]
    const [first] = faults
    const noise = worst === undefined ? '' : ` Not understood or not believed: ${worst}.`
    if (first === undefined)
      return { status: 'up', detail: `${ready} devices answer.${noise}`, counters }
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
    return { status: 'degraded', detail: `${first}${more}${noise}`, counters }
  }

  /** Without points whoever says that it is there will do; with them, one of theirs must. */
  function isReached(): boolean {
    if (planned.plans.size > 0) return settled
    return performance.now() - iAmAt < settings.searchSeconds * 3_000
  }

  function change(): void {
    const all = [...devices.all()]
    if (!all.some(({ state }) => state === 'ready')) settled = false
    else if (!all.some(({ state }) => state === 'joining')) settled = true
    for (const wake of [...waiters]) wake()
    report()
  }

  let lastReport = ''
  function report(): void {
    if (stopped !== undefined) return
    const now = health()
    const text = `${now.status} ${now.detail}`
    if (text === lastReport) return
    lastReport = text
    events.health(now)
  }

  /** Waits until every device that is there is subscribed to and read, as long as it may take. */
  async function settling(): Promise<void> {
    const limitMs = settings.timeoutSeconds * 1_000 * (settings.retries + 1) + TICK_MS
    const done = Promise.withResolvers<void>()
    const isSettled = () => {
      const all = [...devices.all()]
      const isDone = all.every(({ state, busy, stale }) => state === 'ready' && !busy && !stale)
      if (all.length === 0 ? isReached() : isDone) done.resolve()
    }
    const limit = setTimeout(done.resolve, Math.min(limitMs, STOP_MS))
    waiters.add(isSettled)
    stopping.signal.addEventListener('abort', () => done.resolve(), { once: true })
    isSettled()
    await done.promise
    waiters.delete(isSettled)
    clearTimeout(limit)
  }

  async function setPoints(points: DriverOptions['points']): Promise<void> {
    planned = planPoints(points)
    for (const fault of planned.faults) log.warn('A point cannot be used as bound', { ...fault })
    const left = devices.use(planned.plans.values())
    for (const device of left) void keeper.forget(device)
    collector.retain(planned.plans)
    if (timer === undefined) return
    for (const device of devices.all())
      if (device.state === 'ready' ? device.stale : device.fixed) void keeper.join(device)
    search()
    await settling()
    change()
  }

  async function stopOnce(): Promise<void> {
    clearInterval(timer)
    searches.stop()
    stopping.abort()
    collector.stop()
    await Promise.all([keeper.leave(LEAVE_MS), intake.stop({ timeoutMs: STOP_MS })])
    requests.stop()
    await link.stop()
    for (const wake of [...waiters]) wake()
  }

  const stop = () => (stopped ??= stopOnce())
  void setPoints(options.points)

  return {
    async connect() {
      if (stopped !== undefined || options.signal.aborted) return health()
      options.signal.addEventListener('abort', stop, { once: true })
      await link.start()
      timer ??= setInterval(() => keeper.tick(), TICK_MS)
      keeper.tick()
      await settling()
      return health()
    },
    async stop() {
      options.signal.removeEventListener('abort', stop)
      await stop()
    },
    setPoints: ({ points }) => setPoints(points),
    read: createReads({ calls, devices, planOf: (pointId) => planned.plans.get(pointId) }),
    write,
    discover: searches.discover,
    browse: searches.browse,
    cancelSearch: searches.cancelSearch,
    health: async () => health(),
  }
}

const silent = () => undefined

/** The same for each start of a connection, so that a device replaces its old subscriptions. */
function processIdOf(connectionId: string): number {
  let hash = 2_166_136_261
  for (const char of connectionId) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619)
  return ((hash >>> 0) % 4_194_303) + 1
}
