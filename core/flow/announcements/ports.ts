import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'

/** Where announcements are shown. */
type AnnouncementPlace = 'portal' | 'kiosk'

export interface CurrentAnnouncement {
  readonly id: Id
  readonly title: string
  readonly text: string
  readonly from: Instant
}

export interface AnnouncementStore {
  /** What is announced there at an instant, the latest first, and when that changes by itself; null: never. */
  current(request: {
    readonly siteId: Id
    readonly place: AnnouncementPlace
    readonly at: Instant
    readonly limit: number
  }): Promise<{
    readonly items: readonly CurrentAnnouncement[]
    readonly changesAt: Instant | null
  }>
}
