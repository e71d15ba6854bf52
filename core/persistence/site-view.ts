import type { QueryResultRow } from 'pg'
import type { TariffCalendar } from '../contracts/tariff-strategy.ts'
import type { SiteView } from '../flow/use/ports.ts'
import type { Id } from '../kernel/id.ts'

/** What analysis needs of a site, to be narrowed to one. */
export const SITE_VIEW = `
SELECT s.id::text AS "siteId", s.time_zone, s.currency, s.calendar, (f.rules ->> 'readingFreshIntervals')::int AS fresh
FROM site s JOIN policy_profile f ON f.id = s.policy_profile_id`

export interface SiteViewRow extends QueryResultRow {
  readonly siteId: Id
  readonly time_zone: string
  readonly currency: string
  readonly calendar: Pick<TariffCalendar, 'holidays' | 'workedWeekendDays'>
  readonly fresh: number | null
}

/** Where a policy does not say. */
const FRESH_INTERVALS = 3

export function siteViewOf(row: SiteViewRow): SiteView {
  const { siteId, time_zone: timeZone, currency, fresh } = row
  const { holidays, workedWeekendDays } = row.calendar
  return {
    ...{ siteId, timeZone, currency },
    calendar: { timeZone, holidays, workedWeekendDays },
    freshIntervals: fresh ?? FRESH_INTERVALS,
  }
}
