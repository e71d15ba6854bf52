import type { DebtEpisode, GuardQuarantine, SupplyPoint } from '../../../../core/generated/api.ts'
import { api, dataOf } from '../../../shared/api/client.ts'
import { type Hold, holdsAt } from '../holds.ts'
import { mayRead } from '../roles.ts'
import { isInDebt, payerOf } from './why.ts'

/** What waits for people at a site, beside its supply points. */
export interface Waiting {
  readonly episodes: readonly DebtEpisode[]
  readonly quarantine: readonly GuardQuarantine[]
  readonly holds: readonly Hold[]
}

const PER_PAGE = 500

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

async function allPages<T>(page: (cursor?: string) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const { items: more, nextCursor } = await page(cursor)
    items.push(...more)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}

const withCursor = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor })

/** Every supply point of the sites, by name. */
export async function pointsAt(siteIds: readonly string[]): Promise<readonly SupplyPoint[]> {
  const lists = await Promise.all(
    siteIds.map((siteId) =>
      allPages<SupplyPoint>((cursor) =>
        dataOf(
          api.GET('/api/v1/supply-points', {
            params: { query: { siteId, limit: PER_PAGE, ...withCursor(cursor) } },
          }),
        ),
      ),
    ),
  )
  return lists.flat().sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
}

export const pointOf = (id: string): Promise<SupplyPoint> =>
  dataOf(api.GET('/api/v1/supply-points/{id}', { params: { path: { id } } }))

/** Cuts that wait for a word, and what holds all of them. */
export async function waitingAt(siteIds: readonly string[]): Promise<Waiting> {
  const asked = allPages<DebtEpisode>((cursor) =>
    dataOf(
      api.GET('/api/v1/debt-episodes', {
        params: { query: { approval: 'requested', limit: PER_PAGE, ...withCursor(cursor) } },
      }),
    ),
  )
  const [episodes, quarantine, holds] = await Promise.all([
    asked,
    mayRead('guardQuarantine') ? quarantineAt(siteIds) : [],
    holdsAt(siteIds),
  ])
  return { episodes: episodes.filter(({ endedAt }) => endedAt === null), quarantine, holds }
}

async function quarantineAt(siteIds: readonly string[]): Promise<readonly GuardQuarantine[]> {
  const lists = await Promise.all(
    siteIds.map((siteId) =>
      dataOf(
        api.GET('/api/v1/guard-quarantine', {
          params: { query: { siteId, sort: '-lastAt', limit: PER_PAGE } },
        }),
      ),
    ),
  )
  return lists.flatMap(({ items }) => items.filter(({ closedAt }) => closedAt === null))
}

/** What the board can be narrowed to. */
export const SHOWS = ['all', 'off', 'coming', 'manual', 'attention'] as const
export type Show = (typeof SHOWS)[number]

const ORDERED = ['lock-out', 'manual-order', 'bms-order', 'protection']
const ATTENTION: readonly SupplyPoint['state'][] = ['unknown', 'drawing', 'contrary', 'unreachable']

export function isShown(show: Show, point: SupplyPoint): boolean {
  switch (show) {
    case 'all':
      return true
    case 'off':
      return point.desired === 'off' || point.verified === 'off'
    case 'coming':
      return isInDebt(point) && point.desired === 'on'
    case 'manual':
      return point.lockOut !== null || ORDERED.includes(point.decision?.rule ?? '')
    case 'attention':
      return point.alarms.length > 0 || ATTENTION.includes(point.state)
  }
}

/** Episodes whose accounts pay for one of the points, or all where every site is shown. */
export const episodesOf = (
  episodes: readonly DebtEpisode[],
  points: readonly SupplyPoint[],
): readonly { readonly episode: DebtEpisode; readonly point: SupplyPoint }[] =>
  episodes.flatMap((episode) => {
    const point = points.find((each) => payerOf(each) === episode.accountId)
    return point === undefined ? [] : [{ episode, point }]
  })
