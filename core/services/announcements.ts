import type { AnnouncementStore } from '../flow/announcements/ports.ts'
import { type Clock, formatInstant } from '../kernel/instant.ts'
import { type Action, action } from './define.ts'

/** More than these nobody reads. */
const MOST = 20

/** What is announced at a site now. */
export function announcementActions({
  announcements,
  clock,
}: {
  readonly announcements: AnnouncementStore
  readonly clock: Clock
}): Action[] {
  return [
    action('announcements.current', async ({ path, query }) => {
      const at = clock.now()
      const place = query?.place ?? 'portal'
      const { items, changesAt } = await announcements.current({
        ...{ siteId: path.id, place, at, limit: MOST },
      })
      return {
        items: items.map((item) => ({ ...item, from: formatInstant(item.from) })),
        at: formatInstant(at),
        changesAt: changesAt === null ? null : formatInstant(changesAt),
      }
    }),
  ]
}
