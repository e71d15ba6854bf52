import {
  type BalanceLevel,
  isFresh,
  levelOf,
  RATE_UNITS,
  rateMicros,
} from '../../domain/analytics/standing.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, type Instant, MINUTE_MS, SECOND_MS } from '../../kernel/instant.ts'
import {
  addDays,
  localDate,
  localInstant,
  localMinuteOfDay,
  startOfLocalDay,
} from '../../kernel/zone.ts'
import type { SiteView, UseStore } from '../use/ports.ts'
import type { Figures, Stretch, Usage } from '../use/usage.ts'
import type { NewestUse, OccupantRow, PointRow, SiteCounts, SiteStore, SpaceRow } from './ports.ts'
import { shared } from './shared.ts'

const SILENT_TOLD = 50

/** Load of a utility over the newest intervals. */
export interface Load {
  readonly utility: string
  /** Of the load, such as kW. */
  readonly unit: string
  readonly loadMicros: bigint
  readonly points: number
  readonly stalePoints: number
  readonly oldestAt: Instant | null
  readonly newestAt: Instant | null
}

/** Load of one metering point. */
export interface PointLoad {
  readonly meteringPointId: Id
  readonly utility: string
  readonly unit: string
  /** Null: the newest interval is too old, or there is none. */
  readonly loadMicros: bigint | null
  readonly at: Instant | null
}

export interface SiteOverview extends SiteCounts {
  readonly site: SiteView
  readonly at: Instant
  readonly load: readonly Load[]
  readonly today: Stretch
  readonly yesterday: Stretch
  readonly silent: { readonly count: number; readonly meters: readonly NewestUse[] }
}

/** Who is in a space, and how their cash stands; null where there is no account. */
export type Occupant = OccupantRow & { readonly level: BalanceLevel | null }

export interface SpacesState {
  readonly at: Instant
  readonly spaces: readonly (SpaceRow & {
    readonly occupants: readonly Occupant[]
    readonly points: readonly (PointRow & { readonly load: PointLoad })[]
  })[]
}

export interface SiteStanding {
  /** @throws `not-found` */
  overview(request: { readonly siteId: Id }): Promise<SiteOverview>
  /** @throws `not-found` */
  spaces(request: { readonly siteId: Id }): Promise<SpacesState>
}

export function createSiteStanding(options: {
  readonly store: SiteStore
  readonly uses: UseStore
  readonly usage: Usage
  /** Domain time. */
  readonly clock: Clock
}): SiteStanding {
  const { store, uses, usage, clock } = options

  /** Every event moves many people's pages to look again, all at once: they share the look. */
  const overview = shared(async (siteId: Id): Promise<SiteOverview> => {
    const now = clock.now()
    const scope = { kind: 'site', siteId } as const
    const site = await uses.site(scope)
    const { timeZone } = site
    const { yesterday, sameTime, today, tomorrow } = daysOf(now, timeZone)
    const bounds = [...new Set([yesterday, sameTime, today, tomorrow])]
    const [newest, counts, { stretches }] = await Promise.all([
      store.newestUse({ siteId, now }),
      store.counts({ siteId, dayStart: today }),
      usage.stretches({ scope, timeZone, bounds }),
    ])
    const useFrom = (from: Instant) => stretches.find((stretch) => stretch.from === from)?.use
    const silent = silentMeters(newest, now, site.freshIntervals)
    return {
      ...counts,
      ...{ site, at: now },
      // Nothing is used yet after now.
      today: { from: today, to: Math.max(now, today + 1), use: useFrom(today) ?? NO_USE },
      yesterday: { from: yesterday, to: sameTime, use: useFrom(yesterday) ?? NO_USE },
      load: loads(pointLoads(newest, now, site.freshIntervals)),
      silent: { count: silent.length, meters: silent.slice(0, SILENT_TOLD) },
    }
  })

  const spaces = shared(async (siteId: Id): Promise<SpacesState> => {
    const now = clock.now()
    const { freshIntervals } = await uses.site({ kind: 'site', siteId })
    const newest = await store.newestUse({ siteId, now })
    const { spaces, occupants, points } = await store.spaces({ siteId, now })
    const loadOf = new Map(
      pointLoads(newest, now, freshIntervals).map((load) => [load.meteringPointId, load]),
    )
    const occupantsIn = Map.groupBy(occupants, ({ spaceId }) => spaceId)
    const pointsIn = Map.groupBy(points, ({ spaceId }) => spaceId)
    return {
      at: now,
      spaces: spaces.map((space) => ({
        ...space,
        occupants: (occupantsIn.get(space.spaceId) ?? []).map((occupant) => ({
          ...occupant,
          level: occupant.account === null ? null : levelOf(occupant.account),
        })),
        points: (pointsIn.get(space.spaceId) ?? []).map((point) => ({
          ...point,
          load: loadOf.get(point.meteringPointId) ?? withoutMeter(point),
        })),
      })),
    }
  })

  return { overview: ({ siteId }) => overview(siteId), spaces: ({ siteId }) => spaces(siteId) }
}

const NO_USE: Figures = Object.freeze({ utilities: [], amounts: [], bands: [], estimated: false })

/** Starts of yesterday, today and tomorrow, and yesterday's same time of day. */
function daysOf(now: Instant, timeZone: string) {
  const day = localDate(now, timeZone)
  const date = addDays(day, -1)
  const today = startOfLocalDay(day, timeZone)
  const yesterday = startOfLocalDay(date, timeZone)
  const minuteOfDay = localMinuteOfDay(now, timeZone)
  const same = localInstant({ date, minuteOfDay, timeZone }) + (now % MINUTE_MS)
  return {
    ...{ yesterday, today, tomorrow: startOfLocalDay(addDays(day, 1), timeZone) },
    // A stretch has a length, also at midnight; and a day may be shorter than the next.
    sameTime: Math.min(Math.max(same, yesterday + 1), today),
  }
}

function withoutMeter({ meteringPointId, utility, unit }: PointRow): PointLoad {
  return { meteringPointId, utility, unit: unitOf(unit), loadMicros: null, at: null }
}

const unitOf = (unit: string) => RATE_UNITS[unit] ?? unit

/** The registers of a point together: each counts a band of its use. */
function pointLoads(newest: readonly NewestUse[], now: Instant, intervals: number): PointLoad[] {
  return [...Map.groupBy(newest, ({ meteringPointId }) => meteringPointId).values()].map((rows) => {
    const [{ meteringPointId, utility, unit, intervalSeconds }] = rows as [NewestUse]
    let loadMicros: bigint | null = null
    let at: Instant | null = null
    for (const { from, to, quantityMicros } of rows) {
      if (from === null || to === null || quantityMicros === null) continue
      at = Math.max(at ?? to, to)
      if (isFresh({ at: to, now, intervalSeconds, intervals }))
        loadMicros = (loadMicros ?? 0n) + rateMicros({ from, to, quantityMicros })
    }
    return { meteringPointId, utility, unit: unitOf(unit), loadMicros, at }
  })
}

function loads(points: readonly PointLoad[]): Load[] {
  const byUtility = Map.groupBy(points, ({ utility, unit }) => `${utility}/${unit}`)
  return [...byUtility.values()].map((all) => {
    const [{ utility, unit }] = all as [PointLoad]
    const fresh = all.filter(({ loadMicros }) => loadMicros !== null)
    const instants = fresh.flatMap(({ at }) => at ?? []).sort((a, b) => a - b)
    return {
      ...{ utility, unit },
      loadMicros: fresh.reduce((sum, { loadMicros }) => sum + (loadMicros ?? 0n), 0n),
      points: fresh.length,
      stalePoints: all.length - fresh.length,
      oldestAt: instants[0] ?? null,
      newestAt: instants.at(-1) ?? null,
    }
  })
}

/** One row a meter; the longest silent first. */
function silentMeters(newest: readonly NewestUse[], now: Instant, intervals: number): NewestUse[] {
  const meters = new Map(newest.map((row) => [row.meterId, row]))
  return [...meters.values()]
    .filter(
      ({ lastAt, installedAt, intervalSeconds }) =>
        now - Math.max(lastAt ?? installedAt, installedAt) >
        intervalSeconds * SECOND_MS * intervals,
    )
    .sort((a, b) => (a.lastAt ?? 0) - (b.lastAt ?? 0))
}
