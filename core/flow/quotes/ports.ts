import type { CompiledTariff } from '../../contracts/tariff-strategy.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { SiteView } from '../use/ports.ts'

/** Compiled tariff versions. */
export interface PriceStore {
  /** @throws `not-found` */
  versionSite(query: { readonly versionId: Id }): Promise<SiteView>
  prices(query: { readonly versionId: Id; readonly from: Instant; readonly to: Instant }): Promise<{
    /** Those that touch the range, ascending. */
    readonly stretches: readonly CompiledTariff[]
    /** Where prices begin and end in all; null where there are none. */
    readonly priced: { readonly from: Instant; readonly to: Instant } | null
  }>
}
