import type { CompileRequest, CompileResult } from '../../contracts/tariff-strategy.ts'
import { bucketBounds } from '../../domain/analytics/buckets.ts'
import { arithmeticOf, type Quote, quoteLoad, shapeLoad } from '../../domain/analytics/quote.ts'
import {
  type BandPrices,
  bandPrices,
  type WeekSegment,
  weekOf,
  weekSegments,
} from '../../domain/analytics/week.ts'
import { type PreparedTariff, prepareTariff } from '../../domain/rating/prepare.ts'
import type { Use } from '../../domain/rating/spread.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import { busbarError, type FieldError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, formatInstant, HOUR_MS, type Instant } from '../../kernel/instant.ts'
import { addDays, localDate, startOfLocalDay } from '../../kernel/zone.ts'
import type { SiteView, UseStore } from '../use/ports.ts'
import type { PriceStore } from './ports.ts'

export type { BandPrices, Quote }
export { arithmeticOf }

/** A tariff and a sample load. */
export interface QuoteRequest {
  readonly siteId: Id
  readonly versionId: Id | null
  readonly draft: { readonly strategy: string; readonly terms: JsonObject } | null
  readonly from: Instant
  readonly profile: {
    readonly quantityMicros: bigint
    readonly period: 'day' | 'month'
    /** Weights of the 24 local hours; null: even. */
    readonly shape: readonly number[] | null
  } | null
  /** Quantities hour by hour, in micros. */
  readonly hours: readonly bigint[] | null
}

export interface TariffWeek {
  readonly site: SiteView
  readonly from: Instant
  readonly to: Instant
  readonly pricedFrom: Instant | null
  readonly pricedTo: Instant | null
  readonly segments: readonly WeekSegment[]
  readonly bands: readonly BandPrices[]
}

/** Prices without any use. */
export interface Quotes {
  /** @throws `validation-failed` for a request or terms that contradict themselves, `not-found` */
  quote(request: QuoteRequest): Promise<{ readonly site: SiteView; readonly quote: Quote }>
  /** @throws `not-found` */
  week(request: { readonly versionId: Id; readonly at: Instant | null }): Promise<TariffWeek>
}

export function createQuotes(options: {
  readonly store: PriceStore
  readonly uses: UseStore
  /** Domain time. */
  readonly clock: Clock
  /** Asks the strategy. */
  readonly compile: (strategy: string, request: CompileRequest) => Promise<CompileResult>
}): Quotes {
  const { store, uses, clock, compile } = options

  async function tariffsFor(request: QuoteRequest, site: SiteView, load: readonly Use[]) {
    const from = load[0]?.from ?? request.from
    const to = load.at(-1)?.to ?? request.from
    if (request.versionId !== null) {
      const { stretches, priced } = await store.prices({ versionId: request.versionId, from, to })
      if (priced === null || priced.from > from || priced.to < to)
        throw invalid('/fromAt', priced === null ? NO_PRICES : reach(priced))
      return stretches.map(prepareTariff)
    }
    const { strategy = '', terms = {} } = request.draft ?? {}
    const { calendar } = site
    const result = await compile(strategy, { terms, calendar, from, to })
    if (!result.ok)
      throw busbarError('validation-failed', {
        detail: 'The tariff terms contradict themselves.',
        errors: result.errors.map(({ pointer, message }) => ({
          pointer: `/draft/terms${pointer}`,
          message,
        })),
      })
    return [prepareTariff(result.tariff)]
  }

  return {
    async quote(request) {
      refuseAmbiguity(request)
      const site = await uses.site({ kind: 'site', siteId: request.siteId })
      const load = loadOf(request, site.timeZone)
      const tariffs = await tariffsFor(request, site, load)
      return { site, quote: quoteLoad({ tariffs, load }) }
    },
    async week({ versionId, at }) {
      const site = await store.versionSite({ versionId })
      const { timeZone } = site
      const { from, to } = weekOf(at ?? clock.now(), timeZone)
      const { stretches } = await store.prices({ versionId, from, to })
      const tariffs: PreparedTariff[] = stretches.map(prepareTariff)
      const segments = weekSegments({ tariffs, from, to, timeZone })
      const [tariff] = tariffs
      return {
        ...{ site, from, to, segments },
        pricedFrom: segments[0]?.from ?? null,
        pricedTo: segments.at(-1)?.to ?? null,
        // Stretches of one version price alike.
        bands: tariff === undefined ? [] : bandPrices(tariff),
      }
    },
  }
}

const NO_PRICES = 'The version has no prices.'

const reach = ({ from, to }: { readonly from: Instant; readonly to: Instant }) =>
  `The version has prices from ${formatInstant(from)} to ${formatInstant(to)}.`

function invalid(pointer: string, message: string): Error {
  return busbarError('validation-failed', { detail: message, errors: [{ pointer, message }] })
}

function refuseAmbiguity({ versionId, draft, profile, hours }: QuoteRequest): void {
  const errors: FieldError[] = []
  const oneOf = (pointer: string, one: unknown, other: unknown, message: string) => {
    if ((one === null) === (other === null)) errors.push({ pointer, message })
  }
  oneOf('/tariffVersionId', versionId, draft, 'Give either tariffVersionId or draft.')
  oneOf('/profile', profile, hours, 'Give either profile or hours.')
  if (profile?.shape?.every((weight) => weight === 0))
    errors.push({ pointer: '/profile/shape', message: 'One weight at least is above zero.' })
  if (errors.length > 0) throw busbarError('validation-failed', { errors })
}

function loadOf({ from, profile, hours }: QuoteRequest, timeZone: string): readonly Use[] {
  if (profile === null)
    return (hours ?? []).map((quantityMicros, index) => ({
      from: from + index * HOUR_MS,
      to: from + (index + 1) * HOUR_MS,
      quantityMicros,
    }))
  const day = localDate(from, timeZone)
  const first = profile.period === 'day' ? day : `${day.slice(0, 7)}-01`
  const next = profile.period === 'day' ? addDays(day, 1) : monthAfter(first)
  const bounds = bucketBounds({
    from: startOfLocalDay(first, timeZone),
    to: startOfLocalDay(next, timeZone),
    ...{ bucket: 'hour', timeZone },
  })
  const shape = profile.shape ?? Array.from({ length: 24 }, () => 1)
  return shapeLoad({ quantityMicros: profile.quantityMicros, bounds, shape, timeZone })
}

function monthAfter(first: string): string {
  return `${addDays(first, 31).slice(0, 7)}-01`
}
