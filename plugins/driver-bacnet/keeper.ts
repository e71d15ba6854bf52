import { OBJECT, PROPERTY } from '@busbar/bacnet/numbers'
import type { Clock, Intake, Log } from '@busbar/core/contracts'
import { pause } from '@busbar/core/contracts'
import { type Calls, explain } from './calls.ts'
import type { Collector } from './collector.ts'
import { type Device, type Devices, isNotified, subscribable } from './devices.ts'
import { heardOfAll, sourceOf, wantedOf } from './heard.ts'
import { objectKey, type PointPlan } from './points.ts'
import type { Settings } from './settings.ts'
import { healFromLog } from './trends.ts'

export interface KeeperOptions {
  readonly settings: Settings
  readonly processId: number
  readonly devices: Devices
  readonly calls: Calls
  readonly collector: Collector
  readonly intake: Pick<Intake, 'room'>
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly search: (range?: { readonly lowLimit: number; readonly highLimit: number }) => void
  /** A value that makes no sense: told with its place, and not handed over. */
  readonly onFault: (fault: { readonly source: string; readonly reason: string }) => void
  /** Something about a device has changed. */
  readonly onChange: () => void
}

export interface Keeper {
  /** Subscribes to a device and reads it, after it was found or came back. */
  join(device: Device): Promise<void>
  /** Does what is due: searches, signs of life, polls, renewals. Called several times a second. */
  tick(): void
  /** Cancels the subscriptions to a device that has no points any more: it has few to give. */
  forget(device: Device): Promise<void>
  /** Cancels all subscriptions, within the time. */
  leave(timeoutMs: number): Promise<void>
}

/** Longer than notifications are waited for to be joined. */
const INITIAL_VALUES_MS = 50

/** Keeps devices subscribed to, read and known to be alive. */
export function createKeeper(options: KeeperOptions): Keeper {
  const { settings, devices, calls, log, signal } = options
  let searchedAt = Number.NEGATIVE_INFINITY

  async function join(device: Device): Promise<void> {
    if (device.busy || signal.aborted) return
    device.busy = true
    if (device.state === 'away') device.state = 'joining'
    options.onChange()
    let alive = true
    do {
      device.stale = false
      alive = (await subscribe(device)) && (await poll(device, false))
      // A subscription is answered with the value of now: what comes later is a change of its own.
      if (alive && device.subscriptions.size > 0) await pause(INITIAL_VALUES_MS, signal)
    } while (device.stale && alive && !signal.aborted)
    device.busy = false
    if (signal.aborted) return
    if (alive) {
      device.state = 'ready'
      device.healAt = performance.now()
    } else lost(device)
    options.onChange()
  }

  function lost(device: Device): void {
    if (device.state === 'ready') log.warn('A device is silent', { device: device.instance })
    device.state = 'away'
    device.why = 'It does not answer.'
    for (const subscription of device.subscriptions.values()) subscription.active = false
    options.onChange()
  }

  /** False where the device is silent; what it refuses to notify of is polled. */
  async function subscribe(device: Device): Promise<boolean> {
    const { reach } = device
    if (reach === undefined) return false
    device.renewedAt = performance.now()
    const wanted = settings.cov === 'off' ? new Map() : subscribable(device)
    for (const [key, { object }] of device.subscriptions) {
      if (wanted.has(key)) continue
      device.subscriptions.delete(key)
      await ask(device, object, true)
    }
    for (const object of wanted.values()) if (!(await subscribeTo(device, object))) return false
    device.heardAt = performance.now()
    return true
  }

  /** False where there was no answer. */
  async function subscribeTo(device: Device, object: PointPlan['object']): Promise<boolean> {
    const key = objectKey(object)
    const outcome = await ask(device, object, false)
    if (outcome === undefined || outcome.kind === 'timeout') return false
    const active = outcome.kind === 'done'
    if (!active && !device.subscriptions.has(key))
      log.info('An object is polled, since it does not notify', {
        device: device.instance,
        object: key,
        reason: explain(outcome),
      })
    device.subscriptions.set(key, { object, active })
    return true
  }

  async function ask(device: Device, object: PointPlan['object'], cancel: boolean) {
    const to = device.reach?.peer
    if (to === undefined) return undefined
    const { processId } = options
    const confirmed = settings.cov === 'confirmed'
    const lifetimeS = settings.covLifetimeSeconds
    return calls.subscribe({ to, object, processId, confirmed, lifetimeS, cancel })
  }

  /** @param all reads what is notified of too, as a sign that it is still so. */
  async function poll(device: Device, all: boolean): Promise<boolean> {
    const { reach } = device
    if (reach === undefined) return false
    // The core's back-pressure: nothing is asked for that cannot be handed over.
    await options.intake.room()
    if (signal.aborted) return true
    device.polledAt = performance.now()
    const due = device.points.filter(
      ({ object, cov }) => all || !cov || !isNotified(device, object),
    )
    if (due.length === 0) return true
    const outcome = await calls.read({ from: reach, wanted: wantedOf(due), signal })
    if (signal.aborted) return true
    if (!outcome.ok) return !outcome.silent
    device.heardAt = performance.now()
    const heard = heardOfAll(due, outcome.values, options.onFault)
    const whole = heard.filter((one) => one !== undefined)
    options.collector.whole({ device: device.instance, heard: whole })
    return true
  }

  /** Reads the logs of a device one after the other; what is not read whole is due again. */
  async function heal(device: Device): Promise<void> {
    device.healing = true
    device.healAt = Number.POSITIVE_INFINITY
    let whole = true
    for (const plan of device.points) if (!(await healPoint(device, plan))) whole = false
    device.healing = false
    const again = performance.now() + settings.pollSeconds * 1_000
    if (!whole) device.healAt = Math.min(device.healAt, again)
  }

  /** False where its log is to be read again. */
  async function healPoint(device: Device, plan: PointPlan): Promise<boolean> {
    const { reach, healedTo } = device
    if (plan.trendLog === undefined) return true
    if (reach === undefined || device.state !== 'ready' || signal.aborted) return false
    const now = options.clock.now()
    const { newest, whole } = await healFromLog({
      ...{ calls, from: reach, plan, trendLog: plan.trendLog, until: now, signal },
      since: healedTo.get(plan.pointId) ?? now - settings.healHours * 3_600_000,
      ...{ timeZone: settings.timeZone, collector: options.collector },
      onFault: (reason) => options.onFault({ source: sourceOf(plan), reason }),
    })
    if (newest !== undefined) healedTo.set(plan.pointId, newest)
    return whole
  }

  /** Asks for a sign of life, or for what is due; one thing at a time for each device. */
  async function attend(device: Device, now: number): Promise<void> {
    const refresh = now - device.polledAt >= settings.refreshSeconds * 1_000
    const polls = now - device.polledAt >= settings.pollSeconds * 1_000
    const renew = now - device.renewedAt >= settings.covLifetimeSeconds * 500
    const mute = now - device.heardAt >= settings.keepAliveSeconds * 1_000
    if (!(refresh || polls || renew || mute || device.stale)) return
    device.busy = true
    let alive = true
    if (device.stale || renew) {
      // Points that are new may have a gap.
      if (device.stale) device.healAt = now
      device.stale = false
      alive = await subscribe(device)
    }
    if (alive && (refresh || polls)) alive = await poll(device, refresh)
    if (alive && mute) alive = await isAlive(device)
    device.busy = false
    if (!alive && !signal.aborted) lost(device)
  }

  async function isAlive(device: Device): Promise<boolean> {
    const { reach, instance } = device
    if (reach === undefined) return false
    if (performance.now() - device.heardAt < settings.keepAliveSeconds * 1_000) return true
    const object = { type: OBJECT.device, instance }
    const wanted = [{ object, property: PROPERTY.systemStatus }]
    const outcome = await calls.read({ from: reach, wanted })
    // Who reads a trend log's gap later must know from when on nothing was heard.
    if (outcome.ok) device.heardAt = performance.now()
    return outcome.ok || !outcome.silent
  }

  function seek(now: number): void {
    if (now - searchedAt < settings.searchSeconds * 1_000) return
    searchedAt = now
    const away = [...devices.all()].filter(({ state }) => state === 'away')
    for (const device of away) if (device.fixed && !device.busy) void join(device)
    const sought = away.filter(({ fixed }) => fixed === undefined).map(({ instance }) => instance)
    // Those that are there need not all answer for the sake of a few.
    if (sought.length > 0)
      options.search({ lowLimit: Math.min(...sought), highLimit: Math.max(...sought) })
    else if ([...devices.all()].length === 0) options.search()
  }

  return {
    join,
    tick() {
      if (signal.aborted) return
      const now = performance.now()
      seek(now)
      for (const device of devices.all()) {
        if (device.state !== 'ready') continue
        if (!device.busy) void attend(device, now)
        if (!device.healing && now >= device.healAt) void heal(device)
      }
    },
    async forget(device) {
      if (device.state !== 'away') await subscribe(device)
    },
    async leave(timeoutMs) {
      const all = [...devices.all()].flatMap((device) =>
        [...device.subscriptions.values()]
          .filter(({ active }) => active)
          .map(({ object }) => ask(device, object, true)),
      )
      const limit = Promise.withResolvers<void>()
      const timer = setTimeout(limit.resolve, timeoutMs)
      await Promise.race([Promise.all(all), limit.promise])
      clearTimeout(timer)
    },
  }
}
