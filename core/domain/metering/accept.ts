import { divideHalfAway, formatMicros, MICROS_PER_UNIT } from '../../kernel/decimal.ts'
import { HOUR_MS, type Instant, MINUTE_MS } from '../../kernel/instant.ts'
import type { InstalledRegister, QuarantineReason, Reading } from './model.ts'

/** How far a device's clock may run ahead of ours. */
const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS

/** Every reading asks for its register's range. */
const RANGES: readonly bigint[] = Array.from({ length: 13 }, (_, digits) => rangeOf(digits))

/** The last accepted value of a register: where its next interval begins. */
export interface Baseline {
  readonly installationId: string
  readonly at: Instant
  readonly valueMicros: bigint
}

export type Verdict =
  | {
      readonly accepted: true
      /** After the multiplier. */
      readonly quantityMicros: bigint
      readonly rolledOver: boolean
    }
  | { readonly accepted: false; readonly reason: QuarantineReason; readonly detail: string }

/** A reading whose value or instant cannot be believed; it contradicts no other one. */
export function refuseOutright(reading: Reading): Verdict | null {
  if (reading.quality === 'bad') return refuse('bad-quality', 'The device marked the value as bad.')
  if (reading.at > reading.receivedAt + FUTURE_TOLERANCE_MS)
    return refuse('future', 'Its instant lies ahead of our clock: set the device clock.')
  return null
}

/** What one look at a reading alone shows, whatever came before it. */
export function refuseAlone(reading: Reading, register: InstalledRegister | null): Verdict | null {
  const outright = refuseOutright(reading)
  if (outright) return outright
  if (!register) return refuse('not-installed', 'The register served no metering point then.')
  if (reading.valueMicros < 0n) return refuse('negative', 'A register cannot be negative.')
  if (reading.valueMicros >= rangeMicros(register))
    return refuse('too-large', `The register has ${register.digits} digits.`)
  return null
}

/**
 * Judges a value against the last accepted one, in source-time order. A value that is refused never
 * becomes a baseline, so 100 → 50 → 110 charges 10.
 * @param maxRateMicros quantity micros an hour at most; null for values signed by a person
 */
export function judge(input: {
  readonly register: InstalledRegister
  readonly baseline: Baseline
  readonly at: Instant
  readonly valueMicros: bigint
  readonly maxRateMicros: bigint | null
}): Verdict {
  const { register, baseline, at, valueMicros, maxRateMicros } = input
  const falls = valueMicros < baseline.valueMicros
  const endMicros = falls ? valueMicros + rangeMicros(register) : valueMicros
  const quantityMicros = quantityBetween(register, baseline.valueMicros, endMicros)
  if (falls) {
    const plausible =
      maxRateMicros !== null && quantityMicros <= mostIn(at - baseline.at, maxRateMicros)
    if (!plausible)
      return refuse(
        'falling',
        `It fell from ${formatMicros(baseline.valueMicros)} to ${formatMicros(valueMicros)}.`,
      )
  } else if (maxRateMicros !== null && quantityMicros > mostIn(at - baseline.at, maxRateMicros)) {
    return refuse(
      'implausible-rate',
      `${formatMicros(quantityMicros)} units since the last reading are more than can flow.`,
    )
  }
  return { accepted: true, quantityMicros, rolledOver: falls }
}

/** Register difference × multiplier; rounding telescopes since both ends are rounded alike. */
function quantityBetween(
  register: InstalledRegister,
  fromMicros: bigint,
  toMicros: bigint,
): bigint {
  if (register.multiplierMicros === MICROS_PER_UNIT) return toMicros - fromMicros
  return scaled(register, toMicros) - scaled(register, fromMicros)
}

function scaled(register: InstalledRegister, valueMicros: bigint): bigint {
  return divideHalfAway(valueMicros * register.multiplierMicros, MICROS_PER_UNIT)
}

/** Where the register rolls over. */
export function rangeMicros({ digits }: { readonly digits: number }): bigint {
  return RANGES[digits] ?? rangeOf(digits)
}

function rangeOf(digits: number): bigint {
  return 10n ** BigInt(digits) * MICROS_PER_UNIT
}

/** A minute more than elapsed, so that a coarse register's last digit does not look like a leap. */
function mostIn(elapsedMs: number, maxRateMicros: bigint): bigint {
  return (maxRateMicros * BigInt(elapsedMs + MINUTE_MS)) / BigInt(HOUR_MS)
}

function refuse(reason: QuarantineReason, detail: string): Verdict {
  return { accepted: false, reason, detail }
}
