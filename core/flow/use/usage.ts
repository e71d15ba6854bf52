import { type BucketKind, bucketBounds } from '../../domain/analytics/buckets.ts'
import { type Figures, sumFigures } from '../../domain/analytics/figures.ts'
import { betweenBounds, quarterBounds } from '../../domain/analytics/quarters.ts'
import { busbarError } from '../../kernel/error.ts'
import { type Clock, DAY_MS, type Instant, SECOND_MS } from '../../kernel/instant.ts'
import { localDate, startOfLocalDay } from '../../kernel/zone.ts'
import type { BucketFigures, ScopedRegister, UseScope, UseStore, VersionBand } from './ports.ts'

export type { Figures }

/** These are read within seconds; more would hold the database up. */
const MOST_INTERVALS = 200_000

const DEFAULT_MS: Readonly<Record<BucketKind, number>> = {
  quarter: DAY_MS,
  hour: DAY_MS,
  day: 30 * DAY_MS,
  month: 365 * DAY_MS,
}

/** A site's use is that of all its meters. */
const SITE_DAYS_MS = 7 * DAY_MS

function defaultMs({ kind }: UseScope, bucket: BucketKind): number {
  return kind === 'site' && bucket === 'day' ? SITE_DAYS_MS : DEFAULT_MS[bucket]
}

/** Use of a stretch of time. */
export interface Stretch {
  readonly from: Instant
  readonly to: Instant
  readonly use: Figures
}

export interface UsageSeries {
  readonly timeZone: string
  readonly bucket: BucketKind
  readonly bands: readonly Pick<VersionBand, 'band' | 'title'>[]
  readonly buckets: readonly Stretch[]
  readonly total: Figures
}

/** Use over time and between instants. */
export interface Usage {
  /** By calendar buckets. @throws `range-too-large`, `validation-failed`, `not-found` */
  series(request: {
    readonly scope: UseScope
    readonly from: Instant | null
    readonly to: Instant | null
    readonly bucket: BucketKind
  }): Promise<UsageSeries>
  /**
   * Of the stretches between ascending instants, however many intervals they hold. A site's use is taken as even within a
   * quarter hour that a bound cuts.
   */
  stretches(request: {
    readonly scope: UseScope
    readonly timeZone: string
    readonly bounds: readonly Instant[]
  }): Promise<{
    readonly stretches: readonly Stretch[]
    readonly total: Figures
    readonly bands: readonly VersionBand[]
  }>
}

export function createUsage({
  store,
  clock,
}: {
  readonly store: UseStore
  /** Domain time. */
  readonly clock: Clock
}): Usage {
  const registersOf = (scope: UseScope, bounds: readonly Instant[]) =>
    store.registers({ scope, from: bounds[0] ?? 0, to: bounds.at(-1) ?? 0 })

  /** From sums where they are kept between the bounds, from lines where not. */
  async function figures(
    { scope, timeZone, bounds }: Parameters<Usage['stretches']>[0],
    registers: readonly ScopedRegister[],
  ): Promise<BucketFigures> {
    if (!hasSums(scope, timeZone, bounds)) return store.use({ registers, bounds })
    if (scope.kind !== 'site') return store.sums({ scope, registers, bounds })
    const wide = quarterBounds(bounds)
    const { uses, charges } = await store.sums({ scope, registers, bounds: wide })
    return { uses: betweenBounds(uses, bounds), charges: betweenBounds(charges, bounds) }
  }

  async function sum(
    request: Parameters<Usage['stretches']>[0],
    registers: readonly ScopedRegister[],
  ) {
    const { bounds } = request
    const { uses, charges } = await figures(request, registers)
    const versionIds = [...new Set(charges.map(({ versionId }) => versionId))]
    const bands = await store.bands({ versionIds })
    const counting = new Set(
      bands.map(({ versionId, band, counting }) => `${versionId}/${band}/${counting}`),
    )
    const counts = (charge: { versionId: string; band: string; component: string }) =>
      counting.has(`${charge.versionId}/${charge.band}/${charge.component}`)
    return {
      bands,
      stretches: bounds.slice(1).map((to, index) => ({
        from: bounds[index] ?? 0,
        to,
        use: sumFigures(
          uses.filter(({ bucket }) => bucket === index),
          charges.filter(({ bucket }) => bucket === index),
          counts,
        ),
      })),
      total: sumFigures(uses, charges, counts),
    }
  }
  return {
    stretches: async (request) => sum(request, await registersOf(request.scope, request.bounds)),
    async series({ scope, bucket, ...range }) {
      const { timeZone } = await store.site(scope)
      const to = range.to ?? clock.now()
      const from = range.from ?? to - defaultMs(scope, bucket)
      const bounds = bucketBounds({ from, to, bucket, timeZone })
      const registers = await registersOf(scope, bounds)
      const isSummed = hasSums(scope, timeZone, bounds)
      refuseTooMany(registers, { bounds, now: clock.now(), isSummed })
      const summed = await sum({ scope, timeZone, bounds }, registers)
      const { stretches: buckets, total, bands } = summed
      const used = new Set(total.bands.map(({ band }) => band))
      const titles = new Map(
        bands.filter(({ band }) => used.has(band)).map((band) => [band.band, band]),
      )
      return { timeZone, bucket, bands: [...titles.values()], buckets, total }
    },
  }
}

/** A site has sums of quarter hours, others of local days. */
function hasSums({ kind }: UseScope, timeZone: string, bounds: readonly Instant[]): boolean {
  if (kind === 'site') return true
  return bounds.every((at) => startOfLocalDay(localDate(at, timeZone), timeZone) === at)
}

/** By how often each register is read: counting intervals would take as long as reading them. */
function refuseTooMany(
  registers: readonly ScopedRegister[],
  range: { readonly bounds: readonly Instant[]; readonly now: Instant; readonly isSummed: boolean },
): void {
  const from = range.bounds[0] ?? 0
  const to = Math.min(range.bounds.at(-1) ?? 0, range.now)
  const intervals = registers.reduce((sum, { intervalSeconds, summedUntil }) => {
    const start = range.isSummed ? Math.max(from, summedUntil ?? from) : from
    return sum + Math.max(0, to - start) / (intervalSeconds * SECOND_MS)
  }, 0)
  if (intervals > MOST_INTERVALS)
    throw busbarError('range-too-large', {
      detail: `About ${Math.round(intervals)} intervals in the range are to be added up; ${MOST_INTERVALS} are the most.`,
    })
}
