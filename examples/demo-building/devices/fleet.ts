import type { DeviceSpec } from '../building/types.ts'
import { type Protocol, protocolOf } from '../building/wiring.ts'
import { createDomainClock, type DomainClockSpec } from '../domain-clock.ts'
import { createLoadModel, type LoadCalendar } from '../load.ts'
import type { Handle } from './dialect.ts'
import type { Device, Link, Network } from './link.ts'
import { createMeter, type Meter, type MeterState } from './meter.ts'
import { createMqttNetwork } from './mqtt-link.ts'

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
  readonly password: string
  link: Link | null
  /** The full interval that it reported last. */
  lastDue: number
}

/** Networks of the building besides MQTT's, as far as there are devices on them. */
export type OtherNetworks = Readonly<Partial<Record<Exclude<Protocol, 'mqtt'>, Network>>>

/**
 * Plays devices: each counts, reports at its intervals of the building's time and answers commands over a connection of its
 * own, whatever it speaks. Reports and commands are taken in the order of their instants, so that no device counts past what it still has to say.
 */
export function startFleet({
  config,
  networks = {},
  load,
  save,
}: {
  readonly config: FleetConfig
  readonly networks?: OtherNetworks
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

  function report({ meter, link }: Member, at: number): void {
    // A clock that was set back tells of nothing new: it waits until what was counted is past.
    if (link === null || at < meter.countedUntil()) return
    link.tell(meter.measure(at))
    meter.reported()
  }

  /** What a device does when it is spoken to: after all that was due before. */
  function act<T>({ meter }: Member, work: (handle: Handle) => T): T {
    tick()
    const before = meter.isOn()
    const at = now()
    const result = work({
      measure: () => meter.measure(at),
      switchRelay: (on) => {
        meter.switchRelay(on, at)
        return meter.spec.relay !== 'none'
      },
    })
    // The relay keeps its place through a power cut: before anybody is told of it.
    if (meter.isOn() !== before) saveAll()
    return result
  }

  const mqtt = createMqttNetwork({
    port: config.brokerPort,
    utcOffsetMinutes: config.calendar.utcOffsetMinutes,
    bootedAt: config.bornAt,
  })

  function connect(member: Member): Link {
    const { spec } = member.meter
    const device: Device = {
      spec,
      password: member.password,
      isOn: member.meter.isOn,
      act: (work) => act(member, work),
      report: () => {
        tick()
        report(member, now())
      },
    }
    const protocol = protocolOf(spec.kind)
    const network = protocol === 'mqtt' ? mqtt : networks[protocol]
    if (network === undefined) throw new Error(`${spec.device} has no ${protocol} network.`)
    return network.connect(device)
  }

  function tick(): void {
    const at = now()
    for (const member of members.values()) {
      const absent = isAbsent(member, at)
      if (absent && member.link !== null) {
        member.link.drop()
        member.link = null
      }
      if (!absent && member.link === null) member.link = connect(member)
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
      // Not in whole seconds, and after what it has told: its last report is of the time that it still served.
      const at = Math.max(clock.now(), old.lastDue + 1)
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
      await Promise.all([...members.values()].map(({ link }) => link?.close()))
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
    members.set(device, { meter, password, link: null, lastDue: Number.NEGATIVE_INFINITY })
  }
  return members
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
