import type { JsonObject } from '../kernel/canonical.ts'
import type { FieldError } from '../kernel/error.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ContributionBase } from './extension-point.ts'
import { extensionPoint } from './extension-point.ts'
import type { LocalizedText } from './plugin.ts'

/** Special days of a site, in its own zone. */
export interface TariffCalendar {
  /** IANA time zone of the site. */
  readonly timeZone: string
  /** Days (YYYY-MM-DD) that count as holidays. */
  readonly holidays: readonly string[]
  /** Days (YYYY-MM-DD) on a weekend that are worked, as around the Chinese holidays. */
  readonly workedWeekendDays: readonly string[]
}

/** One step of a ladder: the price of what lies below `upTo`. */
export interface LadderStep {
  /** Upper end in micros of the quantity unit, counted from the period's start; null: no end. */
  readonly upToMicros: string | null
  /** Price of one unit, in micros of the currency. */
  readonly priceMicros: string
}

/** A price on quantity; where `ladders` has no entry for a band, use in that band is free of it. */
export interface UsageComponent {
  readonly kind: 'usage'
  readonly id: string
  readonly title: LocalizedText
  /** `energy` alone can lead to a cut. */
  readonly category: 'energy' | 'surcharge'
  /** By band id. */
  readonly ladders: Readonly<Record<string, readonly LadderStep[]>>
  /**
   * Instants at which the ladder starts over, ascending, the first at or before `from`; a single
   * entry means that it never does.
   */
  readonly periodStarts: readonly Instant[]
  /** Whether use in all bands moves one ladder, which is then the same in each; else one a band. */
  readonly acrossBands?: boolean
  /** Why this price, in one sentence. */
  readonly explanation: LocalizedText
}

/** A share of other components, such as a tax. */
export interface PercentageComponent {
  readonly kind: 'percentage'
  readonly id: string
  readonly title: LocalizedText
  readonly category: 'energy' | 'surcharge'
  /** Millionths: 60000 is 6 %. */
  readonly rateMicros: string
  /** Ids of usage components that it is a share of. */
  readonly of: readonly string[]
  readonly explanation: LocalizedText
}

/** A tariff version worked out over [from, to): plain JSON that core evaluates. */
export interface CompiledTariff {
  readonly from: Instant
  readonly to: Instant
  readonly bands: readonly { readonly id: string; readonly title: LocalizedText }[]
  /** The band in force from each instant to the next one, ascending; the first starts at `from`. */
  readonly segments: readonly { readonly from: Instant; readonly band: string }[]
  readonly components: readonly (UsageComponent | PercentageComponent)[]
}

export interface CompileRequest {
  /** Valid against the contribution's terms schema. */
  readonly terms: JsonObject
  readonly calendar: TariffCalendar
  readonly from: Instant
  readonly to: Instant
}

export type CompileResult =
  | { readonly ok: true; readonly tariff: CompiledTariff }
  /** What the terms lack that a schema cannot say, such as an hour without a band. */
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** Pure: the same request gives the same result, and nothing else happens. */
export interface TariffStrategyContribution extends ContributionBase {
  compile(request: CompileRequest): CompileResult | Promise<CompileResult>
}

export const tariffStrategies = extensionPoint<TariffStrategyContribution>('tariffStrategies')
