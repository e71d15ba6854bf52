import type { AnnouncementStore, CurrentAnnouncement } from '../flow/announcements/ports.ts'
import { instantOfPg } from './orm.ts'
import type { SqlClient } from './sql.ts'

const SHOWN = `site_id = $1 AND archived_at IS NULL AND audience IN ($2, 'both')`
const AT = 'to_timestamp($3::float8 / 1000)'

const CURRENT = `
SELECT id::text, title, text, "from"::text AS "fromAt" FROM announcement
WHERE ${SHOWN} AND "from" <= ${AT} AND (until IS NULL OR until > ${AT})
ORDER BY "from" DESC, id DESC LIMIT $4`

const NEXT = `
SELECT least(
    min("from") FILTER (WHERE "from" > ${AT}),
    min(until) FILTER (WHERE "from" <= ${AT} AND until > ${AT})
  )::text AS "changesAt"
FROM announcement WHERE ${SHOWN}`

type CurrentRow = Omit<CurrentAnnouncement, 'from'> & { readonly fromAt: string }

/** What is announced, on PostgreSQL. */
export function createAnnouncementStore({
  client,
}: {
  readonly client: SqlClient
}): AnnouncementStore {
  return {
    async current({ siteId, place, at, limit }) {
      const values = [siteId, place, at]
      const { rows } = await client.query<CurrentRow>({
        name: 'announcements-current',
        text: CURRENT,
        values: [...values, limit],
      })
      const next = await client.query<{ readonly changesAt: string | null }>({
        name: 'announcements-next',
        text: NEXT,
        values,
      })
      const changesAt = next.rows[0]?.changesAt ?? null
      return {
        items: rows.map(({ fromAt, ...row }) => ({ ...row, from: instantOfPg(fromAt) })),
        changesAt: changesAt === null ? null : instantOfPg(changesAt),
      }
    },
  }
}
