import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'

/** A register on a meter while the meter serves one metering point: as commissioned. */
export interface Fitting {
  readonly installationId: Id
  readonly registerId: Id
  readonly from: Instant
  readonly to: Instant | null
  readonly multiplierMicros: bigint
  readonly digits: number
  readonly band: string | null
  /** What is taken, or what is fed back. */
  readonly direction: 'import' | 'export'
  readonly openingMicros: bigint
  readonly closingMicros: bigint | null
}

/** Who pays, by which plan, and through which purse. */
export interface Payer {
  readonly agreementId: Id
  readonly planId: Id
  readonly from: Instant
  readonly to: Instant | null
  readonly purseId: Id
  readonly currency: string
}

/** A raw reading, as stored. */
export interface RawReading {
  readonly registerId: Id
  readonly at: Instant
  readonly valueMicros: bigint
  readonly quality: string
  readonly receivedAt: Instant
}

/** All that was agreed and commissioned for a metering point. */
export interface PointFacts {
  readonly id: Id
  readonly code: string
  readonly maxRateMicros: bigint
  /** Ascending by start. */
  readonly fittings: readonly Fitting[]
  readonly payers: readonly Payer[]
}

/** A price ladder as the strategy wrote it, figures as decimal strings. */
export type Ladder = readonly { readonly upToMicros: string | null; readonly priceMicros: string }[]

export type TariffPart =
  | {
      readonly kind: 'usage'
      readonly id: string
      readonly ladders: Readonly<Record<string, Ladder>>
      readonly periodStarts: readonly Instant[]
      readonly acrossBands?: boolean
    }
  | {
      readonly kind: 'percentage'
      readonly id: string
      readonly rateMicros: string
      readonly of: readonly string[]
    }

/** The compiled data of one tariff version, and the stretch for which it prices. */
export interface PriceList {
  readonly versionId: Id
  /** The stretch in which this version is in force and compiled. */
  readonly from: Instant
  readonly to: Instant
  readonly bands: readonly { readonly id: string }[]
  readonly segments: readonly { readonly from: Instant; readonly band: string }[]
  readonly components: readonly TariffPart[]
}

/** Consumption by the raw readings, before it is priced. */
export interface Span {
  readonly registerId: Id
  readonly installationId: Id
  readonly band: string | null
  readonly from: Instant
  readonly to: Instant
  readonly fromMicros: bigint
  readonly toMicros: bigint
  readonly quantityMicros: bigint
  readonly payer: Payer | null
}

/** A reading that the rules refuse. */
export interface Refusal {
  readonly registerId: Id
  readonly at: Instant
  readonly valueMicros: bigint
  readonly reason: string
}

/** A price worked out for a span, per version, component and band. */
export interface Price {
  readonly versionId: Id
  readonly component: string
  readonly band: string
  readonly quantityMicros: bigint
  readonly amountMicros: bigint
}

/** A usage interval in force, as booked. */
export interface BookedSpan {
  readonly id: Id
  readonly registerId: Id
  readonly installationId: Id
  readonly from: Instant
  readonly to: Instant
  readonly fromMicros: bigint
  readonly toMicros: bigint
  readonly quantityMicros: bigint
  readonly agreementId: Id | null
  readonly unrated: string | null
  readonly prices: readonly Price[]
}
