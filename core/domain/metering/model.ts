import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'

/** A register of a meter while it serves a metering point. */
export interface InstalledRegister {
  readonly registerId: Id
  readonly installationId: Id
  /** The installation's span, half-open; `to` is null while it lasts. */
  readonly from: Instant
  readonly to: Instant | null
  /** CT × PT in micros: 1000000n is 1. */
  readonly multiplierMicros: bigint
  /** Digits before the decimal point; the register rolls over at 10^digits. */
  readonly digits: number
  /** The time-of-use band that it counts alone, or null. */
  readonly band: string | null
  /**
   * Whether it is judged and kept alone, and charged never: it counts what is fed back, or it is a total
   * beside band registers, which count the use. Charging both would charge everything twice.
   */
  readonly isControl: boolean
  /** Signed values at the ends, in micros of the register's unit. */
  readonly openingMicros: bigint
  readonly closingMicros: bigint | null
}

/** Who pays for a metering point over a span, and by which plan. */
export interface Agreement {
  readonly id: Id
  readonly accountId: Id
  readonly planId: Id
  readonly from: Instant
  readonly to: Instant | null
}

/** All that judging and dividing a metering point's readings needs. */
export interface MeteringPoint {
  readonly id: Id
  readonly siteId: Id
  readonly utility: string
  /** The most that can flow, in quantity micros an hour. */
  readonly maxRateMicros: bigint
  readonly installed: readonly InstalledRegister[]
  readonly agreements: readonly Agreement[]
}

/** A register's value at an instant, as read. */
export interface Reading {
  readonly registerId: Id
  readonly at: Instant
  readonly valueMicros: bigint
  readonly quality: 'good' | 'uncertain' | 'bad'
  readonly receivedAt: Instant
  readonly source: string
}

/** Why a reading was not accepted. */
export type QuarantineReason =
  | 'bad-quality'
  | 'conflict'
  | 'falling'
  | 'future'
  | 'implausible-rate'
  | 'negative'
  | 'not-installed'
  | 'too-large'
  /** It could not be judged because of a defect; it is judged again by itself. */
  | 'unjudged'

export interface Quarantined {
  readonly reading: Reading
  readonly reason: QuarantineReason
  readonly detail: string
}

/** Consumption of a metering point over [from, to), before it is priced. */
export interface Usage {
  readonly registerId: Id
  readonly installationId: Id
  readonly band: string | null
  readonly from: Instant
  readonly to: Instant
  /** Register values at the ends; between readings they are interpolated. */
  readonly fromMicros: bigint
  readonly toMicros: bigint
  /** After the multiplier, in micros of the billing unit. */
  readonly quantityMicros: bigint
  readonly agreement: Agreement | null
  /** Whether an end was interpolated because the payer changed between readings. */
  readonly estimated: boolean
}
