import type { TariffCalendar } from '../../contracts/tariff-strategy.ts'
import type { ComponentCharge, Quantity } from '../../domain/analytics/figures.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'

/** Whose use is looked at. */
export type UseScope =
  | { readonly kind: 'account'; readonly accountId: Id }
  | {
      readonly kind: 'metering-point'
      readonly meteringPointId: Id
      /** Only what contracts of these tenants pay for; null: all of it. */
      readonly tenantIds: readonly Id[] | null
    }
  | { readonly kind: 'site'; readonly siteId: Id }

export interface SiteView {
  readonly siteId: Id
  readonly timeZone: string
  readonly currency: string
  /** Special days, for tariffs. */
  readonly calendar: TariffCalendar
  /** Reading intervals without a reading that make it stale, by the site's policy. */
  readonly freshIntervals: number
}

/** A register whose use is looked at. */
export interface ScopedRegister {
  readonly registerId: Id
  readonly meteringPointId: Id
  readonly utility: string
  readonly unit: string
  /** Only under this agreement; null: whoever pays, or nobody. */
  readonly agreementId: Id | null
  readonly intervalSeconds: number
  /** Its use is summed until then; null: none of it is. */
  readonly summedUntil: Instant | null
}

export interface BucketFigures {
  readonly uses: readonly BucketUse[]
  readonly charges: readonly BucketCharge[]
}

/** Quantity of a bucket. */
export interface BucketUse extends Quantity {
  /** From 0. */
  readonly bucket: number
}

/** What one component of one version charged in one band of a bucket. */
export interface BucketCharge extends ComponentCharge {
  readonly bucket: number
}

/** What a version's compiled terms say of a band. */
export interface VersionBand {
  readonly versionId: Id
  readonly band: string
  readonly title: Readonly<Record<string, string>>
  /** The first component that prices use in it: what it counts is the band's use. Null: it is free. */
  readonly counting: string | null
}

/** Usage intervals and rated lines by buckets of time. */
export interface UseStore {
  site(scope: UseScope): Promise<SiteView>
  /** Registers that measured for the scope within the range. */
  registers(query: {
    readonly scope: UseScope
    readonly from: Instant
    readonly to: Instant
  }): Promise<readonly ScopedRegister[]>
  /** Parts of use by buckets between ascending bounds; parts sum to the whole. Every line is looked at. */
  use(query: {
    readonly registers: readonly ScopedRegister[]
    readonly bounds: readonly Instant[]
  }): Promise<BucketFigures>
  /**
   * The same from sums that are kept, and lines where there are none yet.
   * @param query.registers all of the scope
   * @param query.bounds full quarter hours for a site, starts of local days for others
   */
  sums(query: {
    readonly scope: UseScope
    readonly registers: readonly ScopedRegister[]
    readonly bounds: readonly Instant[]
  }): Promise<BucketFigures>
  bands(query: { readonly versionIds: readonly Id[] }): Promise<readonly VersionBand[]>
}

/** Sums of use and charges, derived from intervals and lines. */
export interface UseSumStore {
  /** Sites that have metering points. */
  sites(): Promise<readonly Id[]>
  /**
   * Adds what is not in the sums yet, of some metering points of a site after an id, in one transaction. Points that
   * are being corrected are left for later, all of them where somebody else is adding.
   */
  add(request: { readonly siteId: Id; readonly after: Id; readonly limit: number }): Promise<{
    readonly points: number
    /** The last of them; null: there is none. */
    readonly last: Id | null
    /** False where something of them is left. */
    readonly isComplete: boolean
  }>
  /** Forgets all sums: they are made again. */
  forget(): Promise<void>
}
