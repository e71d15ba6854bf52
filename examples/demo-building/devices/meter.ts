import type { DeviceSpec } from '../building/types.ts'
import { type LoadModel, partsOf } from '../load.ts'

/** What a device keeps through a power cut; plain data. */
export interface MeterState {
  /** Until when it has counted. */
  readonly at: number
  /** Own use since it was first switched on, in exact parts; decimal. */
  readonly parts: string
  /** Where the relay is said to be. */
  readonly on: boolean
  readonly inService: boolean
  /** Micros of Wh, litres or MJ when the local day began, and on the day before; decimal. */
  readonly day: { readonly date: string; readonly start: string; readonly yesterday: string }
  /** What it reported last; decimal micros. */
  readonly reported: string
}

/** All that a device can say of an instant. */
export interface Measurement {
  readonly at: number
  /** What the counter shows, in micros of Wh, litres or MJ, rolled over. */
  readonly registerMicros: bigint
  /** Flow in Wh, litres or MJ an hour: for electricity that is watts. */
  readonly rate: number
  readonly todayMicros: bigint
  readonly yesterdayMicros: bigint
  /** Since the report before. */
  readonly periodMicros: bigint
  /** What the relay says; true where there is none. */
  readonly on: boolean
}

/** A counter that goes on with what flows through it, and never backward. */
export interface Meter {
  readonly spec: DeviceSpec
  /** Counts until `at`; what lies before what was counted already changes nothing. */
  advance(at: number): void
  /** Micros counted since it was first switched on. */
  counted(): bigint
  countedUntil(): number
  measure(at: number): Measurement
  /** Remembers that a measurement was sent. */
  reported(): void
  /** Says where the relay goes; a relay that lies only says so. */
  switchRelay(on: boolean, at: number): void
  isOn(): boolean
  inService(): boolean
  putInService(inService: boolean, at: number): void
  state(): MeterState
}

const MICRO = 1_000_000n

export function createMeter({
  spec,
  loads,
  utcOffsetMinutes,
  startAt,
  state,
  behind = [],
}: {
  readonly spec: DeviceSpec
  readonly loads: LoadModel
  readonly utcOffsetMinutes: number
  /** When the building first started. */
  readonly startAt: number
  readonly state?: MeterState | undefined
  /** Meters that it counts together. */
  readonly behind?: readonly Meter[]
}): Meter {
  const { load, relay } = spec
  const divisor = load === null ? 1n : partsOf(load)
  const rollover = 10n ** BigInt(spec.digits) * 1_000n * MICRO
  let at = state?.at ?? startAt
  let parts = BigInt(state?.parts ?? 0)
  let on = state?.on ?? true
  let inService = state?.inService ?? spec.inService
  let reportedMicros = BigInt(state?.reported ?? 0)
  let day = state?.day ?? { date: localDate(at), start: '0', yesterday: '0' }

  function localDate(instant: number): string {
    return new Date(instant + utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
  }

  const conducts = () => inService && (on || relay !== 'answers')

  function counted(): bigint {
    const own = load === null ? 0n : (parts * MICRO) / divisor
    return behind.reduce((sum, meter) => sum + meter.counted(), own)
  }

  function rollDay(): void {
    const date = localDate(at)
    if (date === day.date) return
    const now = counted()
    day = { date, start: now.toString(), yesterday: (now - BigInt(day.start)).toString() }
  }

  function advance(to: number): void {
    for (const meter of behind) meter.advance(to)
    if (to <= at) return
    if (load !== null && conducts()) parts += loads.partsIn(load, at, to)
    at = to
    rollDay()
  }

  function rate(instant: number): number {
    const own = load !== null && conducts() ? loads.rateAt(load, instant) : 0
    return behind.reduce((sum, meter) => sum + meter.measure(instant).rate, own)
  }

  return {
    spec,
    advance,
    counted,
    countedUntil: () => at,
    measure(instant) {
      advance(instant)
      const now = counted()
      return Object.freeze({
        at: instant,
        registerMicros: (BigInt(spec.initial) * MICRO + now) % rollover,
        rate: rate(instant),
        todayMicros: now - BigInt(day.start),
        yesterdayMicros: BigInt(day.yesterday),
        periodMicros: now - reportedMicros,
        on,
      })
    },
    reported() {
      reportedMicros = counted()
    },
    switchRelay(wanted, instant) {
      if (relay === 'none') return
      advance(instant)
      on = wanted
    },
    isOn: () => on,
    inService: () => inService,
    putInService(wanted, instant) {
      // What lies in the store room counts nothing: its time starts now.
      advance(instant)
      inService = wanted
    },
    state: () => ({
      at,
      parts: parts.toString(),
      on,
      inService,
      day,
      reported: reportedMicros.toString(),
    }),
  }
}
