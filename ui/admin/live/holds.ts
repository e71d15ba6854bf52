import type { GuardHold, SiteOverview } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'
import { session } from '../../shared/session.ts'

export type Hold = SiteOverview['holds'][number]

const NEWEST = 200

/** Holds in force at the sites, those of all sites among them. */
export async function holdsAt(siteIds: readonly string[]): Promise<readonly Hold[]> {
  const ofInstance = (session.state.session?.assignments ?? []).some(
    (held) => held.siteId === null && held.role !== 'tenant',
  )
  if (ofInstance) return inForce(await newest(), siteIds)
  // The list tells those who work at single sites nothing of what holds all of them: the overview does.
  const overviews = await Promise.all(siteIds.map(overviewOf))
  return distinct(overviews.flatMap(({ holds }) => holds))
}

async function newest(): Promise<readonly GuardHold[]> {
  const query = { sort: '-setAt', limit: NEWEST } as const
  return (await dataOf(api.GET('/api/v1/guard-holds', { params: { query } }))).items
}

const inForce = (holds: readonly GuardHold[], siteIds: readonly string[]) =>
  holds.filter(
    ({ releasedAt, siteId }) =>
      releasedAt === null && (siteId === null || siteIds.includes(siteId)),
  )

export const overviewOf = (id: string): Promise<SiteOverview> =>
  dataOf(api.GET('/api/v1/sites/{id}/overview', { params: { path: { id } } }))

/** A hold of all sites is in force at each. */
export const distinct = (holds: readonly Hold[]): readonly Hold[] => [
  ...new Map(holds.map((hold) => [hold.id, hold])).values(),
]
