import type { DeviceSpec } from '../building/types.ts'
import { createDomainClock, type DomainClockSpec } from '../domain-clock.ts'
import { createLoadModel, type LoadCalendar } from '../load.ts'
import { createCoolingTelegram } from './cooling.ts'
import type { Dialect } from './dialect.ts'
import { createLine, type Line } from './line.ts'
import { createMeter, type Meter, type MeterState } from './meter.ts'
import { createShelly } from './shelly.ts'
import { createTasmota } from './tasmota.ts'

export interface FleetConfig {
  readonly brokerPort: number
  readonly clock: DomainClockSpec
  /** When the building first started, by its own time. */
  readonly bornAt: number
  readonly calendar: LoadCalendar
  readonly devices: readonly (DeviceSpec & { readonly password: string })[]
}

export interface Swapped {
  /** When the old one was taken out and the new one put in. */
  readonly at: number
  /** What both showed then, in Wh, litres or MJ; decimal. */
  readonly closing: string
  readonly opening: string
}

export interface Fleet {
  /** Takes one device out and puts another in, at this instant. */
  swap(request: { readonly remove: string; readonly install: string }): Swapped
  stop(): Promise<void>
}

type Saved = Readonly<Record<string, MeterState>>

const TICK_MS = 100
const SAVE_MS = 2_000

interface Member {
  readonly meter: Meter
  readonly dialect: Dialect
  readonly password: string
  line: Line | null
  /** The full interval that it reported last. */
  lastDue: number
}

/**
 * Plays devices: each counts, reports at its intervals of the building's time and answers commands over a connection of its
 * own. Reports and commands are taken in the order of their instants, so that no device counts past what it still has to say.
 */
export function startFleet({
  config,
  load,
  save,
}: {
  readonly config: FleetConfig
  readonly load: () => Saved
  readonly save: (state: Saved) => void
}): Fleet {
  const clock = createDomainClock(config.clock)
  const members = createMembers(config, load())
  const saveAll = () =>
    save(Object.fromEntries([...members].map(([name, { meter }]) => [name, meter.state()])))

  /** Whole seconds: some devices tell no finer time, and what they count must be that of the time they tell. */
  const now = () => Math.floor(clock.now() / 1_000) * 1_000

  function isAbsent({ meter }: Member, at: number): boolean {
    if (!meter.inService()) return true
    return meter.spec.absences.some(({ fromMinute, toMinute }) => {
      const minute = (at - config.bornAt) / 60_000
      return minute >= fromMinute && minute < toMinute
    })
  }

  function due({ meter: { spec } }: Member, at: number): number {
    const intervalMs = spec.intervalS * 1_000
    const phaseMs = spec.phaseS * 1_000
    return Math.floor((at - phaseMs) / intervalMs) * intervalMs + phaseMs
  }

  function report(member: Member, at: number): void {
    const { meter, dialect, line } = member
    // A clock that was set back tells of nothing new: it waits until what was counted is past.
    if (line === null || at < meter.countedUntil()) return
    for (const message of dialect.report(meter.measure(at))) line.publish(message)
    meter.reported()
  }

  function connect(member: Member): Line {
    const { meter, dialect, password } = member
    return createLine({
      port: config.brokerPort,
      device: meter.spec.device,
      password,
      dialect,
      onConnect: () => {
        tick()
        report(member, now())
      },
      onMessage: (message) => {
        tick()
        const before = meter.isOn()
        const at = now()
        const answers = dialect.hear(message, {
          measure: () => meter.measure(at),
          switchRelay: (on) => {
            meter.switchRelay(on, at)
            return meter.spec.relay !== 'none'
          },
        })
        // The relay keeps its place through a power cut: before anybody is told of it.
        if (meter.isOn() !== before) saveAll()
        for (const answer of answers) member.line?.publish(answer)
      },
    })
  }

  function tick(): void {
    const at = now()
    for (const member of members.values()) {
      const absent = isAbsent(member, at)
      if (absent && member.line !== null) {
        member.line.drop()
        member.line = null
      }
      if (!absent && member.line === null) member.line = connect(member)
    }
    const reports = [...members.values()]
      .map((member) => ({ member, dueAt: due(member, at) }))
      .filter(({ member, dueAt }) => dueAt > member.lastDue)
      .sort((one, other) => one.dueAt - other.dueAt)
    for (const { member, dueAt } of reports) {
      member.lastDue = dueAt
      report(member, dueAt)
    }
  }

  const ticking = setInterval(tick, TICK_MS)
  const saving = setInterval(saveAll, SAVE_MS)

  return {
    swap({ remove, install }) {
      tick()
      const old = required(members, remove)
      const fresh = required(members, install)
      const at = now()
      const closing = wholeUnits(old.meter, at)
      old.meter.putInService(false, at)
      fresh.meter.putInService(true, at)
      const opening = wholeUnits(fresh.meter, at)
      saveAll()
      return { at, closing, opening }
    },
    async stop() {
      clearInterval(ticking)
      clearInterval(saving)
      saveAll()
      await Promise.all([...members.values()].map(({ line }) => line?.close()))
    },
  }
}

function createMembers(config: FleetConfig, saved: Saved): ReadonlyMap<string, Member> {
  const loads = createLoadModel(config.calendar)
  const { utcOffsetMinutes } = config.calendar
  const meters = new Map<string, Meter>()
  const members = new Map<string, Member>()
  // Those that count others together come after them.
  const inOrder = [...config.devices].sort((one, other) => one.sumOf.length - other.sumOf.length)
  for (const { password, ...spec } of inOrder) {
    const { device } = spec
    const meter = createMeter({
      spec,
      loads,
      utcOffsetMinutes,
      startAt: config.bornAt,
      state: saved[device],
      behind: spec.sumOf.map((name) => required(meters, name)),
    })
    meters.set(device, meter)
    const dialect = dialectOf(spec, { utcOffsetMinutes, bootedAt: config.bornAt })
    members.set(device, { meter, dialect, password, line: null, lastDue: Number.NEGATIVE_INFINITY })
  }
  return members
}

function dialectOf(
  { device, kind, relay }: DeviceSpec,
  at: { readonly utcOffsetMinutes: number; readonly bootedAt: number },
): Dialect {
  const hasRelay = relay !== 'none'
  switch (kind) {
    case 'tasmota-power':
      return createTasmota({ device, sensor: 'energy', hasRelay, ...at })
    case 'tasmota-counter':
      return createTasmota({ device, sensor: 'counter', hasRelay, ...at })
    case 'shelly-1pm':
      return createShelly({ device, model: '1pm', hasRelay })
    case 'shelly-3em':
      return createShelly({ device, model: '3em', hasRelay })
    case 'cooling-telegram':
      return createCoolingTelegram({ device })
  }
}

/** What its display shows: whole Wh, litres or MJ. */
function wholeUnits(meter: Meter, at: number): string {
  return (meter.measure(at).registerMicros / 1_000_000n).toString()
}

function required<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name)
  if (found === undefined) throw new Error(`There is no device ${name}.`)
  return found
}
