import { nearest } from './exact.ts'
import type { Fitting, PointFacts, RawReading, Refusal, Span } from './facts.ts'
import { shareOut } from './share.ts'

const AHEAD_MS = 5 * 60_000
const SLACK_MS = 60_000
const HOUR_MS = 3_600_000
const MILLION = 1_000_000n

/** What the raw readings of a metering point come to. */
export interface Judged {
  /** In the order in which they are priced. */
  readonly spans: readonly Span[]
  readonly refusals: readonly Refusal[]
}

/** Judges every raw reading of a metering point from the beginning, register by register. */
export function judge(point: PointFacts, readings: readonly RawReading[]): Judged {
  const refusals: Refusal[] = []
  const spans: Span[] = []
  const ranges = new Map(point.fittings.map((fitting) => [fitting.registerId, range(fitting)]))
  for (const registerId of new Set(point.fittings.map((fitting) => fitting.registerId))) {
    const own = readings.filter((reading) => reading.registerId === registerId)
    const usable = withoutConflicts(own, refusals)
    const fittings = point.fittings.filter((fitting) => fitting.registerId === registerId)
    for (const reading of usable)
      if (!fittings.some((fitting) => covers(fitting, reading.at)))
        refusals.push(refuse(reading, aloneReason(reading, null) ?? 'not-installed'))
    for (const fitting of fittings) spans.push(...follow(point, fitting, usable, refusals))
  }
  // Registers that share a count are priced in the order in which their values were taken.
  spans.sort((a, b) => a.to - b.to || Number(BigInt(a.registerId) - BigInt(b.registerId)))
  const shared = spans.flatMap((span) =>
    shareOut(point.payers, span, ranges.get(span.registerId) ?? 1n),
  )
  return { spans: shared, refusals }
}

/** Two values of one register at one instant: neither counts, unless one of them is none at all. */
function withoutConflicts(readings: readonly RawReading[], refusals: Refusal[]): RawReading[] {
  const byInstant = new Map<number, RawReading[]>()
  for (const reading of readings)
    byInstant.set(reading.at, [...(byInstant.get(reading.at) ?? []), reading])
  const usable: RawReading[] = []
  for (const at of [...byInstant.keys()].sort((a, b) => a - b)) {
    const all = byInstant.get(at) ?? []
    usable.push(...all.filter((reading) => aloneReason(reading, null) !== null))
    const values = all.filter((reading) => aloneReason(reading, null) === null)
    if (new Set(values.map(({ valueMicros }) => valueMicros)).size === 1)
      usable.push(...values.slice(0, 1))
    else for (const reading of values) refusals.push(refuse(reading, 'conflict'))
  }
  return usable
}

function aloneReason(reading: RawReading, fitting: Fitting | null): string | null {
  if (reading.quality === 'bad') return 'bad-quality'
  if (reading.at - reading.receivedAt > AHEAD_MS) return 'future'
  if (!fitting) return null
  if (reading.valueMicros < 0n) return 'negative'
  return reading.valueMicros >= range(fitting) ? 'too-large' : null
}

/** One register through one installation: from its opening value to its closing one. */
function follow(
  point: PointFacts,
  fitting: Fitting,
  readings: readonly RawReading[],
  refusals: Refusal[],
): Span[] {
  const spans: Span[] = []
  let at = fitting.from
  let value = fitting.openingMicros
  const take = (end: { at: number; valueMicros: bigint }, signed: boolean): string | null => {
    const { quantity, falls } = between(fitting, value, end.valueMicros)
    const most = (point.maxRateMicros * BigInt(end.at - at + SLACK_MS)) / BigInt(HOUR_MS)
    if (falls && (signed || quantity > most)) return 'falling'
    if (!falls && !signed && quantity > most) return 'implausible-rate'
    const { registerId, installationId, band } = fitting
    if (isOnlyCompared(point, fitting)) {
      at = end.at
      value = end.valueMicros
      return null
    }
    const ends = { from: at, to: end.at, fromMicros: value, toMicros: end.valueMicros }
    spans.push({ registerId, installationId, band, ...ends, quantityMicros: quantity, payer: null })
    at = end.at
    value = end.valueMicros
    return null
  }
  for (const reading of readings) {
    if (!covers(fitting, reading.at)) continue
    const alone = aloneReason(reading, fitting)
    const atOpening = reading.at === fitting.from
    const opening = reading.valueMicros === fitting.openingMicros ? null : 'conflict'
    const reason = alone ?? (atOpening ? opening : take(reading, false))
    if (reason) refusals.push(refuse(reading, reason))
  }
  if (fitting.to === null || fitting.closingMicros === null) return spans
  const closing = { at: fitting.to, valueMicros: fitting.closingMicros }
  const reason = take(closing, true)
  if (reason) refusals.push({ registerId: fitting.registerId, ...closing, reason })
  return spans
}

/**
 * A total on a meter that also counts by bands is there to compare with: the bands are what is charged. What is fed back is
 * never charged.
 */
export function isOnlyCompared(
  { fittings }: PointFacts,
  { band, direction, installationId }: Fitting,
): boolean {
  if (direction === 'export') return true
  if (band !== null) return false
  return fittings.some(
    (other) =>
      other.installationId === installationId &&
      other.band !== null &&
      other.direction === 'import',
  )
}

function covers({ from, to }: Fitting, at: number): boolean {
  return at >= from && (to === null || at < to)
}

function range({ digits }: Fitting): bigint {
  return MILLION * 10n ** BigInt(digits)
}

/** Use between two values of a register; one that falls is taken to have rolled over. */
function between(fitting: Fitting, from: bigint, to: bigint): { quantity: bigint; falls: boolean } {
  const falls = to < from
  const end = falls ? to + range(fitting) : to
  const scaled = (value: bigint) => nearest(value * fitting.multiplierMicros, MILLION)
  return { quantity: scaled(end) - scaled(from), falls }
}

function refuse({ registerId, at, valueMicros }: RawReading, reason: string): Refusal {
  return { registerId, at, valueMicros, reason }
}
